import type { Db } from '../engine/statements.js'
import { bigint, primary, varchar } from './columns.js'
import { only } from './reading.js'
import { table } from './table.js'
import { replacement } from './writing.js'

/**
 * Table `marks`: how far something has come, such as when the program was last alive, or how many Star transactions it
 * has seen.
 */
export const cursorsTable = table({ name: 'marks', columns: { name: primary(varchar), value: bigint } })

const write = replacement(cursorsTable, ['name', 'value'], ['name'])

/** Numbers to go on from. */
export const createCursorsTable = (db: Db) => ({
  of: (name: string): Promise<number | undefined> =>
    db.row(only(bigint), 'SELECT value FROM marks WHERE name = $1', [name]),

  /** Moves it from one value to another; false if it is not there any more. Of two at once one gets true. */
  move: (name: string, from: number, to: number): Promise<boolean> =>
    db.didChange('UPDATE marks SET value = $3 WHERE name = $1 AND value = $2', [name, from, to]),

  set: async (name: string, value: number): Promise<void> => {
    await db.change(...write({ name, value }))
  },
})
