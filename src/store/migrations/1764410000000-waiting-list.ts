import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const column =
  (type: string) =>
  (name: string): TableColumnOptions => ({ name, type })
const integer = column('integer')
const bigint = column('bigint')
const primary = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isPrimary: true })
const optional = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isNullable: true })
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const tables = [
  new Table({
    name: 'waiting_entries',
    columns: [
      { ...primary(integer('id')), isGenerated: true, generationStrategy: 'increment' },
      integer('event_id'),
      bigint('person_id'),
      integer('quantity'),
      column('varchar')('ticket_type_ids'),
      bigint('created_at'),
      { ...integer('passed'), default: 0 },
      optional(bigint('gather_until')),
      optional(integer('order_id')),
    ],
    indices: [
      { columnNames: ['event_id', 'person_id'], isUnique: true },
      { name: 'waiting_order', columnNames: ['order_id'], isUnique: true, where: 'order_id IS NOT NULL' },
      { columnNames: ['person_id'] },
      { name: 'waiting_in_line', columnNames: ['event_id', 'id'], where: 'order_id IS NULL' },
      { name: 'waiting_offered', columnNames: ['event_id', 'id'], where: 'order_id IS NOT NULL' },
    ],
    foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
  }),
  new Table({
    name: 'waiting_types',
    columns: [primary(integer('ticket_type_id')), primary(integer('entry_id')), integer('quantity')],
    indices: [{ columnNames: ['ticket_type_id', 'quantity', 'entry_id'] }],
    foreignKeys: [refersTo('ticket_type_id', 'ticket_types')],
  }),
]

const columns = [
  ['ticket_types', 'waiting integer NOT NULL DEFAULT 0'],
  ['ticket_types', 'for_line boolean'],
  ['promo_codes', 'for_line boolean'],
  ['events', 'line varchar'],
  ['events', 'offer_minutes integer'],
  ['orders', 'offered_at bigint'],
  ['orders', 'backed integer NOT NULL DEFAULT 0'],
  ['tickets', 'for_line_at bigint'],
  ['tickets', 'line_order_id integer'],
] as const

const indices = [
  'CREATE INDEX "ticket_types_waiting" ON "ticket_types" (event_id, id) WHERE waiting > 0',
  'CREATE INDEX "tickets_for_line" ON "tickets" (ticket_type_id, for_line_at, id) WHERE for_line_at IS NOT NULL',
  'CREATE INDEX "tickets_line_order" ON "tickets" (line_order_id) WHERE line_order_id IS NOT NULL',
]

/** Who waits for tickets that come back. */
export class WaitingList1764410000000 implements MigrationInterface {
  /** Adds two tables, columns and indices; nobody waits yet. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, definition] of columns)
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN ${definition}`)
    for (const index of indices) await queryRunner.query(index)
    for (const table of tables) await queryRunner.createTable(table.clone())
  }

  /** Always throws: undoing would send everybody away who waits. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
