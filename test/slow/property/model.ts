import { createOrganizing } from './organizing.js'
import {
  answer,
  get,
  minute,
  no,
  type OrderModel,
  type RefundModel,
  sendBack,
  type Start,
  type Things,
  type TicketModel,
  type TypeModel,
  type Way,
} from './things.js'

/** An event on sale; `now` tells the time. */
export const createModel = (start: Start, now: () => number) => {
  const event: Things['event'] = { state: 'published', capacity: start.capacity, ways: start.ways }
  const things: Things = { event, types: [], promos: [], orders: [], tickets: [], payments: [], refunds: [] }
  const { types, promos, orders, tickets, payments, refunds } = things
  const pockets = new Map<number, number>()

  const total = (): number => types.reduce((sum, { taken }) => sum + taken, 0)
  const open = (): readonly Way[] => event.ways.filter((way) => (way === 'stars') === start.stars)
  const isHeld = (order: OrderModel): boolean => order.state === 'held' && (order.heldUntil ?? 0) > now()
  const isOver = (order: OrderModel): boolean => order.state === 'held' && !isHeld(order)
  const isSeated = ({ state: one }: OrderModel): boolean => one === 'held' || one === 'confirmed'
  const mine = (person: number, order: OrderModel): OrderModel => (order.buyer === person ? order : no('orderNotFound'))

  const release = (order: OrderModel, quantity: number): void => {
    get(types, order.type).taken -= quantity
    if (order.promo !== undefined) get(promos, order.promo).used -= 1
  }
  const expire = (which: (order: OrderModel) => boolean): boolean => {
    const over = orders.filter((order) => isOver(order) && which(order))
    for (const order of over) {
      order.state = 'expired'
      release(order, order.quantity)
    }
    return over.length > 0
  }
  const mustBeOnSale = (): void => {
    if (event.state === 'cancelled') no('eventCancelled')
    if (event.state === 'draft') no('eventNotOnSale')
    if (start.endsAt <= now()) no('eventEnded')
  }
  const mustBeInSale = ({ saleFrom, saleUntil }: TypeModel): void => {
    if (saleFrom !== undefined && now() < saleFrom) no('typeNotYetOnSale')
    if (saleUntil !== undefined && now() >= saleUntil) no('typeNoLongerOnSale')
  }
  const tooFew = (type: TypeModel): never =>
    no(Math.min(type.capacity - type.taken, (event.capacity ?? Infinity) - total()) > 0 ? 'tooFewLeft' : 'soldOut')

  /** Whether there are so many seats; what is over makes room first. */
  const hasRoom = (index: number, quantity: number): boolean => {
    const type = get(types, index)
    if (type.taken + quantity > type.capacity) expire((order) => order.type === index)
    if (type.taken + quantity > type.capacity) return false
    if (total() + quantity > (event.capacity ?? Infinity)) expire(() => true)
    return total() + quantity <= (event.capacity ?? Infinity)
  }
  const take = (index: number, buyer: number, quantity: number): TypeModel => {
    const type = get(types, index)
    if (type.taken + quantity > type.capacity) expire((order) => order.type === index)
    if (type.taken + quantity > type.capacity) tooFew(type)
    const has = orders
      .filter(
        (order) => order.buyer === buyer && order.type === index && (order.state === 'confirmed' || isHeld(order)),
      )
      .reduce((sum, order) => sum + order.quantity - order.returned, 0)
    if (type.perPerson !== undefined && has + quantity > type.perPerson) no('perPersonLimit')
    if (!hasRoom(index, quantity)) tooFew(type)
    type.taken += quantity
    return type
  }
  const issue = (number: number, order: OrderModel): void => {
    for (let n = 0; n < order.quantity; n += 1)
      order.tickets.push(
        tickets.push({ order: number, holder: order.buyer, state: 'valid', inAt: undefined, paidAtDoor: false }) - 1,
      )
  }
  const confirmed = (number: number, way: OrderModel['way']): void => {
    const order = get(orders, number)
    Object.assign(order, { state: 'confirmed', way })
    issue(number, order)
  }
  const add = (order: Omit<OrderModel, 'promo' | 'proof' | 'returned' | 'payment' | 'tickets'>): number =>
    orders.push({ ...order, promo: undefined, proof: false, returned: 0, payment: undefined, tickets: [] }) - 1

  const mustBeOpen = (order: OrderModel): OrderModel => {
    if (order.state === 'confirmed') no('orderPaid')
    if (order.state === 'expired' || isOver(order)) no('holdOver')
    if (order.state !== 'held') no('orderNotOpen')
    return order.proof ? no('proofLookedAt') : order
  }
  const reprice = (order: OrderModel, promo: number | undefined): void => {
    const off = promo === undefined ? 0 : Math.round((order.price * get(promos, promo).percent) / 100)
    order.total = Math.max(0, order.price - off) * order.quantity
    order.way = order.total === 0 ? 'free' : order.way === 'free' ? (open()[0] ?? 'atDoor') : order.way
    if (order.promo !== undefined) get(promos, order.promo).used -= 1
    order.promo = promo
  }
  const redeem = (order: OrderModel, number: number): void => {
    const promo = get(promos, number)
    if (promo.startsAt !== undefined && now() < promo.startsAt) no('promoCodeNotYet')
    if (promo.endsAt !== undefined && now() >= promo.endsAt) no('promoCodeOver')
    if (promo.types.length > 0 && !promo.types.includes(order.type)) no('promoCodeForOthers')
    if (order.promo === number) return
    if (promo.limit !== undefined && promo.used >= promo.limit) no('promoCodeUsedUp')
    if (
      promo.perPerson !== undefined &&
      orders.filter((one) => one !== order && one.buyer === order.buyer && one.promo === number && isSeated(one))
        .length >= promo.perPerson
    )
      no('promoCodeUsedByYou')
    reprice(order, number)
    promo.used += 1
  }

  const pay = (charge: string, number: number, way: string, minor: number): void => {
    confirmed(number, way as Way)
    get(orders, number).payment = payments.push({ charge, order: number, way, minor, state: 'applied' }) - 1
  }
  /** Why money cannot be honoured; undefined when it was. */
  const honour = (charge: string, number: number, way: string, minor: number): string | undefined => {
    const order = get(orders, number)
    if (order.state === 'confirmed' || order.state === 'refunded') return 'paidTwice'
    if (event.state === 'cancelled') return 'eventCancelled'
    if (minor !== order.total) return 'otherAmount'
    if (order.state !== 'held') {
      if (start.endsAt <= now()) return 'eventEnded'
      if (!hasRoom(order.type, order.quantity)) return 'soldOut'
      get(types, order.type).taken += order.quantity
      if (order.promo !== undefined) get(promos, order.promo).used += 1
    }
    pay(charge, number, way, minor)
    return undefined
  }
  const goesBack = (charge: string, order: number | undefined, way: string, minor: number): void => {
    refunds.push({
      payment: payments.push({ charge, order, way, minor, state: 'surplus' }) - 1,
      minor,
      way,
      state: 'due',
    })
  }
  const mustBeUnused = (ticket: TicketModel): void => {
    if (ticket.state === 'cancelled') no('eventCancelled')
    if (ticket.state === 'returned') no('ticketReturned')
    if (ticket.inAt !== undefined) no('ticketUsed')
  }
  const notCancelled = (): void => {
    if (event.state === 'cancelled') no('eventCancelled')
  }

  const acts = {
    buy: (buyer: number, index: number, quantity: number): string => {
      const type = get(types, index)
      mustBeOnSale()
      const left = type.capacity - type.taken
      if (left < quantity && !orders.some((order) => isOver(order) && order.type === index))
        no(left > 0 ? 'tooFewLeft' : 'soldOut')
      mustBeInSale(type)
      if (type.price > 0 && open().join() !== 'atDoor') no(open().length === 0 ? 'noWayToPay' : 'wayClosed')
      take(index, buyer, quantity)
      const number = add({
        type: index,
        buyer,
        quantity,
        price: type.price,
        total: type.price * quantity,
        way: type.price === 0 ? 'free' : 'atDoor',
        state: 'confirmed',
        heldUntil: undefined,
      })
      issue(number, get(orders, number))
      return 'done'
    },
    hold: (buyer: number, index: number, quantity: number): string => {
      mustBeOnSale()
      const before = orders.find((order) => order.buyer === buyer && order.state === 'held')
      if (before && isHeld(before)) return 'the open one'
      expire((order) => order === before)
      const type = get(types, index)
      mustBeInSale(type)
      if (type.price > 0 && open().length === 0) no('noWayToPay')
      take(index, buyer, quantity)
      const way = type.price === 0 ? 'free' : (open()[0] ?? 'atDoor')
      const order = get(
        orders,
        add({
          type: index,
          buyer,
          quantity,
          price: type.price,
          total: type.price * quantity,
          way,
          state: 'held',
          heldUntil: now() + start.holdMs,
        }),
      )
      const pocket = pockets.get(buyer)
      const told = pocket === undefined ? undefined : answer(() => (redeem(order, pocket), undefined))
      if (told !== undefined) pockets.delete(buyer)
      return told ?? 'done'
    },
    chooseWay: (person: number, order: OrderModel, way: Way): string => {
      const one = mustBeOpen(mine(person, order))
      if (one.total === 0 || !open().includes(way)) no('wayClosed')
      one.way = way
      return 'done'
    },
    confirm: (person: number, order: OrderModel): string => {
      if (mine(person, order).state === 'confirmed') return 'done'
      mustBeOpen(order)
      if (order.total > 0 && !open().includes('atDoor')) no('wayClosed')
      confirmed(orders.indexOf(order), order.total === 0 ? 'free' : 'atDoor')
      return 'done'
    },
    checkOut: (person: number, order: OrderModel | undefined, minor: number): string => {
      if (!order) return no('orderNotFound')
      if (order.buyer !== person) no('orderForeign')
      notCancelled()
      if (order.state === 'confirmed') no('orderPaid')
      if (order.state !== 'held' && order.state !== 'expired') no('orderNotOpen')
      if (!isHeld(order)) no('holdOver')
      if (minor !== order.total) no('amountChanged')
      order.heldUntil = Math.max(order.heldUntil ?? 0, now() + 10 * minute)
      return 'done'
    },
    receive: (charge: string, order: OrderModel | undefined, way: string, minor: number): string => {
      const before = payments.find((one) => one.charge === charge)
      if (before) return before.state === 'applied' ? 'confirmed before' : 'surplus before'
      const number = order && orders.indexOf(order)
      const why = number === undefined ? 'noOrder' : honour(charge, number, way, minor)
      if (why === undefined) return 'confirmed'
      goesBack(charge, number, way, minor)
      return `surplus: ${why}`
    },
    byHand: (charge: string, order: OrderModel, way: string, mayGoBack = false): string => {
      if (payments.some((one) => one.charge === charge)) return 'done'
      // Paid in another way, too: that may go back.
      if (
        (order.state === 'confirmed' || order.state === 'refunded') &&
        !(mayGoBack && order.way !== 'free' && order.way !== way)
      )
        no('orderPaid')
      const number = orders.indexOf(order)
      const why = honour(charge, number, way, order.total)
      if (why === undefined) return 'done'
      if (!mayGoBack) no(why)
      goesBack(charge, number, way, order.total)
      order.proof = false
      return 'done'
    },
    show: (person: number, order: OrderModel): string => {
      if (mine(person, order).state === 'confirmed') no('orderPaid')
      if (order.state !== 'held' && order.state !== 'expired') no('orderNotOpen')
      if (order.way !== 'transfer' && !event.ways.includes('transfer')) no('wayClosed')
      order.proof = true
      if (order.state === 'held') order.heldUntil = Math.max(order.heldUntil ?? 0, now() + 24 * 60 * minute)
      return 'done'
    },
    reject: (order: OrderModel): string => {
      if ((order.state === 'confirmed' || order.state === 'refunded') && (!order.proof || order.way === 'transfer'))
        no('orderPaid')
      if (order.proof && order.state === 'held') order.heldUntil = now() + start.holdMs
      order.proof = false
      return 'done'
    },
    bring: (person: number, promo: number): string => (pockets.set(person, promo), 'done'),
    redeem: (person: number, order: OrderModel, promo: number): string => (
      redeem(mustBeOpen(mine(person, order)), promo),
      'done'
    ),
    dropCode: (person: number, order: OrderModel): string => {
      reprice(mustBeOpen(mine(person, order)), undefined)
      pockets.delete(person)
      return 'done'
    },
    giveUp: (person: number, order: OrderModel): string => {
      if (mine(person, order).state === 'confirmed') no('orderPaid')
      if (order.state === 'held') {
        order.state = 'cancelled'
        release(order, order.quantity)
      }
      return 'done'
    },
    expire: (): string => (expire(() => true), 'done'),
    refund: (order: OrderModel): string => {
      if (order.state === 'refunded') return 'before'
      const payment = order.payment === undefined || order.state !== 'confirmed' ? no('orderNotOpen') : order.payment
      const killed = order.tickets
        .map((number) => get(tickets, number))
        .filter((ticket) => ticket.state === 'valid' && ticket.inAt === undefined)
      for (const ticket of killed) ticket.state = 'returned'
      Object.assign(order, { state: 'refunded', returned: order.returned + killed.length })
      release(order, killed.length)
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
      if (now() >= start.endsAt) no('giveBackClosed')
      const order = get(orders, ticket.order)
      if (order.state !== 'confirmed') no('ticketReturned')
      const payment = order.payment
      if (payment !== undefined && get(payments, payment).way === 'stars' && order.quantity > 1) no('starsAreWhole')
      if (payment !== undefined)
        refunds.push({ payment, minor: order.total / order.quantity, way: get(payments, payment).way, state: 'due' })
      ticket.state = 'returned'
      order.returned += 1
      get(types, order.type).taken -= 1
      return 'done'
    },
    give: (from: number, to: number, ticket: TicketModel): string => {
      if (ticket.holder !== from) no('notHolder')
      mustBeUnused(ticket)
      if (start.endsAt <= now()) no('eventEnded')
      if (from === to) no('ownTicket')
      ticket.holder = to
      return 'done'
    },
    letIn: (ticket: TicketModel, isPaid: boolean): string => {
      const isDue = get(orders, ticket.order).way === 'atDoor' && !ticket.paidAtDoor
      if (ticket.state === 'cancelled') return 'eventCancelled'
      if (ticket.state === 'returned') return 'returned'
      if (ticket.inAt !== undefined) return now() - ticket.inAt < 2 * minute ? 'letInJustNow' : 'alreadyIn'
      if (isDue && !isPaid) return 'toPay'
      Object.assign(ticket, { inAt: now(), paidAtDoor: isDue })
      return 'letIn'
    },
    undo: (ticket: TicketModel): string => {
      if (ticket.state === 'cancelled') no('eventCancelled')
      if (ticket.inAt === undefined) return no('notCheckedIn')
      if (now() - ticket.inAt >= 5 * minute) no('undoTooLate')
      Object.assign(ticket, { inAt: undefined, paidAtDoor: false })
      return 'done'
    },
    ...createOrganizing(things, start, now),
  }

  return { ...things, acts }
}

/** What `createModel` gives. */
export type Model = ReturnType<typeof createModel>
