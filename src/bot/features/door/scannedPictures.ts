import type { Document } from 'grammy/types'
import { type TelegramFiles, sizeLimit } from '../../telegram/files.js'
import type { Speech } from '../../../texts/texts.js'
import type { Ctx } from '../../ui/context.js'
import { type DeepLinks, openDeepLink } from '../../ui/deepLinks.js'
import type { FeatureNeeds } from '../../ui/feature.js'
import { editScreen, type Screen, showNew } from '../../ui/screen.js'
import type { Answered, createCheckIn } from './checkIn.js'
import { summaryScreen, type UnreadPicture } from './summary.js'
import { unknownScreen } from './verdicts.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock' | 'links' | 'log' | 'printer'> & {
  readonly deepLinks: DeepLinks
  readonly checkIn: Pick<ReturnType<typeof createCheckIn>, 'answerCode'>
  readonly pictures: TelegramFiles
  /** Takes what belongs to something that was said just before. */
  readonly carryOn: (ctx: Ctx) => Promise<boolean>
}

/** What was said about the pictures of an album so far, in one message. */
type Album = {
  pictures: number
  payloads: readonly string[]
  said: readonly Answered[]
  unread: readonly UnreadPicture[]
  messageId: number | undefined
}

type Why = UnreadPicture['why']
/** The texts of the codes in a picture; undefined when it could not be opened, 'lost' when it could not be had. */
type Read = readonly string[] | undefined | 'lost'

const mostKept = 1000

/** Codes in pictures: one, several in one picture, and albums, which are answered in one message. */
export const createScannedPictures = ({
  services,
  clock,
  links,
  log,
  printer,
  deepLinks,
  checkIn,
  pictures,
  carryOn,
}: Needs) => {
  const albums = new Map<string, Album>()

  const albumOf = (id: string | undefined): Album => {
    const album = albums.get(id ?? '') ?? { pictures: 0, payloads: [], said: [], unread: [], messageId: undefined }
    if (id !== undefined) albums.set(id, album)
    if (albums.size > mostKept) albums.delete(albums.keys().next().value ?? '')
    return album
  }

  const read = async (fileId: string): Promise<Read> => {
    try {
      return await pictures.use(fileId, (bytes) => printer.readCodes(bytes))
    } catch (error) {
      log.warn({ err: error }, 'a picture could not be read')
      return 'lost'
    }
  }

  const answersTo = async (ctx: Ctx, payloads: readonly string[]): Promise<readonly Answered[]> => {
    const answers: Answered[] = []
    for (const payload of payloads) {
      const answered = payload.startsWith('t_') ? await checkIn.answerCode(ctx, payload.slice(2)) : undefined
      if (answered) answers.push(answered)
      else if (!payload.startsWith('t_')) await openDeepLink(deepLinks, ctx, payload)
    }
    return answers
  }

  /** Each code of an album is answered once, and all that was said stands in one message. */
  const answerInAlbum = async (ctx: Ctx, album: Album, payloads: readonly string[]): Promise<void> => {
    const fresh = payloads.filter((payload) => !album.payloads.includes(payload))
    const answers = await answersTo(ctx, fresh)
    Object.assign(album, { payloads: [...album.payloads, ...fresh], said: [...album.said, ...answers] })
    if (answers.length > 0) await showAlbum(ctx, album)
  }

  const showAlbum = async (ctx: Ctx, album: Album): Promise<void> => {
    const screen = inOneMessage(ctx.speech, album, clock.now())
    if (album.messageId === undefined || ctx.chatId === undefined) album.messageId = await showNew(ctx, screen)
    else await editScreen(ctx.api, { chatId: ctx.chatId, messageId: album.messageId }, screen)
  }

  const why = async (ctx: Ctx, texts: Read): Promise<Why | undefined> => {
    if (texts === 'lost') return 'lost'
    if (texts === undefined && isUnreadableKind(ctx)) return 'kind'
    if (texts && texts.length > 0) return 'foreign'
    // A picture without a code says nothing to a bot, unless it comes from somebody who works at a door.
    return (await services.doorView.hasChoice(ctx.person.id)) ? 'none' : undefined
  }

  // At a door a code that is none of ours is a code of nobody there.
  const sayWhy = async (ctx: Ctx, reason: Why): Promise<Screen> => {
    const at = reason === 'foreign' ? await services.doorView.current(ctx.person.id) : undefined
    return at ? unknownScreen(ctx.speech, { as: 'nobody' }, at.event) : { html: ctx.speech.say(reasons[reason]) }
  }

  /** Answers the codes in a picture; false, and nothing is said, when it says nothing to a bot. */
  const takePicture = async (ctx: Ctx): Promise<boolean> => {
    const fileId = pictureIn(ctx)
    if (fileId === undefined) return carryOn(ctx)
    const album = albumOf(ctx.message?.media_group_id)
    album.pictures += 1
    const texts = await read(fileId)
    const payloads = payloadsIn(texts)
    if (payloads.length > 0) {
      await answerInAlbum(ctx, album, payloads)
      return true
    }
    if (await carryOn(ctx)) return true
    const reason = await why(ctx, texts)
    if (reason === undefined) return false
    noteUnread(album, reason)
    album.messageId = await showNew(ctx, await sayWhy(ctx, reason))
    return true
  }

  const payloadsIn = (texts: Read): readonly string[] =>
    Array.isArray(texts) ? [...new Set(texts.flatMap((text: string) => links.startIn(text) ?? []))] : []

  /** Answers what later pictures of an album add, if its first was taken for a picture of codes. */
  const takeLater = async (ctx: Ctx): Promise<void> => {
    const album = albums.get(ctx.message?.media_group_id ?? '')
    if (!album) return
    album.pictures += 1
    const fileId = pictureIn(ctx)
    const texts = fileId === undefined ? undefined : await read(fileId)
    if (payloadsIn(texts).length > 0) return answerInAlbum(ctx, album, payloadsIn(texts))
    const reason = await why(ctx, texts)
    if (reason === undefined || album.messageId === undefined) return
    noteUnread(album, reason)
    // One message says it of all, as long as nothing was read in any of them.
    if (album.said.length > 0) await showAlbum(ctx, album)
  }

  return { takePicture, takeLater }
}

