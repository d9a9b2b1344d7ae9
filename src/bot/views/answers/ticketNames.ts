import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import type { TicketView } from '../../../services/tickets/ticketViews.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { yesNo } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'

/**
 * Below one ticket, the way to the name on it: for whoever got it from somebody, or has not been asked. Who bought it
 * has answered.
 */
export const nameRows = (speech: Speech, [view, ...others]: readonly TicketView[]): InlineKeyboardButton[][] => {
  if (!view?.asksName || others.length > 0) return []
  const { ticket, order, name } = view
  if (name !== undefined && order.buyerId === ticket.holderId) return []
  return [
    [InlineKeyboard.text(speech.label('button-ticket-name'), routes.answersOfTicket.data({ ticketId: ticket.id }))],
  ]
}

/** That names are wanted on these tickets; of one that came from somebody (`isNews`) also which one it has. */
export const nameText = (speech: Speech, tickets: readonly TicketView[], isNews: boolean): Html | undefined => {
  if (!tickets.some(({ asksName, name }) => asksName && (name === undefined || isNews))) return undefined
  const [name = '', ...others] = tickets.map((ticket) => ticket.name)
  if (others.length > 0) return speech.say('tickets-name-each')
  return speech.say('ticket-name-now', { isNamed: yesNo(name !== ''), name })
}
