import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const refersToEvent = {
  columnNames: ['event_id'],
  referencedTableName: 'events',
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
}
const integer = (name: string) => ({ name, type: 'integer' })

const eventChanges = new Table({
  name: 'event_changes',
  columns: [
    { ...integer('event_id'), isPrimary: true },
    integer('change'),
    { ...integer('kept'), default: 0 },
    { ...integer('given_back'), default: 0 },
  ],
  foreignKeys: [refersToEvent],
})

const keptChanges = new Table({
  name: 'kept_changes',
  columns: [
    { ...integer('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    integer('event_id'),
    { name: 'person_id', type: 'bigint' },
    integer('change'),
    { name: 'at', type: 'bigint' },
  ],
  indices: [{ columnNames: ['event_id', 'person_id'], isUnique: true }],
  foreignKeys: [refersToEvent],
})

/** What holders answer to the news that an event has changed, and how many of them. */
export class KeptChanges1764400000000 implements MigrationInterface {
  /** Adds two tables. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [eventChanges, keptChanges]) await queryRunner.createTable(table.clone())
  }

  /** Always throws: undoing would forget who comes all the same. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
