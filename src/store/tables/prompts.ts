import { bigint, integer, optional, primary, table, varchar } from './columns.js'
import { num, optionalStr, str, type Db } from '../engine/statements.js'

/**
 * Table `asks`: the one thing that the bot asked a person to type or send. `subject` is what it is about: an order, an
 * event, a ticket type.
 */
export const promptsSchema = table({
  name: 'asks',
  columns: { person_id: primary(bigint), kind: varchar, subject: integer, detail: optional(varchar), at: bigint },
})

/** An open question. */
export type Prompt = {
  readonly kind: string
  readonly subject: number
  readonly detail: string | undefined
  readonly at: number
}

/** What the bot waits for, outside of forms. */
export const createPromptsTable = (db: Db) => ({
  put: async (personId: number, { kind, subject, detail, at }: Prompt): Promise<void> => {
    await db.change(
      `INSERT INTO asks (person_id, kind, subject, detail, at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (person_id) DO UPDATE SET kind = excluded.kind, subject = excluded.subject, detail = excluded.detail, at = excluded.at`,
      [personId, kind, subject, detail, at],
    )
  },
  of: async (personId: number): Promise<Prompt | undefined> => {
    const row = await db.row('SELECT * FROM asks WHERE person_id = $1', [personId])
    return (
      row && {
        kind: str(row, 'kind'),
        subject: num(row, 'subject'),
        detail: optionalStr(row, 'detail'),
        at: num(row, 'at'),
      }
    )
  },
  /** True if there was one. */
  remove: async (personId: number): Promise<boolean> =>
    (await db.change('DELETE FROM asks WHERE person_id = $1', [personId])) > 0,
})
