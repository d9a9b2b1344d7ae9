import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const integer = (name: string) => ({ name, type: 'integer' })
const optional = (name: string, type: string) => ({ name, type, isNullable: true })
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const guestMarks = new Table({
  name: 'guest_marks',
  columns: [
    { ...integer('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    integer('event_id'),
    { name: 'person_id', type: 'bigint' },
    optional('note', 'text'),
    optional('blocked_at', 'bigint'),
    optional('sent_at', 'bigint'),
    { name: 'at', type: 'bigint' },
  ],
  indices: [
    { columnNames: ['event_id', 'person_id'], isUnique: true },
    { name: 'guest_marks_blocked', columnNames: ['event_id', 'id'], where: 'blocked_at IS NOT NULL' },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

// In, and to be paid at the door.
const stand = `UPDATE tickets SET standing = CASE WHEN checked_in_at IS NULL THEN 0 ELSE 1 END
  + CASE WHEN door_paid_at IS NULL AND EXISTS (SELECT 1 FROM orders
      WHERE orders.id = tickets.order_id AND orders.payment_way = 'atDoor') THEN 2 ELSE 0 END`

/** How tickets stand, for lists of guests; and what organizers mark of guests. */
export class Guests1764420000000 implements MigrationInterface {
  /** Adds a column and a table, and indices that lists and files go by. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(guestMarks.clone())
    await queryRunner.query('ALTER TABLE "tickets" ADD COLUMN standing integer NOT NULL DEFAULT 0')
    await queryRunner.query(stand)
    await queryRunner.query(
      `CREATE INDEX tickets_guests ON tickets (event_id, ticket_type_id, standing, number) WHERE state <> 'returned'`,
    )
    const payments = await queryRunner.getTable('payments')
    const before = payments?.indices.find(({ columnNames }) => columnNames.join(',') === 'event_id')
    if (before?.name !== undefined) await queryRunner.query(`DROP INDEX "${before.name}"`)
    await queryRunner.createIndex(
      'payments',
      new TableIndex({ name: 'payments_of_event', columnNames: ['event_id', 'id'] }),
    )
  }

  /** Always throws: undoing would forget what organizers noted. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
