import type { TicketType } from '../../domain/event.js'
import type { Db } from '../engine/statements.js'
import { bigint, boolean, counter, integer, optional, serial, varchar } from './columns.js'
import { anything, mapped, only, rowsAmong, select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { assignments, insertion } from './writing.js'

/**
 * Table `ticket_types`. There is no CHECK on `taken`: the guarded update is the one guard, and a test must be able to
 * take it out. `checked_in` counts the tickets that are let in: to count rows at each scan would be too slow. `waiting`
 * counts the seats that those in line want: it moves with the rows of waiting_types.
 */
export const ticketTypesTable = table({
  name: 'ticket_types',
  columns: {
    id: serial,
    eventId: integer,
    name: varchar,
    priceMinor: bigint,
    currency: varchar,
    capacity: integer,
    taken: integer,
    checkedIn: counter,
    saleFrom: optional(bigint),
    saleUntil: optional(bigint),
    perPerson: optional(integer),
    isHidden: optional(boolean, false),
    linkKey: optional(varchar),
    waiting: counter,
    forLine: optional(boolean, false),
  },
  indices: [
    { columns: ['event_id'] },
    { name: 'ticket_types_waiting', columns: ['event_id', 'id'], where: 'waiting > 0' },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** A type to be; what is not named has no limit. */
export type NewTicketType = Pick<TicketType, 'eventId' | 'name' | 'price' | 'capacity'> &
  Partial<Pick<TicketType, 'saleFrom' | 'saleUntil' | 'perPerson'>>

const { sql, read } = mapped(
  select(without(ticketTypesTable.fields, 'checkedIn')),
  ({ priceMinor, currency, ...row }): TicketType => ({ ...row, price: { minor: priceMinor, currency } }),
)
// Word for word the guard that a test takes out.
const forEverybody = ' AND waiting = 0 AND for_line IS NOT TRUE'
// The capacity is $2, the currency $3.
const changeable = [...(['capacity', 'currency', 'priceMinor', 'name', 'saleFrom', 'saleUntil', 'perPerson'] as const)]
const changes = assignments(ticketTypesTable, changeable, 1)
const insert = insertion(ticketTypesTable, ['eventId', 'taken', ...changeable], `RETURNING ${sql}`)

const rowOf = ({ price, ...others }: Omit<NewTicketType, 'eventId'>) => ({
  ...others,
  priceMinor: price.minor,
  currency: price.currency,
})

/** What can be sold, and how many of it are. */
export const createTicketTypesTable = (db: Db) => ({
  find: (id: number): Promise<TicketType | undefined> =>
    db.row(read, `SELECT ${sql} FROM ticket_types WHERE id = $1`, [id]),

  /** The types with these ids, in any order. */
  ofIds: (list: readonly number[]): Promise<TicketType[]> =>
    rowsAmong(db, read, { list, sql: (ids) => `SELECT ${sql} FROM ticket_types WHERE id IN (${ids})` }),

  /** The types of these events, in the order in which they were made. */
  ofEvents: (list: readonly number[]): Promise<TicketType[]> =>
    rowsAmong(db, read, {
      list,
      sql: (ids) => `SELECT ${sql} FROM ticket_types WHERE event_id IN (${ids}) ORDER BY id`,
    }),

  insert: ({ eventId, ...others }: NewTicketType): Promise<TicketType> =>
    db.one(read, ...insert({ ...rowOf(others), eventId, taken: 0 })),

  /** Keeps everybody else from taking or giving back seats of an event until the end. */
  lockOfEvent: async (eventId: number): Promise<void> => {
    await db.rows(
      anything,
      `UPDATE ticket_types SET taken = taken WHERE event_id = $1
       AND id IN (SELECT id FROM ticket_types WHERE event_id = $1 ORDER BY id) RETURNING id`,
      [eventId],
    )
  },

  /** How many seats of an event are taken, over all types. */
  takenOfEvent: (eventId: number): Promise<number> =>
    db.one(only(integer), 'SELECT COALESCE(SUM(taken), 0) FROM ticket_types WHERE event_id = $1', [eventId]),

  /**
   * How many seats of an event are taken, or kept for those who wait: each type's free seats, as many as are waited
   * for.
   */
  claimedOfEvent: (eventId: number): Promise<number> =>
    db.one(
      only(integer),
      `SELECT COALESCE(SUM(taken + CASE WHEN capacity <= taken THEN 0 WHEN waiting < capacity - taken THEN waiting
       ELSE capacity - taken END), 0) FROM ticket_types WHERE event_id = $1`,
      [eventId],
    ),

  /** Removes a type nobody ever ordered; false if somebody did, or it is not there. */
  remove: async (id: number): Promise<boolean> => {
    const isGone = await db.didChange(
      'DELETE FROM ticket_types WHERE id = $1 AND taken = 0 AND waiting = 0 AND NOT EXISTS (SELECT 1 FROM orders WHERE ticket_type_id = $1)',
      [id],
    )
    if (isGone) await db.change('DELETE FROM accesses WHERE ticket_type_id = $1', [id])
    return isGone
  },

  /** Hides it, or shows it to everybody; `linkKey` is the secret of its link. */
  hide: async (id: number, { isHidden, linkKey }: Pick<TicketType, 'isHidden' | 'linkKey'>): Promise<void> => {
    await db.change('UPDATE ticket_types SET is_hidden = $2, link_key = $3 WHERE id = $1', [id, isHidden, linkKey])
  },

  /**
   * Takes so many seats, all or none: the type as it is now, or undefined if so many were not free, or people wait for
   * them. Two who want the last seat cannot both get it.
   */
  take: (id: number, quantity: number): Promise<TicketType | undefined> =>
    db.row(
      read,
      `UPDATE ticket_types SET taken = taken + $2 WHERE id = $1 AND taken + $2 <= capacity${forEverybody}
       RETURNING ${sql}`,
      [id, quantity],
    ),

  /** The same for who waited, or has paid already: whoever else waits. */
  takeForLine: (id: number, quantity: number): Promise<TicketType | undefined> =>
    db.row(
      read,
      `UPDATE ticket_types SET taken = taken + $2 WHERE id = $1 AND taken + $2 <= capacity RETURNING ${sql}`,
      [id, quantity],
    ),

  /** Sells a type to who waits only, or to everybody. */
  setForLine: async (id: number, forLine: boolean): Promise<void> => {
    db.scheduled()
    await db.change('UPDATE ticket_types SET for_line = $2 WHERE id = $1', [id, forLine])
  },

  /** Gives seats back; false if so many were not taken. */
  giveBack: async (id: number, quantity: number): Promise<boolean> => {
    const waiting = await db.row(
      only(integer),
      'UPDATE ticket_types SET taken = taken - $2 WHERE id = $1 AND taken >= $2 RETURNING waiting',
      [id, quantity],
    )
    if (waiting !== undefined && waiting > 0) db.scheduled()
    return waiting !== undefined
  },

  /** Counts check-ins, or takes them back. Comes last in its transaction: all of an event's door wait for this row. */
  countIn: async (id: number, change: number): Promise<void> => {
    await db.change('UPDATE ticket_types SET checked_in = checked_in + $2 WHERE id = $1', [id, change])
  },

  /**
   * Changes all that may change; false if more than the new capacity are taken, or if it gets another currency while
   * anything is. Orders keep what they were made with.
   */
  change: (id: number, change: Omit<NewTicketType, 'eventId'>): Promise<boolean> => {
    db.scheduled()
    return db.didChange(
      `UPDATE ticket_types SET ${changes.sql} WHERE id = $1 AND taken <= $2 AND (currency = $3 OR taken = 0)`,
      [id, ...changes.values(rowOf(change))],
    )
  },
})
