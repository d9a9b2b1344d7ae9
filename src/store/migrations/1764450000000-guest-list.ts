import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const integer = (name: string) => ({ name, type: 'integer' })
const bigint = (name: string) => ({ name, type: 'bigint' })
const optional = (name: string, type: string) => ({ name, type, isNullable: true })
const id = { ...integer('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' as const }
const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})

const guestEntries = new Table({
  name: 'guest_entries',
  columns: [
    id,
    ...[integer('event_id'), integer('order_id'), { name: 'reason', type: 'varchar' }, bigint('issued_by')],
    ...[bigint('created_at'), optional('token', 'varchar'), optional('taken_by', 'bigint')],
    ...[optional('taken_at', 'bigint'), optional('revoked_at', 'bigint')],
  ],
  indices: [
    { columnNames: ['event_id', 'id'] },
    { columnNames: ['order_id'], isUnique: true },
    { columnNames: ['token'], isUnique: true },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('order_id', 'orders'), refersTo('issued_by', 'people')],
})

const guestDrafts = new Table({
  name: 'guest_drafts',
  columns: [
    id,
    ...[integer('event_id'), integer('ticket_type_id'), bigint('person_id'), { name: 'words', type: 'text' }],
    ...[optional('reason', 'varchar'), { name: 'request_key', type: 'varchar' }, bigint('created_at')],
    optional('issued_at', 'bigint'),
  ],
  indices: [
    { columnNames: ['request_key'], isUnique: true },
    { name: 'guest_drafts_at', columnNames: ['created_at'] },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

const refundable = `CREATE INDEX orders_refundable ON orders (event_id, id)
  WHERE state = 'confirmed' AND returned < quantity AND payment_way NOT IN ('free', 'atDoor', 'guestList')`

/** Tickets that organizers give away, who may do so for them, and who is known by which username. */
export class GuestList1764450000000 implements MigrationInterface {
  /** Adds tables, and a column each to people and staff; what nobody paid for is not looked at for refunds. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(guestEntries.clone())
    await queryRunner.createTable(guestDrafts.clone())
    await queryRunner.query('ALTER TABLE "staff" ADD COLUMN gives_tickets boolean')
    await queryRunner.query('ALTER TABLE "people" ADD COLUMN folded_username varchar')
    await queryRunner.query(`UPDATE people SET folded_username = LOWER(username) WHERE username <> ''`)
    await queryRunner.query(
      'CREATE INDEX people_username ON people (folded_username) WHERE folded_username IS NOT NULL',
    )
    await queryRunner.query('DROP INDEX orders_refundable')
    await queryRunner.query(refundable)
  }

  /** Always throws: undoing would forget who was given what. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
