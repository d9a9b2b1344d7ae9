import { InlineKeyboard } from 'grammy'
import { currencyOf, hasEnded, leftOfAll } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import { cut } from '../../../../domain/text.js'
import type { EventWithSales } from '../../../../services/events/events.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { moneyIn, startDayIn } from '../../../ui/format.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'

const pageSize = 6

/** The list of an organizer's events with sold, left and money. */
export const createMyEvents = ({ services, clock }: Pick<FeatureNeeds, 'services' | 'clock'>): Feature => {
  const page = async ({ speech, person }: Ctx, after: number): Promise<Screen> => {
    const found = await services.events.ofOrganizer(person.id, pageAt(after, pageSize))
    return listScreen(speech, found, clock.now(), after !== 0)
  }
  return {
    name: 'myEvents',
    commands: { myevents: async (ctx) => show(ctx, await page(ctx, 0)) },
    presses: [press(routes.myEvents, async (ctx, { after }) => redraw(ctx, await page(ctx, after)))],
  }
}

const listScreen = (speech: Speech, page: Page<EventWithSales>, now: number, isLater: boolean): Screen => {
  const { rows } = page
  const keyboard = new InlineKeyboard()
  for (const row of rows)
    keyboard.text(lineOf(speech, row, now), routes.manageEvent.data({ eventId: row.event.id })).row()
  const dataAfter = (last?: EventWithSales): string => routes.myEvents.data({ after: last?.event.id ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater, dataAfter })
  keyboard.row().text(speech.label('button-new-event'), routes.createEvent.data({}))
  return { html: speech.say(rows.length > 0 ? 'my-events-list' : 'my-events-none'), keyboard }
}

const lineOf = (speech: Speech, found: EventWithSales, now: number): string => {
  const { event, sales } = found
  return speech.label('my-events-line', {
    state: event.state === 'published' && hasEnded(event, now) ? 'ended' : event.state,
    title: cut(event.title, 30),
    when: startDayIn(speech, event),
    sold: sales.tickets,
    left: leftOfAll(found),
    money: moneyIn(speech, { minor: sales.total, currency: currencyOf(found) }),
  })
}
