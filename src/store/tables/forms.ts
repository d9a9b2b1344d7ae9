import { bigint, primary, table, text, varchar } from './columns.js'
import { optionalStr, type Db } from '../engine/statements.js'

/** Table `forms`. */
export const formsSchema = table({ name: 'forms', columns: { key: primary(varchar), value: text, updated_at: bigint } })

/** The state of conversations: opaque text by key. */
export const createFormsTable = (db: Db) => ({
  read: async (key: string): Promise<string | undefined> =>
    optionalStr((await db.row('SELECT value FROM forms WHERE key = $1', [key])) ?? {}, 'value'),

  write: async (key: string, value: string, now: number): Promise<void> => {
    await db.change(
      'INSERT INTO forms (key, value, updated_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at',
      [key, value, now],
    )
  },

  remove: async (key: string): Promise<void> => {
    await db.change('DELETE FROM forms WHERE key = $1', [key])
  },
})
