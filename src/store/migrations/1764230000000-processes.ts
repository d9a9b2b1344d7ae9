import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const processes = new Table({
  name: 'processes',
  columns: [
    { name: 'id', type: 'varchar', isPrimary: true },
    { name: 'mode', type: 'varchar' },
    { name: 'started_at', type: 'bigint' },
    { name: 'beat', type: 'integer', isNullable: true },
  ],
})

/**
 * Which processes live, and whose the unhandled updates are: signs of life take the place of leases. And when the
 * messages that show doors and refunds may be drawn next, so that one process at a time draws them.
 */
export class Processes1764230000000 implements MigrationInterface {
  /** Adds a table and columns; an update has a second key, and its owner may not know of it. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(processes.clone())
    for (const sql of [
      'ALTER TABLE "inbox" ADD COLUMN second_key varchar',
      'ALTER TABLE "inbox" ADD COLUMN given_at bigint',
      'ALTER TABLE "inbox" DROP COLUMN lease_until',
      'CREATE INDEX inbox_queue ON inbox (lane, id)',
      'CREATE INDEX inbox_second_queue ON inbox (second_key, id)',
      'CREATE INDEX inbox_given ON inbox (owner) WHERE given_at IS NOT NULL',
      'ALTER TABLE "doors" ADD COLUMN next_at bigint',
      'ALTER TABLE "refund_runs" ADD COLUMN next_at bigint',
    ])
      await queryRunner.query(sql)
    // Whoever has something unhandled from before has ended: the next one takes it over. A SQLite file has one process.
    if (queryRunner.connection.options.type === 'postgres')
      await queryRunner.query(`INSERT INTO processes (id, mode, started_at)
        SELECT DISTINCT owner, 'unknown', 0 FROM inbox WHERE handled_at IS NULL`)
  }

  /** Always throws: undoing would forget whose the updates are. */
  down(): Promise<void> {
    return Promise.reject(
      new Error('this migration is not undone: it would forget whose the updates are; restore a backup instead'),
    )
  }
}
