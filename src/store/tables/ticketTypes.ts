import type { TicketType } from '../../domain/event.js'
import { bigint, counter, id, integer, optional, refersTo, table, varchar } from './columns.js'
import { num, optionalNum, placeholders, str, type Db, type Row } from '../engine/statements.js'

/**
 * Table `ticket_types`. There is no CHECK on `taken`: the guarded update is the one guard, and its test must be able to
 * switch it off.
 * `checked_in` counts the tickets that are let in: to count rows at each scan would be too slow.
 */
export const ticketTypesSchema = table({
  name: 'ticket_types',
  columns: {
    id,
    event_id: integer,
    name: varchar,
    price_minor: bigint,
    currency: varchar,
    capacity: integer,
    taken: integer,
    checked_in: counter,
    sale_from: optional(bigint),
    sale_until: optional(bigint),
    per_person: optional(integer),
  },
  indices: [{ columns: ['event_id'] }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** A type to be; what is not named has no limit. */
export type NewTicketType = Pick<TicketType, 'eventId' | 'name' | 'price' | 'capacity'> &
  Partial<Pick<TicketType, 'saleFrom' | 'saleUntil' | 'perPerson'>>

/** What can be sold, and how many of it are. */
export const createTicketTypesTable = (db: Db) => {
  const find = async (id: number): Promise<TicketType | undefined> => {
    const row = await db.row('SELECT * FROM ticket_types WHERE id = $1', [id])
    return row && toTicketType(row)
  }

  const takeGuarded = async (id: number, quantity: number): Promise<TicketType | undefined> => {
    const row = await db.row(
      'UPDATE ticket_types SET taken = taken + $2 WHERE id = $1 AND taken + $2 <= capacity RETURNING *',
      [id, quantity],
    )
    return row && toTicketType(row)
  }

  // What one must not do: two may read the same number, and the last one's write wins.
  const takeUnguarded = async (id: number, quantity: number): Promise<TicketType | undefined> => {
    const type = await find(id)
    if (!type || type.taken + quantity > type.capacity) return undefined
    await db.change('UPDATE ticket_types SET taken = $2 WHERE id = $1', [id, type.taken + quantity])
    return { ...type, taken: type.taken + quantity }
  }

  return {
    find,

    /** The types with these ids, in any order. */
    ofIds: async (ids: readonly number[]): Promise<TicketType[]> =>
      ids.length === 0
        ? []
        : (await db.rows(`SELECT * FROM ticket_types WHERE id IN (${placeholders(ids.length)})`, ids)).map(
            toTicketType,
          ),

    /** The types of these events, in the order in which they were made. */
    ofEvents: async (ids: readonly number[]): Promise<TicketType[]> => {
      if (ids.length === 0) return []
      const rows = await db.rows(
        `SELECT * FROM ticket_types WHERE event_id IN (${placeholders(ids.length)}) ORDER BY id`,
        ids,
      )
      return rows.map(toTicketType)
    },

    insert: async (type: NewTicketType): Promise<TicketType> =>
      toTicketType(
        await db.one(
          `INSERT INTO ticket_types (event_id, name, price_minor, currency, capacity, taken, sale_from, sale_until, per_person) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8) RETURNING *`,
          [
            type.eventId,
            type.name,
            type.price.minor,
            type.price.currency,
            type.capacity,
            type.saleFrom,
            type.saleUntil,
            type.perPerson,
          ],
        ),
      ),

    /** Keeps everybody else from taking or giving back seats of an event until the end. */
    lockOfEvent: async (eventId: number): Promise<void> => {
      if (!db.guards) return
      await db.rows(
        'UPDATE ticket_types SET taken = taken WHERE event_id = $1 AND id IN (SELECT id FROM ticket_types WHERE event_id = $1 ORDER BY id) RETURNING id',
        [eventId],
      )
    },

    /** How many seats of an event are taken, over all types. */
    takenOfEvent: async (eventId: number): Promise<number> =>
      num(
        await db.one('SELECT COALESCE(SUM(taken), 0) AS taken FROM ticket_types WHERE event_id = $1', [eventId]),
        'taken',
      ),

    /** Removes a type nobody ever ordered; false if somebody did, or it is not there. */
    remove: async (id: number): Promise<boolean> =>
      (await db.change(
        'DELETE FROM ticket_types WHERE id = $1 AND taken = 0 AND NOT EXISTS (SELECT 1 FROM orders WHERE ticket_type_id = $1)',
        [id],
      )) > 0,

    /**
     * Takes so many seats, all or none: the type as it is now, or undefined if so many were not free. Two who want the
     * last seat cannot both get it.
     */
    take: db.guards ? takeGuarded : takeUnguarded,

    /** Gives seats back; false if so many were not taken. */
    giveBack: async (id: number, quantity: number): Promise<boolean> =>
      (await db.change('UPDATE ticket_types SET taken = taken - $2 WHERE id = $1 AND taken >= $2', [id, quantity])) > 0,

    /**
     * Counts check-ins, or takes them back. Comes last in its transaction: all of an event's door wait for this row.
     */
    countIn: async (id: number, change: number): Promise<void> => {
      await db.change('UPDATE ticket_types SET checked_in = checked_in + $2 WHERE id = $1', [id, change])
    },

    /**
     * Changes all that may change; false if more than the new capacity are taken, or if it gets another currency while
     * anything is. Orders keep what they were made with.
     */
    change: async (
      id: number,
      { price, capacity, name, saleFrom, saleUntil, perPerson }: Omit<NewTicketType, 'eventId'>,
    ): Promise<boolean> =>
      (await db.change(
        'UPDATE ticket_types SET price_minor = $2, currency = $3, capacity = $4, name = $5, sale_from = $6, sale_until = $7, per_person = $8 WHERE id = $1 AND taken <= $4 AND (currency = $3 OR taken = 0)',
        [id, price.minor, price.currency, capacity, name, saleFrom, saleUntil, perPerson],
      )) > 0,
  }
}

const toTicketType = (row: Row): TicketType => ({
  id: num(row, 'id'),
  eventId: num(row, 'event_id'),
  name: str(row, 'name'),
  price: { minor: num(row, 'price_minor'), currency: str(row, 'currency') },
  capacity: num(row, 'capacity'),
  taken: num(row, 'taken'),
  saleFrom: optionalNum(row, 'sale_from'),
  saleUntil: optionalNum(row, 'sale_until'),
  perPerson: optionalNum(row, 'per_person'),
})
