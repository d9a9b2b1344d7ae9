import type { Document, Message } from 'grammy/types'

/**
 * What may be a receipt: a picture, as the largest size's file_id; a picture sent as a file, whose id is no photo's; a
 * PDF and its size in bytes; or a file of another kind.
 */
export type Receipt =
  | { readonly kind: 'photo' | 'imageFile'; readonly fileId: string }
  | { readonly kind: 'pdf'; readonly fileId: string; readonly size: number }
  | { readonly kind: 'otherFile' }

/** The receipt in a message; undefined where there is neither a picture nor a file. */
export const receiptIn = (message: Message | undefined): Receipt | undefined => {
  const fileId = message?.photo?.at(-1)?.file_id
  if (fileId !== undefined) return { kind: 'photo', fileId }
  // A GIF comes with a document, too.
  return message?.document && !message.animation ? fileOf(message.document) : undefined
}

const fileOf = (document: Document): Receipt => {
  const { file_id: fileId, mime_type: mime = '', file_size: size = 0 } = document
  if (mime.startsWith('image/')) return { kind: 'imageFile', fileId }
  return isPdf(document) ? { kind: 'pdf', fileId, size } : { kind: 'otherFile' }
}

// Some phones do not know what they send.
const isPdf = ({ mime_type: mime = 'application/octet-stream', file_name: name = '' }: Document): boolean =>
  mime === 'application/pdf' || (mime === 'application/octet-stream' && /\.pdf$/iu.test(name))
