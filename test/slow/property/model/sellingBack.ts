import type { Rules } from './rules.js'
import { get, minute, no, type Start, type Things, type TicketModel } from './things.js'

/** Tickets that their holders give up for somebody who waits. */
export const createSellingBack = (things: Things, start: Start, now: () => number, { isUnused }: Rules) => {
  const { event, orders, line } = things
  const mustBeSellable = (ticket: TicketModel): void => {
    if (ticket.state === 'cancelled') no('eventCancelled')
    if (ticket.state === 'returned') no('ticketReturned')
    if (!isUnused(ticket)) no('ticketUsed')
    if (start.endsAt <= now()) no('eventEnded')
    if (event.givesBack) no('sellBackNotNeeded')
    const { way, quantity } = get(orders, ticket.order)
    const isOver = line.state === 'closed' || now() >= start.endsAt - 180 * minute
    if (isOver || way === 'guestList') no('sellBackClosed')
    if (way === 'stars' && quantity > 1) no('starsAreWhole')
  }

  return {
    offerBack: (person: number, ticket: TicketModel): string => {
      if (ticket.holder !== person) no('notHolder')
      if (ticket.forLine !== undefined) return 'done'
      mustBeSellable(ticket)
      ticket.forLine = now()
      return 'done'
    },
    keep: (person: number, ticket: TicketModel): string => {
      if (ticket.holder !== person) no('notHolder')
      if (ticket.forLine === undefined) return 'done'
      if (ticket.lineOrder !== undefined) no('ticketOnOffer')
      ticket.forLine = undefined
      return 'done'
    },
  }
}
