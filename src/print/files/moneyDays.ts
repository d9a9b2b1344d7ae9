import type { MoneyRow } from '../../domain/fileRows.js'
import { dayOf } from '../../domain/localTime.js'
import type { PaymentMethod } from '../../domain/order.js'
import { createClock } from './cells.js'

/** What came in and what goes or went back on one day by the event's clocks, by one method and in one currency. */
export type MoneyDay = {
  readonly kind: 'moneyDay'
  readonly day: number
  readonly method: PaymentMethod
  readonly currency: string
  readonly payments: number
  readonly gross: number
  readonly refunds: number
  readonly refunded: number
}

/** Adds up money by days, as it comes. */
export const createMoneyDays = (zone: string) => {
  const shown = createClock(zone)
  const days = new Map<string, MoneyDay>()
  return {
    add: (rows: readonly MoneyRow[]): void => {
      for (const { at, method, currency, minor, isBack } of rows) {
        const day = dayOf(shown(at))
        const key = `${day}:${method}:${currency}`
        const none = {
          kind: 'moneyDay',
          day,
          method,
          currency,
          payments: 0,
          gross: 0,
          refunds: 0,
          refunded: 0,
        } as const
        const before = days.get(key) ?? none
        days.set(
          key,
          isBack
            ? { ...before, refunds: before.refunds + 1, refunded: before.refunded + minor }
            : { ...before, payments: before.payments + 1, gross: before.gross + minor },
        )
      }
    },

    /** The days in order. */
    all: (): readonly MoneyDay[] =>
      [...days.values()].sort(
        (a, b) => a.day - b.day || (`${a.method}${a.currency}` < `${b.method}${b.currency}` ? -1 : 1),
      ),
  }
}
