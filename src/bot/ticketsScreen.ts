import type { Ticket } from '../domain/ticket.js'
import type { OrderWithTickets } from '../services/tickets.js'
import { money } from '../texts/format.js'
import { joinHtml } from '../texts/html.js'
import type { Speech } from '../texts/texts.js'
import { startIn } from './card.js'
import type { Screen } from './screen.js'

/** An order's tickets as their holder sees them. */
export const ticketsScreen = (speech: Speech, { order, event, tickets }: OrderWithTickets): Screen => {
  const head = speech.say('tickets-order', {
    title: event.title, when: startIn(speech, event), venue: event.venue, quantity: order.quantity,
    order: String(order.id), state: order.state, way: order.paymentWay, total: money(order.total, speech.language),
  })
  if (order.state === 'cancelled') return { html: joinHtml([head, speech.say('tickets-cancelled')], '\n\n') }
  return { html: joinHtml([head, ...tickets.map((ticket) => ticketLine(speech, ticket))], '\n') }
}

const ticketLine = (speech: Speech, { number, code }: Ticket) => speech.say('tickets-line', { number: String(number), code })
