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
const text = column('text')
const boolean = column('boolean')
const optional = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isNullable: true })
const counter = (name: string): TableColumnOptions => ({ ...integer(name), default: 0 })
const id: TableColumnOptions = { ...integer('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' }

const unique = (...columnNames: string[]): TableIndexOptions => ({ columnNames, isUnique: true })
const index = (...columnNames: string[]): TableIndexOptions => ({ columnNames })
const refersTo = (columnName: string, table: string): TableForeignKeyOptions => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const payments = new Table({
  name: 'payments',
  columns: [
    id,
    varchar('charge_id'),
    optional(varchar('provider_charge_id')),
    optional(integer('order_id')),
    optional(integer('event_id')),
    bigint('payer_id'),
    varchar('way'),
    bigint('amount_minor'),
    varchar('currency'),
    bigint('received_at'),
    varchar('state'),
  ],
  indices: [unique('charge_id'), index('order_id'), index('event_id')],
  foreignKeys: [refersTo('order_id', 'orders'), refersTo('event_id', 'events')],
})

const refunds = new Table({
  name: 'refunds',
  columns: [
    id,
    varchar('key'),
    integer('payment_id'),
    optional(integer('order_id')),
    optional(integer('event_id')),
    bigint('person_id'),
    varchar('way'),
    bigint('amount_minor'),
    varchar('currency'),
    varchar('reason'),
    varchar('state'),
    bigint('due_at'),
    optional(bigint('lease_until')),
    counter('attempts'),
    optional(text('error')),
    bigint('created_at'),
    optional(bigint('done_at')),
    optional(bigint('done_by')),
  ],
  indices: [
    unique('key'),
    index('payment_id'),
    index('event_id', 'state', 'id'),
    { name: 'refunds_due', columnNames: ['due_at'], where: "state = 'due'" },
  ],
  foreignKeys: [refersTo('payment_id', 'payments'), refersTo('order_id', 'orders'), refersTo('event_id', 'events')],
})

const promoCodes = new Table({
  name: 'promo_codes',
  columns: [
    id,
    integer('event_id'),
    varchar('code'),
    optional(integer('percent')),
    optional(bigint('minor')),
    optional(integer('most')),
    optional(integer('per_person')),
    optional(bigint('starts_at')),
    optional(bigint('ends_at')),
    optional(varchar('ticket_type_ids')),
    counter('used'),
    boolean('is_on'),
    bigint('created_at'),
  ],
  indices: [unique('event_id', 'code')],
  foreignKeys: [refersTo('event_id', 'events')],
})

const pockets = new Table({
  name: 'pockets',
  columns: [id, bigint('person_id'), integer('event_id'), varchar('code'), bigint('at')],
  indices: [unique('person_id', 'event_id')],
  foreignKeys: [refersTo('event_id', 'events')],
})

const asks = new Table({
  name: 'asks',
  columns: [
    { ...bigint('person_id'), isPrimary: true },
    varchar('kind'),
    integer('subject'),
    optional(varchar('detail')),
    bigint('at'),
  ],
})

const marks = new Table({ name: 'marks', columns: [{ ...varchar('name'), isPrimary: true }, bigint('value')] })

// As SQL: TypeORM would rebuild the whole table on SQLite, which fails where other tables refer to it.
const newColumns = [
  ['events', 'capacity integer'],
  ['events', 'ways varchar'],
  ['events', 'transfer_details text'],
  ['ticket_types', 'sale_from bigint'],
  ['ticket_types', 'sale_until bigint'],
  ['ticket_types', 'per_person integer'],
  ['orders', 'held_until bigint'],
  ['orders', 'payload varchar'],
  ['orders', 'full_minor bigint'],
  ['orders', 'promo_code_id integer'],
  ['orders', 'checkout_at bigint'],
  ['orders', 'proof varchar'],
  ['orders', 'proof_at bigint'],
  ['orders', 'confirmed_at bigint'],
  ['orders', 'message_id bigint'],
  ['orders', 'drawn varchar'],
  ['orders', 'draw_at bigint'],
] as const

const newIndices: readonly TableIndexOptions[] = [
  unique('payload'),
  { name: 'orders_open', columnNames: ['event_id', 'buyer_id'], isUnique: true, where: "state = 'held'" },
  { name: 'orders_held', columnNames: ['held_until'], where: "state = 'held'" },
  { name: 'orders_drawn', columnNames: ['draw_at'], where: 'draw_at IS NOT NULL' },
]

/** Orders that are held until they are paid; payments, refunds, promo codes; ticket types with more than a price. */
export class Money1764000000000 implements MigrationInterface {
  /** Adds tables and columns; orders that are there were confirmed when they were made. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, definition] of newColumns)
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN ${definition}`)
    await queryRunner.query('UPDATE orders SET confirmed_at = created_at')
    for (const options of newIndices) await queryRunner.createIndex('orders', new TableIndex(options))
    for (const table of [payments, refunds, promoCodes, pockets, asks, marks])
      await queryRunner.createTable(table.clone())
  }

  /** Always throws: undoing would forget who paid. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: it would forget who paid; restore a backup instead'))
  }
}
