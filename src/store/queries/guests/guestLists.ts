import { standings } from '../../../domain/guest.js'
import type { Db } from '../../engine/statements.js'
import { bigint, integer } from '../../tables/columns.js'
import { only, rowsAmong, select } from '../../tables/reading.js'
import { field } from '../../tables/table.js'
import { ticketsTable } from '../../tables/tickets.js'

/** Whose tickets: of these types, that stand so. */
export type GuestsWanted = {
  readonly eventId: number
  readonly ticketTypeIds: readonly number[]
  readonly standings: readonly number[]
}

/** A page of guests: the next after the ticket with the number `after`. */
type GuestPage = { readonly after?: number | undefined; readonly limit: number }

const { fields } = ticketsTable
const place = select({ orderId: field('order_id', integer), holderId: field('holder_id', bigint) })
const sums = select({
  orderId: fields.orderId,
  holderId: fields.holderId,
  ticketTypeId: fields.ticketTypeId,
  number: field('MAX(number)', integer),
  first: field('MIN(number)', integer),
  quantity: field('COUNT(*)', integer),
  in: field('COUNT(checked_in_at)', integer),
  owing: field(`SUM(CASE WHEN standing >= ${standings.owes} THEN 1 ELSE 0 END)`, integer),
})

const highest = 2 ** 31 - 1
const isThere = "state <> 'returned'"
const among = (numbers: readonly number[]): string => numbers.map((one) => String(Math.trunc(one))).join(', ')

/** Guests as an organizer looks through them: what a page costs does not grow with the event. */
export const createGuestLists = (db: Db) => {
  // Each part is a range of one index, so nothing is sorted but a few pages.
  const part = (typeAt: number, standing: number, all: readonly number[]): string =>
    `SELECT * FROM (SELECT order_id, holder_id, number FROM tickets WHERE event_id = $1 AND ticket_type_id = $${typeAt}
       AND standing = ${standing} AND ${isThere} AND number < $2
       AND (SELECT COUNT(*) FROM tickets later WHERE later.order_id = tickets.order_id
         AND later.holder_id = tickets.holder_id AND later.number > tickets.number AND later.${isThere}
         AND later.standing IN (${among(all)})) = 0
       ORDER BY number DESC LIMIT $3) part${typeAt}x${standing}`

  const placesOf = (
    { eventId, ticketTypeIds, standings: wanted }: GuestsWanted,
    { after = highest, limit }: GuestPage,
  ) =>
    db.rows(
      place.read,
      `${ticketTypeIds
        .flatMap((_, index) => wanted.map((standing) => part(index + 4, standing, wanted)))
        .join(' UNION ALL ')} ORDER BY number DESC LIMIT $3`,
      [eventId, after, limit, ...ticketTypeIds],
    )

  return {
    /** What people hold of orders, one row each, the newest tickets first. */
    page: async (wanted: GuestsWanted, rest: GuestPage): Promise<ReturnType<typeof sums.read>[]> => {
      if (wanted.ticketTypeIds.length === 0 || wanted.standings.length === 0) return []
      const places = await placesOf(wanted, rest)
      const found = await rowsAmong(db, sums.read, {
        list: places.map(({ orderId }) => orderId),
        sql: (ids) => `SELECT ${sums.sql} FROM tickets WHERE order_id IN (${ids}) AND ${isThere}
          AND standing IN (${among(wanted.standings)}) GROUP BY order_id, holder_id, ticket_type_id`,
      })
      const byPlace = new Map(found.map((row) => [`${row.orderId}:${row.holderId}`, row]))
      return places.flatMap(({ orderId, holderId }) => byPlace.get(`${orderId}:${holderId}`) ?? [])
    },

    /** The tickets that a person has or had at an event, whatever became of them, the newest first. */
    ticketsOf: (eventId: number, personId: number, limit: number): Promise<number[]> =>
      db.rows(
        only(integer),
        'SELECT id FROM tickets WHERE event_id = $1 AND holder_id = $2 ORDER BY number DESC LIMIT $3',
        [eventId, personId, limit],
      ),
  }
}
