import type { Message } from 'grammy/types'
import { Refusal } from '../../../domain/refusal.js'
import type { Carried, CarriedMedia } from '../../../domain/thread.js'
import { kindOf, type MessageKind } from './kinds.js'
import { styledWords } from './words.js'

// Not a sticker, which says nothing; not what shows a number or a place.
const media: Readonly<Partial<Record<MessageKind, CarriedMedia>>> = {
  photo: 'photo',
  document: 'copy',
  video: 'copy',
  animation: 'copy',
  voice: 'copy',
  audio: 'copy',
  video_note: 'bare',
}

/** Whether a message is a picture or a file that may be carried. */
export const isCarriedMedia = (message: Message): boolean => media[kindOf(message) ?? 'sticker'] !== undefined

/**
 * What of a message is carried to somebody who is not to see who wrote it: its words in their styles, with no link to a
 * person in them, and a picture or file. Refuses with notCarried what is anything else.
 */
export const carriedIn = (message: Message): Carried => {
  const kind = kindOf(message)
  const words = { words: styledWords(message) ?? '', sourceId: message.message_id, album: message.media_group_id }
  if (kind === undefined && message.text !== undefined) return words
  const way = kind && media[kind]
  if (way === undefined) throw new Refusal('notCarried', { kind: kind ?? 'other' })
  return { ...words, media: way, file: way === 'photo' ? message.photo?.at(-1)?.file_id : undefined }
}
