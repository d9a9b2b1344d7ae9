import type { DoorView } from '../../../domain/door.js'
import { undoCyrillicLayout } from '../../../domain/keyboardLayout.js'
import { shortCodesIn } from '../../../domain/shortCode.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { type TelegramFiles, sizeLimit } from '../../telegram/files.js'
import { show } from '../../ui/screen.js'
import { openDeepLink, type DeepLinks } from '../../ui/deepLinks.js'
import type { createCheckIn } from './checkIn.js'
import type { Search } from './search.js'

type Needs = FeatureNeeds & {
  readonly deepLinks: DeepLinks
  readonly checkIn: Pick<ReturnType<typeof createCheckIn>, 'openTyped'>
  readonly search: Search
  readonly pictures: TelegramFiles
}

/**
 * What is said without a command and without a button: a link into this bot, a short code, a name at an open door, a
 * picture of a code. Behind the forms: what answers a question never comes here.
 */
export const createFreeText = ({
  services,
  links,
  log,
  printer,
  deepLinks,
  checkIn,
  search,
  pictures,
}: Needs): Feature => {
  // A text may be a name, a number and a code at once: who stands there is found by any of them. A code that is nothing
  // else is answered as if it were scanned.
  const searchAtDoor = async (ctx: Ctx, view: DoorView, text: string): Promise<true> => {
    const codes = shortCodesIn(text)
    const found = await search.find(ctx, view, text)
    const isOnlyCode = found.every(({ shortCode }) => codes.includes(shortCode))
    if (isOnlyCode && (await checkIn.openTyped(ctx, text))) return true
    await search.showFound(ctx, view, text, found)
    return true
  }

  const hear = async (ctx: Ctx, text: string): Promise<boolean> => {
    const payload = links.startIn(text) ?? links.startIn(undoCyrillicLayout(text) ?? '')
    if (payload !== undefined) return openDeepLink(deepLinks, ctx, payload)
    if (text.startsWith('/')) return false
    const view = await services.doorView.current(ctx.person.id)
    return view ? searchAtDoor(ctx, view, text) : checkIn.openTyped(ctx, text)
  }

  /** The text of the code in a picture; '' when there is none, undefined when the picture could not be had. */
  const readPicture = async (fileId: string): Promise<string | undefined> => {
    try {
      return (await pictures.use(fileId, (bytes) => printer.readCode(bytes))) ?? ''
    } catch (error) {
      log.warn({ err: error }, 'a picture could not be read')
      return undefined
    }
  }

  const takePicture = async (ctx: Ctx, fileId: string): Promise<boolean> => {
    const text = await readPicture(fileId)
    const payload = links.startIn(text ?? '')
    if (payload !== undefined && (await openDeepLink(deepLinks, ctx, payload))) return true
    // A picture without a code says nothing to a bot, unless it comes from somebody who works at a door.
    if (text === '' && !(await services.doorView.hasChoice(ctx.person.id))) return false
    await show(ctx, {
      html: ctx.speech.say(text === undefined ? 'scan-no-picture' : text === '' ? 'scan-no-code' : 'scan-foreign-code'),
    })
    return true
  }

  return {
    name: 'freeText',
    messages: async (ctx) => {
      const { text } = ctx.message ?? {}
      if (text !== undefined) return hear(ctx, text)
      const fileId = pictureIn(ctx)
      return fileId === undefined ? false : takePicture(ctx, fileId)
    },
  }
}

/** A picture that a bot may load: the largest size of a photo, or an image sent as a file. */
const pictureIn = ({ message }: Ctx): string | undefined => {
  const { photo, document } = message ?? {}
  if (photo) return photo.findLast(({ file_size: size = 0 }) => size <= sizeLimit)?.file_id
  const { mime_type: mime = '', file_size: size = 0, file_id: fileId } = document ?? {}
  return /^image\/(?:jpeg|png|webp)$/u.test(mime) && size <= sizeLimit ? fileId : undefined
}
