import type { Answers, EventDraft } from '../../domain/draft.js'
import { bigint, integer, optional, primary, refersTo, table, text, varchar } from './columns.js'
import { num, optionalNum, optionalStr, placeholders, str, type Db, type Row } from '../engine/statements.js'

/** Table `drafts`. */
export const draftsSchema = table({
  name: 'drafts',
  columns: {
    person_id: primary(bigint),
    key: varchar,
    event_id: optional(integer),
    answers: text,
    asked: varchar,
    day: optional(varchar),
    zone: varchar,
    currency: varchar,
    updated_at: bigint,
  },
  foreignKeys: [refersTo('person_id', 'people')],
})

/** Events in the making, one a person. */
export const createDraftsTable = (db: Db) => ({
  find: async (personId: number): Promise<EventDraft | undefined> => {
    const row = await db.row('SELECT * FROM drafts WHERE person_id = $1', [personId])
    return row && toDraft(row)
  },

  write: async (draft: EventDraft, now: number): Promise<void> => {
    await db.change(writeSql, [
      draft.personId,
      draft.key,
      draft.eventId,
      JSON.stringify(draft.answers),
      draft.asked,
      draft.day,
      draft.zone,
      draft.currency,
      now,
    ])
  },

  remove: async (personId: number): Promise<void> => {
    await db.change('DELETE FROM drafts WHERE person_id = $1', [personId])
  },
})

const writeSql = `INSERT INTO drafts (person_id, key, event_id, answers, asked, day, zone, currency, updated_at) VALUES (${placeholders(9)})
  ON CONFLICT (person_id) DO UPDATE SET key = excluded.key, event_id = excluded.event_id, answers = excluded.answers, asked = excluded.asked,
  day = excluded.day, zone = excluded.zone, currency = excluded.currency, updated_at = excluded.updated_at`

const toDraft = (row: Row): EventDraft => ({
  personId: num(row, 'person_id'),
  key: str(row, 'key'),
  eventId: optionalNum(row, 'event_id'),
  answers: JSON.parse(str(row, 'answers')) as Answers,
  asked: str(row, 'asked') as EventDraft['asked'],
  day: optionalStr(row, 'day'),
  zone: str(row, 'zone'),
  currency: str(row, 'currency'),
})
