import { turnsOf } from '../../domain/nameSearch.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Db } from '../engine/statements.js'
import { bigint, bytewise, integer, optional, primary, varchar } from './columns.js'
import { only, rowsAmong, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { inChunks, insertion } from './writing.js'

/**
 * Table `holder_names`: under what names the people who hold tickets of an event are found at its door, one row for
 * each word that a name may begin with. `turned` is 0 for the name as it is and 1 for what turnsOf made of it and of
 * the username, 2 for the names that stand, or stood, on their tickets. Who gave all tickets away or back stays: a
 * search looks at their tickets, too.
 */
export const holderNamesTable = table({
  name: 'holder_names',
  columns: {
    eventId: primary(integer),
    turned: primary(integer),
    name: primary(bytewise),
    personId: primary(bigint),
  },
  indices: [{ columns: ['person_id', 'event_id'] }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** Somebody who holds a ticket of an event now, and what they are called. */
export type Holder = Pick<Ticket, 'eventId' | 'holderId'> & { readonly holderName: string }

/** Who holds a ticket of an event, and the name that stands on it. */
export type TicketName = Pick<Ticket, 'eventId' | 'holderId'> & { readonly name: string }

const ofTicket = 2

const insert = insertion(
  holderNamesTable,
  ['eventId', 'turned', 'name', 'personId'],
  'ON CONFLICT (event_id, turned, name, person_id) DO NOTHING',
)

const username = select({ id: field('id', bigint), username: field('username', optional(varchar)) })

/** These can be found by their names, and by their usernames, at the doors of these events. */
export const addHolders = async (db: Db, holders: readonly Holder[]): Promise<void> => {
  const each = [...new Map(holders.map((holder) => [`${holder.eventId}:${holder.holderId}`, holder])).values()]
  const known = await rowsAmong(db, username.read, {
    list: [...new Set(each.map(({ holderId }) => holderId))],
    sql: (ids) => `SELECT ${username.sql} FROM people WHERE id IN (${ids})`,
  })
  const usernames = new Map(known.map((one) => [one.id, one.username ?? '']))
  const rows = each.flatMap(({ eventId, holderId: personId, holderName }) =>
    [...turnsOf(holderName), ...turnsOf(usernames.get(personId) ?? '')]
      .filter((name, place) => place === 0 || name !== '')
      .map((name, place) => ({ eventId, turned: Math.min(place, 1), name, personId })),
  )
  for (const some of inChunks(rows)) await db.change(...insert(...some))
}

/** These people's tickets can be found by the names that stand on them, at the doors of these events. */
const addTicketNames = async (db: Db, names: readonly TicketName[]): Promise<void> => {
  const rows = names.flatMap(({ eventId, holderId: personId, name: whole }) =>
    turnsOf(whole).map((name) => ({ eventId, turned: ofTicket, name, personId })),
  )
  for (const some of inChunks(rows)) await db.change(...insert(...some))
}

/** The names on tickets, for who searches at a door. */
export const createHolderNamesTable = (db: Db) => ({
  addOfTickets: (names: readonly TicketName[]): Promise<void> => addTicketNames(db, names),
})

/** Somebody is called otherwise from now on, or has another username, at every door; their tickets are not. */
export const renameHolder = async (db: Db, personId: number, holderName: string): Promise<void> => {
  const removed = `DELETE FROM holder_names WHERE person_id = $1 AND turned < ${ofTicket} RETURNING event_id`
  const eventIds = new Set(await db.rows(only(integer), removed, [personId]))
  await addHolders(
    db,
    [...eventIds].map((eventId) => ({ eventId, holderId: personId, holderName })),
  )
}
