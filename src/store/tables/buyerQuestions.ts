import type { BuyerQuestion, QuestionKind, QuestionScope } from '../../domain/buyerQuestion.js'
import type { Db } from '../engine/statements.js'
import { bigint, boolean, type Column, counter, integer, json, listOf, oneOf, optional, serial } from './columns.js'
import { text, varchar } from './columns.js'
import { select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { assignments, insertion } from './writing.js'

// NULL is all.
const someIds = optional(listOf(varchar, Number), [])
const idsOrAll: Column<readonly number[]> = {
  ...someIds,
  write: (ids) => (ids.length === 0 ? undefined : someIds.write(ids)),
}

/**
 * Table `buyer_questions`: what the organizer of an event asks who buys, in the order of `position`. One that was
 * removed stays, for its answers do.
 */
export const buyerQuestionsTable = table({
  name: 'buyer_questions',
  columns: {
    id: serial,
    eventId: integer,
    position: integer,
    kind: oneOf<QuestionKind>(),
    scope: oneOf<QuestionScope>(),
    text,
    choices: json<readonly string[]>(text),
    isRequired: boolean,
    ticketTypeIds: idsOrAll,
    atDoor: boolean,
    version: counter,
    removedAt: optional(bigint),
  },
  indices: [{ name: 'buyer_questions_of', columns: ['event_id', 'position'], where: 'removed_at IS NULL' }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** What may change about a question; its kind and its scope stay, for its answers do. */
export type QuestionChange = Partial<
  Pick<BuyerQuestion, 'text' | 'choices' | 'isRequired' | 'ticketTypeIds' | 'atDoor' | 'position'>
>

const { fields } = buyerQuestionsTable
const { sql, read } = select(without(fields, 'removedAt'))
const changeable = ['text', 'choices', 'isRequired', 'ticketTypeIds', 'atDoor', 'position'] as const
const insert = insertion(
  buyerQuestionsTable,
  [
    ...(['eventId', 'position', 'kind', 'scope', 'text'] as const),
    ...(['choices', 'isRequired', 'ticketTypeIds', 'atDoor', 'version'] as const),
  ],
  `RETURNING ${sql}`,
)

/** What organizers ask who buys; what was removed is not found. */
export const createBuyerQuestionsTable = (db: Db) => ({
  find: (id: number): Promise<BuyerQuestion | undefined> =>
    db.row(read, `SELECT ${sql} FROM buyer_questions WHERE id = $1 AND removed_at IS NULL`, [id]),

  /** Those of an event, in the organizer's order. */
  ofEvent: (eventId: number): Promise<BuyerQuestion[]> =>
    db.rows(
      read,
      `SELECT ${sql} FROM buyer_questions WHERE event_id = $1 AND removed_at IS NULL ORDER BY position, id`,
      [eventId],
    ),

  insert: (question: Omit<BuyerQuestion, 'id' | 'version'>): Promise<BuyerQuestion> =>
    db.one(read, ...insert({ ...question, version: 0 })),

  /** Changes what is named; false if it was removed since. */
  change: (id: number, change: QuestionChange): Promise<boolean> => {
    const set = assignments(
      buyerQuestionsTable,
      changeable.filter((name) => name in change),
      1,
    )
    return db.didChange(
      `UPDATE buyer_questions SET ${set.sql}, version = version + 1 WHERE id = $1 AND removed_at IS NULL`,
      [id, ...set.values(change as Required<QuestionChange>)],
    )
  },

  /** Asks it no more; false if it was removed before. Its answers stay. */
  remove: (id: number, now: number): Promise<boolean> =>
    db.didChange('UPDATE buyer_questions SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL', [id, now]),
})
