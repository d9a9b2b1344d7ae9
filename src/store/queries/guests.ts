import { firstNameOnly } from '../../domain/person.js'
import type { Db } from '../engine/statements.js'
import { bigint } from '../tables/columns.js'
import { anything, only } from '../tables/reading.js'

/** `isOnline`: an event without a door, where whoever holds a ticket counts. */
type Guests = { readonly eventId: number; readonly isOnline: boolean }

const wasThere = ({ isOnline }: Guests): string => `state = 'valid'${isOnline ? '' : ' AND checked_in_at IS NOT NULL'}`

/** Who was at an event: whoever holds a valid ticket, and was let in with it if there was a door. */
export const createGuests = (db: Db) => ({
  /** The next of them after a person, in the order of ids; not who is only a name. */
  after: (guests: Guests, after: number, limit: number): Promise<number[]> =>
    db.rows(
      only(bigint),
      `SELECT DISTINCT holder_id FROM tickets WHERE event_id = $1 AND holder_id > $2
       AND holder_id < ${firstNameOnly} AND ${wasThere(guests)}
       ORDER BY holder_id LIMIT $3`,
      [guests.eventId, after, limit],
    ),

  /** Whether a person is one of them. */
  include: async (guests: Guests, personId: number): Promise<boolean> =>
    (await db.row(
      anything,
      `SELECT id FROM tickets WHERE event_id = $1 AND holder_id = $2 AND ${wasThere(guests)} ORDER BY number LIMIT 1`,
      [guests.eventId, personId],
    )) === true,
})
