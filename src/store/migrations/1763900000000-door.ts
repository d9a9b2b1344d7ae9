import { randomBytes } from 'node:crypto'
import {
  Table,
  TableIndex,
  type MigrationInterface,
  type QueryRunner,
  type TableColumnOptions,
  type TableForeignKeyOptions,
  type TableIndexOptions,
} from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const column =
  (type: string) =>
  (name: string): TableColumnOptions => ({ name, type })
const integer = column('integer')
const bigint = column('bigint')
const varchar = column('varchar')
const optional = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isNullable: true })
const id: TableColumnOptions = { ...integer('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' }

const unique = (...columnNames: string[]): TableIndexOptions => ({ columnNames, isUnique: true })
const index = (...columnNames: string[]): TableIndexOptions => ({ columnNames })
const refersTo = (columnName: string, table: string): TableForeignKeyOptions => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const formerCodes = new Table({
  name: 'former_codes',
  columns: [
    id,
    varchar('code'),
    varchar('short_code'),
    integer('ticket_id'),
    integer('event_id'),
    bigint('former_holder_id'),
    bigint('at'),
  ],
  indices: [unique('code'), index('short_code', 'event_id')],
  foreignKeys: [refersTo('ticket_id', 'tickets'), refersTo('event_id', 'events')],
})

const staff = new Table({
  name: 'staff',
  columns: [id, integer('event_id'), bigint('person_id'), bigint('since')],
  indices: [unique('event_id', 'person_id'), index('person_id')],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

const invitations = new Table({
  name: 'invitations',
  columns: [
    id,
    varchar('token'),
    integer('event_id'),
    bigint('created_at'),
    bigint('expires_at'),
    optional(bigint('used_by')),
  ],
  indices: [unique('token'), index('event_id')],
  foreignKeys: [refersTo('event_id', 'events')],
})

const gifts = new Table({
  name: 'gifts',
  columns: [
    id,
    varchar('token'),
    integer('ticket_id'),
    bigint('giver_id'),
    bigint('created_at'),
    bigint('expires_at'),
    optional(bigint('receiver_id')),
    optional(bigint('closed_at')),
  ],
  indices: [unique('token'), index('ticket_id')],
  foreignKeys: [refersTo('ticket_id', 'tickets'), refersTo('giver_id', 'people')],
})

const doors = new Table({
  name: 'doors',
  columns: [
    { ...bigint('person_id'), isPrimary: true },
    integer('event_id'),
    optional(bigint('message_id')),
    varchar('drawn'),
  ],
  indices: [index('event_id')],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

const guesses = new Table({
  name: 'guesses',
  columns: [{ ...bigint('person_id'), isPrimary: true }, integer('misses'), bigint('since')],
})

// As SQL: TypeORM would rebuild the whole table on SQLite, which fails where other tables refer to it.
const newColumns = [
  ['people', 'folded_name varchar'],
  ['events', 'give_back_hours integer'],
  ['orders', 'returned integer NOT NULL DEFAULT 0'],
  ['ticket_types', 'checked_in integer NOT NULL DEFAULT 0'],
  ['tickets', 'short_code varchar'],
  ['tickets', 'checked_in_at bigint'],
  ['tickets', 'checked_in_by bigint'],
  ['tickets', 'door_paid_at bigint'],
  ['tickets', 'picture varchar'],
] as const

const batch = 500

/** Tickets that can be checked in, given and given back; staff, and their doors. */
export class Door1763900000000 implements MigrationInterface {
  /** Adds tables and columns; tickets that are there get short codes, people their names for searching. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, definition] of newColumns)
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN ${definition}`)
    await fill(queryRunner, 'tickets', 'short_code', shortCodes())
    await fill(queryRunner, 'people', 'folded_name', ({ display_name }) => fold(String(display_name)))
    await queryRunner.createIndex('tickets', new TableIndex(unique('short_code', 'event_id')))
    await queryRunner.createIndex(
      'tickets',
      new TableIndex({
        name: 'tickets_checked_in',
        columnNames: ['event_id', 'checked_in_at', 'id'],
        where: 'checked_in_at IS NOT NULL',
      }),
    )
    for (const table of [formerCodes, staff, invitations, gifts, doors, guesses])
      await queryRunner.createTable(table.clone())
  }

  /** Always throws: undoing would let every ticket in once more. */
  down(): Promise<void> {
    return Promise.reject(
      new Error('this migration is not undone: it would let every ticket in once more; restore a backup instead'),
    )
  }
}

type Row = Readonly<Record<string, unknown>>

const fill = async (
  queryRunner: QueryRunner,
  table: string,
  target: string,
  valueOf: (row: Row) => string,
): Promise<void> => {
  for (let last = '-9223372036854775808'; ;) {
    const rows = (await queryRunner.query(
      `SELECT * FROM "${table}" WHERE id > ${last} ORDER BY id LIMIT ${batch}`,
    )) as readonly Row[]
    if (rows.length === 0) return
    const values = rows.map((row) => `(${String(row['id'])}, '${valueOf(row).replaceAll("'", "''")}')`).join(', ')
    await queryRunner.query(
      `UPDATE "${table}" SET ${target} = filled.column2 FROM (VALUES ${values}) AS filled WHERE "${table}".id = filled.column1`,
    )
    last = String(rows.at(-1)?.['id'])
  }
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const shortCodes = (): (() => string) => {
  const given = new Set<string>()
  return () => {
    for (;;) {
      const made = Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join('')
      if (given.has(made)) continue
      given.add(made)
      return made
    }
  }
}

const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC').slice(0, 64)
