import { Composer } from 'grammy'
import { parseShortCode } from '../../../domain/shortCode.js'
import type { Ctx } from '../../ui/context.js'
import type { FeatureNeeds } from '../../ui/featureNeeds.js'
import { type TelegramFiles, sizeLimit } from '../../telegram/files.js'
import { show } from '../../ui/screen.js'
import { openDeepLink, type DeepLinks } from '../../ui/deepLinks.js'
import type { ScanDesk } from './checkIn.js'
import type { Search } from './search.js'

type Needs = FeatureNeeds & {
  readonly starts: DeepLinks
  readonly scan: ScanDesk
  readonly search: Search
  readonly pictures: TelegramFiles
}
type Next = () => Promise<void>

// "K7QF-2M9X" is meant as a code; "МАКАРОВА" or "Hamptons", which could be one, is more likely a name.
const isMeantAsCode = (text: string): boolean =>
  parseShortCode(text) !== undefined && (/\d/u.test(text) || /^\s*\S{4}\s*[-–—]\s*\S{4}\s*$/u.test(text))

/**
 * What is said without a command and without a button: a link into this bot, a short code, a name at an open door, a
 * picture of a code. Behind the forms: what answers a question never comes here.
 */
export const createSaid = ({ services, links, log, printer, starts, scan, search, pictures }: Needs) => {
  const searchAtDoor = async (ctx: Ctx, text: string): Promise<boolean> => {
    const view = await services.doorView.current(ctx.person.id)
    if (!view) return scan.openIfCode(ctx, text)
    if (!(await search.find(ctx, view, text)) && !(await scan.openIfCode(ctx, text)))
      await search.showNone(ctx, view, text)
    return true
  }

  const hear = async (ctx: Ctx, text: string): Promise<boolean> => {
    const payload = links.startIn(text)
    if (payload !== undefined) return openDeepLink(starts, ctx, payload)
    if (text.startsWith('/')) return false
    if (!isMeantAsCode(text)) return searchAtDoor(ctx, text)
    await scan.openTyped(ctx, text)
    return true
  }

  /** The text of the code in a picture; '' when there is none, undefined when the picture could not be had. */
  const readPicture = async (fileId: string): Promise<string | undefined> => {
    try {
      return (await printer.readCode(await pictures.load(fileId))) ?? ''
    } catch (error) {
      log.warn({ err: error }, 'a picture could not be read')
      return undefined
    }
  }

  const look = async (ctx: Ctx, fileId: string, next: Next): Promise<void> => {
    const text = await readPicture(fileId)
    const payload = links.startIn(text ?? '')
    if (payload !== undefined && (await openDeepLink(starts, ctx, payload))) return
    // A picture without a code says nothing to a bot, unless it comes from somebody who works at a door.
    if (text === '' && (await services.doorView.choices(ctx.person.id)).length === 0) return next()
    await show(ctx, {
      html: ctx.speech.say(text === undefined ? 'scan-no-picture' : text === '' ? 'scan-no-code' : 'scan-foreign-code'),
    })
  }

  const feature = new Composer<Ctx>()
  feature.on('message:text', async (ctx, next) => {
    if (!(await hear(ctx, ctx.message.text))) await next()
  })
  feature.on('message:photo', async (ctx, next) => {
    const largest = ctx.message.photo.findLast(({ file_size: size = 0 }) => size <= sizeLimit)
    await (largest ? look(ctx, largest.file_id, next) : next())
  })
  feature.on('message:document', async (ctx, next) => {
    const { mime_type: mime = '', file_size: size = 0, file_id: fileId } = ctx.message.document
    await (/^image\/(?:jpeg|png|webp)$/u.test(mime) && size <= sizeLimit ? look(ctx, fileId, next) : next())
  })
  return feature
}
