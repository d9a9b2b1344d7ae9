import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

const counted = ['issued_orders', 'issued_tickets', 'issued_minor', 'given_back', 'unpaid_orders', 'unpaid_seats']

const hearings = new Table({
  name: 'hearings',
  columns: [
    { name: 'event_id', type: 'integer', isPrimary: true },
    { name: 'told', type: 'integer' },
    { name: 'told_at', type: 'bigint' },
    { name: 'gap_ms', type: 'bigint' },
    { name: 'stock', type: 'varchar' },
  ],
  foreignKeys: [
    { columnNames: ['event_id'], referencedTableName: 'events', referencedColumnNames: ['id'], onDelete: 'RESTRICT' },
  ],
})

/** Organizers hear how their events sell: of what is sold from now on. */
export class Hearing1764350000000 implements MigrationInterface {
  /** Adds columns, an index and a table; what was sold before counts as told. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN hearing varchar')
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN heard_due_at bigint')
    await queryRunner.query('CREATE INDEX "events_heard" ON "events" (heard_due_at, id) WHERE heard_due_at IS NOT NULL')
    await queryRunner.query('ALTER TABLE "people" ADD COLUMN hearing varchar')
    await queryRunner.query('ALTER TABLE "people" ADD COLUMN heard_at bigint')
    for (const name of counted)
      for (const column of [name, `heard_${name}`])
        await queryRunner.query(
          `ALTER TABLE "event_counters" ADD COLUMN ${column} ${column.endsWith('minor') ? 'bigint' : 'integer'} NOT NULL DEFAULT 0`,
        )
    await queryRunner.createTable(hearings.clone())
  }

  /** Always throws: undoing would tell what was told. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
