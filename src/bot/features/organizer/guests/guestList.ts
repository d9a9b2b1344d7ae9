import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { type Answerer, type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, show } from '../../../ui/screen.js'
import { blockedScreen, filterScreen, foundScreen, listScreen } from './listScreens.js'
import { filterAt } from './place.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

const kind = 'guestSearch'
const pageSize = 8

/** The guests of an event: page after page, by types and by how they stand, and whoever is typed. */
export const createGuestList = ({ services: { events, guests }, prompting }: Needs): Feature => ({
  name: 'guestList',
  presses: [
    press(routes.guests, async (ctx, place) => {
      const { eventId, after } = place
      const act = { personId: ctx.person.id, eventId, filter: filterAt(place) }
      const page = await guests.list({ ...act, ...pageAt(after, pageSize) })
      await prompting.askInPlace(ctx, { kind, subject: eventId }, listScreen(ctx.speech, page, place))
    }),
    press(routes.guestsFilter, async (ctx, place) => {
      const found = await events.forOrganizer(ctx.person.id, place.eventId)
      await redraw(ctx, filterScreen(ctx.speech, found, place))
    }),
    press(routes.blockedAtEvent, async (ctx, { eventId, after }) => {
      const page = await guests.blocked({ personId: ctx.person.id, eventId, ...pageAt(after, pageSize) })
      await redraw(ctx, blockedScreen(ctx.speech, page, after))
    }),
  ],
  answers: { [kind]: createSearch({ guests, prompting }) },
})

const createSearch =
  ({ guests, prompting }: Pick<Needs['services'], 'guests'> & Pick<Needs, 'prompting'>): Answerer =>
  async (ctx, { subject: eventId }, said) => {
    // A picture is meant for somebody else.
    if (said.text === undefined) return 'passed'
    const text = textOf(said, '')
    const { event, found } = await guests.search({ personId: ctx.person.id, eventId, text })
    await show(ctx, foundScreen(ctx.speech, event, text, found))
    // The next word is looked for as well.
    await prompting.expect(ctx, { kind, subject: eventId })
    return undefined
  }
