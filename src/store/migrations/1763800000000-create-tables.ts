import {
  Table,
  type MigrationInterface,
  type QueryRunner,
  type TableColumnOptions,
  type TableForeignKeyOptions,
  type TableIndexOptions,
} from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const column =
  (type: string) =>
  (name: string): TableColumnOptions => ({ name, type })
const integer = column('integer')
const bigint = column('bigint')
const varchar = column('varchar')
const text = column('text')
const boolean = column('boolean')
const optional = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isNullable: true })
const primary = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isPrimary: true })
const id: TableColumnOptions = { ...primary(integer('id')), isGenerated: true, generationStrategy: 'increment' }

const unique = (...columnNames: string[]): TableIndexOptions => ({ columnNames, isUnique: true })
const index = (...columnNames: string[]): TableIndexOptions => ({ columnNames })
const indexWhere = (name: string, where: string, ...columnNames: string[]): TableIndexOptions => ({
  name,
  columnNames,
  where,
})
const refersTo = (columnName: string, table: string): TableForeignKeyOptions => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const people = new Table({
  name: 'people',
  columns: [
    primary(bigint('id')),
    varchar('display_name'),
    optional(varchar('language_code')),
    optional(varchar('chosen_language')),
    optional(bigint('unreachable_since')),
    bigint('created_at'),
  ],
})

const events = new Table({
  name: 'events',
  columns: [
    id,
    varchar('slug'),
    bigint('organizer_id'),
    varchar('title'),
    text('description'),
    bigint('starts_at'),
    optional(bigint('ends_at')),
    bigint('closes_at'),
    varchar('zone'),
    varchar('venue'),
    optional(varchar('poster')),
    varchar('state'),
    integer('tickets_issued'),
    bigint('created_at'),
    varchar('request_key'),
  ],
  indices: [unique('slug'), unique('request_key'), index('organizer_id', 'id'), index('state', 'closes_at')],
  foreignKeys: [refersTo('organizer_id', 'people')],
})

const ticketTypes = new Table({
  name: 'ticket_types',
  columns: [
    id,
    integer('event_id'),
    varchar('name'),
    bigint('price_minor'),
    varchar('currency'),
    integer('capacity'),
    integer('taken'),
  ],
  indices: [index('event_id')],
  foreignKeys: [refersTo('event_id', 'events')],
})

const orders = new Table({
  name: 'orders',
  columns: [
    id,
    integer('event_id'),
    integer('ticket_type_id'),
    bigint('buyer_id'),
    integer('quantity'),
    bigint('total_minor'),
    varchar('currency'),
    varchar('payment_way'),
    varchar('state'),
    bigint('created_at'),
    varchar('request_key'),
  ],
  indices: [unique('request_key'), index('event_id', 'id'), index('buyer_id', 'id')],
  foreignKeys: [
    refersTo('event_id', 'events'),
    refersTo('ticket_type_id', 'ticket_types'),
    refersTo('buyer_id', 'people'),
  ],
})

const tickets = new Table({
  name: 'tickets',
  columns: [
    id,
    integer('order_id'),
    integer('event_id'),
    integer('ticket_type_id'),
    bigint('holder_id'),
    integer('number'),
    varchar('code'),
    varchar('state'),
    bigint('issued_at'),
  ],
  indices: [unique('code'), unique('event_id', 'number'), index('order_id'), index('holder_id', 'id')],
  foreignKeys: [
    refersTo('order_id', 'orders'),
    refersTo('event_id', 'events'),
    refersTo('ticket_type_id', 'ticket_types'),
    refersTo('holder_id', 'people'),
  ],
})

const announcements = new Table({
  name: 'announcements',
  columns: [
    id,
    varchar('recipient'),
    text('news'),
    varchar('key'),
    optional(integer('event_id')),
    optional(bigint('actor_id')),
    varchar('state'),
    bigint('due_at'),
    optional(bigint('lease_until')),
    integer('attempts'),
    boolean('uncertain'),
    integer('lost_answers'),
    optional(text('error')),
    bigint('created_at'),
    optional(bigint('settled_at')),
    optional(bigint('message_id')),
    optional(bigint('chat_id')),
  ],
  indices: [
    unique('key'),
    indexWhere('announcements_waiting', "state = 'waiting'", 'recipient', 'id', 'lease_until'),
    indexWhere('announcements_unreachable', "state = 'unreachable'", 'recipient'),
    indexWhere('announcements_undelivered', "state <> 'delivered'", 'event_id'),
    indexWhere('announcements_delivered', "state = 'delivered'", 'recipient', 'settled_at'),
  ],
})

const inbox = new Table({
  name: 'inbox',
  columns: [
    id,
    bigint('update_id'),
    varchar('lane'),
    text('payload'),
    bigint('received_at'),
    varchar('owner'),
    bigint('lease_until'),
    integer('attempts'),
    optional(bigint('handled_at')),
  ],
  indices: [unique('update_id'), index('handled_at', 'id')],
})

const forms = new Table({ name: 'forms', columns: [primary(varchar('key')), text('value'), bigint('updated_at')] })

const drafts = new Table({
  name: 'drafts',
  columns: [
    primary(bigint('person_id')),
    varchar('key'),
    optional(integer('event_id')),
    text('answers'),
    varchar('asked'),
    optional(varchar('day')),
    varchar('zone'),
    varchar('currency'),
    bigint('updated_at'),
  ],
  foreignKeys: [refersTo('person_id', 'people')],
})

const audit = new Table({
  name: 'audit',
  columns: [
    id,
    bigint('at'),
    optional(bigint('actor_id')),
    varchar('action'),
    varchar('subject'),
    optional(text('details')),
  ],
  indices: [index('subject', 'id')],
})

const chats = new Table({ name: 'chats', columns: [primary(bigint('from_id')), bigint('to_id'), bigint('moved_at')] })

/** The first tables. */
export class CreateTables1763800000000 implements MigrationInterface {
  /** Makes them, each with its indexes and foreign keys. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [
      people,
      events,
      ticketTypes,
      orders,
      tickets,
      announcements,
      inbox,
      forms,
      drafts,
      audit,
      chats,
    ]) {
      await queryRunner.createTable(table.clone())
    }
  }

  /** Always throws: undoing would drop every ticket. */
  down(): Promise<void> {
    return Promise.reject(
      new Error('this migration is not undone: it would drop every ticket; restore a backup instead'),
    )
  }
}
