import type { Rules } from './rules.js'
import {
  answer,
  get,
  minute,
  no,
  type OrderModel,
  type PromoModel,
  type Start,
  type Things,
  type TypeModel,
  type Way,
  usesOf,
} from './things.js'

/** What buyers do until they have paid. */
export const createBuying = (things: Things, start: Start, now: () => number, rules: Rules) => {
  const { types, promos, orders } = things
  const {
    open,
    isHeld,
    isOver,
    mine,
    letGo,
    takeBacked,
    expire,
    mustBeOnSale,
    hasPublicRoom,
    isForLine,
    publicSeats,
    left,
    has,
    mustBeInSale,
    mustSee,
    issue,
    confirmed,
    mustBeOpen,
    mustBeChangeable,
  } = rules
  const pockets = new Map<number, number>()
  const isSeated = ({ state: one }: OrderModel): boolean => one === 'held' || one === 'confirmed'
  const tooFew = (index: number): never => no(left(index) > 0 ? 'tooFewLeft' : 'soldOut')
  const take = (index: number, buyer: number, quantity: number): TypeModel => {
    const type = get(types, index)
    const fits = (): boolean => !isForLine(index) && type.taken + quantity <= type.capacity
    if (!fits()) expire((order) => order.type === index)
    if (!fits()) tooFew(index)
    if (type.perPerson !== undefined && has(buyer, index) + quantity > type.perPerson) no('perPersonLimit')
    if (!hasPublicRoom(index, quantity)) tooFew(index)
    type.taken += quantity
    return type
  }
  const add = (order: Omit<OrderModel, 'promo' | 'proof' | 'returned' | 'payment' | 'tickets'>): number =>
    orders.push({ ...order, promo: undefined, proof: false, returned: 0, payment: undefined, tickets: [] }) - 1
  const totalWith = ({ price, quantity }: OrderModel, promo: number | undefined): number =>
    Math.max(0, price - (promo === undefined ? 0 : Math.round((price * get(promos, promo).percent) / 100))) * quantity
  const reprice = (order: OrderModel, promo: number | undefined): void => {
    const before = usesOf(order)
    order.total = totalWith(order, promo)
    order.way = order.total === 0 ? 'free' : order.way === 'free' ? (open()[0] ?? 'atDoor') : order.way
    if (order.promo !== undefined) get(promos, order.promo).used -= before
    order.promo = promo
  }
  /** The hidden types that a code opens as things stand. */
  const openedBy = ({ startsAt = 0, endsAt = Infinity, used, limit = Infinity, types: own }: PromoModel) =>
    startsAt <= now() && now() < endsAt && used < limit ? own.filter((index) => get(types, index).isHidden) : []
  const openFor = (person: number, opened: readonly number[]): void => {
    for (const index of opened) get(types, index).opened.add(person)
  }
  const redeem = (order: OrderModel, number: number): void => {
    const promo = get(promos, number)
    if (promo.startsAt !== undefined && now() < promo.startsAt) no('promoCodeNotYet')
    if (promo.endsAt !== undefined && now() >= promo.endsAt) no('promoCodeOver')
    if (promo.types.length > 0 && !promo.types.includes(order.type)) no('promoCodeForOthers')
    if (promo.forLine && !order.isOffer) no('promoCodeForLine')
    if (order.promo === number) return
    const uses = usesOf({ total: totalWith(order, number), quantity: order.quantity })
    if (promo.limit !== undefined && promo.used + uses > promo.limit) no('promoCodeUsedUp')
    const own = orders.filter((one) => one !== order && one.buyer === order.buyer && one.promo === number)
    const before = own.filter((one) => isSeated(one) && one.returned < one.quantity)
    if (promo.perPerson !== undefined && before.reduce((sum, one) => sum + usesOf(one), uses) > promo.perPerson)
      no('promoCodeUsedByYou')
    reprice(order, number)
    promo.used += uses
  }

  return {
    buy: (buyer: number, index: number, quantity: number): string => {
      const type = get(types, index)
      mustSee(type, buyer)
      mustBeOnSale()
      // What holds that are over still keep counts as free, where too little is free besides.
      const mayHaveRoom =
        type.capacity - type.taken < quantity && orders.some((order) => isOver(order) && order.type === index)
      if (!type.isHidden && publicSeats(index) < quantity && !mayHaveRoom)
        no(publicSeats(index) > 0 ? 'tooFewLeft' : 'soldOut')
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
      mustSee(get(types, index), buyer)
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
      mustBeChangeable(order)
      if (order.total > 0 && !open().includes('atDoor')) no('wayClosed')
      if (!takeBacked(order)) no('soldOut')
      confirmed(orders.indexOf(order), order.total === 0 ? 'free' : 'atDoor')
      return 'done'
    },
    bring: (person: number, number: number): string => {
      const promo = get(promos, number)
      pockets.set(person, number)
      openFor(person, openedBy(promo))
      return 'done'
    },
    openType: (person: number, index: number): string => {
      const { isHidden, opened } = get(types, index)
      if (isHidden) opened.add(person)
      return 'done'
    },
    redeem: (person: number, order: OrderModel, number: number): string => {
      const one = mustBeChangeable(mine(person, order))
      const promo = get(promos, number)
      // With its last use it opens what it is for, too.
      const opened = openedBy(promo)
      const isForOthers = opened.some((index) => index !== one.type) && !promo.types.includes(one.type)
      // It is for what it opens, which stays open, and is kept for that.
      if (isForOthers) {
        openFor(person, opened)
        pockets.set(person, number)
        no('promoCodeForOthers')
      }
      redeem(one, number)
      openFor(person, opened)
      return 'done'
    },
    dropCode: (person: number, order: OrderModel): string => {
      reprice(mustBeChangeable(mine(person, order)), undefined)
      pockets.delete(person)
      return 'done'
    },
    giveUp: (person: number, order: OrderModel): string => {
      if (mine(person, order).state === 'confirmed') no('orderPaid')
      if (order.state === 'held') {
        if (order.checkoutAt !== undefined && now() < order.checkoutAt + 10 * minute) no('beingPaid')
        order.state = 'cancelled'
        letGo(order)
      }
      return 'done'
    },
    expire: (): string => (expire(() => true), 'done'),
  }
}
