/** What a statement may be given. undefined is written as NULL. */
export type Value = string | number | boolean | null | undefined

/** A row as the driver gives it: read it by the column types of tables/columns.ts. */
export type Row = Readonly<Record<string, Value>>

/** A statement with placeholders $1, $2 … and what stands there. */
export type Statement = readonly [sql: string, values?: readonly Value[]]

/** What a statement did: its rows (of SELECT or RETURNING) and how many rows it changed. */
export type StatementResult = { readonly rows: readonly Row[]; readonly affected: number }

/** Sends one statement. */
export type Execute = (...statement: Statement) => Promise<StatementResult>

/** What the tables speak through: one transaction's statements, in the order in which they were asked for. */
export type Db = {
  readonly rows: <T>(read: (row: Row) => T, ...statement: Statement) => Promise<T[]>
  readonly row: <T>(read: (row: Row) => T, ...statement: Statement) => Promise<T | undefined>
  /** The row of a statement that always has one; throws an Error otherwise. */
  readonly one: <T>(read: (row: Row) => T, ...statement: Statement) => Promise<T>
  /** How many rows a statement changed. */
  readonly change: (...statement: Statement) => Promise<number>
  /** Whether a statement changed any row. */
  readonly didChange: (...statement: Statement) => Promise<boolean>
  /** Does this after the work and before the COMMIT, with this Db; nothing of it happens when the work fails. */
  readonly beforeCommit: (last: () => Promise<void>) => void
  /** Notes that this transaction wrote announcements. */
  readonly announced: () => void
  /** Notes that this transaction wrote refunds, or how they stand. */
  readonly refunding: () => void
  /** This transaction wrote or changed what is to be told at a time: whoever tells it should look after the COMMIT. */
  readonly scheduled: () => void
  /** This transaction changed what an organizer is to hear of how an event sells. */
  readonly heard: () => void
}

/** "$3, $4, $5" for three values after two others. */
export const placeholders = (count: number, after = 0): string =>
  Array.from({ length: count }, (_, index) => `$${index + 1 + after}`).join(', ')