const noteUnread = (album: Album, why: Why): void => {
  album.unread = [...album.unread, { number: album.pictures, why }]
}

const reasons: Readonly<Record<Why, string>> = {
  lost: 'scan-no-picture',
  kind: 'scan-send-photo',
  foreign: 'scan-foreign-code',
  none: 'scan-no-code',
}

const inOneMessage = (speech: Speech, { said, unread }: Album, now: number): Screen => {
  const [only, ...others] = said
  if (only && others.length === 0 && unread.length === 0) return only.screen
  return summaryScreen(speech, said, unread, now)
}

/** Codes in pictures: see `createScannedPictures`. */
export type ScannedPictures = ReturnType<typeof createScannedPictures>

const pictureName = /\.(?:jpe?g|jfif|png|webp|gif|bmp|avif|heic|heif|tiff?|pdf)$/iu
// What phones and scanners make, and no canvas opens.
const unreadable = /^(?:image\/(?:heic|heif|tiff|svg\+xml)|application\/pdf)\b|\.(?:heic|heif|tiff?|svg|pdf)$/iu

const isUnreadableKind = ({ message }: Ctx): boolean =>
  [message?.document?.mime_type ?? '', message?.document?.file_name ?? ''].some((one) => unreadable.test(one))

/**
 * A picture that a bot may load: the largest size of a photo, or a file that may be one, whatever its type says. GIFs
 * come as animations.
 */
const pictureIn = ({ message }: Ctx): string | undefined => {
  const { photo, document } = message ?? {}
  if (photo) return photo.findLast(({ file_size: size = 0 }) => size <= sizeLimit)?.file_id
  return document && mayBePicture(document) ? document.file_id : undefined
}

const mayBePicture = ({ mime_type: mime = '', file_name: name = '', file_size: size = 0 }: Document): boolean =>
  size <= sizeLimit && (/^(?:image\/|application\/pdf)/u.test(mime) || pictureName.test(name))
