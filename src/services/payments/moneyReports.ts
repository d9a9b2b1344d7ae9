import { currencyOf, type EventWithTypes } from '../../domain/event.js'
import type { Order, PaymentMethod } from '../../domain/order.js'
import type { Store } from '../../store/store.js'
import { type Page, pageOf } from '../../domain/page.js'
import { findOwnEvent } from '../finders.js'

/** Money of one way, in minor units. `dueMinor` of what is refunded has not gone back yet. */
export type MoneyByMethod = {
  readonly method: PaymentMethod
  readonly currency: string
  readonly payments: number
  readonly gross: number
  readonly refunded: number
  readonly dueMinor: number
  readonly net: number
}

/** Money of all ways, in one currency. */
export type MoneyTotal = Omit<MoneyByMethod, 'method'>

/**
 * What an event brought in. `total` is in the currency of its prices now, `totals` are all. `tasks` counts refunds that
 * its organizer has to make or look at, `refundable`
 * orders that can be given back, `waiting` transfers that the organizer has to look for; `returning` are Stars on their
 * way back.
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
   * Gross, refunded and net of an event, by way of payment; what is paid at the door counts when it is paid. Refuses
   * with eventNotFound, notYours.
   */
  ofEvent: (personId: number, eventId: number): Promise<MoneyReport> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      const currency = currencyOf(found)
      const progress = await tx.refunds.progress(eventId)
      const backOf = (way: PaymentMethod, one: string, isDue: boolean): number =>
        progress
          .filter((row) => row.method === way && row.currency === one && (!isDue || row.state !== 'done'))
          .reduce((sum, { minor }) => sum + minor, 0)
      const prepaid = (await tx.payments.sums(eventId)).map(
        ({ method, currency: one, count, minor }): MoneyByMethod => {
          const refunded = backOf(method, one, false)
          return {
            method,
            currency: one,
            payments: count,
            gross: minor,
            refunded,
            dueMinor: backOf(method, one, true),
            net: minor - refunded,
          }
        },
      )
      const door = await tx.tickets.paidAtDoor(eventId)
      const atDoor = door.map(({ currency: one, count, minor }): MoneyByMethod => ({
        method: 'atDoor',
        currency: one,
        payments: count,
        gross: minor,
        refunded: 0,
        dueMinor: 0,
        net: minor,
      }))
      const byMethod = [...prepaid, ...atDoor]
      const tasks = progress
        .filter(({ method, state }) => state === 'failed' || (state === 'due' && method !== 'stars'))
        .reduce((sum, { count }) => sum + count, 0)
      const returning = progress
        .filter(({ method, state }) => method === 'stars' && state === 'due')
        .reduce((sum, { count }) => sum + count, 0)
      const currencies = [...new Set(byMethod.map((row) => row.currency))]
      return {
        ...found,
        byMethod,
        total: totalOf(byMethod, currency),
        totals: currencies.map((one) => totalOf(byMethod, one)),
        tasks,
        returning,
        refundable: await tx.orders.countPrepaidOf(eventId),
        underReview: await tx.orders.countUnderReviewOf(eventId),
      }
    }),

  /**
   * The orders of an event whose transfers its organizer has to look for, newest first. Refuses with eventNotFound,
   * notYours.
   */
  underReview: (
    personId: number,
    eventId: number,
    { after, size }: { readonly after?: number | undefined; readonly size: number },
  ): Promise<Page<Order> & EventWithTypes> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      return {
        ...found,
        ...pageOf(
          await tx.orders.underReviewOf(eventId, { limit: size + 1, ...(after !== undefined && { after }) }),
          size,
        ),
      }
    }),
})

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

/** What `createMoneyReports` gives. */
export type MoneyReports = ReturnType<typeof createMoneyReports>
