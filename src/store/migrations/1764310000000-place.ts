import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const accesses = new Table({
  name: 'accesses',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'event_id', type: 'integer' },
    { name: 'ticket_type_id', type: 'integer' },
    { name: 'text', type: 'text' },
    { name: 'minutes_before', type: 'integer', isNullable: true },
    { name: 'starts_at', type: 'bigint' },
    { name: 'version', type: 'integer' },
    { name: 'was_open', type: 'boolean' },
    { name: 'due_at', type: 'bigint', isNullable: true },
    { name: 'told_to', type: 'bigint' },
    { name: 'told', type: 'integer' },
  ],
  indices: [
    { columnNames: ['event_id', 'ticket_type_id'], isUnique: true },
    { name: 'accesses_due', columnNames: ['due_at', 'id'], where: 'due_at IS NOT NULL' },
  ],
  foreignKeys: [
    {
      columnNames: ['event_id'],
      referencedTableName: 'events',
      referencedColumnNames: ['id'],
      onDelete: 'RESTRICT',
    },
  ],
})

/** Events have a point on the map, and an access that only holders may read. */
export class Place1764310000000 implements MigrationInterface {
  /** Adds a column and a table; no event has either yet. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN pin varchar')
    await queryRunner.createTable(accesses.clone())
  }

  /** Always throws: undoing would lose what holders were promised. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
