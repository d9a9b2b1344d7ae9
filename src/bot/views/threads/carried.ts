import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { ThreadPlace, ThreadView } from '../../../services/threads/delivering.js'
import type { Speech } from '../../../texts/texts.js'
import { routes } from '../../ui/routes.js'

/** What an organizer can do with what a guest wrote. */
export const organizersButtons = (speech: Speech, { thread, event }: Pick<ThreadView, 'thread' | 'event'>) =>
  new InlineKeyboard()
    .text(speech.label('button-answer'), routes.answerGuest.data({ threadId: thread.id }))
    .success()
    .row()
    .text(speech.label('button-no-answer'), routes.needsNoAnswer.data({ threadId: thread.id }))
    .row()
    .text(speech.label('button-all-questions'), routes.questionsOf.data({ eventId: event.id, after: 0 }))
    .row()
    .text(speech.label('button-block-guest'), routes.askBlockGuest.data({ threadId: thread.id }))

/** What a guest can do with what an organizer wrote. */
export const guestsButtons = (speech: Speech, { event }: Pick<ThreadView, 'event'>) =>
  new InlineKeyboard()
    .text(speech.label('button-answer'), routes.askOrganizer.data({ eventId: event.id }))
    .success()
    .row()
    .text(speech.label('button-open-event'), routes.openEvent.data({ eventId: event.id }))

/**
 * Where a message of the bot's belongs, by the buttons below it: of one that was sent by a process that died then, or
 * has not written down yet that it was, nothing else is known. undefined: it carries nothing.
 */
export const carriedBelow = (markup: InlineKeyboardMarkup | undefined): ThreadPlace | undefined => {
  const [first = '', second = ''] = (markup?.inline_keyboard ?? []).flat().map(dataIn)
  const asked = routes.needsNoAnswer.parse(second) && routes.answerGuest.parse(first)
  if (asked) return { ...asked, eventId: 0, author: 'guest' }
  const answered = routes.openEvent.parse(second) && routes.askOrganizer.parse(first)
  return answered && { ...answered, threadId: 0, author: 'organizer' }
}

const dataIn = (button: InlineKeyboardButton): string => ('callback_data' in button ? button.callback_data : '')
