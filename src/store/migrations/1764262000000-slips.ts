import type { MigrationInterface, QueryRunner } from 'typeorm'

/** One text that finds nothing is one guess, however often it is tried. */
export class Slips1764262000000 implements MigrationInterface {
  /** Adds a column; whoever is being slowed down now stays so for their ten minutes. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "guesses" ADD COLUMN tried varchar')
  }

  /** Always throws: undoing would gain nothing. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
