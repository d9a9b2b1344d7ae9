import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Events are copied to other dates, and know those that they belong together with. */
export class Series1764330000000 implements MigrationInterface {
  /** Adds a column and its index; every event is alone yet. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN series_id integer')
    await queryRunner.query('CREATE INDEX "events_series" ON "events" (series_id, closes_at)')
  }

  /** Always throws: undoing would gain nothing. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
