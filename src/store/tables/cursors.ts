import { bigint, primary, table, varchar } from './columns.js'
import { optionalNum, type Db } from '../engine/statements.js'

/**
 * Table `marks`: how far something has come, such as when the program was last alive, or how many Star transactions it
 * has seen.
 */
export const cursorsSchema = table({ name: 'marks', columns: { name: primary(varchar), value: bigint } })

/** Numbers to go on from. */
export const createCursorsTable = (db: Db) => ({
  of: async (name: string): Promise<number | undefined> =>
    optionalNum((await db.row('SELECT value FROM marks WHERE name = $1', [name])) ?? {}, 'value'),
  set: async (name: string, value: number): Promise<void> => {
    await db.change(
      'INSERT INTO marks (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [name, value],
    )
  },
})
