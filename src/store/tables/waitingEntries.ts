import type { WaitingEntry } from '../../domain/waitingList.js'
import type { Db } from '../engine/statements.js'
import { bigint, counter, integer, listOf, optional, serial, varchar } from './columns.js'
import { mapped, only, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { assignments, insertion } from './writing.js'

/**
 * Table `waiting_entries`: who waits for tickets of an event, in line by id, one row a person. With an `order_id` they
 * are offered that order and are out of the line. A row is deleted when it is over.
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
export type NewEntry = Pick<WaitingEntry, 'eventId' | 'personId' | 'quantity' | 'ticketTypeIds' | 'createdAt'>

const { sql, read } = entrySelection
const all = `SELECT ${sql} FROM waiting_entries`
const insert = insertion(
  waitingEntriesTable,
  ['eventId', 'personId', 'quantity', 'ticketTypeIds', 'createdAt', 'passed'],
  `RETURNING ${sql}`,
)
const wish = assignments(waitingEntriesTable, ['quantity', 'ticketTypeIds'], 1)
const passed = assignments(waitingEntriesTable, ['passed', 'gatherUntil'], 1)

const named = mapped(
  select({
    ...waitingEntriesTable.fields,
    name: field('(SELECT display_name FROM people WHERE people.id = waiting_entries.person_id)', varchar),
    username: field('(SELECT username FROM people WHERE people.id = waiting_entries.person_id)', optional(varchar)),
  }),
  ({ name, username, ...entry }) => ({ entry, name, username }),
)

const sums = select({
  people: field('COUNT(*)', integer),
  seats: field('COALESCE(SUM(quantity), 0)', integer),
})

/** Lines that are over: their events were cancelled, have begun, or their organizers closed them. */
const isOver = `(e.state = 'cancelled' OR e.starts_at <= $1 OR e.line = 'closed')`
// From the few that wait to their events, not the other way round.
const ofLines = `FROM (SELECT DISTINCT event_id FROM ticket_types WHERE waiting > 0) lines
  JOIN events e ON e.id = lines.event_id`

/** Who waits. All ticket types of the event must be locked by whoever changes who is in line. */
export const createWaitingEntriesTable = (db: Db) => {
  const one = (where: string, values: readonly number[]): Promise<WaitingEntry | undefined> =>
    db.row(read, `${all} WHERE ${where}`, values)

  return {
    find: (id: number): Promise<WaitingEntry | undefined> => one('id = $1', [id]),

    /** What a person waits for of an event. */
    ofPersonIn: (personId: number, eventId: number): Promise<WaitingEntry | undefined> =>
      one('event_id = $2 AND person_id = $1', [personId, eventId]),

    /** All that a person waits for. */
    ofPerson: (personId: number): Promise<WaitingEntry[]> =>
      db.rows(read, `${all} WHERE person_id = $1 ORDER BY id`, [personId]),

    /** Somebody comes to the end of the line. */
    add: (entry: NewEntry): Promise<WaitingEntry> => db.one(read, ...insert({ ...entry, passed: 0 })),

    /** Another wish in the same place. */
    change: async (id: number, to: Pick<WaitingEntry, 'quantity' | 'ticketTypeIds'>): Promise<void> => {
      await db.change(`UPDATE waiting_entries SET ${wish.sql} WHERE id = $1`, [id, ...wish.values(to)])
    },

    /** How many seats went past them, and until when what comes free is kept together for them. */
    pass: async (id: number, to: Pick<WaitingEntry, 'passed' | 'gatherUntil'>): Promise<void> => {
      await db.change(`UPDATE waiting_entries SET ${passed.sql} WHERE id = $1`, [id, ...passed.values(to)])
    },

    /** They are offered an order; false if they are not in line any more. Of two at once one gets true. */
    offer: (id: number, orderId: number): Promise<boolean> =>
      db.didChange('UPDATE waiting_entries SET order_id = $2 WHERE id = $1 AND order_id IS NULL', [id, orderId]),

    /** Whoever is offered this order, or, without one, is in line, waits no more; false if that is not so any more. */
    remove: ({ id, orderId }: Pick<WaitingEntry, 'id' | 'orderId'>): Promise<boolean> =>
      orderId === undefined
        ? db.didChange('DELETE FROM waiting_entries WHERE id = $1 AND order_id IS NULL', [id])
        : db.didChange('DELETE FROM waiting_entries WHERE id = $1 AND order_id = $2', [id, orderId]),

    /** How many wait for an event's tickets, and for how many seats. */
    count: (eventId: number): Promise<{ readonly people: number; readonly seats: number }> =>
      db.one(sums.read, `SELECT ${sums.sql} FROM waiting_entries WHERE event_id = $1 AND order_id IS NULL`, [eventId]),

    /** How many offers of an event are out. */
    offersOf: (eventId: number): Promise<number> =>
      db.one(only(integer), 'SELECT COUNT(*) FROM waiting_entries WHERE event_id = $1 AND order_id IS NOT NULL', [
        eventId,
      ]),

    /** Those in line for an event after an entry. */
    inLine: (eventId: number, { after = 0, limit }: { readonly after?: number; readonly limit: number }) =>
      db.rows(read, `${all} WHERE event_id = $1 AND order_id IS NULL AND id > $2 ORDER BY id LIMIT ${limit}`, [
        eventId,
        after,
      ]),

    /** The same with their names. */
    namedInLine: (eventId: number, { after = 0, limit }: { readonly after?: number; readonly limit: number }) =>
      db.rows(
        named.read,
        `SELECT ${named.sql} FROM waiting_entries WHERE event_id = $1 AND order_id IS NULL AND id > $2
         ORDER BY id LIMIT ${limit}`,
        [eventId, after],
      ),

    /** Some of those whose offers are out no more: taken, let go, or over. */
    settled: (limit: number): Promise<WaitingEntry[]> =>
      db.rows(
        read,
        `${all} JOIN orders ON orders.id = waiting_entries.order_id
         WHERE waiting_entries.order_id IS NOT NULL AND orders.state <> 'held' LIMIT ${limit}`,
      ),

    /** Events whose lines are over while people are still in them. */
    linesOver: (now: number, limit: number): Promise<number[]> =>
      db.rows(only(integer), `SELECT e.id ${ofLines} WHERE ${isOver} ORDER BY e.id LIMIT ${limit}`, [now]),

    /** Events on sale where somebody is in line and something is free of what they wait for. */
    linesWithSeats: (now: number): Promise<number[]> =>
      db.rows(
        only(integer),
        `SELECT DISTINCT e.id FROM ticket_types t JOIN events e ON e.id = t.event_id
         WHERE t.waiting > 0 AND (t.taken < t.capacity OR EXISTS (SELECT 1 FROM tickets
           WHERE tickets.ticket_type_id = t.id AND tickets.for_line_at IS NOT NULL AND tickets.line_order_id IS NULL))
         AND e.state = 'published' AND COALESCE(e.line, 'open') = 'open' AND e.starts_at > $1 ORDER BY e.id`,
        [now],
      ),

    /** When the first of the events begins for which somebody is in line (UTC milliseconds). */
    nextStart: (now: number): Promise<number | undefined> =>
      db.one(only(optional(bigint)), `SELECT MIN(e.starts_at) ${ofLines} WHERE e.starts_at > $1`, [now]),
  }
}
