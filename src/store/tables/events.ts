import { closesAt, statesBefore, type Event, type EventState } from '../../domain/event.js'
import type { PaymentMethod } from '../../domain/order.js'
import { bigint, id, integer, optional, refersTo, table, text, varchar } from './columns.js'
import { beyondIds, num, optionalNum, optionalStr, placeholders, str, type Db, type Row } from '../engine/statements.js'

/**
 * Table `events`. `closes_at` is domain's closesAt(), for the index; `tickets_issued` is the last ticket
 * number given out; `ways` are joined by commas, NULL is "atDoor".
 */
export const eventsSchema = table({
  name: 'events',
  columns: {
    id,
    slug: varchar,
    organizer_id: bigint,
    title: varchar,
    description: text,
    starts_at: bigint,
    ends_at: optional(bigint),
    closes_at: bigint,
    zone: varchar,
    venue: varchar,
    poster: optional(varchar),
    state: varchar,
    tickets_issued: integer,
    created_at: bigint,
    request_key: varchar,
    give_back_hours: optional(integer),
    capacity: optional(integer),
    ways: optional(varchar),
    transfer_details: optional(text),
  },
  indices: [
    { columns: ['slug'], unique: true },
    { columns: ['request_key'], unique: true },
    { columns: ['organizer_id', 'id'] },
    { columns: ['state', 'closes_at'] },
  ],
  foreignKeys: [refersTo('organizer_id', 'people')],
})

/** A new event; the same `requestKey` twice is an error that makes the caller look for the first. */
export type NewEvent = Omit<
  Event,
  'id' | 'organizerName' | 'giveBackHours' | 'capacity' | 'paymentMethods' | 'transferDetails'
> & { readonly paymentMethods?: readonly PaymentMethod[] } & { readonly requestKey: string }

const columnOf = {
  title: 'title',
  description: 'description',
  startsAt: 'starts_at',
  endsAt: 'ends_at',
  zone: 'zone',
  venue: 'venue',
  poster: 'poster',
  giveBackHours: 'give_back_hours',
  capacity: 'capacity',
  paymentMethods: 'ways',
  transferDetails: 'transfer_details',
} as const
const changeable = Object.keys(columnOf) as (keyof typeof columnOf)[]

/** What may change about an event; what may be missing is taken away by undefined. */
export type EventChange = Partial<Pick<Event, keyof typeof columnOf>>

/** The place in the list of events on sale after or before which a page begins. */
export type EventPlace = Pick<Event, 'startsAt' | 'id'>

/** Reads events with their organizers' names. */
export const selectEvents =
  'SELECT events.*, people.display_name AS organizer_name FROM events JOIN people ON people.id = events.organizer_id'

