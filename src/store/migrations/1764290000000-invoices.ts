import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Which message is the newest invoice of an order, so that it can be withdrawn. */
export class Invoices1764290000000 implements MigrationInterface {
  /** Adds a column; nobody knows it of invoices that are there. */
  async up(queryRunner: QueryRunner): Promise<void> {
    // As SQL: TypeORM would rebuild the whole table on SQLite.
    await queryRunner.query('ALTER TABLE "orders" ADD COLUMN invoice_message_id bigint')
  }

  /** Always throws: undoing would leave invoices that nobody withdraws. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
