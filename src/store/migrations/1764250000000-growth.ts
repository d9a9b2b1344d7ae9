import {
  Table,
  TableIndex,
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
const primary = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isPrimary: true })
const refersTo = (columnName: string, table: string): TableForeignKeyOptions => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
})
const indexWhere = (name: string, where: string, ...columnNames: string[]): TableIndexOptions => ({
  name,
  columnNames,
  where,
})

const eventCounters = new Table({
  name: 'event_counters',
  columns: [
    primary(integer('event_id')),
    primary(varchar('way')),
    primary(varchar('currency')),
    integer('orders'),
    integer('tickets'),
    bigint('sold_minor'),
    integer('admissions'),
    integer('payments'),
    bigint('paid_minor'),
    integer('refunds'),
    bigint('refunded_minor'),
    integer('due'),
    bigint('due_minor'),
    integer('failed'),
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

// SQLite compares byte by byte unless told otherwise, and does not know "C".
const holderNames = (isPostgres: boolean): Table =>
  new Table({
    name: 'holder_names',
    columns: [
      primary(integer('event_id')),
      primary(integer('turned')),
      primary({ ...varchar('name'), ...(isPostgres && { collation: 'C' }) }),
      primary(bigint('person_id')),
    ],
    indices: [{ columnNames: ['person_id', 'event_id'] }],
    foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
  })

const newIndices: readonly (readonly [table: string, index: TableIndexOptions])[] = [
  [
    'orders',
    indexWhere(
      'orders_bought',
      `(state IN ('held', 'confirmed', 'refunded') OR (state = 'cancelled' AND confirmed_at IS NOT NULL))`,
      'event_id',
      'id',
    ),
  ],
  [
    'orders',
    indexWhere(
      'orders_refundable',
      "state = 'confirmed' AND returned < quantity AND payment_way NOT IN ('free', 'atDoor')",
      'event_id',
      'id',
    ),
  ],
  [
    'orders',
    indexWhere(
      'orders_under_review',
      "proof_at IS NOT NULL AND (confirmed_at IS NULL OR payment_way <> 'transfer')",
      'event_id',
      'id',
    ),
  ],
  ['orders', indexWhere('orders_checkout', 'checkout_at IS NOT NULL', 'checkout_at')],
  ['tickets', { name: 'tickets_of_holder', columnNames: ['event_id', 'holder_id', 'number'] }],
  ['refunds', { name: 'refunds_of_order', columnNames: ['order_id'] }],
  ['refunds', indexWhere('refunds_stars_due', "state = 'due' AND way = 'stars'", 'due_at', 'id')],
  [
    'refunds',
    indexWhere('refunds_tasks', "(state = 'failed' OR (state = 'due' AND way <> 'stars'))", 'event_id', 'id'),
  ],
]

// What each source adds: orders, tickets, sold_minor, admissions, payments, paid_minor, refunds, refunded_minor, due,
// due_minor, failed.
const left = 'quantity - returned'
const sources = [
  `SELECT event_id, payment_way AS way, currency, CASE WHEN state = 'confirmed' AND returned < quantity THEN 1 ELSE 0 END AS orders,
     CASE WHEN state = 'confirmed' THEN ${left} ELSE 0 END AS tickets,
     CASE WHEN state = 'confirmed' THEN total_minor / quantity * (${left}) ELSE 0 END AS sold_minor,
     CASE WHEN state <> 'cancelled' OR confirmed_at IS NOT NULL THEN ${left} ELSE 0 END AS admissions,
     0 AS payments, 0 AS paid_minor, 0 AS refunds, 0 AS refunded_minor, 0 AS due, 0 AS due_minor, 0 AS failed
   FROM orders WHERE state IN ('confirmed', 'refunded', 'cancelled')`,
  `SELECT event_id, way, currency, 0, 0, 0, 0, 1, amount_minor, 0, 0, 0, 0, 0 FROM payments WHERE event_id IS NOT NULL`,
  `SELECT tickets.event_id, 'atDoor', orders.currency, 0, 0, 0, 0, 1, total_minor / quantity, 0, 0, 0, 0, 0
   FROM tickets JOIN orders ON orders.id = tickets.order_id WHERE door_paid_at IS NOT NULL`,
  `SELECT event_id, way, currency, 0, 0, 0, 0, 0, 0, 1, amount_minor, CASE WHEN state <> 'done' THEN 1 ELSE 0 END,
     CASE WHEN state <> 'done' THEN amount_minor ELSE 0 END, CASE WHEN state = 'failed' THEN 1 ELSE 0 END
   FROM refunds WHERE event_id IS NOT NULL`,
]
const countAll = `INSERT INTO event_counters SELECT event_id, way, currency, SUM(orders), SUM(tickets), SUM(sold_minor),
    SUM(admissions), SUM(payments), SUM(paid_minor), SUM(refunds), SUM(refunded_minor), SUM(due), SUM(due_minor), SUM(failed)
  FROM (${sources.join(' UNION ALL ')}) counted GROUP BY event_id, way, currency`

const batch = 500

// All rows are counted at once, in whatever way is quickest; the holders are read in the order of an index, which
// PostgreSQL might take for slower than reading them all for each batch.
const plan = async (queryRunner: QueryRunner, how: 'on' | 'off'): Promise<void> => {
  for (const way of ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'hashagg', 'sort'])
    await queryRunner.query(`SET LOCAL enable_${way} = ${how}`)
}

/** What lists, sums and searches need to cost the same for a hundred and for a million tickets. */
export class Growth1764250000000 implements MigrationInterface {
  /** Adds tables and indexes; counts what is there, once, and writes down who is found at which door. */
  async up(queryRunner: QueryRunner): Promise<void> {
    const isPostgres = queryRunner.connection.options.type === 'postgres'
    for (const table of [eventCounters, holderNames(isPostgres)]) await queryRunner.createTable(table.clone())
    // What others give back by hand stood in it, before what the bot gives back by itself.
    await queryRunner.query('DROP INDEX refunds_due')
    for (const [table, index] of newIndices) await queryRunner.createIndex(table, new TableIndex(index))
    if (isPostgres) await plan(queryRunner, 'on')
    await queryRunner.query(countAll)
    if (isPostgres) await plan(queryRunner, 'off')
    await nameHolders(queryRunner)
  }

  /** Always throws: undoing would gain nothing. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}

type Row = Readonly<Record<string, unknown>>

const nameHolders = async (queryRunner: QueryRunner): Promise<void> => {
  let after = ['-1', '0']
  for (;;) {
    const rows = (await queryRunner.query(
      `SELECT held.event_id, held.holder_id, people.display_name FROM (SELECT DISTINCT event_id, holder_id FROM tickets
         WHERE state = 'valid' AND (event_id, holder_id) > (${after.join(', ')}) ORDER BY event_id, holder_id LIMIT ${batch}) held
       JOIN people ON people.id = held.holder_id ORDER BY held.event_id, held.holder_id`,
    )) as readonly Row[]
    const last = rows.at(-1)
    if (!last) return
    const values = rows.flatMap((row) =>
      turnsOf(String(row['display_name'])).map(
        (name, place) =>
          `(${String(row['event_id'])}, ${Math.min(place, 1)}, '${name.replaceAll("'", "''")}', ${String(row['holder_id'])})`,
      ),
    )
    await queryRunner.query(`INSERT INTO holder_names (event_id, turned, name, person_id) VALUES ${values.join(', ')}`)
    after = [String(last['event_id']), String(last['holder_id'])]
  }
}

const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC').slice(0, 64)

const mostTurns = 6

const turnsOf = (name: string): readonly string[] => {
  const folded = fold(name).trim()
  const found = folded.split(/[\s\p{P}]+/u).filter((word) => word !== '')
  const words = found.length > 0 ? found : [folded]
  return [
    ...new Set(
      words.slice(0, mostTurns).map((_, place) => [...words.slice(place), ...words.slice(0, place)].join(' ')),
    ),
  ]
}
