import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, primary, varchar } from './columns.js'
import { select } from './reading.js'
import { table, without } from './table.js'
import { replacement } from './writing.js'

/**
 * Table `asks`: the one thing that the bot asked a person to type or send. `subject` is what it is about: an order, an
 * event, a ticket type.
 */
export const promptsTable = table({
  name: 'asks',
  columns: { personId: primary(bigint), kind: varchar, subject: integer, detail: optional(varchar), at: bigint },
  indices: [{ name: 'asks_at', columns: ['at'] }],
})

/** An open question. */
export type Prompt = {
  readonly kind: string
  readonly subject: number
  readonly detail: string | undefined
  readonly at: number
}

const prompt = select(without(promptsTable.fields, 'personId'))
const write = replacement(promptsTable, ['personId', 'kind', 'subject', 'detail', 'at'], ['personId'])

/** What the bot waits for, outside of forms. */
export const createPromptsTable = (db: Db) => ({
  put: async (personId: number, one: Prompt): Promise<void> => {
    await db.change(...write({ ...one, personId }))
  },

  of: (personId: number): Promise<Prompt | undefined> =>
    db.row(prompt.read, `SELECT ${prompt.sql} FROM asks WHERE person_id = $1`, [personId]),

  /** True if there was one. */
  remove: (personId: number): Promise<boolean> => db.didChange('DELETE FROM asks WHERE person_id = $1', [personId]),
})
