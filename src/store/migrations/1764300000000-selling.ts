import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const id = { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' } as const

const openings = new Table({
  name: 'openings',
  columns: [
    id,
    { name: 'person_id', type: 'bigint' },
    { name: 'event_id', type: 'integer' },
    { name: 'ticket_type_id', type: 'integer' },
    { name: 'at', type: 'bigint' },
  ],
  indices: [{ columnNames: ['event_id', 'person_id', 'ticket_type_id'], isUnique: true }],
  foreignKeys: [refersTo('event_id', 'events')],
})

const reminders = new Table({
  name: 'opening_reminders',
  columns: [
    id,
    { name: 'person_id', type: 'bigint' },
    { name: 'event_id', type: 'integer' },
    { name: 'ticket_type_id', type: 'integer' },
    { name: 'at', type: 'bigint' },
  ],
  indices: [
    { columnNames: ['event_id', 'person_id', 'ticket_type_id'], isUnique: true },
    { columnNames: ['ticket_type_id', 'person_id'] },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** Unlisted events, events on sale from a moment, hidden ticket types. */
export class Selling1764300000000 implements MigrationInterface {
  /** Adds columns and tables; what is there stays listed, on sale and shown. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN is_unlisted boolean')
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN sale_from bigint')
    await queryRunner.query('ALTER TABLE "ticket_types" ADD COLUMN is_hidden boolean')
    await queryRunner.query('ALTER TABLE "ticket_types" ADD COLUMN link_key varchar')
    await queryRunner.createTable(openings.clone())
    await queryRunner.createTable(reminders.clone())
  }

  /** Always throws: undoing would show to everybody what is hidden. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
