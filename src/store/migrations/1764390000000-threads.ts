import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const column =
  (type: string) =>
  (name: string): TableColumnOptions => ({ name, type })
const integer = column('integer')
const bigint = column('bigint')
const varchar = column('varchar')
const text = column('text')
const boolean = column('boolean')
const serial: TableColumnOptions = {
  ...integer('id'),
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
}
const primary = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isPrimary: true })
const optional = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isNullable: true })
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const tables = [
  new Table({
    name: 'threads',
    columns: [
      serial,
      integer('event_id'),
      bigint('guest_id'),
      integer('number'),
      boolean('is_named'),
      optional(integer('open_message')),
      optional(bigint('ticked_at')),
      optional(bigint('blocked_at')),
      integer('unanswered'),
      bigint('hour_from'),
      integer('hour_count'),
      bigint('last_at'),
      bigint('at'),
    ],
    indices: [
      { columnNames: ['event_id', 'guest_id'], isUnique: true },
      { columnNames: ['event_id', 'number'], isUnique: true },
      { name: 'threads_open', columnNames: ['event_id', 'open_message'], where: 'open_message IS NOT NULL' },
      { name: 'threads_blocked', columnNames: ['event_id', 'number'], where: 'blocked_at IS NOT NULL' },
    ],
    foreignKeys: [refersTo('event_id', 'events'), refersTo('guest_id', 'people')],
  }),
  new Table({
    name: 'thread_messages',
    columns: [
      serial,
      integer('event_id'),
      integer('thread_id'),
      varchar('author'),
      bigint('author_id'),
      bigint('to_id'),
      bigint('update_id'),
      integer('part'),
      text('words'),
      optional(varchar('media')),
      optional(varchar('file')),
      bigint('source_id'),
      optional(varchar('album')),
      optional(bigint('sent_id')),
      bigint('at'),
    ],
    indices: [
      { columnNames: ['update_id', 'thread_id', 'part'], isUnique: true },
      { name: 'thread_messages_sent', columnNames: ['to_id', 'sent_id'], where: 'sent_id IS NOT NULL' },
      { columnNames: ['author_id', 'source_id'] },
      { name: 'thread_messages_album', columnNames: ['author_id', 'album'], where: 'album IS NOT NULL' },
      { columnNames: ['event_id'] },
      { name: 'thread_messages_at', columnNames: ['at'] },
    ],
    foreignKeys: [refersTo('event_id', 'events')],
  }),
  new Table({
    name: 'thread_counts',
    columns: [primary(integer('event_id')), integer('guests'), integer('open'), integer('ticked'), integer('blocked')],
    foreignKeys: [refersTo('event_id', 'events')],
  }),
]

/** Guests ask, organizers answer. */
export class Threads1764390000000 implements MigrationInterface {
  /** Adds tables, and a column for a contact that an organizer shows instead. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) await queryRunner.createTable(table.clone())
    await queryRunner.query('ALTER TABLE "events" ADD COLUMN contact varchar')
  }

  /** Always throws: undoing would lose what people wrote to each other. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
