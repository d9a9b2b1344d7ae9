import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const column =
  (type: string) =>
  (name: string): TableColumnOptions => ({ name, type })
const integer = column('integer')
const bigint = column('bigint')
const varchar = column('varchar')
const text = column('text')
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
    name: 'event_rounds',
    columns: [
      serial,
      integer('event_id'),
      varchar('kind'),
      bigint('about'),
      bigint('begun_at'),
      bigint('next'),
      integer('told'),
      optional(bigint('done_at')),
    ],
    indices: [
      { columnNames: ['event_id', 'kind'], isUnique: true },
      { name: 'event_rounds_open', columnNames: ['kind', 'id'], where: 'done_at IS NULL' },
    ],
    foreignKeys: [refersTo('event_id', 'events')],
  }),
  new Table({
    name: 'ratings',
    columns: [
      serial,
      integer('event_id'),
      bigint('person_id'),
      integer('stars'),
      optional(text('words')),
      optional(integer('place')),
      bigint('at'),
    ],
    indices: [
      { columnNames: ['event_id', 'person_id'], isUnique: true },
      { name: 'ratings_words', columnNames: ['event_id', 'place', 'id'], where: 'words IS NOT NULL' },
      { name: 'ratings_at', columnNames: ['at'] },
    ],
    foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
  }),
  new Table({
    name: 'rating_counts',
    columns: [primary(integer('event_id')), primary(integer('stars')), integer('count')],
    foreignKeys: [refersTo('event_id', 'events')],
  }),
  new Table({
    name: 'follows',
    columns: [serial, bigint('person_id'), bigint('organizer_id'), bigint('at')],
    indices: [{ columnNames: ['organizer_id', 'person_id'], isUnique: true }, { columnNames: ['person_id', 'id'] }],
    foreignKeys: [refersTo('person_id', 'people'), refersTo('organizer_id', 'people')],
  }),
  new Table({
    name: 'follower_counts',
    columns: [primary(bigint('organizer_id')), integer('count')],
    foreignKeys: [refersTo('organizer_id', 'people')],
  }),
]

/** What comes after an event, and who follows whom. */
export class Afterwards1764340000000 implements MigrationInterface {
  /** Adds tables. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) await queryRunner.createTable(table.clone())
  }

  /** Always throws: undoing would tell everybody once more. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
