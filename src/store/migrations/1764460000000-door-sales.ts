import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const column = (name: string, type = 'integer') => ({ name, type })
const key = (name: string, type = 'integer') => ({ name, type, isPrimary: true })
const counter = (name: string, type = 'integer') => ({ name, type, default: 0 })
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const tables = [
  new Table({
    name: 'door_sales',
    columns: [
      { ...column('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
      ...[column('request_key', 'varchar'), column('event_id'), column('seller_id', 'bigint')],
      ...[column('way', 'varchar'), column('quantity'), column('amount_minor', 'bigint')],
      ...[column('currency', 'varchar'), column('sold_at', 'bigint')],
    ],
    indices: [{ columnNames: ['request_key'], isUnique: true }, { columnNames: ['event_id', 'id'] }],
    foreignKeys: [refersTo('event_id', 'events'), refersTo('seller_id', 'people')],
  }),
  new Table({
    name: 'door_sale_undos',
    columns: [key('sale_id'), column('person_id', 'bigint'), column('undone_at', 'bigint')],
    foreignKeys: [refersTo('sale_id', 'door_sales')],
  }),
  new Table({
    name: 'door_takings',
    columns: [
      ...[key('event_id'), key('person_id', 'bigint'), key('way', 'varchar'), key('currency', 'varchar')],
      ...[counter('tickets'), counter('minor', 'bigint'), counter('undone'), counter('undone_minor', 'bigint')],
    ],
    foreignKeys: [refersTo('event_id', 'events')],
  }),
]

const columns = [
  'ALTER TABLE "events" ADD COLUMN staff_sells boolean',
  'ALTER TABLE "tickets" ADD COLUMN door_paid_by bigint',
  'ALTER TABLE "tickets" ADD COLUMN door_paid_how varchar',
]

// Paid at the door means let in by who took the money, as far as was written down.
const taken = [
  "UPDATE tickets SET door_paid_by = checked_in_by, door_paid_how = 'ordered' WHERE door_paid_at IS NOT NULL",
  `INSERT INTO door_takings (event_id, person_id, way, currency, tickets, minor)
   SELECT tickets.event_id, door_paid_by, 'ordered', orders.currency, COUNT(*), SUM(orders.total_minor / orders.quantity)
   FROM tickets JOIN orders ON orders.id = tickets.order_id WHERE door_paid_at IS NOT NULL AND door_paid_by IS NOT NULL
   GROUP BY tickets.event_id, door_paid_by, orders.currency`,
]

/** What is sold at doors, and who took which money there. */
export class DoorSales1764460000000 implements MigrationInterface {
  /** Adds three tables and three columns, and counts what was taken before. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) await queryRunner.createTable(table.clone())
    for (const sql of [...columns, ...taken]) await queryRunner.query(sql)
  }

  /** Always throws: undoing would forget who took which money. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
