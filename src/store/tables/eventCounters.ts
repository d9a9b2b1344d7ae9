import type { Order, OrderPaymentMethod } from '../../domain/order.js'
import type { Db } from '../engine/statements.js'
import { writeTakings } from './doorTakings.js'
import { writeDays } from './eventDays.js'
import { bigCounter, bigint, counter, integer, named, oneOf, primary, varchar } from './columns.js'
import { only, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `event_counters`: what the rows of an event come to, by payment method and currency, so that nobody has to
 * count them. `orders` are those confirmed that still have tickets, `tickets` theirs that were not given back,
 * `sold_minor` their price; `admissions` are the same tickets and those that were used before their order was refunded
 * (and what they were when the event was cancelled). `payments`, and what is paid at the door, is money that came in;
 * `refunds` is money that goes or went back, `due` what of it has not gone yet, `failed` what of that somebody has to
 * look at. Three pairs never fall: what was ever `issued`, the tickets that holders gave back, and holds that ended
 * unpaid; what is `heard` of them was told to the organizer.
 */
export const eventCountersTable = table({
  name: 'event_counters',
  columns: {
    eventId: primary(integer),
    method: named('way', primary(oneOf<OrderPaymentMethod>())),
    currency: primary(varchar),
    orders: integer,
    tickets: integer,
    soldMinor: bigint,
    admissions: integer,
    payments: integer,
    paidMinor: bigint,
    refunds: integer,
    refundedMinor: bigint,
    due: integer,
    dueMinor: bigint,
    failed: integer,
    issuedOrders: counter,
    issuedTickets: counter,
    issuedMinor: bigCounter,
    givenBack: counter,
    unpaidOrders: counter,
    unpaidSeats: counter,
    heardIssuedOrders: counter,
    heardIssuedTickets: counter,
    heardIssuedMinor: bigCounter,
    heardGivenBack: counter,
    heardUnpaidOrders: counter,
    heardUnpaidSeats: counter,
  },
  foreignKeys: [refersTo('event_id', 'events')],
})

const { fields } = eventCountersTable
const heardFields = {
  issuedOrders: fields.heardIssuedOrders,
  issuedTickets: fields.heardIssuedTickets,
  issuedMinor: fields.heardIssuedMinor,
  givenBack: fields.heardGivenBack,
  unpaidOrders: fields.heardUnpaidOrders,
  unpaidSeats: fields.heardUnpaidSeats,
}
const heardNames = Object.keys(heardFields) as (keyof typeof heardFields)[]
const sumFields = without(
  fields,
  ...(['eventId', 'method', 'currency', 'heardIssuedOrders', 'heardIssuedTickets', 'heardIssuedMinor'] as const),
  ...(['heardGivenBack', 'heardUnpaidOrders', 'heardUnpaidSeats'] as const),
)
const sumNames = Object.keys(sumFields) as (keyof typeof sumFields)[]

/** What an event's rows of one payment method and currency come to. */
export type EventCounters = { readonly [Name in keyof typeof sumFields]: number } & {
  readonly method: OrderPaymentMethod
  readonly currency: string
}

/** By how much they change. */
type CounterChange = Pick<EventCounters, 'method' | 'currency'> &
  Partial<EventCounters> & { readonly eventId: number | undefined }

type Row = EventCounters & { readonly eventId: number }
type Pending = { readonly changes: Map<string, Row>; readonly cancelled: Set<number> }

/** What of an event's counters its organizer was not told yet, of one payment method and currency. */
export type Unheard = { readonly [Name in keyof typeof heardFields]: number } & Pick<
  EventCounters,
  'method' | 'currency'
>

const counters = select({ method: fields.method, currency: fields.currency, ...sumFields })
const unheard = select({
  method: fields.method,
  currency: fields.currency,
  ...(Object.fromEntries(
    heardNames.map((name) => [name, field(`${fields[name].name} - ${heardFields[name].name}`, bigint)]),
  ) as { readonly [Name in keyof typeof heardFields]: typeof fields.heardIssuedMinor }),
})
const hear = heardNames
  .map((name, index) => `${heardFields[name].name} = ${heardFields[name].name} + $${index + 4}`)
  .join(', ')
const none = Object.fromEntries(sumNames.map((name) => [name, 0])) as { readonly [Name in keyof typeof sumFields]: 0 }
const add = insertion(
  eventCountersTable,
  ['eventId', 'method', 'currency', ...sumNames],
  `ON CONFLICT (event_id, way, currency) DO UPDATE SET ${sumNames
    .map((name) => fields[name].name)
    .map((column) => `${column} = event_counters.${column} + excluded.${column}`)
    .join(', ')}`,
)

type OfOrder = Pick<Order, 'eventId' | 'paymentMethod' | 'total'>

const pendingOf = new WeakMap<Db, Pending>()

const pendingIn = (db: Db): Pending => {
  const known = pendingOf.get(db)
  if (known) return known
  const pending: Pending = { changes: new Map(), cancelled: new Set() }
  pendingOf.set(db, pending)
  db.beforeCommit(() => write(db))
  return pending
}

/**
 * Counts what a statement of this transaction just moved; what belongs to no event is not counted. Written at the end
 * of the transaction: everybody who sells for the event waits for these rows, so they are locked last, for a moment,
 * and in one order.
 */
export const count = (db: Db, change: CounterChange): void => {
  const { eventId } = change
  if (eventId === undefined) return
  const { changes } = pendingIn(db)
  const key = `${eventId}:${change.method}:${change.currency}`
  const before = changes.get(key) ?? { ...none, ...change, ...none, eventId }
  const sums = sumNames.map((name) => [name, before[name] + (change[name] ?? 0)] as const)
  changes.set(key, { ...before, ...(Object.fromEntries(sums) as Partial<Row>) })
}

/** Nothing is sold of a cancelled event any more, whatever it was. */
export const countNothingSold = (db: Db, eventId: number): void => {
  pendingIn(db).cancelled.add(eventId)
}

const write = async (db: Db): Promise<void> => {
  const pending = pendingOf.get(db)
  if (!pending) return
  const rows = [...pending.changes]
    .filter(([, row]) => sumNames.some((name) => row[name] !== 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
  const cancelled = [...pending.cancelled].sort((a, b) => a - b)
  pending.changes.clear()
  pending.cancelled.clear()
  if (rows.length > 0) await db.change(...add(...rows))
  for (const eventId of cancelled)
    await db.change('UPDATE event_counters SET orders = 0, tickets = 0, sold_minor = 0 WHERE event_id = $1', [eventId])
  await writeDays(db)
  await writeTakings(db)
}

/** What the rows of events come to. */
export const createEventCountersTable = (db: Db) => ({
  /** How many of an event's tickets take a seat: all that were sold, and neither given back nor refunded unused. */
  admissionsOf: (eventId: number): Promise<number> =>
    db.one(only(integer), 'SELECT COALESCE(SUM(admissions), 0) FROM event_counters WHERE event_id = $1', [eventId]),

  /** An event's counters, by payment method and currency; those without any rows may be missing. */
  ofEvent: async (eventId: number): Promise<EventCounters[]> => {
    await write(db)
    return db.rows(
      counters.read,
      `SELECT ${counters.sql} FROM event_counters WHERE event_id = $1 ORDER BY way, currency`,
      [eventId],
    )
  },

  /**
   * What its organizer was not told yet; rows without anything are left out, and what they gave away themselves. The
   * event must be locked.
   */
  unheard: async (eventId: number): Promise<Unheard[]> => {
    await write(db)
    const rows = await db.rows(
      unheard.read,
      `SELECT ${unheard.sql} FROM event_counters WHERE event_id = $1 AND way <> 'guestList'
       ORDER BY way, currency`,
      [eventId],
    )
    return rows.filter((row) => heardNames.some((name) => row[name] !== 0))
  },

  /** Exactly this is told now. */
  hear: async (eventId: number, rows: readonly Unheard[]): Promise<void> => {
    for (const { method, currency, ...told } of rows)
      await db.change(`UPDATE event_counters SET ${hear} WHERE event_id = $1 AND way = $2 AND currency = $3`, [
        eventId,
        method,
        currency,
        ...heardNames.map((name) => told[name]),
      ])
  },

  /** A holder gave a ticket of an order back. */
  noteGivenBack: ({ eventId, paymentMethod: method, total: { currency } }: OfOrder): void => {
    count(db, { eventId, method, currency, givenBack: 1 })
  },
})
