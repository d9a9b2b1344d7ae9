import { cursorsTable } from '../tables/cursors.js'
import { migrations } from '../tables/schema.js'
import { CopyFault } from './copyFault.js'

/** What is in a copy: its changes of the schema in their order, how many rows each table has, and its marks. */
export type CopyContents = {
  readonly migrations: readonly string[]
  readonly counts: ReadonlyMap<string, number>
  readonly marks: ReadonlyMap<string, number>
}

/** Where the marks of `marks` stand that copies are known by. Times are UTC milliseconds. */
export const copyMarks = {
  /** In a backup: when it was made. */
  madeAt: 'backup',
  /** In a restored database: when the backup was made, and when it took the other's place. */
  restoredFrom: 'restoredFrom',
  restoredAt: 'restoredAt',
} as const

/**
 * When a copy was made: as it says itself, or when the program that used it last gave a sign of life, if that was
 * later. One that was made by hand has the mark of an earlier backup; undefined when it has neither.
 */
export const madeAtOf = ({ marks }: Pick<CopyContents, 'marks'>): number | undefined => {
  const times = [copyMarks.madeAt, 'alive'].flatMap((name) => marks.get(name) ?? [])
  return times.length === 0 ? undefined : Math.max(...times)
}

/** Where the table of marks stands in a copy. */
export const marksTable = cursorsTable.name

const known = new Set(migrations.map(({ name }) => name))

/** Refuses what is no database of ours, and what a newer version has used. */
export const mustBeUsable = ({ migrations: applied, counts }: CopyContents): void => {
  if (applied.length === 0 || !counts.has('tickets')) throw new CopyFault('noTables')
  const newer = applied.find((name) => !known.has(name))
  if (newer !== undefined) throw new CopyFault('tooNew', { migration: newer })
}
