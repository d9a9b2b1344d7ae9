import type { Html } from '../../../../texts/html.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { pageAt } from '../../../ui/paging.js'
import { press, type Press } from '../../../ui/press.js'
import type { Prompting } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw } from '../../../ui/screen.js'
import type { GuestEntryPage } from '../../../../services/guestList/entries.js'
import { askRevokeScreen, entryScreen, listScreen } from './screens.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock' | 'links'> & { readonly prompting: Prompting }
type Place = { readonly entryId: number; readonly after: number }

const pageSize = 10

/** Who stands on an event's guest list, and taking it back. */
export const createGivenTickets = ({ services: { guestList }, clock, links, prompting }: Needs): Feature => {
  const { entries } = guestList
  const draw = (ctx: Press, view: GuestEntryPage, place: Place, notice?: Html): Promise<void> =>
    redraw(ctx, entryScreen(ctx.speech, links, view, { place, notice }))

  return {
    name: 'givenTickets',
    presses: [
      press(routes.guestListOf, async (ctx, { eventId, after }) => {
        const personId = ctx.person.id
        const page = await entries.list({ personId, eventId, ...pageAt(after, pageSize) })
        await prompting.leave(ctx, listScreen(ctx.speech, page, { personId, now: clock.now(), after }))
      }),
      press(routes.openGuestEntry, async (ctx, place) =>
        draw(ctx, await entries.view({ personId: ctx.person.id, entryId: place.entryId }), place),
      ),
      press(routes.sendGuestEntry, async (ctx, place) => {
        const view = await entries.sendAgain({ personId: ctx.person.id, entryId: place.entryId })
        await draw(ctx, view, place, ctx.speech.say('guest-sending'))
      }),
      press(routes.askRevokeGuests, async (ctx, place) => {
        const view = await entries.view({ personId: ctx.person.id, entryId: place.entryId })
        await redraw(ctx, askRevokeScreen(ctx.speech, view, place))
      }),
      press(routes.revokeGuests, async (ctx, place) => {
        const view = await entries.revoke({ personId: ctx.person.id, entryId: place.entryId })
        await draw(ctx, view, place, ctx.speech.say('guest-revoked'))
      }),
    ],
  }
}
