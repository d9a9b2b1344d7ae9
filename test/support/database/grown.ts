import { migrations } from '../../../src/store/tables/schema.js'
import { connect } from './dataSource.js'

/** Who is there in a database with a grown event: its organizer, one of its staff, and the first of its buyers. */
export const grown = { eventId: 1, typeId: 1, organizerId: 1, staffId: 2, firstBuyerId: 10 } as const

const day = 86_400_000
const perOrder = 2

// Of 20 orders nine are paid at the door, nine by card, one was not paid in time and one is refunded.
const kinds = `CASE WHEN n % 20 < 9 THEN 'door' WHEN n % 20 < 18 THEN 'card' WHEN n % 20 = 18 THEN 'late' ELSE 'back' END`
const first = `TRIM(SUBSTR('Anna  Boris Clara Dmitr Elena FyodorGalinaIvan  Ksenia', n % 9 * 6 + 1, 6))`
const syllable = (divisor: number): string =>
  `SUBSTR('vapeshkoruzimabylodenofusitagolirechybukid', n / ${divisor} % 21 * 2 + 1, 2)`
// Three each, however many people there are: more of the same name would only be more to find.
const last = [3, 63, 1323, 27_783].map(syllable).join(' || ')
// They begin as no number does, or a number would find more the more tickets there are.
const shortCode = `'K' || SUBSTR(CAST(10000000 + CAST(ticket AS bigint) * 7919 % 10000000 AS varchar), 2)`
const name = `${first} || ' ' || UPPER(SUBSTR(last, 1, 1)) || SUBSTR(last, 2)`

const statementsFor = (orders: number, now: number): readonly string[] => {
  const all = `(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < ${orders - 1})
    SELECT n, ${kinds} AS kind, ${last} AS last, n + 10 AS buyer, n + 1 AS order_id FROM s) each_order`
  const paid = `CASE kind WHEN 'door' THEN 'atDoor' ELSE 'provider' END`
  const tickets = `SELECT n * ${perOrder} + i AS ticket, n, kind, buyer, order_id FROM ${all} JOIN (SELECT 1 AS i UNION ALL SELECT 2) two ON kind <> 'late'`
  const isIn = `kind <> 'back' AND ticket % 10 = 1`
  return [
    `INSERT INTO people (id, display_name, created_at, folded_name) VALUES (1, 'Olga', 1, 'olga'), (2, 'Vera', 1, 'vera')`,
    `INSERT INTO people (id, display_name, created_at, folded_name) SELECT buyer, ${name}, 1, LOWER(${name}) FROM ${all}`,
    `INSERT INTO events (id, slug, organizer_id, title, description, starts_at, closes_at, zone, venue, state, tickets_issued, created_at, request_key, ways, transfer_details)
      VALUES (1, 'grown', 1, 'Grown', '', ${now + day}, ${now + day}, 'UTC', 'Hall', 'published', ${orders * perOrder}, 1, 'grown', 'provider,transfer,atDoor', 'IBAN')`,
    `INSERT INTO ticket_types (id, event_id, name, price_minor, currency, capacity, taken, checked_in) SELECT 1, 1, '', 500, 'RUB', ${orders * perOrder + 1000},
      COUNT(*), SUM(CASE WHEN ${isIn} THEN 1 ELSE 0 END) FROM (${tickets}) sold WHERE kind <> 'back'`,
    `INSERT INTO staff (event_id, person_id, since) VALUES (1, 2, 1)`,
    `INSERT INTO orders (id, event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key, returned, confirmed_at, held_until)
      SELECT order_id, 1, 1, buyer, ${perOrder}, ${500 * perOrder}, 'RUB', ${paid}, CASE kind WHEN 'late' THEN 'expired' WHEN 'back' THEN 'refunded' ELSE 'confirmed' END,
        ${now}, 'order ' || n, CASE kind WHEN 'back' THEN ${perOrder} ELSE 0 END, CASE kind WHEN 'late' THEN NULL ELSE ${now} END, 1 FROM ${all}`,
    `INSERT INTO tickets (id, order_id, event_id, ticket_type_id, holder_id, number, code, short_code, state, issued_at, checked_in_at, checked_in_by, door_paid_at)
      SELECT ticket, order_id, 1, 1, buyer, ticket, 'code ' || ticket, ${shortCode}, CASE kind WHEN 'back' THEN 'returned' ELSE 'valid' END, ${now},
        CASE WHEN ${isIn} THEN ${now} + n END, CASE WHEN ${isIn} THEN 2 END, CASE WHEN ${isIn} AND kind = 'door' THEN ${now} END FROM (${tickets}) sold`,
    `INSERT INTO payments (id, charge_id, order_id, event_id, payer_id, way, amount_minor, currency, received_at, state)
      SELECT order_id, 'charge ' || n, order_id, 1, buyer, 'provider', ${500 * perOrder}, 'RUB', ${now}, 'applied' FROM ${all} WHERE kind IN ('card', 'back')`,
    `INSERT INTO refunds (id, key, payment_id, order_id, event_id, person_id, way, amount_minor, currency, reason, state, due_at, created_at)
      SELECT order_id, 'order:' || order_id, order_id, order_id, 1, buyer, 'provider', ${500 * perOrder}, 'RUB', 'organizer', 'due', ${now}, ${now} FROM ${all} WHERE kind = 'back'`,
  ]
}

const serials = ['events', 'ticket_types', 'orders', 'tickets', 'payments', 'refunds']

/**
 * Fills an empty database with one event and about so many tickets, as it was before there were counters: opening it
 * counts them. PostgreSQL keeps no statistics of these tables until it is told to.
 */
export const fillGrown = async (url: string, tickets: number, now: number): Promise<void> => {
  const older = migrations.filter(({ name }) => Number(/\d{13}$/u.exec(name)?.[0]) < 1_764_250_000_000)
  const source = await connect(url, { migrations: older })
  await source.runMigrations({ transaction: 'each' })
  await source.query('BEGIN')
  for (const sql of statementsFor(Math.ceil(tickets / perOrder), now)) await source.query(sql)
  await source.query('COMMIT')
  if (source.options.type === 'postgres')
    for (const table of serials)
      await source.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT MAX(id) FROM ${table}))`)
  await source.destroy()
}

/** Forbids PostgreSQL to look at the tables by itself. */
export const keepStatisticsOff = async (url: string): Promise<void> => {
  const source = await connect(url, { migrations: [] })
  if (source.options.type === 'postgres')
    for (const table of [...serials, 'people', 'event_counters', 'holder_names'])
      await source.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`)
  await source.destroy()
}
