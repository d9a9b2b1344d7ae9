import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})
const id = { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' } as const

const reminderRounds = new Table({
  name: 'reminder_rounds',
  columns: [
    id,
    { name: 'event_id', type: 'integer' },
    { name: 'kind', type: 'varchar' },
    { name: 'starts_at', type: 'bigint' },
    { name: 'last_holder', type: 'bigint' },
    { name: 'written', type: 'integer' },
    { name: 'begun_at', type: 'bigint' },
    { name: 'done_at', type: 'bigint', isNullable: true },
  ],
  indices: [
    { columnNames: ['event_id', 'kind', 'starts_at'], isUnique: true },
    { name: 'reminder_rounds_starts', columnNames: ['starts_at'] },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

const mutedReminders = new Table({
  name: 'muted_reminders',
  columns: [
    id,
    { name: 'event_id', type: 'integer' },
    { name: 'person_id', type: 'bigint' },
    { name: 'at', type: 'bigint' },
  ],
  indices: [{ columnNames: ['event_id', 'person_id'], isUnique: true }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** Holders are reminded of events: how far that is, and who does not want to hear of it. */
export class Reminders1764320000000 implements MigrationInterface {
  /** Adds tables, a column, and an index by which events that begin soon are found; all events remind. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(reminderRounds.clone())
    await queryRunner.createTable(mutedReminders.clone())
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN reminders boolean')
    await queryRunner.query('CREATE INDEX events_reminding ON events (starts_at, id) WHERE reminders IS NULL')
  }

  /** Always throws: undoing would remind everybody once more. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
