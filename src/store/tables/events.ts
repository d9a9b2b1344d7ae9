import { usualDoorsBefore } from '../../domain/door.js'
import { closesAt, statesBefore, type Event, type EventState } from '../../domain/event.js'
import type { PaymentMethod } from '../../domain/order.js'
import type { Pin } from '../../domain/place.js'
import { placeholders, type Db } from '../engine/statements.js'
import { bigint, boolean, type Column, integer, listOf } from './columns.js'
import { named, oneOf, optional, serial, text, varchar } from './columns.js'
import { moveAccesses } from './onlineAccesses.js'
import { keyset } from './paging.js'
import { anything, only, rowsAmong, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { assignments, insertion } from './writing.js'

// "55751244,37618423": millionths of a degree, so that no database rounds them.
const pin: Column<Pin> = {
  options: varchar.options,
  read: (raw) => {
    const [latitude = 0, longitude = 0] = String(raw).split(',').map(Number)
    return { latitude, longitude }
  },
  write: ({ latitude, longitude }) => `${latitude},${longitude}`,
}

// NULL: they go out, as of all events from before there were any; the index holds those.
const reminding: Column<boolean> = {
  ...optional(boolean, true),
  write: (isOn) => (isOn ? undefined : false),
}

/**
 * Table `events`. `closes_at` is domain's closesAt(), for the index; `tickets_issued` is the last ticket number given
 * out; `ways` are joined by commas, NULL is "atDoor"; `doors_before` NULL is the usual time; `series_id` is the id of
 * the first event of a series, NULL is alone. What a copy of an event takes over of a new column: see queries/copying.
 */
export const eventsTable = table({
  name: 'events',
  columns: {
    id: serial,
    slug: varchar,
    organizerId: bigint,
    title: varchar,
    description: text,
    startsAt: bigint,
    endsAt: optional(bigint),
    closesAt: bigint,
    zone: varchar,
    venue: varchar,
    poster: optional(varchar),
    state: oneOf<EventState>(),
    ticketsIssued: integer,
    createdAt: bigint,
    requestKey: varchar,
    giveBackHours: optional(integer),
    capacity: optional(integer),
    paymentMethods: named(
      'ways',
      optional(
        listOf(varchar, (method) => method as PaymentMethod),
        ['atDoor'],
      ),
    ),
    transferDetails: optional(text),
    doorsBefore: optional(integer, usualDoorsBefore),
    isUnlisted: optional(boolean, false),
    saleFrom: optional(bigint),
    pin: optional(pin),
    seriesId: optional(integer),
    hasReminders: named('reminders', reminding),
  },
  indices: [
    { columns: ['slug'], unique: true },
    { columns: ['request_key'], unique: true },
    { columns: ['organizer_id', 'id'] },
    { columns: ['state', 'closes_at'] },
    { name: 'events_series', columns: ['series_id', 'closes_at'] },
    { name: 'events_reminding', columns: ['starts_at', 'id'], where: 'reminders IS NULL' },
  ],
  foreignKeys: [refersTo('organizer_id', 'people')],
})

/** A new event; the same `requestKey` twice is an error that makes the caller look for the first. */
export type NewEvent = Omit<
  Event,
  | ('id' | 'organizerName' | 'giveBackHours' | 'capacity' | 'paymentMethods' | 'transferDetails' | 'doorsBefore')
  | ('isUnlisted' | 'saleFrom' | 'seriesId' | 'hasReminders')
> & { readonly paymentMethods?: readonly PaymentMethod[]; readonly isUnlisted?: boolean } & {
  readonly requestKey: string
}

const changeable = [
  ...(['title', 'description', 'startsAt', 'endsAt', 'zone', 'venue', 'pin', 'poster', 'saleFrom'] as const),
  ...(['giveBackHours', 'capacity', 'paymentMethods', 'transferDetails', 'doorsBefore', 'hasReminders'] as const),
]

/** What may change about an event; what may be missing is taken away by undefined. */
export type EventChange = Partial<Pick<Event, (typeof changeable)[number]>>

/** The place in the list of events on sale after or before which a page begins. */
export type EventPlace = Pick<Event, 'startsAt' | 'id'>

const { fields } = eventsTable

/** An event with its organizer's name, for SELECT … FROM events and for RETURNING. */
export const eventSelection = select({
  ...without(fields, 'closesAt', 'ticketsIssued', 'requestKey'),
  organizerName: field('(SELECT display_name FROM people WHERE people.id = events.organizer_id)', varchar),
})

const { sql, read } = eventSelection
const all = `SELECT ${sql} FROM events`
const onSale = `${all} WHERE state = 'published' AND closes_at > $1 AND is_unlisted IS NOT TRUE`
const limits = { capacity: fields.capacity, saleFrom: fields.saleFrom }
const sellable = select({ state: fields.state, ...limits })
const numbers = select({ last: field('tickets_issued', integer), ...limits })
const insert = insertion(
  eventsTable,
  [
    ...(['slug', 'organizerId', 'title', 'description', 'startsAt', 'endsAt', 'closesAt', 'zone', 'venue'] as const),
    ...([
      'pin',
      'poster',
      'state',
      'ticketsIssued',
      'createdAt',
      'requestKey',
      'paymentMethods',
      'isUnlisted',
    ] as const),
  ],
  `RETURNING ${sql}`,
)

/**
 * Which of an organizer's events: those still ahead at `now`, soonest first, or those that are over, latest first;
 * after the event with the id `after`.
 */
export type OrganizerPage = {
  readonly when: 'upcoming' | 'past'
  readonly now: number
  readonly after?: number | undefined
  readonly limit: number
}

const pageOfOrganizer = (db: Db, organizerId: number, { when, now, after, limit }: OrganizerPage): Promise<Event[]> => {
  const isAhead = when === 'upcoming'
  const end = keyset(
    {
      by: ['starts_at', 'id'],
      order: isAhead ? 'ASC' : 'DESC',
      after: after === undefined ? undefined : [after],
      place: (eventId) => `(SELECT place.starts_at, place.id FROM events place WHERE place.id = ${eventId})`,
      limit,
    },
    2,
  )
  return db.rows(read, `${all} WHERE organizer_id = $1 AND closes_at ${isAhead ? '>' : '<='} $2${end.sql}`, [
    organizerId,
    now,
    ...end.values,
  ])
}

// What goes with an event that nobody has an order for.
const belongings = [
  ...(['doors', 'staff', 'invitations', 'pockets', 'openings', 'opening_reminders'] as const),
  ...(['reminder_rounds', 'muted_reminders', 'promo_codes', 'accesses', 'event_rounds', 'guest_messages'] as const),
  ...(['ticket_types', 'event_counters', 'event_changes', 'kept_changes'] as const),
]

const remove = async (db: Db, id: number): Promise<boolean> => {
  // Locks the ticket types first: whoever buys at this moment has them locked until the order can be seen.
  await db.change('UPDATE ticket_types SET taken = taken WHERE event_id = $1', [id])
  if (await db.row(anything, 'SELECT id FROM orders WHERE event_id = $1 LIMIT 1', [id])) return false
  for (const name of belongings) await db.change(`DELETE FROM ${name} WHERE event_id = $1`, [id])
  return db.didChange('DELETE FROM events WHERE id = $1', [id])
}

/** The occasions. */
export const createEventsTable = (db: Db) => {
  const one = (where: string, value: string | number): Promise<Event | undefined> =>
    db.row(read, `${all} WHERE ${where}`, [value])

  return {
    find: (id: number): Promise<Event | undefined> => one('id = $1', id),
    findBySlug: (slug: string): Promise<Event | undefined> => one('slug = $1', slug),
    findByRequestKey: (key: string): Promise<Event | undefined> => one('request_key = $1', key),

    /** The events with these ids, in any order. */
    ofIds: (list: readonly number[]): Promise<Event[]> =>
      rowsAmong(db, read, { list, sql: (ids) => `${all} WHERE id IN (${ids})` }),

    insert: ({ paymentMethods = ['atDoor'], isUnlisted = false, ...event }: NewEvent): Promise<Event> =>
      db.one(read, ...insert({ ...event, paymentMethods, isUnlisted, closesAt: closesAt(event), ticketsIssued: 0 })),

    /** Under which key it was made. */
    requestKeyOf: (id: number): Promise<string> =>
      db.one(only(varchar), 'SELECT request_key FROM events WHERE id = $1', [id]),

    /** Makes it listed or unlisted; false if it was so before. */
    list: (id: number, isUnlisted: boolean): Promise<boolean> =>
      db.didChange('UPDATE events SET is_unlisted = $2 WHERE id = $1 AND COALESCE(is_unlisted, FALSE) <> $2', [
        id,
        isUnlisted,
      ]),

    /** Changes what is named and nothing else; an event that is not there stays so. */
    change: async (id: number, change: EventChange): Promise<void> => {
      const changed = changeable.filter((name) => name in change)
      if (changed.length === 0) return
      db.scheduled()
      const set = assignments(eventsTable, changed, 1)
      await db.change(`UPDATE events SET ${set.sql} WHERE id = $1`, [
        id,
        ...set.values(change as Required<EventChange>),
      ])
      // Read after the write: the row is ours until the end, whoever else changes it.
      const event = await one('id = $1', id)
      if (event) await db.change('UPDATE events SET closes_at = $2 WHERE id = $1', [id, closesAt(event)])
      if (event && 'startsAt' in change) await moveAccesses(db, id, event.startsAt)
    },

    /**
     * Keeps it from being changed until the end: its capacity, and whether and since when it is on sale. undefined if
     * it is not there. Comes after taking seats.
     */
    lock: (id: number): Promise<Pick<Event, 'state' | 'capacity' | 'saleFrom'> | undefined> =>
      db.row(sellable.read, `UPDATE events SET capacity = capacity WHERE id = $1 RETURNING ${sellable.sql}`, [id]),

    /** Moves it to a state, if it is in one that may go there; false otherwise. */
    move: async (id: number, to: EventState): Promise<boolean> => {
      const from = statesBefore(to)
      db.scheduled()
      return (
        from.length > 0 &&
        db.didChange(`UPDATE events SET state = $1 WHERE id = $2 AND state IN (${placeholders(from.length, 2)})`, [
          to,
          id,
          ...from,
        ])
      )
    },

    /**
     * Reserves `count` ticket numbers in a row and returns the first, with the event's limits; nobody else gets them,
     * and they are free again if the transaction is undone. undefined if the event is no longer on sale (or,
     * `evenOffSale`, is cancelled): that may have happened since it was read.
     */
    nextNumbers: async (
      id: number,
      count: number,
      { evenOffSale = false } = {},
    ): Promise<({ readonly first: number } & Pick<Event, 'capacity' | 'saleFrom'>) | undefined> => {
      const state = evenOffSale ? "state <> 'cancelled'" : "state = 'published'"
      const row = await db.row(
        numbers.read,
        `UPDATE events SET tickets_issued = tickets_issued + $2 WHERE id = $1 AND ${state} RETURNING ${numbers.sql}`,
        [id, count],
      )
      return row && { first: row.last - count + 1, capacity: row.capacity, saleFrom: row.saleFrom }
    },

    /** Removes it with its ticket types, staff and door; false if it has orders or is not there. */
    remove: (id: number): Promise<boolean> => remove(db, id),

    /**
     * A page of what is on sale and listed, soonest first: the first one, the one after a place, or the one before it.
     */
    onSale: async ({
      now,
      after,
      before,
      limit,
    }: {
      readonly now: number
      readonly after?: EventPlace
      readonly before?: EventPlace
      readonly limit: number
    }): Promise<Event[]> => {
      const place = before ?? after
      const end = keyset(
        {
          by: ['starts_at', 'id'],
          order: before ? 'DESC' : 'ASC',
          after: place && [place.startsAt, place.id],
          limit,
        },
        1,
      )
      const events = await db.rows(read, `${onSale}${end.sql}`, [now, ...end.values])
      return before ? events.reverse() : events
    },

    /** A page of an organizer's events: still ahead, soonest first, or over, latest first. */
    ofOrganizer: (organizerId: number, page: OrganizerPage): Promise<Event[]> => pageOfOrganizer(db, organizerId, page),
  }
}
