import type { MigrationInterface, QueryRunner } from 'typeorm'

/** An answer that is handled again finds the question that it answered. */
export class EarlierQuestions1764264000000 implements MigrationInterface {
  /** Adds columns; what is asked now has no earlier question. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const column of [
      'asked_by bigint',
      'earlier_kind varchar',
      'earlier_subject integer',
      'earlier_detail varchar',
      'earlier_at bigint',
    ])
      await queryRunner.query(`ALTER TABLE "asks" ADD COLUMN ${column}`)
  }

  /** Always throws: undoing would gain nothing. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
