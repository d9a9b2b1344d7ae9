import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const column =
  (type: string) =>
  (name: string): TableColumnOptions => ({ name, type })
const integer = column('integer')
const bigint = column('bigint')
const varchar = column('varchar')
const text = column('text')
const serial: TableColumnOptions = {
  ...integer('id'),
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
}
const optional = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isNullable: true })
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const tables = [
  new Table({
    name: 'guest_messages',
    columns: [
      serial,
      integer('event_id'),
      varchar('audience'),
      bigint('audience_of'),
      varchar('state'),
      varchar('key'),
      optional(varchar('album')),
      text('sources'),
      text('copies'),
      bigint('created_at'),
      optional(bigint('send_at')),
      optional(bigint('begun_at')),
      bigint('next'),
      integer('told'),
      integer('muted'),
      integer('size'),
      optional(bigint('written_at')),
      optional(bigint('done_at')),
      optional(bigint('shown_in')),
      optional(bigint('drawn_at')),
    ],
    indices: [
      { columnNames: ['key'], isUnique: true },
      { columnNames: ['event_id', 'id'] },
      { name: 'guest_messages_scheduled', columnNames: ['send_at'], where: "state = 'scheduled'" },
      { name: 'guest_messages_open', columnNames: ['id'], where: 'begun_at IS NOT NULL AND done_at IS NULL' },
    ],
    foreignKeys: [refersTo('event_id', 'events')],
  }),
  new Table({
    name: 'muted_organizers',
    columns: [serial, bigint('person_id'), bigint('organizer_id'), bigint('at')],
    indices: [{ columnNames: ['organizer_id', 'person_id'], isUnique: true }],
    foreignKeys: [refersTo('person_id', 'people'), refersTo('organizer_id', 'people')],
  }),
]

/** What organizers write to guests, and who does not want to hear of whom. */
export class GuestMessages1764380000000 implements MigrationInterface {
  /** Adds tables. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) await queryRunner.createTable(table.clone())
  }

  /** Always throws: undoing would forget who has heard what. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
