import type { InlineKeyboard } from 'grammy'
import type { Event } from '../../domain/event.js'
import type { Page } from '../../domain/page.js'
import type { EventCard } from '../../services/events/looking.js'
import type { Services } from '../../services/services.js'
import type { Speech } from '../../texts/texts.js'
import { shortStartIn } from '../ui/format.js'
import { routes } from '../ui/routes.js'

// A card shows the next ones; all of them are a list of their own.
const mostOnCard = 6

/** An event with the next dates of its series. */
export type WithDates = EventCard & { readonly otherDates?: Page<Event> }

/** Adds the next dates of its series to an event; one that is alone has none. */
export const withOtherDates = async ({ copies }: Pick<Services, 'copies'>, found: EventCard): Promise<WithDates> => ({
  ...found,
  otherDates: await copies.otherDates(found.event, { size: mostOnCard }),
})

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
