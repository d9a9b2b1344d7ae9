import type { WaitingEntry } from '../../domain/waitingList.js'
import { type Db, placeholders } from '../engine/statements.js'
import { bigint, boolean, counter, integer, listOf, named, optional, serial, varchar } from './columns.js'
import { countLine, isInLine, isInLineOf, isSentHome, stands } from './lines.js'
import { mapped, rowsAmong, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { assignments, insertion } from './writing.js'

/**
 * Table `waiting_entries`: who waits for tickets of an event, in line by id, one row a person. With an `order_id` they
 * are offered that order and are out of the line. A row is deleted when it is over, and counts for nothing while its
 * line was ended (see lines.ts) and its person is not told yet.
 */
export const waitingEntriesTable = table({
  name: 'waiting_entries',
  columns: {
    id: serial,
    eventId: integer,
    personId: bigint,
    quantity: integer,
    ticketTypeIds: listOf(varchar, Number),
    createdAt: bigint,
    passed: counter,
    gatherUntil: optional(bigint),
    orderId: optional(integer),
    isAny: named('any_type', optional(boolean, false)),
  },
  indices: [
    { columns: ['event_id', 'person_id'], unique: true },
    // Partial, so that SQLite does not look for who is in line by the orders that they do not have.
    { name: 'waiting_order', columns: ['order_id'], unique: true, where: 'order_id IS NOT NULL' },
    { columns: ['person_id'] },
    { name: 'waiting_in_line', columns: ['event_id', 'id'], where: 'order_id IS NULL' },
    { name: 'waiting_offered', columns: ['event_id', 'id'], where: 'order_id IS NOT NULL' },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** An entry, for SELECT … FROM waiting_entries. */
export const entrySelection = select(waitingEntriesTable.fields)

/** A wish that is new. */
export type NewEntry = Pick<WaitingEntry, 'eventId' | 'personId' | 'quantity' | 'ticketTypeIds' | 'createdAt' | 'isAny'>

const { sql, read } = entrySelection
const all = `SELECT ${sql} FROM waiting_entries`
const insert = insertion(
  waitingEntriesTable,
  ['eventId', 'personId', 'quantity', 'ticketTypeIds', 'createdAt', 'passed', 'isAny'],
  `RETURNING ${sql}`,
)
const wish = assignments(waitingEntriesTable, ['quantity', 'ticketTypeIds', 'isAny'], 1)
const passed = assignments(waitingEntriesTable, ['passed', 'gatherUntil'], 1)

const withName = mapped(
  select({
    ...waitingEntriesTable.fields,
    name: field('(SELECT display_name FROM people WHERE people.id = waiting_entries.person_id)', varchar),
    username: field('(SELECT username FROM people WHERE people.id = waiting_entries.person_id)', optional(varchar)),
  }),
  ({ name, username, ...entry }) => ({ entry, name, username }),
)

const gone = select({ eventId: waitingEntriesTable.fields.eventId, quantity: waitingEntriesTable.fields.quantity })

const page = ({ after = 0, limit }: { readonly after?: number; readonly limit: number }): readonly [string, number] => [
  `${isInLineOf} AND waiting_entries.id > $2 ORDER BY waiting_entries.id LIMIT ${limit}`,
  after,
]

/** Who waits. All ticket types of the event must be locked by whoever changes who is in line. */
export const createWaitingEntriesTable = (db: Db) => {
  const one = (where: string, values: readonly number[]): Promise<WaitingEntry | undefined> =>
    db.row(read, `${all} WHERE ${where}`, values)

  return {
    find: (id: number): Promise<WaitingEntry | undefined> => one(`id = $1 AND ${stands}`, [id]),

    /** What a person waits for of an event. */
    ofPersonIn: (personId: number, eventId: number): Promise<WaitingEntry | undefined> =>
      one(`event_id = $2 AND person_id = $1 AND ${stands}`, [personId, eventId]),

    /** What these people wait for of an event. */
    ofPeopleIn: (list: readonly number[], eventId: number): Promise<WaitingEntry[]> =>
      rowsAmong(db, read, {
        list,
        before: [eventId],
        sql: (ids) => `${all} WHERE event_id = $1 AND person_id IN (${ids}) AND ${stands}`,
      }),

    /** All that a person waits for. */
    ofPerson: (personId: number): Promise<WaitingEntry[]> =>
      db.rows(read, `${all} WHERE person_id = $1 AND ${stands} ORDER BY id`, [personId]),

    /** Somebody comes to the end of the line; whether they know that an earlier one is over matters no more. */
    add: async (entry: NewEntry): Promise<WaitingEntry> => {
      const { eventId, personId, quantity } = entry
      // By the one that there may be, not along the line.
      const own = '(SELECT id FROM waiting_entries WHERE event_id = $1 AND person_id = $2)'
      await db.change(`DELETE FROM waiting_entries WHERE id = ${own} AND ${isSentHome}`, [eventId, personId])
      await countLine(db, eventId, { people: 1, seats: quantity })
      return db.one(read, ...insert({ ...entry, passed: 0 }))
    },

    /** Another wish in the same place. */
    change: async (
      { id, eventId, quantity }: Pick<WaitingEntry, 'id' | 'eventId' | 'quantity'>,
      to: Pick<WaitingEntry, 'quantity' | 'ticketTypeIds' | 'isAny'>,
    ): Promise<void> => {
      await db.change(`UPDATE waiting_entries SET ${wish.sql} WHERE id = $1`, [id, ...wish.values(to)])
      await countLine(db, eventId, { seats: to.quantity - quantity })
    },

    /** How many seats went past them, and until when what comes free is kept together for them. */
    pass: async (id: number, to: Pick<WaitingEntry, 'passed' | 'gatherUntil'>): Promise<void> => {
      await db.change(`UPDATE waiting_entries SET ${passed.sql} WHERE id = $1`, [id, ...passed.values(to)])
    },

    /** They are offered an order; false if they are not in line any more. Of two at once one gets true. */
    offer: async (id: number, orderId: number): Promise<boolean> => {
      const row = await db.row(
        gone.read,
        `UPDATE waiting_entries SET order_id = $2 WHERE id = $1 AND order_id IS NULL RETURNING ${gone.sql}`,
        [id, orderId],
      )
      if (row) await countLine(db, row.eventId, { people: -1, seats: -row.quantity, offers: 1 })
      return row !== undefined
    },

    /** Whoever is offered this order, or, without one, is in line, waits no more; false if that is not so any more. */
    remove: async ({ id, orderId }: Pick<WaitingEntry, 'id' | 'orderId'>): Promise<boolean> => {
      const [as, values] = orderId === undefined ? [isInLine, [id]] : ['order_id = $2', [id, orderId]]
      const statement = `DELETE FROM waiting_entries WHERE id = $1 AND ${as} RETURNING ${gone.sql}`
      const row = await db.row(gone.read, statement, values)
      const change = orderId === undefined ? { people: -1, seats: -(row?.quantity ?? 0) } : { offers: -1 }
      if (row) await countLine(db, row.eventId, change)
      return row !== undefined
    },

    /** Some of those in line for an event after an entry, with their names. */
    namedInLine: (eventId: number, request: { readonly after?: number; readonly limit: number }) => {
      const [where, after] = page(request)
      return db.rows(withName.read, `SELECT ${withName.sql} FROM waiting_entries WHERE ${where}`, [eventId, after])
    },

    /** Some of those whose offers are out no more: taken, let go, or over. */
    settled: (limit: number): Promise<WaitingEntry[]> =>
      db.rows(
        read,
        `${all} JOIN orders ON orders.id = waiting_entries.order_id
         WHERE waiting_entries.order_id IS NOT NULL AND orders.state <> 'held' LIMIT ${limit}`,
      ),

    /** These wait no more: their offers are over. At most 500. */
    removeSettled: async (entries: readonly Pick<WaitingEntry, 'id'>[]): Promise<void> => {
      if (entries.length === 0) return
      const rows = await db.rows(
        gone.read,
        `DELETE FROM waiting_entries WHERE id IN (${placeholders(entries.length)}) AND order_id IS NOT NULL
         RETURNING ${gone.sql}`,
        entries.map(({ id }) => id),
      )
      const eventIds = rows.map(({ eventId }) => eventId).sort((a, b) => a - b)
      for (const eventId of new Set(eventIds))
        await countLine(db, eventId, { offers: -eventIds.filter((id) => id === eventId).length })
    },

    /** Some of those who wait in vain: their line was ended. */
    sentHome: (eventId: number, limit: number): Promise<WaitingEntry[]> =>
      db.rows(read, `${all} WHERE ${isSentHome} ORDER BY id LIMIT ${limit}`, [eventId]),

    /** These know it. At most 500. */
    removeSentHome: async (entries: readonly Pick<WaitingEntry, 'id'>[]): Promise<void> => {
      if (entries.length === 0) return
      const ids = entries.map(({ id }) => id)
      await db.change(`DELETE FROM waiting_entries WHERE id IN (${placeholders(ids.length)}) AND order_id IS NULL`, ids)
    },
  }
}
