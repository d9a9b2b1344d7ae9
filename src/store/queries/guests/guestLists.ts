import { standings } from '../../../domain/guest.js'
import type { Db } from '../../engine/statements.js'
import { integer } from '../../tables/columns.js'
import { only, select } from '../../tables/reading.js'
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
const place = select({ orderId: fields.orderId, holderId: fields.holderId, number: fields.number })
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

type Place = ReturnType<typeof place.read>
type Row = ReturnType<typeof sums.read>

const highest = 2 ** 31 - 1
const ticketsInRow = 3
const isThere = "state <> 'returned'"
const among = (numbers: readonly number[]): string => numbers.map((one) => String(Math.trunc(one))).join(', ')

/** Guests as an organizer looks through them: what a page costs does not grow with the event. */
export const createGuestLists = (db: Db) => {
  // Each part is a range of one index, so nothing is sorted but a few pages.
  const part = (typeAt: number, standing: number): string =>
    `SELECT * FROM (SELECT order_id, holder_id, number FROM tickets WHERE event_id = $1 AND ticket_type_id = $${typeAt}
       AND standing = ${standing} AND ${isThere} AND number < $2
       ORDER BY number DESC LIMIT $3) part${typeAt}x${standing}`

  /** Tickets with numbers below one, the highest first. */
  const ticketsBelow = ({ eventId, ticketTypeIds, standings: wanted }: GuestsWanted, below: number, limit: number) =>
    db.rows(
      place.read,
      `${ticketTypeIds
        .flatMap((_, index) => wanted.map((standing) => part(index + 4, standing)))
        .join(' UNION ALL ')} ORDER BY number DESC LIMIT $3`,
      [eventId, below, limit, ...ticketTypeIds],
    )

  /** The rows that stand at these tickets: each stands where the last of its tickets does. */
  const rowsAt = async (tickets: readonly Place[], { standings: wanted }: GuestsWanted): Promise<Row[]> => {
    const orderIds = [...new Set(tickets.map(({ orderId }) => orderId))]
    // Order by order: asked for several at once, PostgreSQL without statistics would sooner read the whole table.
    const ofOrder = (at: number): string =>
      `SELECT ${sums.sql} FROM tickets WHERE order_id = $${at} AND ${isThere} AND standing IN (${among(wanted)})
       GROUP BY order_id, holder_id, ticket_type_id`
    const found = await db.rows(sums.read, orderIds.map((_, at) => ofOrder(at + 1)).join(' UNION ALL '), orderIds)
    const byPlace = new Map(found.map((row) => [`${row.orderId}:${row.holderId}`, row]))
    return tickets.flatMap(({ orderId, holderId, number }) => {
      const row = byPlace.get(`${orderId}:${holderId}`)
      return row?.number === number ? [row] : []
    })
  }

  return {
    /** What people hold of orders, one row each, the newest tickets first. */
    page: async (wanted: GuestsWanted, { after = highest, limit }: GuestPage): Promise<Row[]> => {
      const page: Row[] = []
      if (wanted.ticketTypeIds.length === 0 || wanted.standings.length === 0) return page
      // An order has few tickets, and they stand side by side: hardly ever is there a second round.
      const atOnce = ticketsInRow * limit
      for (let below = after; ;) {
        const tickets = await ticketsBelow(wanted, below, atOnce)
        for (let at = 0; at < tickets.length && page.length < limit; at += limit)
          page.push(...(await rowsAt(tickets.slice(at, at + limit), wanted)))
        const last = tickets.at(-1)
        if (page.length >= limit || tickets.length < atOnce || !last) return page.slice(0, limit)
        below = last.number
      }
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
