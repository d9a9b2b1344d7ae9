import { InlineKeyboard } from 'grammy'
import { currencyOf, hasEnded, leftOfAll } from '../../../../domain/event.js'
import { cut } from '../../../../domain/text.js'
import type { Page } from '../../../../domain/page.js'
import type { EventWithSales } from '../../../../services/events/events.js'
import { money } from '../../../../texts/format.js'
import type { Speech } from '../../../../texts/texts.js'
import { press } from '../../../ui/press.js'
import { startIn } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { routes } from '../../../ui/routes.js'

const pageSize = 6

/** The list of an organizer's events with sold, left and money. */
export const createMyEvents = ({ services, clock }: FeatureNeeds) => {
  const page = async (ctx: Ctx, after?: number): Promise<Screen> =>
    listScreen(
      ctx.speech,
      await services.events.ofOrganizer(ctx.person.id, { after, size: pageSize }),
      clock.now(),
      after !== undefined,
    )

  const feature: Feature = {
    name: 'myEvents',
    commands: {
      myevents: async (ctx) => show(ctx, await page(ctx)),
    },
    presses: [
      press(routes.myEvents, async (ctx, { after }) => {
        await redraw(ctx, await page(ctx, after === 0 ? undefined : after))
      }),
    ],
  }
  return feature
}

const listScreen = (speech: Speech, { rows, hasMore }: Page<EventWithSales>, now: number, isLater: boolean): Screen => {
  const keyboard = new InlineKeyboard()
  for (const row of rows)
    keyboard.text(lineOf(speech, row, now), routes.manageEvent.data({ eventId: row.event.id })).row()
  if (isLater) keyboard.text(speech.label('button-first-page'), routes.myEvents.data({ after: 0 }))
  const last = rows.at(-1)?.event
  if (hasMore && last) keyboard.text(speech.label('button-next-page'), routes.myEvents.data({ after: last.id }))
  keyboard.row().text(speech.label('button-new-event'), routes.createEvent.data({}))
  return { html: speech.say(rows.length > 0 ? 'my-events-list' : 'my-events-none'), keyboard }
}

const lineOf = (speech: Speech, found: EventWithSales, now: number): string => {
  const { event, sales } = found
  return speech.label('my-events-line', {
    state: event.state === 'published' && hasEnded(event, now) ? 'ended' : event.state,
    title: cut(event.title, 30),
    when: startIn(speech, event).replace(/,[^,]*\(.*/u, ''),
    sold: sales.tickets,
    left: leftOfAll(found),
    money: money({ minor: sales.total, currency: currencyOf(found) }, speech.language),
  })
}
