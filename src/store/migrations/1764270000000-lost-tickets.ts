import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const lostTickets = new Table({
  name: 'lost_tickets',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'event_id', type: 'integer' },
    { name: 'code', type: 'varchar' },
    { name: 'let_in_at', type: 'bigint' },
    { name: 'let_in_by', type: 'bigint' },
  ],
  indices: [{ columnNames: ['event_id', 'code'], isUnique: true }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('let_in_by', 'people')],
})

/** Who was let in with a ticket that a restored database does not know. */
export class LostTickets1764270000000 implements MigrationInterface {
  /** Adds a table. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(lostTickets.clone())
  }

  /** Always throws: undoing would let everybody in once more. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
