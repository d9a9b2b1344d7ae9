import type { Message } from 'grammy/types'
import { checkWriteAccess, findChat } from '../../state/chats.js'
import { formatText } from '../../formatting/entities.js'
import { asObject, requireField, stringOf } from '../fields.js'
import type { JsonObject } from '../fields.js'
import { newAlbumId } from '../../state/messages.js'
import { asDocument } from '../../state/files.js'
import type { FileKind, FileStore, StoredFile } from '../../state/files.js'
import type { Params, Upload } from '../params.js'
import { post, readSendOptions } from '../../people/posting.js'
import type { Content } from '../../people/posting.js'
import { badRequest } from '../refusals.js'
import { captionContent, readCaption } from '../../formatting/texts.js'
import type { MethodContext, Method } from './context.js'
import { sendContent } from './messages.js'

/** A file as a call gives it: uploaded with it, or the file_id of one sent before. */
type Given = { readonly upload: Upload } | { readonly fileId: string }

const wrongFile = () => badRequest('wrong file identifier/HTTP URL specified')

const readFile = (params: Params, name: string, value: string): Given => {
  const attached = value.startsWith('attach://') ? value.slice('attach://'.length) : undefined
  const upload = params.uploads.get(attached ?? name)
  if (upload !== undefined) return { upload }
  if (attached !== undefined) throw badRequest(`file "${attached}" not found in the request`)
  // The sandbox has no other network than its own: it does not fetch addresses.
  if (/^https?:\/\//.test(value)) throw badRequest('failed to get HTTP URL content')
  return { fileId: value }
}

const checkKind = (files: FileStore, id: string, kind: FileKind): StoredFile => {
  const file = files.get(id)
  if (file === undefined) throw wrongFile()
  if (file.kind !== kind) throw badRequest(`can't use file of type ${file.kind} as ${kind}`)
  return file
}

const photoContent = (files: FileStore, given: Given): Content => {
  if ('upload' in given) return { photo: files.addPhoto(given.upload.bytes) }
  checkKind(files, given.fileId, 'Photo')
  const photo = files.photoOf(given.fileId)
  if (photo === undefined) throw wrongFile()
  return { photo }
}

const documentContent = (files: FileStore, given: Given): Content => {
  if ('fileId' in given) return { document: asDocument(checkKind(files, given.fileId, 'Document')) }
  if (given.upload.bytes.length === 0) throw badRequest('file must be non-empty')
  return { document: asDocument(files.add('Document', given.upload)) }
}

const sendPhoto: Method = ({ world }, params) => {
  const caption = readCaption(params)
  const photo = photoContent(world.files, readFile(params, 'photo', params.text('photo')))
  return sendContent(world, params, {
    ...photo,
    ...caption,
    ...(params.flag('has_spoiler') ? { has_media_spoiler: true } : {}),
  })
}

const sendDocument: Method = ({ world }, params) => {
  const caption = readCaption(params)
  return sendContent(world, params, {
    ...documentContent(world.files, readFile(params, 'document', params.text('document'))),
    ...caption,
  })
}

/** Reads one InputMedia: a photo or a document with its caption. */
export const readMedia = ({ world }: MethodContext, params: Params, value: unknown): Content => {
  const media = asObject(value)
  if (media === undefined) throw badRequest("can't parse InputMedia: expected an Object")
  for (const name of ['type', 'media']) requireField(media, name, 'string', "can't parse InputMedia: ")
  const given = readFile(params, 'media', stringOf(media, 'media'))
  const caption = captionContent(
    formatText({
      text: stringOf(media, 'caption'),
      parseMode: stringOf(media, 'parse_mode'),
      entities: media['caption_entities'],
    }),
  )
  return { ...mediaContent(world.files, media, given), ...caption }
}

const mediaContent = (files: FileStore, media: JsonObject, given: Given): Content => {
  const type = stringOf(media, 'type')
  if (type === 'photo') return photoContent(files, given)
  if (type === 'document') return documentContent(files, given)
  throw badRequest(`can't parse InputMedia: type "${type}" is unsupported`)
}

const sendMediaGroup: Method = (context, params): readonly Message[] => {
  const { world } = context
  const media = params.json('media')
  if (!Array.isArray(media)) throw badRequest('expected an Array of InputMedia')
  if (media.length < 2 || media.length > 10)
    throw badRequest(media.length < 2 ? 'MEDIA_GROUP_TOO_SMALL' : 'too many messages to send as an album')
  const contents = media.map((item: unknown) => readMedia(context, params, item))
  if (new Set(contents.map(({ photo }) => photo === undefined)).size > 1)
    throw badRequest("document can't be mixed with other media types")
  const chat = findChat(world, params.text('chat_id'))
  checkWriteAccess(world, chat)
  const options = readSendOptions(chat, params)
  world.limits.take(chat, contents.length)
  const album = newAlbumId()
  return contents.map((content) => post(world, chat, { ...content, media_group_id: album }, options))
}

// The Bot API serves files of up to 20 MB.
const maxDownloadBytes = 20 * 1024 * 1024

const getFile: Method = ({ world }, params) => {
  const file = world.files.get(params.text('file_id'))
  if (file === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable')
  if (file.bytes.length > maxDownloadBytes) throw badRequest('file is too big')
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length, file_path: file.path }
}

/** Pictures and files. */
export const mediaMethods = { sendPhoto, sendDocument, sendMediaGroup, getFile } satisfies Record<string, Method>
