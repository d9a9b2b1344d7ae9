import { firstNameOnly } from '../../domain/person.js'
import { type Db, placeholders } from '../engine/statements.js'
import { bigint } from './columns.js'
import { only } from './reading.js'

/** Tickets of these types only, or of all but these. */
export type OfTypes = { readonly types: readonly number[]; readonly only: boolean }

const someHolders = (
  db: Db,
  eventId: number,
  { types, only: isOnly }: OfTypes,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<number[]> => {
  const among = `ticket_type_id ${isOnly ? '' : 'NOT '}IN (${placeholders(types.length, 3)})`
  return db.rows(
    only(bigint),
    `SELECT DISTINCT holder_id FROM tickets WHERE event_id = $1 AND holder_id > $2 AND holder_id < ${firstNameOnly} AND state = 'valid'
     ${types.length === 0 ? '' : `AND ${among}`}
     AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = tickets.order_id AND orders.state = 'refunded')
     ORDER BY holder_id LIMIT $3`,
    [eventId, after, limit, ...types],
  )
}

/** Who holds tickets of some types. */
export const createTicketHolders = (db: Db) => ({
  /**
   * The next people after one who hold valid tickets of the event that nobody was refunded for, by id; of these types
   * only, or of all but these. Whoever is only a name is left out.
   */
  some: (
    eventId: number,
    of: OfTypes,
    { after, limit }: { readonly after: number; readonly limit: number },
  ): Promise<number[]> => someHolders(db, eventId, of, { after, limit }),

  /** Whether a person holds such a ticket. */
  include: async (eventId: number, of: OfTypes, holderId: number): Promise<boolean> =>
    (await someHolders(db, eventId, of, { after: holderId - 1, limit: 1 })).includes(holderId),
})
