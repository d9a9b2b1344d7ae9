import { currencyOf, type EventWithTypes } from '../../domain/event.js'
import type { Order, PaymentMethod } from '../../domain/order.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import type { Store, Tx } from '../../store/store.js'
import type { Standing } from '../../store/tables/refunds.js'
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
      const standing = await tx.refunds.progress(eventId)
      const byMethod = [...(await prepaidOf(tx, eventId, standing)), ...(await atDoorOf(tx, eventId))]
      return {
        ...found,
        byMethod,
        total: totalOf(byMethod, currencyOf(found)),
        totals: [...new Set(byMethod.map(({ currency }) => currency))].map((currency) => totalOf(byMethod, currency)),
        tasks: countOf(standing, isTask),
        returning: countOf(standing, ({ method, state }) => method === 'stars' && state === 'due'),
        refundable: await tx.orderLists.countPrepaidOf(eventId),
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

const prepaidOf = async (tx: Tx, eventId: number, standing: readonly Standing[]): Promise<readonly MoneyByMethod[]> =>
  (await tx.payments.sums(eventId)).map(({ method, currency, count, minor }) => {
    const back = standing.filter((row) => row.method === method && row.currency === currency)
    const refunded = minorOf(back)
    const dueMinor = minorOf(back.filter(({ state }) => state !== 'done'))
    return { method, currency, payments: count, gross: minor, refunded, dueMinor, net: minor - refunded }
  })

const atDoorOf = async (tx: Tx, eventId: number): Promise<readonly MoneyByMethod[]> =>
  (await tx.sales.paidAtDoor(eventId)).map(({ currency, count, minor }) => ({
    method: 'atDoor',
    currency,
    payments: count,
    gross: minor,
    refunded: 0,
    dueMinor: 0,
    net: minor,
  }))

const isTask = ({ method, state }: Standing): boolean => state === 'failed' || (state === 'due' && method !== 'stars')

const countOf = (standing: readonly Standing[], isMeant: (row: Standing) => boolean): number =>
  standing.filter(isMeant).reduce((sum, { count }) => sum + count, 0)

const minorOf = (standing: readonly Standing[]): number => standing.reduce((sum, { minor }) => sum + minor, 0)

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
