import type { Rules } from './rules.js'
import { get, no, type OrderModel, type Start, type Things, type TicketModel, walkIn } from './things.js'

/** What the door sells, and lets in together. The organizer does it: at any time. */
export const createSelling = (things: Things, start: Start, now: () => number, rules: Rules) => {
  const { event, types, orders, tickets } = things
  const { isForLine, expire, hasPublicRoom, hasRoom, left, release, issue, notCancelled } = rules
  const isIn = ({ inAt }: TicketModel): boolean => inAt !== undefined

  const take = (index: number, quantity: number): void => {
    const type = get(types, index)
    const isPast = now() >= start.endsAt
    const fits = (): boolean => (isPast || !isForLine(index)) && type.taken + quantity <= type.capacity
    if (!fits()) expire((order) => order.type === index)
    if (!fits() && !isPast && isForLine(index) && type.taken < type.capacity) no('lineFirst')
    if (!fits()) no(type.capacity > type.taken ? 'tooFewLeft' : 'soldOut')
    if (isPast ? !hasRoom(index, quantity) : !hasPublicRoom(index, quantity))
      no(!isPast && left(index) > 0 ? 'tooFewLeft' : 'soldOut')
    type.taken += quantity
  }
  /** Those whom the ticket's holder brought along, the ticket itself among them. */
  const partyOf = ({ order, holder }: TicketModel): readonly TicketModel[] =>
    tickets.filter((one) => one.order === order && one.holder === holder && one.state !== 'returned')

  return {
    sell: (index: number, quantity: number): string => {
      notCancelled()
      const { price } = get(types, index)
      if (start.stars && price > 0) no('wayClosed')
      take(index, quantity)
      const total = price * quantity
      const bought = { type: index, buyer: walkIn, quantity, price, total, isSoldThere: true, heldUntil: undefined }
      const number =
        orders.push({
          ...{ ...bought, way: total === 0 ? 'free' : 'atDoor', state: 'confirmed', promo: undefined, proof: false },
          ...{ returned: 0, payment: undefined, tickets: [] },
        }) - 1
      const order = get(orders, number)
      issue(number, order)
      for (const ticket of order.tickets) Object.assign(get(tickets, ticket), { inAt: now(), paidAtDoor: total > 0 })
      return 'done'
    },
    undoSale: (order: OrderModel): string => {
      if (order.state === 'refunded') return 'done'
      if (event.state === 'cancelled') no('eventCancelled')
      for (const number of order.tickets)
        Object.assign(get(tickets, number), {
          ...{ state: 'returned', isRefunded: true, inAt: undefined, paidAtDoor: false },
        })
      release(order, order.quantity)
      Object.assign(order, { state: 'refunded', returned: order.quantity })
      return 'done'
    },
    waiting: (ticket: TicketModel): number =>
      partyOf(ticket).filter((one) => one.state === 'valid' && !isIn(one)).length,
    letInTogether: (ticket: TicketModel, isPaid: boolean): string => {
      const minute = 60_000
      return partyOf(ticket)
        .map((one) => {
          const isDue = get(orders, one.order).way === 'atDoor' && !one.paidAtDoor
          if (one.state === 'cancelled') return 'eventCancelled'
          if (one.inAt !== undefined) return now() - one.inAt < 2 * minute ? 'letInJustNow' : 'alreadyIn'
          if (isDue && !isPaid) return 'toPay'
          Object.assign(one, { inAt: now(), paidAtDoor: isDue, forLine: undefined, lineOrder: undefined })
          return 'letIn'
        })
        .join()
    },
  }
}
