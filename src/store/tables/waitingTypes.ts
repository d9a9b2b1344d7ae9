import type { TicketType } from '../../domain/event.js'
import { quantityLimit } from '../../domain/order.js'
import type { WaitingEntry } from '../../domain/waitingList.js'
import { type Db, placeholders } from '../engine/statements.js'
import { integer, primary } from './columns.js'
import { isInLine } from './lines.js'
import { only, select } from './reading.js'
import { refersTo, table } from './table.js'
import { entrySelection } from './waitingEntries.js'
import { insertion } from './writing.js'

/**
 * Table `waiting_types`: the line of each ticket type. A row for each type that would do for a wish, while nobody
 * offered its person anything; `ticket_types.waiting` counts its seats.
 */
export const waitingTypesTable = table({
  name: 'waiting_types',
  columns: { ticketTypeId: primary(integer), entryId: primary(integer), quantity: integer },
  indices: [{ columns: ['ticket_type_id', 'quantity', 'entry_id'] }],
  foreignKeys: [refersTo('ticket_type_id', 'ticket_types')],
})

const { sql, read } = entrySelection
const insert = insertion(waitingTypesTable, ['ticketTypeId', 'entryId', 'quantity'])
const removed = select({
  ticketTypeId: waitingTypesTable.fields.ticketTypeId,
  quantity: waitingTypesTable.fields.quantity,
})

const joined = `SELECT ${sql} FROM waiting_types JOIN waiting_entries ON waiting_entries.id = waiting_types.entry_id
  WHERE waiting_types.ticket_type_id = $1`

const countWaiting = (db: Db, ticketTypeId: number, change: number): Promise<number> =>
  db.change('UPDATE ticket_types SET waiting = waiting + $2 WHERE id = $1', [ticketTypeId, change])

const recount = async (db: Db, ticketTypeId: number): Promise<void> => {
  await db.change(
    `UPDATE ticket_types SET waiting = (SELECT COALESCE(SUM(quantity), 0) FROM waiting_types WHERE ticket_type_id = $1)
     WHERE id = $1`,
    [ticketTypeId],
  )
}

// Each quantity by itself: however many want more, nobody looks at them.
const nextOf = async (
  db: Db,
  ticketTypeId: number,
  { after, most, limit }: { readonly after: number; readonly most: number; readonly limit: number },
): Promise<WaitingEntry[]> => {
  const fitting: WaitingEntry[] = []
  for (let quantity = 1; quantity <= Math.min(most, quantityLimit); quantity += 1)
    fitting.push(
      ...(await db.rows(
        read,
        `${joined} AND waiting_types.quantity = $2 AND waiting_types.entry_id > $3
         ORDER BY waiting_types.entry_id LIMIT ${limit}`,
        [ticketTypeId, quantity, after],
      )),
    )
  return fitting.sort((a, b) => a.id - b.id).slice(0, limit)
}

/** The lines of ticket types. All of an event's types must be locked by whoever changes them. */
export const createWaitingTypesTable = (db: Db) => ({
  /** Somebody is in line: for each of the types that would do. */
  add: async ({ id: entryId, ticketTypeIds, quantity }: WaitingEntry): Promise<void> => {
    db.scheduled()
    await db.change(...insert(...ticketTypeIds.map((ticketTypeId) => ({ ticketTypeId, entryId, quantity }))))
    for (const ticketTypeId of ticketTypeIds) await countWaiting(db, ticketTypeId, quantity)
  },

  /** These are in line no more, at most 500 of one event. */
  remove: async (entries: readonly WaitingEntry[]): Promise<void> => {
    if (entries.length === 0) return
    const typeIds = [...new Set(entries.flatMap(({ ticketTypeIds }) => ticketTypeIds))]
    const [types, ids] = [placeholders(typeIds.length), placeholders(entries.length, typeIds.length)]
    const rows = await db.rows(
      removed.read,
      `DELETE FROM waiting_types WHERE ticket_type_id IN (${types}) AND entry_id IN (${ids}) RETURNING ${removed.sql}`,
      [...typeIds, ...entries.map(({ id }) => id)],
    )
    for (const typeId of typeIds.sort((a, b) => a - b)) {
      const seats = rows.reduce((sum, row) => sum + (row.ticketTypeId === typeId ? row.quantity : 0), 0)
      if (seats > 0) await countWaiting(db, typeId, -seats)
    }
  },

  /**
   * What was added, or is shown to all now, is waited for by those whose wish takes any type and fits into so many
   * seats.
   */
  open: async ({ id, eventId }: Pick<TicketType, 'id' | 'eventId'>, most: number): Promise<void> => {
    db.scheduled()
    await db.change(
      `INSERT INTO waiting_types (ticket_type_id, entry_id, quantity) SELECT $1, id, quantity FROM waiting_entries
       WHERE event_id = $2 AND any_type AND quantity <= $3 AND ${isInLine}
       AND NOT EXISTS (SELECT 1 FROM waiting_types WHERE ticket_type_id = $1 AND entry_id = waiting_entries.id)`,
      [id, eventId, most],
    )
    await db.change(
      `UPDATE waiting_entries SET ticket_type_ids = ticket_type_ids || ',${id}' WHERE event_id = $1 AND any_type
       AND ${isInLine} AND ',' || ticket_type_ids || ',' NOT LIKE '%,${id},%'
       AND EXISTS (SELECT 1 FROM waiting_types WHERE ticket_type_id = $2 AND entry_id = waiting_entries.id)`,
      [eventId, id],
    )
    await recount(db, id)
  },

  /** What is about to be removed is waited for no more by those who would take any other. */
  close: async ({ id, eventId }: Pick<TicketType, 'id' | 'eventId'>): Promise<void> => {
    await db.change(
      `UPDATE waiting_entries SET ticket_type_ids = TRIM(REPLACE(',' || ticket_type_ids || ',', ',${id},', ','), ',')
       WHERE event_id = $1 AND any_type AND ${isInLine} AND ',' || ticket_type_ids || ',' LIKE '%,${id},%'
       AND ticket_type_ids <> '${id}'`,
      [eventId],
    )
    await db.change(
      `DELETE FROM waiting_types WHERE ticket_type_id = $1 AND NOT EXISTS (SELECT 1 FROM waiting_entries
       WHERE id = entry_id AND ',' || ticket_type_ids || ',' LIKE '%,${id},%')`,
      [id],
    )
    await recount(db, id)
  },

  /** The first in a type's line who wants just so many seats, after an entry. */
  firstOf: (ticketTypeId: number, quantity: number, after: number): Promise<WaitingEntry | undefined> =>
    db.row(
      read,
      `${joined} AND waiting_types.quantity = $2 AND waiting_types.entry_id > $3
       ORDER BY waiting_types.entry_id LIMIT 1`,
      [ticketTypeId, quantity, after],
    ),

  /** The next in a type's line after an entry who want no more than so many seats. */
  next: (
    ticketTypeId: number,
    page: { readonly after: number; readonly most: number; readonly limit: number },
  ): Promise<WaitingEntry[]> => nextOf(db, ticketTypeId, page),

  /** How many in a type's line come before an entry, itself counted; counted to `most` and one more. */
  placeIn: (ticketTypeId: number, entryId: number, most: number): Promise<number> =>
    db.one(
      only(integer),
      `SELECT COUNT(*) FROM (SELECT entry_id FROM waiting_types WHERE ticket_type_id = $1 AND entry_id <= $2
       LIMIT ${most + 1}) ahead`,
      [ticketTypeId, entryId],
    ),
})
