import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' })
const bigint = (name: string): TableColumnOptions => ({ name, type: 'bigint' })
const primary = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isPrimary: true })

/** By which words events are found, and how long seats are held. */
export class EventWords1764370000000 implements MigrationInterface {
  /** Adds a table, which the program fills at its start with what is made by code that changes, and an index. */
  async up(queryRunner: QueryRunner): Promise<void> {
    // Compared byte by byte on PostgreSQL, whatever the language of the database.
    const word: TableColumnOptions = {
      ...{ name: 'word', type: 'varchar', isPrimary: true },
      ...(queryRunner.connection.options.type === 'postgres' && { collation: 'C' }),
    }
    await queryRunner.createTable(
      new Table({
        name: 'event_words',
        columns: [word, primary(bigint('starts')), primary(integer('event_id')), bigint('ends'), bigint('closes_at')],
        indices: [{ columnNames: ['event_id'] }, { columnNames: ['closes_at', 'event_id'] }],
        foreignKeys: [
          {
            columnNames: ['event_id'],
            referencedTableName: 'events',
            referencedColumnNames: ['id'],
            onDelete: 'RESTRICT',
          },
        ],
      }),
    )
    await queryRunner.createIndex(
      'orders',
      new TableIndex({ name: 'orders_held_of', columnNames: ['event_id', 'held_until'], where: "state = 'held'" }),
    )
  }

  /** Always throws: undoing would gain nothing. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
