import { InlineKeyboard } from 'grammy'
import type { Speech } from '../../texts/texts.js'
import { routes } from './routes.js'

/** The button that leads to what is on. */
export const eventsButton = (speech: Speech) =>
  InlineKeyboard.text(speech.label('button-events'), routes.eventsPage.data({ startsAt: 0, eventId: 0 }))

/** The button that leads to what the person holds. */
export const ticketsButton = (speech: Speech) =>
  InlineKeyboard.text(speech.label('button-my-tickets'), routes.myTickets.data({ after: 0 }))

/** The way back, and nothing else. */
export const backTo = (speech: Speech, data: string): InlineKeyboard =>
  new InlineKeyboard().text(speech.label('button-back'), data)

/** The answers to "do you really want to?". */
export const yesOrBack = (speech: Speech, yes: string, back: string): InlineKeyboard =>
  new InlineKeyboard()
    .text(speech.label('button-yes-do-it'), yes)
    .danger()
    .row()
    .text(speech.label('button-back'), back)
