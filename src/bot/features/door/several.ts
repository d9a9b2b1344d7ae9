import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import type { Admission } from '../../../domain/door.js'
import type { Speech } from '../../../texts/texts.js'
import { routes, type ActAtDoor } from '../../ui/routes.js'

/** What can be done with one of several tickets that were answered in one message. */
export type ActOnOne = { readonly act: ActAtDoor; readonly ticketId: number; readonly number: number }

/** What a ticket still needs, or how its check-in is undone; undefined where there is nothing to do. */
export const actOn = (admission: Admission, personId: number): ActOnOne | undefined => {
  const act = actOf(admission, personId === admission.event.organizerId)
  return act && { act, ticketId: admission.ticket.id, number: admission.ticket.number }
}

const actOf = (admission: Admission, isOrganizer: boolean): ActAtDoor | undefined => {
  switch (admission.kind) {
    case 'toPay':
      return 'paid'
    case 'tooEarly':
    case 'trial':
      return 'early'
    case 'letIn':
    case 'letInJustNow':
      return 'undo'
    case 'alreadyIn':
      return admission.again ? 'again' : isOrganizer ? 'undo' : undefined
    default:
      return undefined
  }
}

// Telegram takes a hundred buttons, and nobody looks through so many.
const mostUndone = 30

/**
 * What is one tap for many comes first, then a button for each ticket, named by its number: who still waits in rows of
 * their own.
 */
export const severalKeyboard = (
  speech: Speech,
  all: readonly ActOnOne[],
  ofMany: readonly InlineKeyboardButton[] = [],
): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  for (const button of ofMany) keyboard.add(button).row()
  const add = ({ act, ticketId, number }: ActOnOne): InlineKeyboard =>
    keyboard.text(
      speech.label('button-one-of-several', { act, number: String(number) }),
      routes.oneOfSeveral.data({ act, ticketId }),
    )
  for (const one of all.filter(({ act }) => act !== 'undo')) add(one).row()
  for (const [place, one] of all
    .filter(({ act }) => act === 'undo')
    .slice(-mostUndone)
    .entries()) {
    if (place > 0 && place % 2 === 0) keyboard.row()
    add(one)
  }
  return keyboard
}
