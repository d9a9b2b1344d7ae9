import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const id = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
} as const
const integer = (name: string) => ({ name, type: 'integer' })
const bigint = (name: string) => ({ name, type: 'bigint' })
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const buyerQuestions = new Table({
  name: 'buyer_questions',
  columns: [
    id,
    integer('event_id'),
    integer('position'),
    { name: 'kind', type: 'varchar' },
    { name: 'scope', type: 'varchar' },
    { name: 'text', type: 'text' },
    { name: 'choices', type: 'text' },
    { name: 'is_required', type: 'boolean' },
    { name: 'ticket_type_ids', type: 'varchar', isNullable: true },
    { name: 'at_door', type: 'boolean' },
    { ...integer('version'), default: 0 },
    { ...bigint('removed_at'), isNullable: true },
  ],
  indices: [{ name: 'buyer_questions_of', columnNames: ['event_id', 'position'], where: 'removed_at IS NULL' }],
  foreignKeys: [refersTo('event_id', 'events')],
})

const answers = new Table({
  name: 'answers',
  columns: [
    id,
    ...['event_id', 'order_id', 'question_id', 'place'].map(integer),
    bigint('person_id'),
    { name: 'value', type: 'text' },
    bigint('at'),
  ],
  indices: [{ columnNames: ['order_id', 'question_id', 'place'], isUnique: true }],
  foreignKeys: [
    refersTo('event_id', 'events'),
    refersTo('order_id', 'orders'),
    refersTo('question_id', 'buyer_questions'),
    refersTo('person_id', 'people'),
  ],
})

/** What organizers ask who buys, and what is answered. */
export class BuyerQuestions1764440000000 implements MigrationInterface {
  /** Adds two tables and two columns. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [buyerQuestions, answers]) await queryRunner.createTable(table.clone())
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN has_questions boolean')
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN answer_hours integer')
  }

  /** Always throws: undoing would forget what people answered. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
