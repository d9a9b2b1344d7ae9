import type { WaitingEntry } from '../../domain/waitingList.js'
import type { Db } from '../engine/statements.js'
import { bigint, counter, integer, listOf, optional, serial, varchar } from './columns.js'
import { select } from './reading.js'
import { refersTo, table } from './table.js'

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
    { columns: ['order_id'], unique: true },
    { columns: ['person_id'] },
    { name: 'waiting_in_line', columns: ['event_id', 'id'], where: 'order_id IS NULL' },
    { name: 'waiting_offered', columns: ['event_id', 'id'], where: 'order_id IS NOT NULL' },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** An entry, for SELECT … FROM waiting_entries. */
export const entrySelection = select(waitingEntriesTable.fields)

const { sql, read } = entrySelection

/** Who waits. */
export const createWaitingEntriesTable = (db: Db) => ({
  /** What a person waits for of an event. */
  find: (personId: number, eventId: number): Promise<WaitingEntry | undefined> =>
    db.row(read, `SELECT ${sql} FROM waiting_entries WHERE event_id = $2 AND person_id = $1`, [personId, eventId]),
})
