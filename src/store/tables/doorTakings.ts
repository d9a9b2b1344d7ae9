import { type Taking, type TakingMethod, takingMethods } from '../../domain/doorSale.js'
import type { Db } from '../engine/statements.js'
import { bigCounter, bigint, counter, integer, named, oneOf, primary, varchar } from './columns.js'
import { select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `door_takings`: what each person took at an event's door, by way and currency, in minor units. It moves with
 * the tickets that were paid there; `undone` of them were taken back since.
 */
export const doorTakingsTable = table({
  name: 'door_takings',
  columns: {
    eventId: primary(integer),
    personId: primary(bigint),
    method: named('way', primary(oneOf<TakingMethod>())),
    currency: primary(varchar),
    tickets: counter,
    minor: bigCounter,
    undone: counter,
    undoneMinor: bigCounter,
  },
  foreignKeys: [refersTo('event_id', 'events')],
})

/** One ticket was paid at the door, or was not after all. */
type Taken = Pick<Taking, 'method' | 'currency' | 'minor'> & {
  readonly eventId: number
  readonly personId: number | undefined
  readonly isUndone: boolean
}

type Row = Taking & { readonly eventId: number }

const { fields } = doorTakingsTable
const taking = select(without(fields, 'eventId'))
const sums = ['tickets', 'minor', 'undone', 'undoneMinor'] as const
const add = insertion(
  doorTakingsTable,
  ['eventId', 'personId', 'method', 'currency', ...sums],
  `ON CONFLICT (event_id, person_id, way, currency) DO UPDATE SET ${sums
    .map((name) => fields[name].name)
    .map((column) => `${column} = door_takings.${column} + excluded.${column}`)
    .join(', ')}`,
)

const pendingOf = new WeakMap<Db, Map<string, Row>>()

/** Counts what was taken; written with the counters of the event. Of what is from before that nobody knows who did. */
export const countTaken = (db: Db, { personId, isUndone, minor, ...taken }: Taken): void => {
  if (personId === undefined) return
  const pending = pendingOf.get(db) ?? new Map<string, Row>()
  pendingOf.set(db, pending)
  const key = `${taken.eventId}:${personId}:${taken.method}:${taken.currency}`
  const before = pending.get(key) ?? { ...taken, personId, tickets: 0, minor: 0, undone: 0, undoneMinor: 0 }
  const change = isUndone
    ? { undone: before.undone + 1, undoneMinor: before.undoneMinor + minor }
    : { tickets: before.tickets + 1, minor: before.minor + minor }
  pending.set(key, { ...before, ...change })
}

/** Writes what was counted, in the order in which everybody locks the rows. */
export const writeTakings = async (db: Db): Promise<void> => {
  const pending = pendingOf.get(db)
  if (!pending || pending.size === 0) return
  const rows = [...pending].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  pending.clear()
  await db.change(...add(...rows))
}

const order = takingMethods.map((method, place) => `WHEN '${method}' THEN ${place}`).join(' ')

/** What was taken at doors. */
export const createDoorTakingsTable = (db: Db) => ({
  /** Of an event, by person and way; of one person only, when they are named. */
  ofEvent: (eventId: number, personId?: number): Promise<Taking[]> =>
    db.rows(
      taking.read,
      `SELECT ${taking.sql} FROM door_takings WHERE event_id = $1${personId === undefined ? '' : ' AND person_id = $2'}
       ORDER BY person_id, CASE way ${order} END, currency`,
      personId === undefined ? [eventId] : [eventId, personId],
    ),
})
