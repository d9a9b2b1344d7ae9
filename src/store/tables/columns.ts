import { EntitySchema, EntitySchemaOptions, type EntitySchemaColumnOptions } from 'typeorm'

// Only the column types that SQLite and PostgreSQL share under TypeORM without drift.

/** A number that counts up by itself; 32-bit on PostgreSQL. */
export const id = { type: 'integer', primary: true, generated: 'increment' } as const

/** A number below two billion. */
export const integer = { type: 'integer' } as const

/** A number below two billion that begins at 0. */
export const counter = { type: 'integer', default: 0 } as const

/** A Telegram id, a time in UTC milliseconds, or minor units of money: up to 53 bits. */
export const bigint = { type: 'bigint' } as const

/** A short text. */
export const varchar = { type: 'varchar' } as const

/** A long text, or JSON. */
export const text = { type: 'text' } as const

/** Yes or no. */
export const boolean = { type: 'boolean' } as const

/** The same column where NULL is allowed: undefined in the domain. */
export const optional = <T extends object>(column: T): T & { readonly nullable: true } => ({
  ...column,
  nullable: true,
})

/** The same column as the primary key. */
export const primary = <T extends object>(column: T): T & { readonly primary: true } => ({ ...column, primary: true })

/** The column names a row of another table by its id, which cannot be removed while it is named. */
export const refersTo = (column: string, target: string): ForeignKey => ({
  target,
  columnNames: [column],
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

type ForeignKey = {
  readonly target: string
  readonly columnNames: string[]
  readonly referencedColumnNames: string[]
  readonly onDelete: 'RESTRICT'
}

type TableOptions = {
  readonly name: string
  readonly columns: Readonly<Record<string, EntitySchemaColumnOptions>>
  readonly indices?: {
    readonly name?: string
    readonly columns: string[]
    readonly unique?: boolean
    readonly where?: string
  }[]
  readonly foreignKeys?: ForeignKey[]
}

/** A table as TypeORM should find it. */
export const table = (options: TableOptions): EntitySchema<Record<string, unknown>> =>
  new EntitySchema(Object.assign(new EntitySchemaOptions<Record<string, unknown>>(), options))
