import type { Way } from '../domain/order.js'
import { currencyOf } from '../domain/event.js'
import type { Store } from '../store/store.js'
import { loadOwn } from './load.js'
import type { EventWithTypes } from '../domain/event.js'

/** Money of one way, in minor units. `dueMinor` of what is refunded has not gone back yet. */
export type MoneyByWay = { readonly way: Way; readonly currency: string; readonly payments: number; readonly gross: number; readonly refunded: number; readonly dueMinor: number; readonly net: number }

/** What an event brought in. `tasks` counts refunds that its organizer has to make or look at, `refunds` all. */
export type MoneyReport = EventWithTypes & { readonly byWay: readonly MoneyByWay[]; readonly total: Omit<MoneyByWay, 'way'>; readonly tasks: number; readonly refundable: number }

/** Money per event. */
export const createMoneyReports = ({ store }: { readonly store: Store }) => ({
  /** Gross, refunded and net of an event, by way of payment; what is paid at the door counts when it is paid. Refuses with eventNotFound, notYours. */
  ofEvent: (personId: number, eventId: number): Promise<MoneyReport> =>
    store.transact(async (tx) => {
      const found = await loadOwn(tx, personId, eventId)
      const currency = currencyOf(found)
      const progress = await tx.refunds.progress(eventId)
      const backOf = (way: Way, one: string, isDue: boolean): number =>
        progress.filter((row) => row.way === way && row.currency === one && (!isDue || row.state !== 'done')).reduce((sum, { minor }) => sum + minor, 0)
      const prepaid = (await tx.payments.sums(eventId)).map(({ way, currency: one, count, minor }): MoneyByWay => {
        const refunded = backOf(way, one, false)
        return { way, currency: one, payments: count, gross: minor, refunded, dueMinor: backOf(way, one, true), net: minor - refunded }
      })
      const door = await tx.tickets.paidAtDoor(eventId)
      const atDoor: readonly MoneyByWay[] = door.count === 0 ? [] : [{ way: 'atDoor', currency, payments: door.count, gross: door.minor, refunded: 0, dueMinor: 0, net: door.minor }]
      const byWay = [...prepaid, ...atDoor]
      const tasks = progress.filter(({ way, state }) => state === 'failed' || (state === 'due' && way !== 'stars')).reduce((sum, { count }) => sum + count, 0)
      return { ...found, byWay, total: totalOf(byWay.filter((row) => row.currency === currency), currency), tasks, refundable: await tx.orders.countPrepaidOf(eventId) }
    }),
})

const totalOf = (rows: readonly MoneyByWay[], currency: string): Omit<MoneyByWay, 'way'> => {
  const sum = (pick: (row: MoneyByWay) => number): number => rows.reduce((all, row) => all + pick(row), 0)
  return {
    currency, payments: sum(({ payments }) => payments), gross: sum(({ gross }) => gross), refunded: sum(({ refunded }) => refunded),
    dueMinor: sum(({ dueMinor }) => dueMinor), net: sum(({ net }) => net),
  }
}

/** What `createMoneyReports` gives. */
export type MoneyReports = ReturnType<typeof createMoneyReports>
