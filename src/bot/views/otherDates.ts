import type { InlineKeyboard } from 'grammy'
import { type Event, hasEnded, leftOf } from '../../domain/event.js'
import type { Page } from '../../domain/page.js'
import { saleOf } from '../../domain/sale.js'
import { isTaken } from '../../domain/sight.js'
import { lineOverReason } from '../../domain/waitingList.js'
import type { EventCard } from '../../services/events/looking.js'
import type { Services } from '../../services/services.js'
import type { Wait } from '../../services/waiting/wait.js'
import type { Speech } from '../../texts/texts.js'
import { shortStartIn } from '../ui/format.js'
import { eventsButton } from '../ui/keyboards.js'
import { routes } from '../ui/routes.js'

// A card shows the next ones; all of them are a list of their own.
const mostOnCard = 6

/**
 * An event with the next dates of its series; `hasOthers`: its organizer has other events, too; `wait`: how the person
 * waits for tickets of it, if they do.
 */
export type WithDates = EventCard & {
  readonly otherDates?: Page<Event>
  readonly hasOthers?: boolean
  readonly wait?: Wait | undefined
}

/**
 * Adds the next dates of its series to an event, of which one that is alone has none, and to one for which there are no
 * tickets, whether its organizer has other events; and the person's place in its line.
 */
export const withOtherDates = async (
  { copies, events, waiting }: Pick<Services, 'copies' | 'events' | 'waiting'>,
  found: EventCard,
  { personId, now }: { readonly personId: number; readonly now: number },
): Promise<WithDates> => ({
  ...found,
  otherDates: await copies.otherDates(found.event, { size: mostOnCard }),
  hasOthers: hasNoTickets(found, now) && (await events.hasOthers(found.event)),
  wait: isShort(found, now) ? await waiting.see({ personId, eventId: found.event.id }) : undefined,
})

/** Whether somebody may wait for tickets of an event: some type that they see is sold out, or only for the line. */
const isShort = (card: EventCard, now: number): boolean =>
  card.event.state === 'published' &&
  lineOverReason(card.event, now) === undefined &&
  card.shown.some((type) => leftOf(card, type) === 0)

/** The same of a type that is on sale now. */
export const mayWait = (card: EventCard, now: number): boolean =>
  isShort(card, now) && card.shown.some((type) => leftOf(card, type) === 0 && saleOf(card.event, type, now) === 'open')

/** Whether nothing can be had of it: it is cancelled, over, off sale, or all of it is taken. */
const hasNoTickets = (card: EventCard, now: number): boolean =>
  card.event.state !== 'published' || hasEnded(card.event, now) || isTaken(card)

/** The ways on from an event for which there are no tickets: the organizer's other events, and all that is on. */
export const addWaysOn = (keyboard: InlineKeyboard, speech: Speech, card: WithDates, now: number): void => {
  if (!hasNoTickets(card, now)) return
  const { id: eventId } = card.event
  if (card.hasOthers)
    keyboard
      .text(speech.label('button-organizers-others'), routes.organizersOthers.data({ eventId, startsAt: 0, after: 0 }))
      .row()
  keyboard.add(eventsButton(speech)).row()
}

/** Two dates in a row, and the way to all of them where there are more. */
export const addOtherDates = (keyboard: InlineKeyboard, speech: Speech, { event, otherDates }: WithDates): void => {
  if (!otherDates || otherDates.rows.length === 0) return
  addDates(keyboard, speech, event, otherDates.rows)
  if (otherDates.hasMore)
    keyboard.text(speech.label('button-all-dates'), routes.otherDates.data({ eventId: event.id, after: 0 })).row()
}

/** Two dates in a row. A card of another picture is a message of its own, as a message keeps its picture. */
export const addDates = (keyboard: InlineKeyboard, speech: Speech, shown: Event, dates: readonly Event[]): void => {
  dates.forEach((date, i) => {
    const to = date.poster === shown.poster ? routes.backToCard : routes.openEvent
    keyboard.text(shortStartIn(speech, date), to.data({ eventId: date.id }))
    if (i % 2 === 1) keyboard.row()
  })
  keyboard.row()
}
