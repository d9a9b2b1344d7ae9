import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Receipts of transfers: their kind, what is said about them, that one was rejected; and since when a door is open. */
export class Receipts1764360000000 implements MigrationInterface {
  /** Adds columns, all of them empty; what was rejected before cannot be taken back. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "orders" ADD COLUMN proof_kind varchar')
    await queryRunner.query('ALTER TABLE "orders" ADD COLUMN proof_words text')
    await queryRunner.query('ALTER TABLE "orders" ADD COLUMN rejected_at bigint')
    await queryRunner.query('ALTER TABLE "doors" ADD COLUMN opened_at bigint')
  }

  /** Always throws: undoing would lose what people said. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
