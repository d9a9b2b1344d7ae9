/** What a statement may be given. undefined is written as NULL. */
export type Value = string | number | boolean | null | undefined

/**
 * A row as the driver gives it. PostgreSQL returns bigint and sums as strings, SQLite booleans as 0 and 1: read it
 * through the functions below.
 */
export type Row = Readonly<Record<string, string | number | boolean | null | undefined>>

/** What a statement did: its rows (of SELECT or RETURNING) and how many rows it changed. */
export type StatementResult = { readonly rows: readonly Row[]; readonly affected: number }

/** Sends one statement with placeholders $1, $2 … */
export type Execute = (sql: string, values?: readonly Value[]) => Promise<StatementResult>

/** What the tables speak through: one transaction's statements, in the order in which they were asked for. */
export type Db = {
  /** Whether guarded updates are guarded; false only in negative controls. */
  readonly guards: boolean
  readonly rows: (sql: string, values?: readonly Value[]) => Promise<readonly Row[]>
  readonly row: (sql: string, values?: readonly Value[]) => Promise<Row | undefined>
  /** The row of a statement that always has one; throws an Error otherwise. */
  readonly one: (sql: string, values?: readonly Value[]) => Promise<Row>
  /** How many rows a statement changed. */
  readonly change: (sql: string, values?: readonly Value[]) => Promise<number>
  /** Notes that this transaction wrote announcements. */
  readonly announced: () => void
  /** Notes that this transaction wrote refunds, or how they stand. */
  readonly refunding: () => void
}

/** A whole number: bigint, count and sum come as strings from PostgreSQL. All of Levem's fit into 53 bits. */
export const num = (row: Row, column: string): number => Number(row[column])

/** A whole number, or undefined for NULL. */
export const optionalNum = (row: Row, column: string): number | undefined =>
  row[column] == null ? undefined : num(row, column)

/** A text. */
export const str = (row: Row, column: string): string => String(row[column])

/** A text, or undefined for NULL. */
export const optionalStr = (row: Row, column: string): string | undefined =>
  row[column] == null ? undefined : str(row, column)

/** A boolean: SQLite keeps 0 and 1. */
export const bool = (row: Row, column: string): boolean => row[column] === true || row[column] === 1

/** "$3, $4, $5" for three values after two others. */
export const placeholders = (count: number, after = 0): string =>
  Array.from({ length: count }, (_, index) => `$${index + 1 + after}`).join(', ')

/** "($1, $2), ($3, $4)" for two rows of two values. */
export const rowPlaceholders = (rows: number, columns: number): string =>
  Array.from({ length: rows }, (_, row) => `(${placeholders(columns, row * columns)})`).join(', ')

/** Greater than every id: "newest first" starts here. Ids are 32-bit. */
export const beyondIds = 2_147_483_647

/**
 * Writes the condition that makes an update guarded: " AND …". Without guards (negative controls only) it is asked and
 * not obeyed; it must
 * not come to NULL.
 */
export const guardOf =
  (db: Pick<Db, 'guards'>) =>
  (condition: string): string =>
    db.guards ? ` AND ${condition}` : ` AND (${condition}) IS NOT NULL`
