import { createHash, randomBytes } from 'node:crypto'
import type { Document, PhotoSize } from 'grammy/types'
import { measureImage } from '../formatting/images.js'
import { badRequest } from '../server/refusals.js'

/** What kind of thing a file is to Telegram; a file_id may only be sent again as the same kind. */
export type FileKind = 'Photo' | 'Document' | 'Sticker' | 'Voice' | 'Video' | 'Animation' | 'Audio' | 'VideoNote'

export type StoredFile = {
  readonly kind: FileKind
  readonly id: string
  readonly uniqueId: string
  /** As in /file/bot<token>/<path>. */
  readonly path: string
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
}

export type FileStore = {
  readonly add: (
    kind: FileKind,
    file: { readonly bytes: Uint8Array; readonly name: string; readonly mime: string },
  ) => StoredFile
  readonly get: (id: string) => StoredFile | undefined
  readonly byPath: (path: string) => StoredFile | undefined
  /** Stores a picture and gives its sizes, smallest first; 400 when it is none or out of bounds. */
  readonly addPhoto: (bytes: Uint8Array) => PhotoSize[]
  /** The sizes of a picture that was sent before, by any size's file_id. */
  readonly photoOf: (id: string) => PhotoSize[] | undefined
}

const prefixes: Readonly<Record<FileKind, readonly [string, string]>> = {
  Photo: ['AgACAgIAAxkB', 'photos/file_'],
  Document: ['BQACAgIAAxkB', 'documents/file_'],
  Sticker: ['CAACAgIAAxkB', 'stickers/file_'],
  Voice: ['AwACAgIAAxkB', 'voice/file_'],
  Video: ['BAACAgIAAxkB', 'videos/file_'],
  Animation: ['CgACAgIAAxkB', 'animations/file_'],
  Audio: ['CQACAgIAAxkB', 'music/file_'],
  VideoNote: ['DQACAgIAAxkB', 'video_notes/file_'],
}
const extensions: Readonly<Record<FileKind, string>> = {
  Photo: '.jpg',
  Document: '',
  Sticker: '.webp',
  Voice: '.oga',
  Video: '.mp4',
  Animation: '.mp4',
  Audio: '.mp3',
  VideoNote: '.mp4',
}

// Telegram's sizes s, m, x, y: the longer side is at most so long.
const sides = [90, 320, 800, 1280]
const maxPhotoBytes = 10 * 1024 * 1024

const scale = (width: number, height: number, side: number): { width: number; height: number } => {
  const factor = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) }
}

const checkPhoto = (bytes: Uint8Array): { width: number; height: number } => {
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > maxPhotoBytes)
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${maxPhotoBytes} bytes`,
    )
  const size = measureImage(bytes)
  if (size === undefined) throw badRequest('IMAGE_PROCESS_FAILED')
  const { width, height } = size
  if (width + height > 10_000 || Math.max(width, height) / Math.min(width, height) > 20)
    throw badRequest('PHOTO_INVALID_DIMENSIONS')
  return size
}

const extensionOf = (kind: FileKind, name: string): string => extensions[kind] || (/\.\w{1,8}$/.exec(name)?.[0] ?? '')

/**
 * Keeps uploaded files in memory and gives each the identifiers that Telegram would. Every size of a picture has the
 * same bytes: the sandbox does not scale.
 */
export const createFiles = (): FileStore => {
  const byId = new Map<string, StoredFile>()
  const paths = new Map<string, StoredFile>()
  const photos = new Map<string, PhotoSize[]>()

  const add: FileStore['add'] = (kind, { bytes, name, mime }) => {
    const [prefix, folder] = prefixes[kind]
    const uniqueId = `AQAD${createHash('sha1').update(kind).update(bytes).digest('base64url').slice(0, 12)}`
    const stored = {
      kind,
      id: prefix + randomBytes(42).toString('base64url'),
      uniqueId,
      path: `${folder}${byId.size}${extensionOf(kind, name)}`,
      name,
      mime,
      bytes,
    }
    byId.set(stored.id, stored)
    paths.set(stored.path, stored)
    return stored
  }
  const addPhoto = (bytes: Uint8Array): PhotoSize[] => {
    const { width, height } = checkPhoto(bytes)
    const longer = Math.max(width, height)
    const wanted = sides.filter((_, index) => index === 0 || (sides[index - 1] ?? 0) < longer)
    const sizes = wanted.map((side): PhotoSize => {
      const file = add('Photo', { bytes, name: '', mime: 'image/jpeg' })
      return {
        file_id: file.id,
        file_unique_id: `${file.uniqueId}${side}`,
        ...scale(width, height, side),
        file_size: bytes.length,
      }
    })
    for (const { file_id: id } of sizes) photos.set(id, sizes)
    return sizes
  }
  return {
    add,
    addPhoto,
    get: (id) => byId.get(id),
    byPath: (path) => paths.get(path),
    photoOf: (id) => photos.get(id),
  }
}

/** Telegram's Document object for a stored file. */
export const asDocument = ({ id, uniqueId, name, mime, bytes }: StoredFile): Document => ({
  file_id: id,
  file_unique_id: uniqueId,
  file_name: name,
  mime_type: mime === '' ? 'application/octet-stream' : mime,
  file_size: bytes.length,
})
