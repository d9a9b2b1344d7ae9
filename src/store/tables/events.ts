import { usualDoorsBefore } from '../../domain/door.js'
import { closesAt, statesBefore, type Event, type EventState } from '../../domain/event.js'
import type { Hearing } from '../../domain/hearingChoice.js'
import type { PaymentMethod } from '../../domain/order.js'
import type { LineState } from '../../domain/lineState.js'
import { placeholders, type Db } from '../engine/statements.js'
import { bigint, boolean, type Column, integer, listOf } from './columns.js'
import { named, oneOf, optional, serial, text, varchar } from './columns.js'
import { knowZone } from './eventDays.js'
import { removeEvent } from './eventRemoval.js'
import { indexEvent } from './eventWords.js'
import { heardBy } from './hearings.js'
import { moveAccesses } from './onlineAccesses.js'
import { lineColumnNames, lineColumns } from './lines.js'
import { keyset } from './paging.js'
import { pin } from './pinColumn.js'
import { only, rowsAmong, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { assignments, insertion } from './writing.js'

// NULL: they go out, as of all events from before there were any; the index holds those.
const reminding: Column<boolean> = {
  ...optional(boolean, true),
  write: (isOn) => (isOn ? undefined : false),
}

/**
 * Table `events`. `closes_at` is domain's closesAt(), for the index; `tickets_issued` is the last ticket number given
 * out; `ways` are joined by commas, NULL is "atDoor"; `doors_before` NULL is the usual time; `series_id` is the id of
 * the first event of a series, NULL is alone; `heard_due_at` is when its organizer is to hear what is not told yet of
 * how it sells. What a copy of an event takes over of a new column: see queries/copying.
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
    contact: optional(varchar),
    hearing: optional(oneOf<Hearing>(), 'each'),
    heardDueAt: optional(bigint),
    line: optional(oneOf<LineState>(), 'open'),
    offerMinutes: optional(integer),
    ...lineColumns,
    staffSells: optional(boolean, false),
    hasQuestions: optional(boolean, false),
    answerHours: optional(integer),
  },
  indices: [
    { columns: ['slug'], unique: true },
    { columns: ['request_key'], unique: true },
    { columns: ['organizer_id', 'id'] },
    { columns: ['state', 'closes_at'] },
    { name: 'events_series', columns: ['series_id', 'closes_at'] },
    { name: 'events_reminding', columns: ['starts_at', 'id'], where: 'reminders IS NULL' },
    { name: 'events_heard', columns: ['heard_due_at', 'id'], where: 'heard_due_at IS NOT NULL' },
    { name: 'events_in_line', columns: ['starts_at', 'id'], where: 'line_people > 0' },
    { name: 'events_line_over', columns: ['id'], where: 'line_over_up_to IS NOT NULL' },
  ],
  foreignKeys: [refersTo('organizer_id', 'people')],
})

/** A new event; the same `requestKey` twice is an error that makes the caller look for the first. */
export type NewEvent = Omit<
  Event,
  | ('id' | 'organizerName' | 'giveBackHours' | 'capacity' | 'paymentMethods' | 'transferDetails' | 'doorsBefore')
  | ('isUnlisted' | 'saleFrom' | 'seriesId' | 'hasReminders' | 'hearing' | 'contact')
> & { readonly paymentMethods?: readonly PaymentMethod[]; readonly isUnlisted?: boolean } & {
  readonly hearing?: Hearing
  readonly requestKey: string
}

const changeable = [
  ...(['title', 'description', 'startsAt', 'endsAt', 'zone', 'venue', 'pin', 'poster', 'saleFrom'] as const),
  ...(['giveBackHours', 'capacity', 'paymentMethods', 'transferDetails', 'doorsBefore', 'hasReminders'] as const),
  ...(['hearing', 'contact', 'line', 'offerMinutes', 'staffSells', 'hasQuestions', 'answerHours'] as const),
]

// By these an event is found.
const found = ['title', 'venue', 'startsAt', 'endsAt', 'zone'] as const

/** What may change about an event; what may be missing is taken away by undefined. */
export type EventChange = Partial<Pick<Event, (typeof changeable)[number]>>

/** The place in the list of events on sale after or before which a page begins. */
export type EventPlace = Pick<Event, 'startsAt' | 'id'>

const { fields } = eventsTable

/** An event with its organizer's name, for SELECT … FROM events and for RETURNING. */
export const eventSelection = select({
  ...without(fields, 'closesAt', 'ticketsIssued', 'requestKey', 'heardDueAt', ...lineColumnNames),
  organizerName: field('(SELECT display_name FROM people WHERE people.id = events.organizer_id)', varchar),
})

const { sql, read } = eventSelection
const all = `SELECT ${sql} FROM events`
const onSale = `${all} WHERE state = 'published' AND closes_at > $1 AND is_unlisted IS NOT TRUE`
const limits = { capacity: fields.capacity, saleFrom: fields.saleFrom }
const sellable = select({ state: fields.state, ...limits })
const numbers = select({ last: field('tickets_issued', integer), zone: fields.zone, ...limits })
const insert = insertion(
  eventsTable,
  [
    ...(['slug', 'organizerId', 'title', 'description', 'startsAt', 'endsAt', 'closesAt', 'zone', 'venue'] as const),
    ...(['pin', 'poster', 'state', 'ticketsIssued', 'createdAt', 'requestKey', 'paymentMethods'] as const),
    ...(['isUnlisted', 'hearing'] as const),
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

// What else goes with ticket numbers.
type Issuing = { readonly evenOffSale?: boolean; readonly heardAt?: number | undefined }
type NextNumbers = { readonly first: number } & Pick<Event, 'capacity' | 'saleFrom'>

const nextNumbers = async (
  db: Db,
  [id, count]: readonly [number, number],
  { evenOffSale = false, heardAt }: Issuing,
): Promise<NextNumbers | undefined> => {
  const state = evenOffSale ? "state <> 'cancelled'" : "state = 'published'"
  const [heard, values] = heardAt === undefined ? ['', []] : [`, ${heardBy('$3')}`, [heardAt]]
  if (heardAt !== undefined) db.heard()
  const row = await db.row(
    numbers.read,
    `UPDATE events SET tickets_issued = tickets_issued + $2${heard} WHERE id = $1 AND ${state} RETURNING ${numbers.sql}`,
    [id, count, ...values],
  )
  if (row) knowZone(db, id, row.zone)
  return row && { first: row.last - count + 1, capacity: row.capacity, saleFrom: row.saleFrom }
}

// What a new event is unless somebody said otherwise.
const usual = { paymentMethods: ['atDoor'], isUnlisted: false, hearing: 'each' } as const

const insertEvent = async (db: Db, event: NewEvent): Promise<Event> => {
  const made = await db.one(read, ...insert({ ...usual, ...event, closesAt: closesAt(event), ticketsIssued: 0 }))
  await indexEvent(db, made.id)
  return made
}

const setListed = 'UPDATE events SET is_unlisted = $2 WHERE id = $1 AND COALESCE(is_unlisted, FALSE) <> $2'

const listEvent = async (db: Db, id: number, isUnlisted: boolean): Promise<boolean> => {
  const isChanged = await db.didChange(setListed, [id, isUnlisted])
  if (isChanged) await indexEvent(db, id)
  return isChanged
}

const moveEvent = async (db: Db, id: number, to: EventState): Promise<boolean> => {
  const from = statesBefore(to)
  db.scheduled()
  const setState = `UPDATE events SET state = $1 WHERE id = $2 AND state IN (${placeholders(from.length, 2)})`
  const isMoved = from.length > 0 && (await db.didChange(setState, [to, id, ...from]))
  if (isMoved) await indexEvent(db, id)
  return isMoved
}

/** One of an organizer's events, perhaps a date of a series. */
export type OneOfOrganizer = Pick<Event, 'id' | 'organizerId' | 'seriesId'>
type OthersPage = { readonly now: number; readonly after?: EventPlace; readonly limit: number }

const othersOf = (db: Db, { id, organizerId, seriesId }: OneOfOrganizer, page: OthersPage): Promise<Event[]> => {
  const { now, after, limit } = page
  const place = after && [after.startsAt, after.id]
  const end = keyset({ by: ['starts_at', 'id'], order: 'ASC', after: place, limit }, 4)
  const others = 'organizer_id = $2 AND id <> $3 AND COALESCE(series_id, 0) <> $4'
  return db.rows(read, `${onSale} AND ${others}${end.sql}`, [now, organizerId, id, seriesId ?? -1, ...end.values])
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

    insert: (event: NewEvent): Promise<Event> => insertEvent(db, event),

    /** Under which key it was made. */
    requestKeyOf: (id: number): Promise<string> =>
      db.one(only(varchar), 'SELECT request_key FROM events WHERE id = $1', [id]),

    /** Makes it listed or unlisted; false if it was so before. */
    list: (id: number, isUnlisted: boolean): Promise<boolean> => listEvent(db, id, isUnlisted),

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
      if (event && found.some((name) => name in change)) await indexEvent(db, id)
    },

    /**
     * Keeps it from being changed until the end: its capacity, and whether and since when it is on sale. undefined if
     * it is not there. Comes after taking seats.
     */
    lock: (id: number): Promise<Pick<Event, 'state' | 'capacity' | 'saleFrom'> | undefined> =>
      db.row(sellable.read, `UPDATE events SET capacity = capacity WHERE id = $1 RETURNING ${sellable.sql}`, [id]),

    /** Moves it to a state, if it is in one that may go there; false otherwise. */
    move: (id: number, to: EventState): Promise<boolean> => moveEvent(db, id, to),

    /**
     * Reserves `count` ticket numbers in a row and returns the first, with the event's limits; nobody else gets them,
     * and they are free again if the transaction is undone. undefined if the event is no longer on sale (or,
     * `evenOffSale`, is cancelled): that may have happened since it was read. `heardAt`: when its organizer is to hear
     * of it at the latest.
     */
    nextNumbers: (id: number, count: number, how: Issuing = {}): Promise<NextNumbers | undefined> =>
      nextNumbers(db, [id, count], how),

    /** Removes it with its ticket types, staff and door; false if it has orders or is not there. */
    remove: (id: number): Promise<boolean> => removeEvent(db, id),

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

    /**
     * A page of what an organizer has on sale and listed beside an event and the other dates of its series, soonest
     * first.
     */
    othersOf: (event: OneOfOrganizer, page: OthersPage): Promise<Event[]> => othersOf(db, event, page),

    /** A page of an organizer's events: still ahead, soonest first, or over, latest first. */
    ofOrganizer: (organizerId: number, page: OrganizerPage): Promise<Event[]> => pageOfOrganizer(db, organizerId, page),
  }
}
