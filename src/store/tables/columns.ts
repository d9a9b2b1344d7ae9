import type { EntitySchemaColumnOptions } from 'typeorm'
import type { Value } from '../engine/statements.js'

/**
 * A column type: what TypeORM should find, how a value is read and how it is written. PostgreSQL gives bigint, counts
 * and sums as strings, SQLite booleans as 0 and 1.
 */
export type Column<T> = {
  readonly options: EntitySchemaColumnOptions
  readonly read: (raw: Value) => T
  readonly write: (value: T) => Value
}

/** Columns of any types by their names in code. */
export type Columns = Readonly<
  Record<string, Pick<Column<unknown>, 'options' | 'read'> & { readonly write: (value: never) => Value }>
>

// Only the column types that SQLite and PostgreSQL share under TypeORM without drift. All of Levem's whole numbers fit
// into 53 bits.

/** A number below two billion. */
export const integer: Column<number> = { options: { type: 'integer' }, read: Number, write: (value) => value }

/** A number that counts up by itself; 32-bit on PostgreSQL. */
export const serial: Column<number> = {
  ...integer,
  options: { type: 'integer', primary: true, generated: 'increment' },
}

/** A number below two billion that begins at 0. */
export const counter: Column<number> = { ...integer, options: { type: 'integer', default: 0 } }

/** A Telegram id, a time in UTC milliseconds, or minor units of money: up to 53 bits. */
export const bigint: Column<number> = { ...integer, options: { type: 'bigint' } }

/** The same that begins with 0. */
export const bigCounter: Column<number> = { ...bigint, options: { type: 'bigint', default: 0 } }

/** A short text. */
export const varchar: Column<string> = { options: { type: 'varchar' }, read: String, write: (value) => value }

/** A short text that both databases compare byte by byte, so that an index finds what begins with something. */
export const bytewise: Column<string> = { ...varchar, options: { type: 'varchar', collation: 'C' } }

/** A long text. */
export const text: Column<string> = { ...varchar, options: { type: 'text' } }

/** Yes or no. */
export const boolean: Column<boolean> = {
  options: { type: 'boolean' },
  read: (raw) => raw === true || raw === 1,
  write: (value) => value,
}

/** A short text that is one of a few words: nobody but this program writes it, so reading does not look. */
export const oneOf = <T extends string>(): Column<T> => varchar as Column<string> & Column<T>

/** JSON in a text, of a shape that reading does not check. */
export const json = <T>({ options }: Column<string>): Column<T> => ({
  options,
  read: (raw) => JSON.parse(String(raw)) as T,
  write: (value) => JSON.stringify(value),
})

/** Things of a list, joined by commas; none is an empty text. */
export const listOf = <T extends string | number>(
  { options }: Column<string>,
  item: (part: string) => T,
): Column<readonly T[]> => ({
  options,
  read: (raw) => (raw === '' ? [] : String(raw).split(',').map(item)),
  write: (values) => values.join(','),
})

/** The same column where NULL is allowed: `missing` in code, which is undefined unless told otherwise. */
export function optional<T>(column: Column<T>): Column<T | undefined>
export function optional<T>(column: Column<T>, missing: T): Column<T>
export function optional<T>(column: Column<T>, missing?: T): Column<T | undefined> {
  return {
    options: { ...column.options, nullable: true },
    read: (raw) => (raw == null ? missing : column.read(raw)),
    write: (value) => (value === undefined ? undefined : column.write(value)),
  }
}

/** The same column as the primary key. */
export const primary = <T>(column: Column<T>): Column<T> => ({
  ...column,
  options: { ...column.options, primary: true },
})

/** The same column, whose name in SQL is not the one in code. */
export const named = <T>(name: string, column: Column<T>): Column<T> => ({
  ...column,
  options: { ...column.options, name },
})
