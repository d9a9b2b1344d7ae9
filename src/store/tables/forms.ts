import type { Db } from '../engine/statements.js'
import { bigint, primary, text, varchar } from './columns.js'
import { only } from './reading.js'
import { table } from './table.js'
import { replacement } from './writing.js'

/** Table `forms`. */
export const formsTable = table({
  name: 'forms',
  columns: { key: primary(varchar), value: text, updatedAt: bigint },
  indices: [{ name: 'forms_updated', columns: ['updated_at'] }],
})

const write = replacement(formsTable, ['key', 'value', 'updatedAt'], ['key'])

/** The state of conversations: opaque text by key. */
export const createFormsTable = (db: Db) => ({
  read: (key: string): Promise<string | undefined> =>
    db.row(only(text), 'SELECT value FROM forms WHERE key = $1', [key]),

  write: async (key: string, value: string, now: number): Promise<void> => {
    await db.change(...write({ key, value, updatedAt: now }))
  },

  remove: async (key: string): Promise<void> => {
    await db.change('DELETE FROM forms WHERE key = $1', [key])
  },
})
