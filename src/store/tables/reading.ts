import { type Db, placeholders, type Row, type Value } from '../engine/statements.js'
import type { Column } from './columns.js'
import { type Field, snakeCase } from './table.js'

type Fields = Readonly<Record<string, Field<unknown>>>

/** What fields hold, by their names. */
export type RowOf<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never }

/** What a statement reads: its list for SELECT or RETURNING, and the reader of a row that has what is in the list. */
type Selection<T> = { readonly sql: string; readonly read: (row: Row) => T }

/**
 * Reads fields by their names in code; in the row they have the same in snake_case. Make it once, not per statement.
 */
export const select = <F extends Fields>(fields: F): Selection<RowOf<F>> => {
  const parts = Object.entries(fields).map(([name, { sql, read }]) => {
    const alias = snakeCase(name)
    return { name, alias, read, sql: sql.endsWith(`.${alias}`) ? sql : `${sql} AS "${alias}"` }
  })
  // A copy of an object that has all its properties is made in half the time of one that gets them one by one.
  const blank: Record<string, unknown> = Object.fromEntries(parts.map(({ name }) => [name, undefined]))
  return {
    sql: parts.map(({ sql }) => sql).join(', '),
    read: (row) => {
      const result = { ...blank }
      for (const { name, alias, read } of parts) result[name] = read(row[alias])
      return result as RowOf<F>
    },
  }
}

/** The same selection made into what the domain calls it. */
export const mapped = <From, To>({ sql, read }: Selection<From>, make: (row: From) => To): Selection<To> => ({
  sql,
  read: (row) => make(read(row)),
})

/** Reads the one value of rows that have no other, such as a count. */
export const only =
  <T>({ read }: Column<T>): ((row: Row) => T) =>
  (row) =>
    read(Object.values(row)[0])

/** For statements that ask whether there is anything. */
export const anything = (): true => true

/** A statement about the things of a list, `IN (${list})`; `before` stands in its first placeholders. */
type AboutList = {
  readonly list: readonly (string | number)[]
  readonly sql: (list: string) => string
  readonly before?: readonly Value[]
}

/** What a statement about a list finds; nothing is asked about an empty one. */
export const rowsAmong = async <T>(
  db: Db,
  read: (row: Row) => T,
  { list, sql, before = [] }: AboutList,
): Promise<T[]> =>
  list.length === 0 ? [] : db.rows(read, sql(placeholders(list.length, before.length)), [...before, ...list])
