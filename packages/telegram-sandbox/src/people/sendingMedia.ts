import type { Update } from 'grammy/types'
import { asDocument } from '../state/files.js'
import type { FileKind } from '../state/files.js'
import { newAlbumId } from '../state/messages.js'
import type { World } from '../state/world.js'
import { captionContent } from './captions.js'
import type { Captioned } from './captions.js'
import { plainPicture } from './picture.js'
import type { Content } from './posting.js'
import type { Place } from './place.js'

/** What may stand in one album: pictures and videos together, audio files or documents among themselves. */
export type AlbumItem = 'photo' | 'video' | 'audio' | 'document'
type Captions = Place & Captioned
export type PhotoOptions = Captions & { readonly bytes?: Uint8Array; readonly albumId?: string }
export type DocumentOptions = Captions & {
  readonly bytes?: Uint8Array
  readonly name?: string
  readonly mime?: string
}
type PollOptions = Place & { readonly question?: string; readonly quiz?: boolean }

/** The keys of a phone that send what is no text. A file that is not given is a pretended one. */
export type SendingMedia = {
  readonly sendsPhoto: (options?: PhotoOptions) => Update
  /** So many pictures, or these kinds, sent together: an update each, the caption at the first. */
  readonly sendsAlbum: (items: number | readonly AlbumItem[], options?: Captions) => readonly Update[]
  readonly sendsDocument: (options?: DocumentOptions) => Update
  readonly sendsVideo: (options?: Captions) => Update
  /** A short video without sound: a GIF. */
  readonly sendsAnimation: (options?: Captions) => Update
  readonly sendsAudio: (options?: Captions) => Update
  readonly sendsVoice: (options?: Captions) => Update
  /** A round video; it has no caption. */
  readonly sendsVideoNote: (options?: Place) => Update
  readonly sendsSticker: (options?: Place) => Update
  /** A quiz tells nobody but its author which answer is right. */
  readonly sendsPoll: (options?: PollOptions) => Update
}

type StoreFile = (
  kind: FileKind,
  name: string,
  mime: string,
) => { readonly file_id: string; readonly file_unique_id: string; readonly file_size: number }

const storing =
  (world: World): StoreFile =>
  (kind, name, mime) => {
    const { id, uniqueId, bytes } = world.files.add(kind, { bytes: Buffer.from(`pretend ${name}`), name, mime })
    return { file_id: id, file_unique_id: uniqueId, file_size: bytes.length }
  }

const mp4 = 'video/mp4'
const wide = { width: 640, height: 360 }

const videoContent = (store: StoreFile): Content => ({
  video: { ...store('Video', 'video.mp4', mp4), ...wide, duration: 42, file_name: 'video.mp4', mime_type: mp4 },
})

// Telegram shows an animation as a document, too, for bots that know of none.
const animationContent = (store: StoreFile): Content => {
  const named = { ...store('Animation', 'animation.mp4', mp4), file_name: 'animation.mp4', mime_type: mp4 }
  return { animation: { ...named, ...wide, duration: 3 }, document: named }
}

const audioContent = (store: StoreFile): Content => ({
  audio: {
    ...store('Audio', 'song.mp3', 'audio/mpeg'),
    duration: 187,
    performer: 'The Band',
    title: 'Song',
    file_name: 'song.mp3',
    mime_type: 'audio/mpeg',
  },
})

const stickerContent = (store: StoreFile): Content => ({
  sticker: {
    ...store('Sticker', 'sticker.webp', 'image/webp'),
    type: 'regular',
    width: 512,
    height: 512,
    is_animated: false,
    is_video: false,
    emoji: '🎉',
  },
})

const pollContent = (id: string, { question = 'Encore?', quiz = false }: PollOptions): Content => ({
  poll: {
    id,
    question,
    options: ['Yes', 'No'].map((text, index) => ({ persistent_id: String(index), text, voter_count: 0 })),
    total_voter_count: 0,
    is_closed: false,
    is_anonymous: true,
    type: quiz ? 'quiz' : 'regular',
    allows_multiple_answers: false,
    allows_revoting: !quiz,
    members_only: false,
  },
})

const families: Readonly<Record<AlbumItem, string>> = {
  photo: 'seen',
  video: 'seen',
  audio: 'audio',
  document: 'document',
}

const readItems = (items: number | readonly AlbumItem[]): readonly AlbumItem[] => {
  const all = typeof items === 'number' ? Array.from({ length: items }, () => 'photo' as const) : items
  if (all.length < 2 || all.length > 10) throw new Error(`An album has two to ten items, not ${all.length}`)
  if (new Set(all.map((item) => families[item])).size > 1) throw new Error(`${all.join(' and ')} make no album`)
  return all
}

/** The keys of one person's phone that send media; `send` puts a content into a chat. */
export const createSendingMedia = (world: World, send: (content: Content, place: Place) => Update): SendingMedia => {
  const store = storing(world)
  const photoContent = (bytes: Uint8Array = plainPicture()): Content => ({ photo: world.files.addPhoto(bytes) })
  const documentContent = ({ bytes, name, mime }: DocumentOptions): Content => ({
    document: asDocument(
      world.files.add('Document', {
        bytes: bytes ?? Buffer.from('pretend document'),
        name: name ?? 'list.txt',
        mime: mime ?? 'text/plain',
      }),
    ),
  })
  const contents: Readonly<Record<AlbumItem, () => Content>> = {
    photo: photoContent,
    video: () => videoContent(store),
    audio: () => audioContent(store),
    document: () => documentContent({}),
  }
  const captioned = (content: Content, options: Captions): Update =>
    send({ ...content, ...captionContent(options) }, options)
  return {
    sendsPhoto: ({ bytes, albumId, ...options } = {}) =>
      captioned({ ...photoContent(bytes), ...(albumId === undefined ? {} : { media_group_id: albumId }) }, options),
    sendsAlbum: (items, { caption, entities, ...place } = {}) => {
      const albumId = newAlbumId()
      const words = { ...(caption === undefined ? {} : { caption }), ...(entities === undefined ? {} : { entities }) }
      return readItems(items).map((item, index) =>
        captioned({ ...contents[item](), media_group_id: albumId }, index === 0 ? { ...place, ...words } : place),
      )
    },
    sendsDocument: (options = {}) => captioned(documentContent(options), options),
    sendsVideo: (options = {}) => captioned(videoContent(store), options),
    sendsAnimation: (options = {}) => captioned(animationContent(store), options),
    sendsAudio: (options = {}) => captioned(audioContent(store), options),
    sendsVoice: (options = {}) =>
      captioned(
        { voice: { ...store('Voice', 'voice.oga', 'audio/ogg'), duration: 3, mime_type: 'audio/ogg' } },
        options,
      ),
    sendsVideoNote: (place = {}) =>
      send({ video_note: { ...store('VideoNote', 'round.mp4', mp4), length: 384, duration: 9 } }, place),
    sendsSticker: (place = {}) => send(stickerContent(store), place),
    sendsPoll: (options = {}) => send(pollContent(newAlbumId(), options), options),
  }
}
