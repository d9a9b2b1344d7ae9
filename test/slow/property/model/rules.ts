import {
  type EntryModel,
  get,
  minute,
  no,
  type OrderModel,
  type Start,
  type Things,
  type TypeModel,
  type Way,
  type TicketModel,
  usesOf,
} from './things.js'

const doors = 180 * minute

/** What buying, paying and tickets have in common: who may do what now, and what makes room. */
export const createRules = (things: Things, start: Start, now: () => number) => {
  const { event, types, promos, orders, tickets, line } = things
  const total = (): number => types.reduce((sum, { taken }) => sum + taken, 0)
  const open = (): readonly Way[] => event.ways.filter((way) => (way === 'stars') === start.stars)
  const isHeld = (order: OrderModel): boolean => order.state === 'held' && (order.heldUntil ?? 0) > now()
  const isOver = (order: OrderModel): boolean => order.state === 'held' && !isHeld(order)
  const mine = (person: number, order: OrderModel): OrderModel => (order.buyer === person ? order : no('orderNotFound'))
  const release = (order: OrderModel, quantity: number): void => {
    get(types, order.type).taken -= quantity
    if (order.promo !== undefined && order.returned < order.quantity) get(promos, order.promo).used -= usesOf(order)
  }
  const isTiedTo = ({ lineOrder }: TicketModel, order: OrderModel): boolean =>
    lineOrder !== undefined && get(orders, lineOrder) === order
  /** An order that was not taken is nobody's any more, and what others give up for it is for the next. */
  const letGo = (order: OrderModel): void => {
    release(order, order.quantity - (order.backed ?? 0))
    order.backed = 0
    for (const ticket of tickets) if (isTiedTo(ticket, order)) ticket.lineOrder = undefined
  }
  const expire = (which: (order: OrderModel) => boolean): boolean => {
    const over = orders.filter((order) => isOver(order) && which(order))
    for (const order of over) {
      order.state = 'expired'
      letGo(order)
    }
    return over.length > 0
  }
  const mustBeOnSale = (): void => {
    if (event.state === 'cancelled') no('eventCancelled')
    if (event.state === 'draft') no('eventNotOnSale')
    if (start.endsAt <= now()) no('eventEnded')
  }
  const inLine = (index: number): readonly EntryModel[] =>
    line.entries.filter((entry) => entry.order === undefined && entry.types.includes(index))
  /** So many seats of a type are waited for. */
  const waiting = (index: number): number => inLine(index).reduce((sum, { quantity }) => sum + quantity, 0)
  /** Whether a type is for who waits: nobody else takes a seat of it. */
  const isForLine = (index: number): boolean => get(types, index).forLine || waiting(index) > 0
  /** What those who wait may still be offered. */
  const claimed = (): number =>
    types.reduce((sum, { capacity, taken }, index) => sum + Math.min(waiting(index), Math.max(0, capacity - taken)), 0)
  /** What anybody may take of a type, whatever the event has. */
  const publicSeats = (index: number): number =>
    isForLine(index) ? 0 : Math.max(0, get(types, index).capacity - get(types, index).taken)
  const left = (index: number): number =>
    Math.max(0, Math.min(publicSeats(index), (event.capacity ?? Infinity) - total() - claimed()))
  /** How many of a type somebody has, or holds. */
  const has = (person: number, index: number): number =>
    orders
      .filter((order) => order.buyer === person && order.type === index)
      .filter((order) => order.state === 'confirmed' || isHeld(order))
      .reduce((sum, order) => sum + order.quantity - order.returned, 0)
  const mustBeInSale = ({ saleFrom, saleUntil }: TypeModel): void => {
    if (now() < Math.max(saleFrom ?? 0, event.saleFrom ?? 0)) no('typeNotYetOnSale')
    if (saleUntil !== undefined && now() >= saleUntil) no('typeNoLongerOnSale')
  }
  const mustSee = ({ isHidden, opened }: TypeModel, person: number): void => {
    if (isHidden && !opened.has(person)) no('typeGone')
  }
  /** Whether there are so many seats for who has paid; what is over makes room first. */
  const hasRoom = (index: number, quantity: number): boolean => {
    const type = get(types, index)
    if (type.taken + quantity > type.capacity) expire((order) => order.type === index)
    if (type.taken + quantity > type.capacity) return false
    if (total() + quantity > (event.capacity ?? Infinity)) expire(() => true)
    return total() + quantity <= (event.capacity ?? Infinity)
  }
  /** The same for anybody: nobody comes before who waits. */
  const hasPublicRoom = (index: number, quantity: number): boolean => {
    const fits = (): boolean => total() + quantity + claimed() <= (event.capacity ?? Infinity)
    if (!fits()) expire(() => true)
    return fits() && get(types, index).taken + quantity <= get(types, index).capacity
  }
  const issue = (number: number, order: OrderModel): void => {
    for (let n = 0; n < order.quantity; n += 1)
      order.tickets.push(
        tickets.push({ order: number, holder: order.buyer, state: 'valid', inAt: undefined, paidAtDoor: false }) - 1,
      )
  }
  const isUnused = (ticket: TicketModel): boolean => ticket.state === 'valid' && ticket.inAt === undefined
  /** The tickets of a type that may be offered, the longest given up first, for one wish. */
  const givenUp = (index: number): readonly TicketModel[] =>
    now() >= start.endsAt - doors
      ? []
      : tickets
          .filter((ticket) => ticket.forLine !== undefined && ticket.lineOrder === undefined && isUnused(ticket))
          .filter(({ order }) => get(orders, order).type === index)
          .filter(({ order }) => get(orders, order).total <= get(orders, order).quantity * get(types, index).price)
          .sort((a, b) => (a.forLine ?? 0) - (b.forLine ?? 0))
          .slice(0, 10)
  const sellTicket = (ticket: TicketModel): void => {
    Object.assign(ticket, { state: 'returned', forLine: undefined, lineOrder: undefined })
    const order = get(orders, ticket.order)
    order.returned += 1
    if (order.payment !== undefined) {
      const { way } = get(things.payments, order.payment)
      things.refunds.push({ payment: order.payment, minor: order.total / order.quantity, way, state: 'due' })
    }
    if (order.promo !== undefined && order.returned === order.quantity) get(promos, order.promo).used -= usesOf(order)
  }
  /** Takes what others give up for an order; what is missing of it has to be free. False: it is not. */
  const takeBacked = (order: OrderModel): boolean => {
    const tied = tickets.filter((ticket) => isTiedTo(ticket, order))
    const missing = Math.max(0, (order.backed ?? 0) - tied.length)
    const type = get(types, order.type)
    const fits = type.taken + missing <= type.capacity && total() + missing <= (event.capacity ?? Infinity)
    if (missing > 0 && !fits) return false
    type.taken += missing
    for (const ticket of tied) sellTicket(ticket)
    order.backed = 0
    return true
  }
  const confirmed = (number: number, way: OrderModel['way']): void => {
    const order = get(orders, number)
    Object.assign(order, { state: 'confirmed', way })
    issue(number, order)
  }
  const mustBeOpen = (order: OrderModel): OrderModel => {
    if (order.state === 'confirmed') no('orderPaid')
    if (order.state === 'expired' || isOver(order)) no('holdOver')
    if (order.state !== 'held') no('orderNotOpen')
    return order.proof ? no('proofLookedAt') : order
  }
  const mustBeChangeable = (order: OrderModel): OrderModel => {
    mustBeOpen(order)
    return order.checkoutAt !== undefined && now() < order.checkoutAt + 10 * minute ? no('beingPaid') : order
  }
  const notCancelled = (): void => {
    if (event.state === 'cancelled') no('eventCancelled')
  }
  return {
    open,
    isHeld,
    isOver,
    mine,
    release,
    expire,
    mustBeOnSale,
    hasRoom,
    hasPublicRoom,
    inLine,
    isForLine,
    claimed,
    publicSeats,
    left,
    has,
    total,
    mustBeInSale,
    mustSee,
    issue,
    confirmed,
    letGo,
    isUnused,
    givenUp,
    takeBacked,
    mustBeOpen,
    mustBeChangeable,
    notCancelled,
  }
}

/** The rules of one event. */
export type Rules = ReturnType<typeof createRules>
