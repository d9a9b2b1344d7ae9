import type { Db } from '../engine/statements.js'
import { bigint, counter, integer, primary, serial } from './columns.js'
import { only, select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `event_changes`: the last change of an event that was told to its holders, counted from 1; how many of them
 * said that they come all the same, and how many tickets were given back since.
 */
export const eventChangesTable = table({
  name: 'event_changes',
  columns: { eventId: primary(integer), change: integer, kept: counter, givenBack: counter },
  foreignKeys: [refersTo('event_id', 'events')],
})

/** Table `kept_changes`: who comes all the same, after which change. */
export const keptChangesTable = table({
  name: 'kept_changes',
  columns: { id: serial, eventId: integer, personId: bigint, change: integer, at: bigint },
  indices: [{ columns: ['event_id', 'person_id'], unique: true }],
  foreignKeys: [refersTo('event_id', 'events')],
})

const last = select(without(eventChangesTable.fields, 'eventId'))
const begin = insertion(
  eventChangesTable,
  ['eventId', 'change', 'kept', 'givenBack'],
  'ON CONFLICT (event_id) DO UPDATE SET change = event_changes.change + 1, kept = 0, given_back = 0',
)
const insert = insertion(
  keptChangesTable,
  ['eventId', 'personId', 'change', 'at'],
  `ON CONFLICT (event_id, person_id) DO UPDATE SET change = excluded.change, at = excluded.at
   WHERE kept_changes.change < excluded.change`,
)

type Answer = { readonly personId: number; readonly eventId: number }

/** What holders answer to the news that an event has changed. */
export const createKeptChangesTable = (db: Db) => ({
  /** An event has changed: what was answered before is about something else. */
  begin: async (eventId: number): Promise<void> => {
    await db.change(...begin({ eventId, change: 1, kept: 0, givenBack: 0 }))
  },

  /** The last change of an event, with the answers to it; undefined: none was told. */
  last: (eventId: number) => db.row(last.read, `SELECT ${last.sql} FROM event_changes WHERE event_id = $1`, [eventId]),

  /** A person comes after this change; false if they said so before. */
  keep: async ({ change, ...answer }: Answer & { readonly change: number }, now: number): Promise<boolean> => {
    const isNew = await db.didChange(...insert({ ...answer, change, at: now }))
    if (isNew)
      await db.change('UPDATE event_changes SET kept = kept + 1 WHERE event_id = $1 AND change = $2', [
        answer.eventId,
        change,
      ])
    return isNew
  },

  /** After which change of an event a person comes. */
  of: ({ personId, eventId }: Answer): Promise<number | undefined> =>
    db.row(only(integer), 'SELECT change FROM kept_changes WHERE event_id = $1 AND person_id = $2', [
      eventId,
      personId,
    ]),

  /** A person does not come any more, or not with a ticket of their own. */
  forget: async ({ personId, eventId }: Answer): Promise<void> => {
    const change = await db.row(
      only(integer),
      'DELETE FROM kept_changes WHERE event_id = $1 AND person_id = $2 RETURNING change',
      [eventId, personId],
    )
    if (change !== undefined)
      await db.change('UPDATE event_changes SET kept = kept - 1 WHERE event_id = $1 AND change = $2 AND kept > 0', [
        eventId,
        change,
      ])
  },

  /** A ticket was given back, after the last change if there was one. */
  countReturned: async (eventId: number): Promise<void> => {
    await db.change('UPDATE event_changes SET given_back = given_back + 1 WHERE event_id = $1', [eventId])
  },
})
