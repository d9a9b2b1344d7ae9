import type { Rules } from './rules.js'
import { get, minute, no, type OrderModel, type Start, type Things, type Way, usesOf } from './things.js'

/** What comes of money: pre-checkout, payments, transfers. */
export const createPaying = (things: Things, start: Start, now: () => number, rules: Rules) => {
  const { event, types, promos, orders, payments, refunds } = things
  const { isHeld, mine, hasRoom, confirmed, takeBacked, notCancelled } = rules
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
    if (order.state === 'held' && !takeBacked(order)) return 'soldOut'
    if (order.state !== 'held') {
      if (start.endsAt <= now()) return 'eventEnded'
      if (!hasRoom(order.type, order.quantity)) return 'soldOut'
      get(types, order.type).taken += order.quantity
      if (order.promo !== undefined) get(promos, order.promo).used += usesOf(order)
    }
    pay(charge, number, way, minor)
    return undefined
  }
  // The events of a season have no end: they sell until they start.
  const keptUntil = (at: number): number => Math.max(at, Math.min(at + 24 * 60 * minute, start.endsAt))
  const goesBack = (charge: string, order: number | undefined, way: string, minor: number): void => {
    refunds.push({
      payment: payments.push({ charge, order, way, minor, state: 'surplus' }) - 1,
      minor,
      way,
      state: 'due',
    })
  }

  return {
    checkOut: (person: number, order: OrderModel | undefined, minor: number): string => {
      if (!order) return no('orderNotFound')
      if (order.buyer !== person) no('orderForeign')
      notCancelled()
      if (order.state === 'confirmed') no('orderPaid')
      if (order.state !== 'held' && order.state !== 'expired') no('orderNotOpen')
      if (!isHeld(order)) no('holdOver')
      if (minor !== order.total) no('amountChanged')
      order.heldUntil = Math.max(order.heldUntil ?? 0, now() + 10 * minute)
      order.checkoutAt = now()
      return 'done'
    },
    receive: (
      charge: string,
      order: OrderModel | undefined,
      { way, minor, payer }: { readonly way: string; readonly minor: number; readonly payer: number },
    ): string => {
      const before = payments.find((one) => one.charge === charge || one.told === charge)
      if (before) return before.state === 'applied' ? 'confirmed before' : 'surplus before'
      const number = order && orders.indexOf(order)
      // Its organizer had found it: it is the same money, if it is the buyer's.
      const found = payments.find((one) => one.charge.startsWith('byHand:') && one.order === number && !one.told)
      if (found && way === 'provider' && found.minor === minor && order?.buyer === payer) {
        found.told = charge
        return found.state === 'applied' ? 'confirmed before' : 'surplus before'
      }
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
        !(mayGoBack && order.way !== 'free' && order.way !== 'guestList' && order.way !== way)
      )
        no('orderPaid')
      const number = orders.indexOf(order)
      const why = honour(charge, number, way, order.total)
      if (why === undefined) return 'done'
      if (!mayGoBack) no(why)
      goesBack(charge, number, way, order.total)
      order.proof = false
      order.rejectedAt = undefined
      return 'done'
    },
    show: (person: number, order: OrderModel): string => {
      if (mine(person, order).state === 'confirmed') no('orderPaid')
      if (order.state !== 'held' && order.state !== 'expired') no('orderNotOpen')
      if (order.way !== 'transfer' && !event.ways.includes('transfer')) no('wayClosed')
      if (order.proof && (order.shown ?? 0) >= 5) no('proofsEnough')
      order.shownAt = order.proof ? (order.shownAt ?? now()) : now()
      order.shown = order.proof ? (order.shown ?? 0) + 1 : 1
      order.proof = true
      order.rejectedAt = undefined
      if (order.state === 'held') order.heldUntil = Math.max(order.heldUntil ?? 0, keptUntil(order.shownAt))
      return 'done'
    },
    reject: (order: OrderModel): string => {
      if ((order.state === 'confirmed' || order.state === 'refunded') && (!order.proof || order.way === 'transfer'))
        no('orderPaid')
      if (order.proof && order.state === 'held')
        order.heldUntil = Math.max(keptUntil(now()), (order.checkoutAt ?? 0) + 10 * minute)
      if (order.proof) order.rejectedAt = now()
      order.proof = false
      return 'done'
    },
    takeBack: (order: OrderModel): string => {
      if (order.proof) return 'done'
      if (order.state === 'confirmed' || order.state === 'refunded') no('orderPaid')
      if (order.rejectedAt === undefined || now() >= order.rejectedAt + 7 * 24 * 60 * minute) no('rejectionOld')
      order.rejectedAt = undefined
      order.shownAt = now()
      order.shown = 1
      order.proof = true
      if (order.state === 'held') order.heldUntil = Math.max(order.heldUntil ?? 0, keptUntil(now()))
      return 'done'
    },
  }
}
