import type { Db } from '../engine/statements.js'
import { bigint, integer, serial } from './columns.js'
import { only, rowsAmong } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `muted_reminders`: who does not want to be reminded of which event. Kept as long as the event: a row for each
 * person who pressed the button.
 */
export const mutedRemindersTable = table({
  name: 'muted_reminders',
  columns: { id: serial, eventId: integer, personId: bigint, at: bigint },
  indices: [{ columns: ['event_id', 'person_id'], unique: true }],
  foreignKeys: [refersTo('event_id', 'events')],
})

const insert = insertion(
  mutedRemindersTable,
  ['eventId', 'personId', 'at'],
  'ON CONFLICT (event_id, person_id) DO NOTHING',
)

/** Who wants no reminders. */
export const createMutedRemindersTable = (db: Db) => ({
  /** False if they wanted none before. */
  add: (personId: number, eventId: number, now: number): Promise<boolean> =>
    db.didChange(...insert({ eventId, personId, at: now })),

  /** False if they wanted them before. */
  remove: (personId: number, eventId: number): Promise<boolean> =>
    db.didChange('DELETE FROM muted_reminders WHERE event_id = $1 AND person_id = $2', [eventId, personId]),

  /** Of which of these events a person wants none. */
  of: async (personId: number, eventIds: readonly number[]): Promise<ReadonlySet<number>> =>
    new Set(
      await rowsAmong(db, only(integer), {
        list: eventIds,
        before: [personId],
        sql: (ids) => `SELECT event_id FROM muted_reminders WHERE person_id = $1 AND event_id IN (${ids})`,
      }),
    ),
})
