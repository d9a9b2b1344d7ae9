import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What a door, a transfer's pictures, a payment and the inbox have to remember, too. */
export class Defects1764240000000 implements MigrationInterface {
  /** Adds columns; where they are empty all is as it was. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN doors_before integer')
    await queryRunner.query('ALTER TABLE "orders" ADD COLUMN proofs integer')
    await queryRunner.query('ALTER TABLE "payments" ADD COLUMN told_as varchar')
    await queryRunner.query('CREATE UNIQUE INDEX payments_told_as ON payments (told_as)')
  }

  /** Always throws: undoing would forget what people have set since. */
  down(): Promise<void> {
    return Promise.reject(
      new Error('this migration is not undone: it would forget what people have set; restore a backup instead'),
    )
  }
}
