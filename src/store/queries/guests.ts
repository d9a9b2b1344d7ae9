import type { Db } from '../engine/statements.js'
import { bigint } from '../tables/columns.js'
import { anything, only } from '../tables/reading.js'

const wasIn = "state = 'valid' AND checked_in_at IS NOT NULL"

/** Who was at an event: whoever holds a valid ticket with which they were let in. */
export const createGuests = (db: Db) => ({
  /** The next of them after a person, in the order of ids. */
  letInAfter: (eventId: number, after: number, limit: number): Promise<number[]> =>
    db.rows(
      only(bigint),
      `SELECT DISTINCT holder_id FROM tickets WHERE event_id = $1 AND holder_id > $2 AND ${wasIn}
       ORDER BY holder_id LIMIT $3`,
      [eventId, after, limit],
    ),

  /** Whether a person is one of them. */
  wasLetIn: async (eventId: number, personId: number): Promise<boolean> =>
    (await db.row(
      anything,
      `SELECT id FROM tickets WHERE event_id = $1 AND holder_id = $2 AND ${wasIn} ORDER BY number LIMIT 1`,
      [eventId, personId],
    )) === true,
})
