import { InlineKeyboard } from 'grammy'
import { isWalkIn } from '../../../../domain/doorSale.js'
import type { Order } from '../../../../domain/order.js'
import { spellShortCode } from '../../../../domain/shortCode.js'
import type { GuestView } from '../../../../services/guests/guests.js'
import type { TicketView } from '../../../../services/tickets/ticketViews.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, moneyIn, paragraphs, timeIn } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { linkTo } from '../../../views/people/person.js'
import type { GuestPlace } from './place.js'

/** One guest: orders with money, tickets, the organizer's note, and what can be done. */
export const guestScreen = (speech: Speech, view: GuestView, place: GuestPlace, notice?: Html): Screen => {
  const { event, guest, orders, tickets, note, isBlocked } = view
  const more = ({ hasMore }: { readonly hasMore: boolean }): Html | undefined =>
    hasMore ? speech.say('guest-more') : undefined
  return {
    html: paragraphs(
      notice,
      speech.say('guest-head', { guest: linkTo(guest), title: event.title }),
      lines(...orders.rows.map((order) => orderLine(speech, order)), more(orders)),
      tickets.rows.length > 0
        ? lines(...tickets.rows.map((ticket) => ticketLine(speech, ticket)), more(tickets))
        : speech.say('guest-no-tickets'),
      note === undefined ? undefined : speech.say('guest-note', { note }),
      isBlocked ? speech.say('guest-is-blocked') : undefined,
    ),
    keyboard: buttons(speech, view, place),
  }
}

const orderLine = (speech: Speech, { id, state, quantity, total, paymentMethod }: Order): Html =>
  speech.say('guest-order', {
    order: String(id),
    state,
    quantity,
    total: moneyIn(speech, total),
    method: speech.label('file-method', { what: paymentMethod }),
  })

const stateOf = ({ ticket, due }: TicketView): string => {
  if (ticket.state !== 'valid') return ticket.state
  if (ticket.checkedInAt !== undefined) return 'in'
  return due ? 'owes' : 'out'
}

const ticketLine = (speech: Speech, view: TicketView): Html => {
  const { ticket, event, type, due } = view
  return speech.say('guest-ticket', {
    state: stateOf(view),
    ticket:
      type.name === ''
        ? speech.label('guest-ticket-untyped', { number: String(ticket.number) })
        : speech.label('guest-ticket-typed', { number: String(ticket.number), type: type.name }),
    code: spellShortCode(ticket.shortCode),
    at: ticket.checkedInAt === undefined ? '' : timeIn(speech, ticket.checkedInAt, event),
    due: due ? moneyIn(speech, due) : '',
  })
}

const isRefundable = ({ state, returned, quantity, paymentMethod }: Order): boolean =>
  state === 'confirmed' && returned < quantity && paymentMethod !== 'free' && paymentMethod !== 'atDoor'

const buttons = (speech: Speech, view: GuestView, place: GuestPlace): InlineKeyboard => {
  const { guest, tickets, orders, note, isBlocked, isSelf } = view
  const { eventId, guestId } = place
  const keyboard = new InlineKeyboard()
  // Who bought at the door hears nothing and buys nothing in the chat.
  const isHere = !isWalkIn(guest.id)
  const holds = isHere && tickets.rows.some(({ ticket }) => ticket.state === 'valid')
  if (holds) keyboard.text(speech.label('button-guest-send-again'), routes.sendTicketsAgain.data(place)).row()
  if (holds && !isSelf)
    keyboard.text(
      speech.label('button-guest-write-one'),
      routes.askGuestMessage.data({ eventId, to: 'one', of: guestId }),
    )
  keyboard.text(speech.label('button-guest-note'), routes.askGuestNote.data(place)).row()
  if (note !== undefined) keyboard.text(speech.label('button-guest-drop-note'), routes.dropGuestNote.data(place)).row()
  for (const { id: orderId } of orders.rows.filter(isRefundable))
    keyboard
      .text(
        speech.label('button-guest-refund', { order: String(orderId) }),
        // The page of what can be refunded that begins with this order, which is ticked.
        routes.tickRefund.data({ eventId, after: orderId + 1, orderId }),
      )
      .row()
  if (isBlocked) keyboard.text(speech.label('button-guest-unblock'), routes.unblockAtEvent.data(place))
  else if (!isSelf && isHere)
    keyboard.text(speech.label('button-guest-block'), routes.askBlockAtEvent.data(place)).danger()
  return keyboard.row().text(speech.label('button-guest-back'), routes.guests.data(place))
}
