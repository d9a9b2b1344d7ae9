import type { DoorView } from '../../../domain/door.js'
import { undoCyrillicLayout } from '../../../domain/keyboardLayout.js'
import { shortCodesIn } from '../../../domain/shortCode.js'
import type { Ctx } from '../../ui/context.js'
import type { FeatureNeeds } from '../../ui/feature.js'
import { openDeepLink, type DeepLinks } from '../../ui/deepLinks.js'
import type { createCheckIn } from './checkIn.js'
import type { ScannedPictures } from './scannedPictures.js'
import type { Search } from './search.js'

type Needs = FeatureNeeds & {
  readonly deepLinks: DeepLinks
  readonly checkIn: Pick<ReturnType<typeof createCheckIn>, 'openTyped'>
  readonly search: Search
  readonly pictures: ScannedPictures
}

/**
 * What is said without a command and without a button: a link into this bot, a short code, a name at an open door, a
 * picture of a code. Behind the forms: what answers a question never comes here.
 */
export const createFreeText = ({
  services,
  links,
  deepLinks,
  checkIn,
  search,
  pictures: { takePicture, takeLater },
}: Needs) => {
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

  return {
    name: 'freeText',
    messages: async (ctx: Ctx): Promise<boolean> => {
      const { text } = ctx.message ?? {}
      if (text !== undefined) return hear(ctx, text)
      return takePicture(ctx)
    },
    laterPicture: takeLater,
  }
}
