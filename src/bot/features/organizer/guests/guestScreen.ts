import { InlineKeyboard } from 'grammy'
import { costsNothing, type Order } from '../../../../domain/order.js'
import { isNameOnly } from '../../../../domain/person.js'
import { spellShortCode } from '../../../../domain/shortCode.js'
import { cut } from '../../../../domain/text.js'
import type { GuestView } from '../../../../services/guests/guests.js'
import type { TicketView } from '../../../../services/tickets/ticketViews.js'
import { answerText } from '../../../../texts/answerText.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, moneyIn, paragraphs, timeIn } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
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
      answersIn(speech, view),
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

// Of whom many tickets or long answers are, the file has it all.
const answersShown = 15
const longestAnswer = 100

const answersIn = (speech: Speech, { answers }: GuestView): Html =>
  lines(
    ...answers.slice(0, answersShown).map(({ orderId, number, text, value, ...question }) =>
      speech.say('guest-answer', {
        of: number === undefined ? 'order' : 'ticket',
        number: String(number ?? orderId),
        text,
        answer: cut(answerText(speech, question, value), longestAnswer),
      }),
    ),
    answers.length > answersShown ? speech.say('guest-more') : undefined,
  )

const isRefundable = ({ state, returned, quantity, paymentMethod }: Order): boolean =>
  state === 'confirmed' && returned < quantity && !costsNothing(paymentMethod) && paymentMethod !== 'atDoor'

const mayBeGiven = ({ event, guest, isBlocked }: GuestView): boolean =>
  event.state !== 'cancelled' && !isBlocked && !isNameOnly(guest.id)

const buttons = (speech: Speech, view: GuestView, place: GuestPlace): InlineKeyboard => {
  const { orders, note, isBlocked, isSelf } = view
  const { eventId, guestId } = place
  const keyboard = new InlineKeyboard()
  if (!isNameOnly(guestId)) addSending(keyboard, speech, view, place)
  keyboard.text(speech.label('button-guest-note'), routes.askGuestNote.data(place)).row()
  if (note !== undefined) keyboard.text(speech.label('button-guest-drop-note'), routes.dropGuestNote.data(place)).row()
  if (mayBeGiven(view))
    keyboard
      .text(speech.label('button-guest-give'), routes.giveToGuest.data({ eventId, guestId, ticketTypeId: 0 }))
      .row()
  for (const { id: orderId } of orders.rows.filter(isRefundable))
    keyboard
      .text(
        speech.label('button-guest-refund', { order: String(orderId) }),
        // The page of what can be refunded that begins with this order, which is ticked.
        routes.tickRefund.data({ eventId, after: orderId + 1, orderId }),
      )
      .row()
  addRenaming(keyboard, speech, view, place)
  if (isBlocked) keyboard.text(speech.label('button-guest-unblock'), routes.unblockAtEvent.data(place))
  else if (!isSelf && !isNameOnly(guestId))
    keyboard.text(speech.label('button-guest-block'), routes.askBlockAtEvent.data(place)).danger()
  return keyboard.row().text(speech.label('button-guest-back'), routes.guests.data(place))
}

// Whoever is only a name can be sent nothing.
const addSending = (keyboard: InlineKeyboard, speech: Speech, view: GuestView, place: GuestPlace): void => {
  if (!view.tickets.rows.some(({ ticket }) => ticket.state === 'valid')) return
  const { eventId, guestId } = place
  keyboard.text(speech.label('button-guest-send-again'), routes.sendTicketsAgain.data(place)).row()
  if (!view.isSelf)
    keyboard.text(
      speech.label('button-guest-write-one'),
      routes.askGuestMessage.data({ eventId, to: 'one', of: guestId }),
    )
}

// Where names are asked for, each has one.
const addRenaming = (
  keyboard: InlineKeyboard,
  speech: Speech,
  { tickets, asksNames }: GuestView,
  place: GuestPlace,
): void => {
  for (const { ticket, holderName, name = holderName } of tickets.rows)
    if (asksNames && ticket.state === 'valid')
      keyboard
        .text(
          labelWith(speech, 'button-rename-ticket', { name }, { number: String(ticket.number) }),
          routes.askTicketName.data({ ...place, ticketId: ticket.id }),
        )
        .row()
}
