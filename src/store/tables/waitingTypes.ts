import type { Db } from '../engine/statements.js'
import { integer, primary } from './columns.js'
import { only } from './reading.js'
import { refersTo, table } from './table.js'

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

/** The lines of ticket types. */
export const createWaitingTypesTable = (db: Db) => ({
  /** How many in a type's line come before an entry, itself counted; counted to `most` and one more. */
  placeIn: (ticketTypeId: number, entryId: number, most: number): Promise<number> =>
    db.one(
      only(integer),
      `SELECT COUNT(*) FROM (SELECT entry_id FROM waiting_types WHERE ticket_type_id = $1 AND entry_id <= $2
       LIMIT ${most + 1}) ahead`,
      [ticketTypeId, entryId],
    ),
})
