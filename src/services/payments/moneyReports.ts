import { currencyOf, type EventWithTypes } from '../../domain/event.js'
import { costsNothing, type Order, type PaymentMethod } from '../../domain/order.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import type { Store } from '../../store/store.js'
import type { EventCounters } from '../../store/tables/eventCounters.js'
import { findOwnEvent } from '../finders.js'

/** Money by one payment method, in minor units. `dueMinor` of what is refunded has not gone back yet. */
export type MoneyByMethod = {
  readonly method: PaymentMethod
  readonly currency: string
  readonly payments: number
  readonly gross: number
  readonly refunded: number
  readonly dueMinor: number
  readonly net: number
}

/** Money by all methods, in one currency. */
export type MoneyTotal = Omit<MoneyByMethod, 'method'>

/**
 * What an event brought in. `total` is in the currency of its prices now, `totals` are all. `tasks` counts refunds that
 * its organizer has to make or look at, `refundable` orders that can be given back, `underReview` proofs of transfers
 * that the organizer has to look for; `returning` are Stars on their way back.
 */
export type MoneyReport = EventWithTypes & {
  readonly byMethod: readonly MoneyByMethod[]
  readonly total: MoneyTotal
  readonly totals: readonly MoneyTotal[]
  readonly tasks: number
  readonly refundable: number
  readonly underReview: number
  readonly returning: number
  /** Tickets that were given away: no income. */
  readonly guests: number
}

/** Money per event. */
export const createMoneyReports = ({ store }: { readonly store: Store }) => ({
  /**
   * Gross, refunded and net of an event, by payment method; what is paid at the door counts when it is paid. Refuses
   * with eventNotFound, notYours.
   */
  ofEvent: (personId: number, eventId: number): Promise<MoneyReport> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      const counters = await tx.eventCounters.ofEvent(eventId)
      const byMethod = byMethodOf(counters)
      return {
        ...found,
        byMethod,
        total: totalOf(byMethod, currencyOf(found)),
        totals: totalsOf(byMethod),
        tasks: sumOf(counters, ({ method, due, failed }) => (method === 'stars' ? failed : due)),
        returning: sumOf(counters, ({ method, due, failed }) => (method === 'stars' ? due - failed : 0)),
        refundable: refundableOf(counters),
        guests: guestTicketsOf(counters),
        underReview: await tx.orderLists.countUnderReviewOf(eventId),
      }
    }),

  /** The orders of an event whose proofs are under review, newest first. Refuses with eventNotFound, notYours. */
  underReview: (personId: number, eventId: number, page: PageRequest): Promise<Page<Order> & EventWithTypes> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      return { ...found, ...pageOf(await tx.orderLists.underReviewOf(eventId, oneMoreThan(page)), page.size) }
    }),
})

/** How many orders that were paid beforehand can be given back. */
export const refundableOf = (counters: readonly EventCounters[]): number =>
  sumOf(counters, ({ method, orders }) => (costsNothing(method) || method === 'atDoor' ? 0 : orders))

/** How many tickets of orders that are paid so can be used, or were. */
export const ticketsOf = (
  counters: readonly EventCounters[],
  isMeant: (method: EventCounters['method']) => boolean,
): number => sumOf(counters, ({ method, tickets }) => (isMeant(method) ? tickets : 0))

/** How many tickets were given away. */
export const guestTicketsOf = (counters: readonly EventCounters[]): number =>
  ticketsOf(counters, (method) => method === 'guestList')

const sumOf = (counters: readonly EventCounters[], pick: (row: EventCounters) => number): number =>
  counters.reduce((sum, row) => sum + pick(row), 0)

/** Money by payment method; what is paid at the door comes last. */
export const byMethodOf = (counters: readonly EventCounters[]): readonly MoneyByMethod[] => {
  const all = counters.flatMap((row) =>
    costsNothing(row.method) || row.payments === 0 ? [] : moneyOf(row, row.method),
  )
  return [...all.filter(({ method }) => method !== 'atDoor'), ...all.filter(({ method }) => method === 'atDoor')]
}

const moneyOf = (row: EventCounters, method: PaymentMethod): MoneyByMethod => {
  const { currency, payments, paidMinor: gross, refundedMinor: refunded, dueMinor } = row
  return { method, currency, payments, gross, refunded, dueMinor, net: gross - refunded }
}

/** Money by all methods, in each currency. */
export const totalsOf = (byMethod: readonly MoneyByMethod[]): readonly MoneyTotal[] =>
  [...new Set(byMethod.map(({ currency }) => currency))].map((currency) => totalOf(byMethod, currency))

const totalOf = (byMethod: readonly MoneyByMethod[], currency: string): MoneyTotal => {
  const rows = byMethod.filter((row) => row.currency === currency)
  const sum = (pick: (row: MoneyByMethod) => number): number => rows.reduce((all, row) => all + pick(row), 0)
  return {
    currency,
    payments: sum(({ payments }) => payments),
    gross: sum(({ gross }) => gross),
    refunded: sum(({ refunded }) => refunded),
    dueMinor: sum(({ dueMinor }) => dueMinor),
    net: sum(({ net }) => net),
  }
}
