import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const refersToEvent = {
  columnNames: ['event_id'],
  referencedTableName: 'events',
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
}
const key = (name: string, type = 'integer') => ({ name, type, isPrimary: true })
const counter = (name: string, type = 'integer') => ({ name, type, default: 0 })

const tables = [
  new Table({
    name: 'event_days',
    columns: [key('event_id'), key('day'), key('ticket_type_id'), counter('issued'), counter('returned')],
    foreignKeys: [refersToEvent],
  }),
  new Table({
    name: 'event_money_days',
    columns: [
      ...[key('event_id'), key('day'), key('way', 'varchar'), key('currency', 'varchar')],
      ...[counter('paid_minor', 'bigint'), counter('refunded_minor', 'bigint')],
    ],
    foreignKeys: [refersToEvent],
  }),
  new Table({
    name: 'event_arrivals',
    columns: [key('event_id'), key('quarter'), counter('count')],
    foreignKeys: [refersToEvent],
  }),
]

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const quarterMs = hourMs / 4

/** What was sold or paid, a few thousand rows at a time: where a batch ends, and what of it is counted. */
type Source = {
  readonly table: string
  readonly sql: string
  /** Adds a row to the counts by their keys. */
  readonly keyOf: (row: Row, day: number) => readonly (string | number)[]
  readonly values: readonly string[]
}
type Row = Readonly<Record<string, string | number | null>>

// What came back of what was sold before is not known by day: it is as if it had never been sold.
const sold: Source = {
  table: 'event_days',
  sql: `SELECT orders.id AS id, orders.event_id AS event_id, events.zone AS zone, confirmed_at AS at, ticket_type_id,
    quantity - returned AS issued, 0 AS returned FROM orders JOIN events ON events.id = orders.event_id
    WHERE orders.id > $1 AND orders.confirmed_at IS NOT NULL AND orders.returned < quantity
    AND orders.state IN ('confirmed', 'cancelled') ORDER BY orders.id LIMIT 5000`,
  keyOf: ({ event_id: eventId, ticket_type_id: typeId }, day) => [Number(eventId), day, Number(typeId)],
  values: ['issued', 'returned'],
}
const money = (sql: string): Source => ({
  table: 'event_money_days',
  sql,
  keyOf: ({ event_id: eventId, way, currency }, day) => [Number(eventId), day, String(way), String(currency)],
  values: ['paid_minor', 'refunded_minor'],
})
const paid = money(
  `SELECT payments.id AS id, payments.event_id AS event_id, events.zone AS zone, received_at AS at, way, currency,
    amount_minor AS paid_minor, 0 AS refunded_minor FROM payments JOIN events ON events.id = payments.event_id
    WHERE payments.id > $1 AND way <> 'atDoor' ORDER BY payments.id LIMIT 5000`,
)
const paidAtDoor = money(
  `SELECT tickets.id AS id, tickets.event_id AS event_id, events.zone AS zone, door_paid_at AS at, 'atDoor' AS way,
    orders.currency AS currency, total_minor / quantity AS paid_minor, 0 AS refunded_minor FROM tickets
    JOIN orders ON orders.id = tickets.order_id JOIN events ON events.id = tickets.event_id
    WHERE tickets.id > $1 AND door_paid_at IS NOT NULL ORDER BY tickets.id LIMIT 5000`,
)
const refunded = money(
  `SELECT refunds.id AS id, refunds.event_id AS event_id, events.zone AS zone, refunds.created_at AS at, way, currency,
    0 AS paid_minor, amount_minor AS refunded_minor FROM refunds JOIN events ON events.id = refunds.event_id
    WHERE refunds.id > $1 ORDER BY refunds.id LIMIT 5000`,
)

const arrivals = `INSERT INTO event_arrivals (event_id, quarter, count) SELECT event_id, checked_in_at / ${quarterMs}, COUNT(*)
  FROM tickets WHERE checked_in_at IS NOT NULL GROUP BY event_id, checked_in_at / ${quarterMs}`

const formats = new Map<string, Intl.DateTimeFormat>()

// What a zone such as "UTC+5:30" is ahead of UTC; undefined: it has a name of IANA's.
const aheadMs = (zone: string): number | undefined => {
  const groups = /^UTC(?:(?<sign>[+-])(?<hours>\d{1,2})(?::(?<minutes>\d{2}))?)?$/iu.exec(zone)?.groups
  if (!groups) return undefined
  const { sign = '+', hours = '0', minutes = '0' } = groups
  return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * 60_000)
}

// Days from 1970 by the clocks of a zone.
const dayIn = (zone: string, at: number): number => {
  const ahead = aheadMs(zone)
  if (ahead !== undefined) return Math.floor((at + ahead) / dayMs)
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric' } as const
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts })
  formats.set(zone, format)
  const shown = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  return Date.UTC(shown.get('year') ?? 0, (shown.get('month') ?? 1) - 1, shown.get('day') ?? 1) / dayMs
}

const count = async (queryRunner: QueryRunner, { table, sql, keyOf, values }: Source): Promise<void> => {
  const counts = new Map<string, { readonly key: readonly (string | number)[]; readonly sums: number[] }>()
  for (let after = 0; ;) {
    const rows = (await queryRunner.query(sql, [after])) as readonly Row[]
    for (const row of rows) {
      const keys = keyOf(row, dayIn(String(row['zone']), Number(row['at'])))
      const known = counts.get(keys.join(':')) ?? { key: keys, sums: values.map(() => 0) }
      counts.set(keys.join(':'), known)
      values.forEach((name, index) => (known.sums[index] = (known.sums[index] ?? 0) + Number(row[name])))
    }
    after = Number(rows.at(-1)?.['id'])
    if (rows.length < 5000) break
  }
  for (const { key: keys, sums } of counts.values()) await queryRunner.query(upsert(table, values), [...keys, ...sums])
}

const keys: Readonly<Record<string, readonly string[]>> = {
  event_days: ['event_id', 'day', 'ticket_type_id'],
  event_money_days: ['event_id', 'day', 'way', 'currency'],
}

const upsert = (table: string, values: readonly string[]): string => {
  const columns = [...(keys[table] ?? []), ...values]
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})
    ON CONFLICT (${(keys[table] ?? []).join(', ')}) DO UPDATE SET ${values.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ')}`
}

const indices = [
  ['orders', { name: 'orders_told', columnNames: ['confirmed_at', 'id'], where: 'is_told IS NOT NULL' }],
  ['announcements', { name: 'announcements_to_chat', columnNames: ['created_at'], where: "recipient = 'chat'" }],
] as const

/** What events sold and took in by day, when people came, and of which sales the notification chat hears. */
export class EventDays1764430000000 implements MigrationInterface {
  /** Adds three tables, a column and two indexes, and counts what is there. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) await queryRunner.createTable(table.clone())
    await queryRunner.query('ALTER TABLE "orders" ADD COLUMN is_told boolean')
    for (const [table, index] of indices)
      await queryRunner.createIndex(table, new TableIndex({ ...index, columnNames: [...index.columnNames] }))
    for (const source of [sold, paid, paidAtDoor, refunded]) await count(queryRunner, source)
    await queryRunner.query(arrivals)
  }

  /** Always throws: undoing would forget which sales were told. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
