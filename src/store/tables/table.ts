import { EntitySchema, EntitySchemaOptions } from 'typeorm'
import type { Value } from '../engine/statements.js'
import type { Column, Columns } from './columns.js'

/** Something that a statement reads: how it says so, and how its value is read. */
export type Field<T> = { readonly sql: string; readonly read: (raw: Value) => T }

// A column of a table: `sql` is its name with the table's, `name` without.
type TableField<T> = Field<T> & Column<T> & { readonly name: string }

/** One description of a table: its schema for TypeORM, and its columns as statements read and write them. */
export type Table<C extends Columns> = {
  readonly name: string
  readonly schema: EntitySchema
  readonly fields: { readonly [Name in keyof C]: TableField<TypeOf<C[Name]>> }
}

/** What a column holds in code. */
export type TypeOf<C> = C extends Column<infer T> ? T : never

type ForeignKey = {
  readonly target: string
  readonly columnNames: string[]
  readonly referencedColumnNames: string[]
  readonly onDelete: 'RESTRICT'
}

type Index = {
  readonly name?: string
  /** As SQL calls them. */
  readonly columns: string[]
  readonly unique?: boolean
  readonly where?: string
}

type Description<C> = {
  readonly name: string
  readonly columns: C
  readonly indices?: Index[]
  readonly foreignKeys?: ForeignKey[]
}

/**
 * Describes a table. Columns are called as in code; SQL calls them the same in snake_case, but for those that are
 * `named`.
 */
export const table = <C extends Columns>({ name, columns, ...keys }: Description<C>): Table<C> => {
  const fields = Object.entries(columns).map(([code, column]) => {
    const sqlName = column.options.name ?? snakeCase(code)
    return [code, { ...column, sql: `${name}.${sqlName}`, name: sqlName }] as const
  })
  const options = Object.assign(new EntitySchemaOptions<Record<string, unknown>>(), {
    name,
    columns: Object.fromEntries(fields.map(([, column]) => [column.name, column.options])),
    ...keys,
  })
  return {
    name,
    schema: new EntitySchema(options),
    fields: Object.fromEntries(fields) as Table<C>['fields'],
  }
}

/** The column (as SQL calls it) names a row of another table by its id, which cannot be removed while it is named. */
export const refersTo = (column: string, target: string): ForeignKey => ({
  target,
  columnNames: [column],
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

/** What an expression of SQL comes to, read as a column of this type. */
export const field = <T>(sql: string, { read }: Column<T>): Field<T> => ({ sql, read })

/** The same fields but for some. */
export const without = <F extends object, Name extends keyof F>(fields: F, ...names: readonly Name[]): Omit<F, Name> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name as Name))) as Omit<F, Name>

/** "ticketTypeId" as SQL says it: "ticket_type_id". */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
