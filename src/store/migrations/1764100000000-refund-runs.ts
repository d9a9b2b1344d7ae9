import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const column =
  (type: string) =>
  (name: string): TableColumnOptions => ({ name, type })
const integer = column('integer')
const bigint = column('bigint')
const varchar = column('varchar')
const text = column('text')
const optional = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isNullable: true })
const id: TableColumnOptions = { ...integer('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' }

const refundRuns = new Table({
  name: 'refund_runs',
  columns: [
    id,
    integer('event_id'),
    varchar('kind'),
    text('order_ids'),
    integer('size'),
    { ...integer('next'), default: 0 },
    optional(bigint('message_id')),
    optional(varchar('drawn')),
    bigint('created_at'),
    optional(bigint('worked_at')),
    optional(bigint('done_at')),
  ],
  indices: [
    { name: 'refund_runs_working', columnNames: ['event_id'], isUnique: true, where: 'worked_at IS NULL' },
    { name: 'refund_runs_unfinished', columnNames: ['id'], where: 'done_at IS NULL' },
    { columnNames: ['event_id', 'id'] },
  ],
  foreignKeys: [
    { columnNames: ['event_id'], referencedTableName: 'events', referencedColumnNames: ['id'], onDelete: 'RESTRICT' },
  ],
})

/** Many refunds that are made one after another, and how far they are. */
export class RefundRuns1764100000000 implements MigrationInterface {
  /** Adds a table, and to each refund of which run it is. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(refundRuns.clone())
    await queryRunner.query('ALTER TABLE "refunds" ADD COLUMN run_id integer')
    await queryRunner.query('CREATE INDEX refunds_run ON refunds (run_id)')
  }

  /** Always throws: undoing would forget what is to be given back. */
  down(): Promise<void> {
    return Promise.reject(
      new Error('this migration is not undone: it would forget what is to be given back; restore a backup instead'),
    )
  }
}
