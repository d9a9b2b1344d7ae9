import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, primary, varchar } from './columns.js'
import { anything, select } from './reading.js'
import { table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `processes`: who works on this database. Whoever lives counts its `beat` up again and again; NULL says that it
 * has ended and left its work to others. Whoever has an unhandled update is here.
 */
export const processesTable = table({
  name: 'processes',
  columns: { id: primary(varchar), mode: varchar, startedAt: bigint, beat: optional(integer) },
})

/** A process as the others see it: its beat, or undefined when it has ended. */
export type Pulse = { readonly id: string; readonly beat: number | undefined }

const { id, beat } = processesTable.fields
const pulse = select({ id, beat })
const insert = insertion(processesTable, ['id', 'mode', 'startedAt', 'beat'])

/** Processes that share one database. */
export const createProcessesTable = (db: Db) => ({
  add: async (process: { readonly id: string; readonly mode: string; readonly startedAt: number }): Promise<void> => {
    await db.change(...insert({ ...process, beat: 0 }))
  },

  /** A sign of life; false if others took this process for dead. */
  beat: (processId: string): Promise<boolean> =>
    db.didChange('UPDATE processes SET beat = beat + 1 WHERE id = $1 AND beat IS NOT NULL', [processId]),

  all: (): Promise<Pulse[]> => db.rows(pulse.read, `SELECT ${pulse.sql} FROM processes`),

  /** Whether a process is there and has not ended. */
  lives: async (processId: string): Promise<boolean> =>
    (await db.row(anything, 'SELECT id FROM processes WHERE id = $1 AND beat IS NOT NULL', [processId])) ?? false,

  /** The process has ended: what it had not handled is the others'. */
  end: async (processId: string): Promise<void> => {
    await db.change('UPDATE processes SET beat = NULL WHERE id = $1', [processId])
  },

  /** Takes a process off the list, if it has given no other sign of life since; one can. */
  remove: ({ id: processId, beat: seen }: Pulse): Promise<boolean> =>
    seen === undefined
      ? db.didChange('DELETE FROM processes WHERE id = $1 AND beat IS NULL', [processId])
      : db.didChange('DELETE FROM processes WHERE id = $1 AND beat = $2', [processId, seen]),
})
