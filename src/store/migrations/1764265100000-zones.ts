import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Organizers have a time zone of their own for their next events. */
export class Zones1764265100000 implements MigrationInterface {
  /** Adds a column; nobody has chosen one yet. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "people" ADD COLUMN zone varchar')
  }

  /** Always throws: undoing would gain nothing. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
