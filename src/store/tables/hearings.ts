import type { HearingState, Stock } from '../../domain/hearing.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, oneOf, optional, primary } from './columns.js'
import { only, select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `hearings`: what was told to an organizer of how an event sells. When something is to be told next is in
 * `events`, so that a sale notes it in a statement that it needs anyway; how much is not told yet in `event_counters`.
 */
export const hearingsTable = table({
  name: 'hearings',
  columns: { eventId: primary(integer), told: integer, toldAt: bigint, gapMs: bigint, stock: oneOf<Stock>() },
  foreignKeys: [refersTo('event_id', 'events')],
})

const { fields } = hearingsTable
const state = select(without(fields, 'eventId'))
const write = insertion(
  hearingsTable,
  ['eventId', 'told', 'toldAt', 'gapMs', 'stock'],
  `ON CONFLICT (event_id) DO UPDATE SET told = excluded.told, told_at = excluded.told_at, gap_ms = excluded.gap_ms,
   stock = excluded.stock`,
)

/** Something of an event is to be told at that time, or earlier if it was to be already: for UPDATE events SET. */
export const heardBy = (placeholder: string): string =>
  `heard_due_at = CASE WHEN heard_due_at <= ${placeholder} THEN heard_due_at ELSE ${placeholder} END`

/** When organizers hear how their events sell. */
export const createHearingsTable = (db: Db) => ({
  /** The events of which something is due, the longest due first. */
  due: (now: number, limit: number): Promise<number[]> =>
    db.rows(only(integer), 'SELECT id FROM events WHERE heard_due_at <= $1 ORDER BY heard_due_at, id LIMIT $2', [
      now,
      limit,
    ]),

  /** When something is due next (UTC milliseconds). */
  nextDue: (): Promise<number | undefined> =>
    db.one(only(optional(bigint)), 'SELECT MIN(heard_due_at) FROM events WHERE heard_due_at IS NOT NULL'),

  /**
   * Something of an event is to be told at that time at the latest; undefined leaves all as it is. Locks the event:
   * comes after the ticket types.
   */
  note: async (eventId: number, at: number | undefined): Promise<void> => {
    if (at === undefined) return
    db.heard()
    await db.change(`UPDATE events SET ${heardBy('$2')} WHERE id = $1`, [eventId, at])
  },

  /**
   * Takes an event of which something is due, and locks it: what is noted from now on is for another time. How many
   * tickets it ever issued; undefined if nothing is due, or somebody else took it.
   */
  take: (eventId: number, now: number): Promise<number | undefined> =>
    db.row(
      only(integer),
      'UPDATE events SET heard_due_at = NULL WHERE id = $1 AND heard_due_at <= $2 RETURNING tickets_issued',
      [eventId, now],
    ),

  /** What is due of an event is due so much later. */
  putOff: async (eventId: number, now: number, byMs: number): Promise<void> => {
    await db.change('UPDATE events SET heard_due_at = $3 WHERE id = $1 AND heard_due_at <= $2', [
      eventId,
      now,
      now + byMs,
    ])
  },

  /** Nothing of an event is due any more. */
  drop: async (eventId: number): Promise<void> => {
    await db.change('UPDATE events SET heard_due_at = NULL WHERE id = $1', [eventId])
  },

  /** The orders of an event's tickets with numbers after one, up to another; `limit` at most. */
  ordersBetween: (
    eventId: number,
    { after, upTo, limit }: { readonly after: number; readonly upTo: number; readonly limit: number },
  ): Promise<number[]> =>
    db.rows(
      only(integer),
      `SELECT DISTINCT order_id FROM tickets WHERE event_id = $1 AND number > $2 AND number <= $3
       ORDER BY order_id LIMIT $4`,
      [eventId, after, upTo, limit],
    ),

  /** What was told of an event; undefined: nothing yet. */
  find: (eventId: number): Promise<HearingState | undefined> =>
    db.row(state.read, `SELECT ${state.sql} FROM hearings WHERE event_id = $1`, [eventId]),

  write: async (eventId: number, to: HearingState): Promise<void> => {
    await db.change(...write({ eventId, ...to }))
  },
})
