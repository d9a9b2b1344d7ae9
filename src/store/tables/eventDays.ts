import { dayMs } from '../../domain/duration.js'
import { clockTimeOf, dayOf } from '../../domain/localTime.js'
import type { OrderPaymentMethod } from '../../domain/order.js'
import type { Db } from '../engine/statements.js'
import { bigCounter, counter, integer, named, oneOf, primary, varchar } from './columns.js'
import { rowsAmong, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `event_days`: how many tickets of an event's types were issued on a day, and how many came back, so that nobody
 * has to sum them up. A day is counted from 1970 by the clocks of the event, as they were when it was counted.
 */
export const eventDaysTable = table({
  name: 'event_days',
  columns: {
    eventId: primary(integer),
    day: primary(integer),
    ticketTypeId: primary(integer),
    issued: counter,
    returned: counter,
  },
  foreignKeys: [refersTo('event_id', 'events')],
})

/**
 * Table `event_money_days`: the money of an event that came in on a day, and what went back or is to go back, in minor
 * units, as `event_counters` has it for all days.
 */
export const eventMoneyDaysTable = table({
  name: 'event_money_days',
  columns: {
    eventId: primary(integer),
    day: primary(integer),
    method: named('way', primary(oneOf<OrderPaymentMethod>())),
    currency: primary(varchar),
    paidMinor: bigCounter,
    refundedMinor: bigCounter,
  },
  foreignKeys: [refersTo('event_id', 'events')],
})

type Place = { readonly eventId: number; readonly at: number }
type Sold = Place & { readonly ticketTypeId: number; readonly issued?: number; readonly returned?: number }
type Money = Omit<Place, 'eventId'> & {
  readonly eventId: number | undefined
  readonly method: OrderPaymentMethod
  readonly currency: string
  readonly paidMinor?: number
  readonly refundedMinor?: number
}

type Pending = { readonly sold: Sold[]; readonly money: (Money & Place)[]; readonly zones: Map<number, string> }

const pendingOf = new WeakMap<Db, Pending>()

const pendingIn = (db: Db): Pending => {
  const known = pendingOf.get(db)
  if (known) return known
  const pending: Pending = { sold: [], money: [], zones: new Map() }
  pendingOf.set(db, pending)
  return pending
}

/** The zone of an event, of which this transaction writes: then nobody asks for it. */
export const knowZone = (db: Db, eventId: number, zone: string): void => {
  pendingIn(db).zones.set(eventId, zone)
}

/** Counts tickets that were issued or came back at a time; written with the counters of the event. */
export const countSold = (db: Db, sold: Sold): void => {
  pendingIn(db).sold.push(sold)
}

/** Counts money that came in or goes back, in minor units; what belongs to no event is not counted. */
export const countMoney = (db: Db, { eventId, ...money }: Money): void => {
  if (eventId !== undefined) pendingIn(db).money.push({ ...money, eventId })
}

const days = eventDaysTable.fields
const moneyDays = eventMoneyDaysTable.fields
const addSold = insertion(
  eventDaysTable,
  ['eventId', 'day', 'ticketTypeId', 'issued', 'returned'],
  `ON CONFLICT (event_id, day, ticket_type_id) DO UPDATE SET issued = event_days.issued + excluded.issued,
   returned = event_days.returned + excluded.returned`,
)
const addMoney = insertion(
  eventMoneyDaysTable,
  ['eventId', 'day', 'method', 'currency', 'paidMinor', 'refundedMinor'],
  `ON CONFLICT (event_id, day, way, currency) DO UPDATE SET paid_minor = event_money_days.paid_minor + excluded.paid_minor,
   refunded_minor = event_money_days.refunded_minor + excluded.refunded_minor`,
)
const zone = select({ id: field('id', integer), zone: field('zone', varchar) })

/**
 * Writes what was counted. Comes right after the counters of the events, whose rows are locked then: so nobody waits
 * for each other in a circle.
 */
export const writeDays = async (db: Db): Promise<void> => {
  const { sold: allSold, money: allMoney, zones } = pendingIn(db)
  const [sold, money] = [allSold.splice(0), allMoney.splice(0)]
  const unknown = [...new Set([...sold, ...money].map(({ eventId }) => eventId))].filter((id) => !zones.has(id))
  const found = await rowsAmong(db, zone.read, {
    list: unknown,
    sql: (ids) => `SELECT ${zone.sql} FROM events WHERE id IN (${ids})`,
  })
  for (const row of found) zones.set(row.id, row.zone)
  const dayIn = ({ eventId, at }: Place): number => dayOf(clockTimeOf(at, zones.get(eventId) ?? 'UTC')) / dayMs
  const soldRows = inOrder(
    sold.map(({ at, ...row }) => ({ issued: 0, returned: 0, ...row, day: dayIn({ ...row, at }) })),
    ({ eventId, day, ticketTypeId }) => [eventId, day, ticketTypeId],
    (a, b) => ({ ...a, issued: a.issued + b.issued, returned: a.returned + b.returned }),
  )
  const moneyRows = inOrder(
    money.map(({ at, ...row }) => ({ paidMinor: 0, refundedMinor: 0, ...row, day: dayIn({ ...row, at }) })),
    ({ eventId, day, method, currency }) => [eventId, day, method, currency],
    (a, b) => ({
      ...a,
      paidMinor: a.paidMinor + b.paidMinor,
      refundedMinor: a.refundedMinor + b.refundedMinor,
    }),
  )
  if (soldRows.length > 0) await db.change(...addSold(...soldRows))
  if (moneyRows.length > 0) await db.change(...addMoney(...moneyRows))
}

/** One row for each key, in the order in which everybody locks them. */
const inOrder = <T>(
  rows: readonly T[],
  keyOf: (row: T) => readonly (string | number)[],
  add: (a: T, b: T) => T,
): T[] => {
  const byKey = new Map<string, T>()
  for (const row of rows) {
    const key = keyOf(row).join(':')
    const before = byKey.get(key)
    byKey.set(key, before === undefined ? row : add(before, row))
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

/** What an event sold on a day of its clocks: the day's beginning as if it were UTC (milliseconds). */
export type SoldOnDay = { readonly day: number; readonly issued: number; readonly returned: number }

/** The money of a day by one way, in minor units. */
export type MoneyOnDay = {
  readonly day: number
  readonly method: OrderPaymentMethod
  readonly currency: string
  readonly paid: number
  readonly refunded: number
}

const soldOnDay = select({
  day: field('day', integer),
  issued: field('SUM(issued)', integer),
  returned: field('SUM(returned)', integer),
})
const moneyOnDay = select({
  day: moneyDays.day,
  method: moneyDays.method,
  currency: moneyDays.currency,
  paid: field('paid_minor', moneyDays.paidMinor),
  refunded: field('refunded_minor', moneyDays.refundedMinor),
})
const soldOfType = select({ ticketTypeId: days.ticketTypeId, sold: field('SUM(issued - returned)', integer) })

const inMs = <T extends { readonly day: number }>(row: T): T => ({ ...row, day: row.day * dayMs })

/** What events sold and took in by their days. */
export const createEventDaysTable = (db: Db) => ({
  /** Of an event day by day, the first first; days without anything are missing. */
  sold: async (eventId: number): Promise<SoldOnDay[]> =>
    (
      await db.rows(
        soldOnDay.read,
        `SELECT ${soldOnDay.sql} FROM event_days WHERE event_id = $1 GROUP BY day ORDER BY day`,
        [eventId],
      )
    ).map(inMs),

  /** How many tickets of each type were sold and did not come back. */
  byType: (eventId: number): Promise<{ readonly ticketTypeId: number; readonly sold: number }[]> =>
    db.rows(
      soldOfType.read,
      `SELECT ${soldOfType.sql} FROM event_days WHERE event_id = $1 GROUP BY ticket_type_id ORDER BY ticket_type_id`,
      [eventId],
    ),

  /** The money of an event by day, way and currency; days without any are missing. */
  money: async (eventId: number): Promise<MoneyOnDay[]> =>
    (
      await db.rows(
        moneyOnDay.read,
        `SELECT ${moneyOnDay.sql} FROM event_money_days WHERE event_id = $1 ORDER BY day, way, currency`,
        [eventId],
      )
    ).map(inMs),
})
