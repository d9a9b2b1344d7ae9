import { placeholders, type Statement, type Value } from '../engine/statements.js'
import type { Columns } from './columns.js'
import type { Table, TypeOf } from './table.js'

type OptionalOf<C extends Columns, Name extends keyof C> = {
  [N in Name]: undefined extends TypeOf<C[N]> ? N : never
}[Name]

/** Values of some columns; what may be NULL may be left out. */
type ValuesOf<C extends Columns, Name extends keyof C> = {
  readonly [N in Exclude<Name, OptionalOf<C, Name>>]: TypeOf<C[N]>
} & { readonly [N in OptionalOf<C, Name>]?: TypeOf<C[N]> }

type Writer = { readonly key: string; readonly name: string; readonly write: (value: unknown) => Value }

const writersOf = <C extends Columns>({ fields }: Table<C>, keys: readonly (keyof C & string)[]): readonly Writer[] =>
  keys.map((key) => ({ key, name: fields[key].name, write: fields[key].write as Writer['write'] }))

const valuesOf = (writers: readonly Writer[], row: object): Value[] =>
  writers.map(({ key, write }) => write((row as Readonly<Record<string, unknown>>)[key]))

/**
 * Adds rows of these columns, whatever else the rows have; `end` is what follows their values, such as RETURNING. Make
 * it once, not per statement.
 */
export const insertion = <C extends Columns, Name extends keyof C & string>(
  table: Table<C>,
  columns: readonly Name[],
  end = '',
): ((...rows: readonly ValuesOf<C, Name>[]) => Statement) => {
  const writers = writersOf(table, columns)
  const head = `INSERT INTO ${table.name} (${writers.map(({ name }) => name).join(', ')}) VALUES`
  const sqlFor = (rows: number): string =>
    `${head} ${Array.from({ length: rows }, (_, row) => `(${placeholders(columns.length, row * columns.length)})`).join(', ')} ${end}`
  const sqlForOne = sqlFor(1)
  return (...rows) => [
    rows.length === 1 ? sqlForOne : sqlFor(rows.length),
    rows.flatMap((row) => valuesOf(writers, row)),
  ]
}

/** Adds a row, or writes over the one that has the same `key`. */
export const replacement = <C extends Columns, Name extends keyof C & string>(
  table: Table<C>,
  columns: readonly Name[],
  key: readonly Name[],
): ((row: ValuesOf<C, Name>) => Statement) => {
  const [inKey, others] = [true, false].map((isKey) =>
    writersOf(
      table,
      columns.filter((column) => key.includes(column) === isKey),
    ).map(({ name }) => name),
  ) as [string[], string[]]
  const set = others.map((name) => `${name} = excluded.${name}`).join(', ')
  return insertion(table, columns, `ON CONFLICT (${inKey.join(', ')}) DO UPDATE SET ${set}`)
}

/** "price_minor = $2, currency = $3": what an UPDATE sets these columns to, after so many other values. */
export const assignments = <C extends Columns, Name extends keyof C & string>(
  table: Table<C>,
  columns: readonly Name[],
  valuesBefore: number,
): { readonly sql: string; readonly values: (row: ValuesOf<C, Name>) => Value[] } => {
  const writers = writersOf(table, columns)
  return {
    sql: writers.map(({ name }, index) => `${name} = $${valuesBefore + index + 1}`).join(', '),
    values: (row) => valuesOf(writers, row),
  }
}

// SQLite takes 32,766 values in one statement, PostgreSQL 65,535; no row has more than 20.
const rowsAtOnce = 500

/** As many rows at a time as one statement takes. */
export const inChunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, chunk) =>
    rows.slice(chunk * rowsAtOnce, (chunk + 1) * rowsAtOnce),
  )
