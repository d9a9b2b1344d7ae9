import type { TableRow } from './columns.js'

/** A table that is being written. */
export type TableFile = {
  /** Adds rows; about how many bytes they take. */
  readonly add: (rows: readonly TableRow[]) => Promise<number>
  /** The file. */
  readonly end: () => Promise<Uint8Array>
}