/** The occasions. */
export const createEventsTable = (db: Db) => {
  const find = async (id: number): Promise<Event | undefined> =>
    optionalEvent(await db.row(`${selectEvents} WHERE events.id = $1`, [id]))

  return {
    find,
    findBySlug: async (slug: string): Promise<Event | undefined> =>
      optionalEvent(await db.row(`${selectEvents} WHERE events.slug = $1`, [slug])),
    findByRequestKey: async (key: string): Promise<Event | undefined> =>
      optionalEvent(await db.row(`${selectEvents} WHERE events.request_key = $1`, [key])),

    /** The events with these ids, in any order. */
    ofIds: async (ids: readonly number[]): Promise<Event[]> =>
      ids.length === 0
        ? []
        : toEvents(await db.rows(`${selectEvents} WHERE events.id IN (${placeholders(ids.length)})`, ids)),

    insert: async (event: NewEvent): Promise<Event> => {
      const row = await db.one(insertSql, [
        event.slug,
        event.organizerId,
        event.title,
        event.description,
        event.startsAt,
        event.endsAt,
        closesAt(event),
        event.zone,
        event.venue,
        event.poster,
        event.state,
        event.createdAt,
        event.requestKey,
        event.paymentMethods?.join(','),
      ])
      return toEvent(row)
    },

    /** Changes what is named and nothing else; an event that is not there stays so. */
    change: async (id: number, fields: EventChange): Promise<void> => {
      const names = changeable.filter((name) => name in fields)
      if (names.length === 0) return
      const sets = names.map((name, index) => `${columnOf[name]} = $${index + 2}`)
      await db.change(`UPDATE events SET ${sets.join(', ')} WHERE id = $1`, [
        id,
        ...names.map((name) => (name === 'paymentMethods' ? fields.paymentMethods?.join(',') : fields[name])),
      ])
      // Read after the write: the row is ours until the end, whoever else changes it.
      const event = await find(id)
      if (event) await db.change('UPDATE events SET closes_at = $2 WHERE id = $1', [id, closesAt(event)])
    },

    /**
     * Keeps it from being changed until the end: its capacity, and whether it is on sale. undefined if it is not there.
     * Comes after taking seats.
     */
    lock: async (
      id: number,
    ): Promise<{ readonly state: EventState; readonly capacity: number | undefined } | undefined> => {
      // Without guards (negative controls only) everybody looks and nobody waits.
      const row = await db.row(
        db.guards
          ? 'UPDATE events SET capacity = capacity WHERE id = $1 RETURNING state, capacity'
          : 'SELECT state, capacity FROM events WHERE id = $1',
        [id],
      )
      return row && { state: str(row, 'state') as EventState, capacity: optionalNum(row, 'capacity') }
    },

    /** Moves it to a state, if it is in one that may go there; false otherwise. */
    move: async (id: number, to: EventState): Promise<boolean> => {
      const from = statesBefore(to)
      if (from.length === 0) return false
      return (
        (await db.change(`UPDATE events SET state = $1 WHERE id = $2 AND state IN (${placeholders(from.length, 2)})`, [
          to,
          id,
          ...from,
        ])) > 0
      )
    },

    /** Removes it with its ticket types, staff and door; false if it has orders or is not there. */
    remove: async (id: number): Promise<boolean> => {
      // Locks the ticket types first: whoever buys at this moment has them locked until the order can be seen.
      await db.change('UPDATE ticket_types SET taken = taken WHERE event_id = $1', [id])
      const [orders] = await db.rows('SELECT id FROM orders WHERE event_id = $1 LIMIT 1', [id])
      if (orders) return false
      for (const table of ['doors', 'staff', 'invitations', 'pockets', 'promo_codes', 'ticket_types'])
        await db.change(`DELETE FROM ${table} WHERE event_id = $1`, [id])
      return (await db.change('DELETE FROM events WHERE id = $1', [id])) > 0
    },

    /** A page of what is on sale, soonest first: the first one, the one after a place, or the one before it. */
    onSale: async (page: {
      readonly now: number
      readonly after?: EventPlace
      readonly before?: EventPlace
      readonly limit: number
    }): Promise<Event[]> => {
      const { compare, order, place } = page.before ? backwards(page.before) : forwards(page.after)
      const rows = await db.rows(
        `${selectEvents} WHERE events.state = 'published' AND events.closes_at > $1 AND (events.starts_at, events.id) ${compare} ($2, $3)
         ORDER BY events.starts_at ${order}, events.id ${order} LIMIT $4`,
        [page.now, place.startsAt, place.id, page.limit],
      )
      return page.before ? toEvents(rows).reverse() : toEvents(rows)
    },

    /** A page of an organizer's events, newest first, after the event with the id `after`. */
    ofOrganizer: async (
      organizerId: number,
      { after = beyondIds, limit }: { readonly after?: number; readonly limit: number },
    ): Promise<Event[]> =>
      toEvents(
        await db.rows(
          `${selectEvents} WHERE events.organizer_id = $1 AND events.id < $2 ORDER BY events.id DESC LIMIT $3`,
          [organizerId, after, limit],
        ),
      ),
  }
}

const insertSql = `INSERT INTO events (slug, organizer_id, title, description, starts_at, ends_at, closes_at, zone, venue, poster, state, created_at, request_key, ways, tickets_issued)
  VALUES (${placeholders(14)}, 0) RETURNING *, (SELECT display_name FROM people WHERE people.id = organizer_id) AS organizer_name`

const forwards = (after: EventPlace | undefined) => ({
  compare: '>',
  order: 'ASC',
  place: after ?? { startsAt: 0, id: 0 },
})
const backwards = (before: EventPlace) => ({ compare: '<', order: 'DESC', place: before })

const toEvents = (rows: readonly Row[]): Event[] => rows.map(toEvent)
const optionalEvent = (row: Row | undefined): Event | undefined => row && toEvent(row)

/** The event of a row that has all columns of `events` and `organizer_name`. */
export const toEvent = (row: Row): Event => ({
  id: num(row, 'id'),
  slug: str(row, 'slug'),
  organizerId: num(row, 'organizer_id'),
  organizerName: str(row, 'organizer_name'),
  title: str(row, 'title'),
  description: str(row, 'description'),
  startsAt: num(row, 'starts_at'),
  endsAt: optionalNum(row, 'ends_at'),
  zone: str(row, 'zone'),
  venue: str(row, 'venue'),
  poster: optionalStr(row, 'poster'),
  state: str(row, 'state') as EventState,
  createdAt: num(row, 'created_at'),
  giveBackHours: optionalNum(row, 'give_back_hours'),
  capacity: optionalNum(row, 'capacity'),
  paymentMethods: (optionalStr(row, 'ways') ?? 'atDoor').split(',') as PaymentMethod[],
  transferDetails: optionalStr(row, 'transfer_details'),
})
