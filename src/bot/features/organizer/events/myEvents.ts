import { InlineKeyboard } from 'grammy'
import { currencyOf, hasEnded, leftOfAll } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import type { EventWithSales } from '../../../../services/events/events.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { moneyIn, paragraphs, startDayIn, startIn } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { eventsButton } from '../../../ui/keyboards.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'

const pageSize = 6

type When = 'upcoming' | 'past'
type Shown = { readonly when: When; readonly after: number; readonly now: number; readonly hasOthers: boolean }

/** The list of an organizer's events with sold, left and money: what is ahead by date, what is over behind a button. */
export const createMyEvents = ({ services, clock }: Pick<FeatureNeeds, 'services' | 'clock'>): Feature => {
  const find = (personId: number, when: When, after: number, size = pageSize) =>
    services.events.ofOrganizer(personId, { when, ...pageAt(after, size) })

  const page = async ({ speech, person }: Ctx, when: When, after: number): Promise<Screen> => {
    const found = await find(person.id, when, after)
    const hasOthers = when === 'past' || (await find(person.id, 'past', 0, 1)).rows.length > 0
    return listScreen(speech, found, { when, after, now: clock.now(), hasOthers })
  }

  return {
    name: 'myEvents',
    commands: { myevents: async (ctx) => show(ctx, await page(ctx, 'upcoming', 0)) },
    presses: [
      press(routes.myEvents, async (ctx) => redraw(ctx, await page(ctx, 'upcoming', 0))),
      press(routes.myEventsPage, async (ctx, { when, after }) => redraw(ctx, await page(ctx, when, after))),
    ],
  }
}

const listScreen = (speech: Speech, found: Page<EventWithSales>, { when, after, now, hasOthers }: Shown): Screen => {
  const { rows } = found
  const keyboard = new InlineKeyboard()
  for (const row of rows)
    keyboard.text(labelOf(speech, row, now), routes.manageEvent.data({ eventId: row.event.id })).row()
  const dataAfter = (last?: EventWithSales): string => routes.myEventsPage.data({ when, after: last?.event.id ?? 0 })
  addPaging(keyboard, speech, { ...found, isLater: after !== 0, dataAfter })
  if (hasOthers) addOthers(keyboard.row(), speech, when)
  keyboard.row().text(speech.label('button-new-event'), routes.createEvent.data({}))
  if (rows.length === 0) keyboard.row().add(eventsButton(speech))
  return {
    html: paragraphs(speech.say(headOf(when, rows.length, hasOthers)), ...rows.map((row) => lineOf(speech, row, now))),
    keyboard,
  }
}

const addOthers = (keyboard: InlineKeyboard, speech: Speech, when: When): void => {
  const [label, other] =
    when === 'upcoming' ? (['button-ended-events', 'past'] as const) : (['button-events-ahead', 'upcoming'] as const)
  keyboard.text(speech.label(label), routes.myEventsPage.data({ when: other, after: 0 }))
}

const headOf = (when: When, count: number, hasOthers: boolean): string => {
  if (when === 'past') return 'my-events-ended'
  if (count > 0) return 'my-events-list'
  return hasOthers ? 'my-events-none-ahead' : 'my-events-none'
}

const stateOf = ({ event }: EventWithSales, now: number): string =>
  event.state !== 'cancelled' && hasEnded(event, now) ? 'ended' : event.state

const labelOf = (speech: Speech, found: EventWithSales, now: number): string =>
  labelWith(
    speech,
    'my-event-button',
    { title: found.event.title },
    { state: stateOf(found, now), when: startDayIn(speech, found.event) },
  )

const lineOf = (speech: Speech, found: EventWithSales, now: number): Html => {
  const { event, sales } = found
  return speech.say('my-events-line', {
    state: stateOf(found, now),
    title: event.title,
    when: startIn(speech, event),
    sold: sales.tickets,
    left: leftOfAll(found),
    money: moneyIn(speech, { minor: sales.total, currency: currencyOf(found) }),
  })
}
