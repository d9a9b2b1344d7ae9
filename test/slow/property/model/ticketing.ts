import type { Rules } from './rules.js'
import {
  get,
  minute,
  no,
  type OrderModel,
  type RefundModel,
  sendBack,
  type Start,
  type Things,
  type TicketModel,
  usesOf,
} from './things.js'

const notForLine = { forLine: undefined, lineOrder: undefined }

/** What becomes of tickets that were bought: refunded, given back or away, let in. */
export const createTicketing = (
  things: Things,
  start: Start,
  now: () => number,
  { release, hasRoom, total, issue, notCancelled }: Rules,
) => {
  const { event, types, promos, orders, tickets, payments, refunds } = things
  const mustBeUnused = (ticket: TicketModel): void => {
    if (ticket.state === 'cancelled') no('eventCancelled')
    if (ticket.state === 'returned') no('ticketReturned')
    if (ticket.inAt !== undefined) no('ticketUsed')
  }

  return {
    giveAway: (person: number, index: number, quantity: number): string => {
      notCancelled()
      if (start.endsAt <= now()) no('eventEnded')
      if (!hasRoom(index, quantity)) {
        const left = Math.min(
          get(types, index).capacity - get(types, index).taken,
          (event.capacity ?? Infinity) - total(),
        )
        no(left > 0 ? 'tooFewLeft' : 'soldOut')
      }
      get(types, index).taken += quantity
      const order: OrderModel = {
        ...{ type: index, buyer: person, quantity, price: 0, total: 0, way: 'guestList', state: 'confirmed' },
        ...{ heldUntil: undefined, promo: undefined, proof: false, returned: 0, payment: undefined, tickets: [] },
      }
      issue(orders.push(order) - 1, order)
      return 'done'
    },
    revoke: (order: OrderModel): string => {
      if (order.way !== 'guestList') return no('guestEntryGone')
      if (order.isRevoked) return 'done'
      order.isRevoked = true
      if (order.state !== 'confirmed') return 'done'
      const killed = order.tickets
        .map((number) => get(tickets, number))
        .filter((ticket) => ticket.state === 'valid' && ticket.inAt === undefined)
      for (const ticket of killed) ticket.state = 'returned'
      get(types, order.type).taken -= killed.length
      order.returned += killed.length
      return 'done'
    },
    refund: (order: OrderModel): string => {
      if (order.state === 'refunded') return 'before'
      const payment = order.payment === undefined || order.state !== 'confirmed' ? no('orderNotOpen') : order.payment
      const killed = order.tickets
        .map((number) => get(tickets, number))
        .filter((ticket) => ticket.state === 'valid' && ticket.inAt === undefined)
      const offers = killed.flatMap(({ lineOrder }) => (lineOrder === undefined ? [] : [get(orders, lineOrder)]))
      for (const ticket of killed) Object.assign(ticket, { state: 'returned', isRefunded: true, ...notForLine })
      for (const offer of offers) offer.backed = (offer.backed ?? 0) - 1
      release(order, killed.length - offers.length)
      Object.assign(order, { state: 'refunded', returned: order.returned + killed.length })
      sendBack(things, payment)
      return 'refunded'
    },
    refundDone: (refund: RefundModel, by: 'organizer' | 'bot'): string => {
      if (by === 'organizer' && refund.way === 'stars' && refund.state === 'due') no('refundNotFound')
      refund.state = 'done'
      return 'done'
    },
    giveBack: (person: number, ticket: TicketModel): string => {
      if (ticket.holder !== person) no('notHolder')
      mustBeUnused(ticket)
      if (!event.givesBack || now() >= start.endsAt) no('giveBackClosed')
      const order = get(orders, ticket.order)
      if (order.state !== 'confirmed') no('ticketReturned')
      const payment = order.payment
      if (payment !== undefined && get(payments, payment).way === 'stars' && order.quantity > 1) no('starsAreWhole')
      if (payment !== undefined)
        refunds.push({ payment, minor: order.total / order.quantity, way: get(payments, payment).way, state: 'due' })
      ticket.state = 'returned'
      order.returned += 1
      if (order.promo !== undefined && order.returned === order.quantity) get(promos, order.promo).used -= usesOf(order)
      get(types, order.type).taken -= 1
      return 'done'
    },
    give: (from: number, to: number, ticket: TicketModel): string => {
      if (ticket.holder !== from) no('notHolder')
      mustBeUnused(ticket)
      if (start.endsAt <= now()) no('eventEnded')
      if (ticket.lineOrder !== undefined) no('ticketOnOffer')
      if (from === to) no('ownTicket')
      Object.assign(ticket, { holder: to, ...notForLine })
      return 'done'
    },
    letIn: (ticket: TicketModel, isPaid: boolean): string => {
      const isDue = get(orders, ticket.order).way === 'atDoor' && !ticket.paidAtDoor
      if (ticket.state === 'cancelled') return 'eventCancelled'
      if (ticket.state === 'returned' && get(orders, ticket.order).isRevoked) return 'takenBack'
      if (ticket.state === 'returned') return ticket.isRefunded ? 'refunded' : 'returned'
      if (ticket.inAt !== undefined) return now() - ticket.inAt < 2 * minute ? 'letInJustNow' : 'alreadyIn'
      if (isDue && !isPaid) return 'toPay'
      Object.assign(ticket, { inAt: now(), paidAtDoor: isDue, ...notForLine })
      return 'letIn'
    },
    undo: (ticket: TicketModel): string => {
      if (ticket.state === 'cancelled') no('eventCancelled')
      if (ticket.inAt === undefined) return no('notCheckedIn')
      // The organizer does it: at any time, but for what was paid back.
      if (get(orders, ticket.order).state !== 'confirmed') no('undoRefunded')
      Object.assign(ticket, { inAt: undefined, paidAtDoor: false })
      return 'done'
    },
  }
}
