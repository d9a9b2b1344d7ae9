import type { Answers, EventDraft } from '../../domain/draft.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, json, oneOf, optional, primary, text, varchar } from './columns.js'
import { select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { replacement } from './writing.js'

/** Table `drafts`. */
export const draftsTable = table({
  name: 'drafts',
  columns: {
    personId: primary(bigint),
    key: varchar,
    eventId: optional(integer),
    answers: json<Answers>(text),
    asked: oneOf<EventDraft['asked']>(),
    day: optional(varchar),
    zone: varchar,
    currency: varchar,
    updatedAt: bigint,
  },
  foreignKeys: [refersTo('person_id', 'people')],
})

const draft = select(without(draftsTable.fields, 'updatedAt'))
const write = replacement(
  draftsTable,
  ['personId', 'key', 'eventId', 'answers', 'asked', 'day', 'zone', 'currency', 'updatedAt'],
  ['personId'],
)

/** Events in the making, one a person. */
export const createDraftsTable = (db: Db) => ({
  find: (personId: number): Promise<EventDraft | undefined> =>
    db.row(draft.read, `SELECT ${draft.sql} FROM drafts WHERE person_id = $1`, [personId]),

  write: async (one: EventDraft, now: number): Promise<void> => {
    await db.change(...write({ ...one, updatedAt: now }))
  },

  remove: async (personId: number): Promise<void> => {
    await db.change('DELETE FROM drafts WHERE person_id = $1', [personId])
  },
})
