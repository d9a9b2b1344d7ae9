// Writes what a database of an old schema looked like, with data: test/store/fixtures/<kind>/<migration>.sql. Those of
// released schemas are kept for good; a new one is made before each release.
// Run: TEST_POSTGRES_URL=… npm run fixtures -- 1764270000000
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataSource } from 'typeorm'
import { migrations } from '../src/store/tables/schema.js'
import { connect } from '../test/support/database/dataSource.js'
import { emptyPostgres } from '../test/support/database/postgres.js'

const numberOf = ({ name }: { readonly name: string }): number => Number(/\d{13}$/u.exec(name)?.[0])

const at = Date.UTC(2026, 10, 22, 12)
// What people wrote on the day when a migration had run, so that the later ones find rows of each day.
const days: Readonly<Record<number, readonly string[]>> = {
  1763800000000: [
    `INSERT INTO people (id, display_name, language_code, created_at) VALUES (4503599627370495, 'Olga', 'ru', ${at}), (11, 'O''Hara 🎟', 'en', ${at}), (12, 'Ёлкин Марк', NULL, ${at})`,
    `INSERT INTO events (id, slug, organizer_id, title, description, starts_at, closes_at, zone, venue, state, tickets_issued, created_at, request_key)
       VALUES (1, 'abcdefghij', 4503599627370495, 'Джаз', '', ${at + 86_400_000}, ${at + 86_400_000}, 'Europe/Moscow', 'Club', 'published', 3, ${at}, 'e1')`,
    `INSERT INTO ticket_types (id, event_id, name, price_minor, currency, capacity, taken) VALUES (1, 1, '', 150000, 'RUB', 100, 3)`,
    `INSERT INTO orders (id, event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key)
       VALUES (1, 1, 1, 11, 2, 300000, 'RUB', 'atDoor', 'confirmed', ${at}, 'o1'), (2, 1, 1, 12, 1, 150000, 'RUB', 'atDoor', 'confirmed', ${at}, 'o2')`,
    `INSERT INTO tickets (id, order_id, event_id, ticket_type_id, holder_id, number, code, state, issued_at)
       VALUES (1, 1, 1, 1, 11, 1, 'first code', 'valid', ${at}), (2, 1, 1, 1, 11, 2, 'second code', 'valid', ${at}), (3, 2, 1, 1, 12, 3, 'third code', 'valid', ${at})`,
    `INSERT INTO announcements (id, recipient, news, key, event_id, state, due_at, attempts, uncertain, lost_answers, created_at)
       VALUES (1, '11', '{"kind":"tickets","orderId":1}', 'a1', 1, 'waiting', ${at}, 0, FALSE, 0, ${at})`,
    `INSERT INTO inbox (id, update_id, lane, payload, received_at, owner, lease_until, attempts) VALUES (1, 7, '11', '{"update_id":7}', ${at}, 'old', ${at}, 0)`,
    `INSERT INTO audit (id, at, action, subject) VALUES (1, ${at}, 'event.created', 'event:1')`,
  ],
  1763900000000: [
    'UPDATE tickets SET checked_in_at = issued_at, checked_in_by = 12, door_paid_at = issued_at WHERE id = 1',
    'UPDATE ticket_types SET checked_in = 1',
    `INSERT INTO staff (id, event_id, person_id, since) VALUES (1, 1, 12, ${at})`,
  ],
  1764000000000: [
    `INSERT INTO people (id, display_name, created_at) VALUES (13, 'Card', ${at})`,
    `INSERT INTO orders (id, event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key, confirmed_at, payload)
       VALUES (3, 1, 1, 13, 1, 150000, 'RUB', 'provider', 'confirmed', ${at}, 'o3', ${at}, 'payload')`,
    `INSERT INTO tickets (id, order_id, event_id, ticket_type_id, holder_id, number, code, short_code, state, issued_at) VALUES (4, 3, 1, 1, 13, 4, 'fourth code', 'FOURTH04', 'valid', ${at})`,
    'UPDATE ticket_types SET taken = 4',
    'UPDATE events SET tickets_issued = 4',
    `INSERT INTO payments (id, charge_id, order_id, event_id, payer_id, way, amount_minor, currency, received_at, state) VALUES (1, 'charge', 3, 1, 13, 'provider', 150000, 'RUB', ${at}, 'applied')`,
    `INSERT INTO promo_codes (id, event_id, code, percent, is_on, created_at) VALUES (1, 1, 'HALF', 50, TRUE, ${at})`,
    `INSERT INTO marks (name, value) VALUES ('alive', ${at})`,
  ],
  1764340000000: [
    `INSERT INTO event_rounds (id, event_id, kind, about, begun_at, next, told) VALUES (1, 1, 'followers', 0, ${at}, 11, 1)`,
    `INSERT INTO ratings (id, event_id, person_id, stars, words, place, at) VALUES (1, 1, 11, 5, 'So good', 7, ${at})`,
    'INSERT INTO rating_counts (event_id, stars, count) VALUES (1, 5, 1)',
    `INSERT INTO follows (id, person_id, organizer_id, at) VALUES (1, 11, 4503599627370495, ${at})`,
    'INSERT INTO follower_counts (organizer_id, count) VALUES (4503599627370495, 1)',
  ],
}

/** Lives from the first schema to this one, day by day. */
const grow = async (url: string, until: number): Promise<void> => {
  for (const migration of migrations.filter((one) => numberOf(one) <= until)) {
    const source = await connect(url, { migrations: migrations.filter((one) => numberOf(one) <= numberOf(migration)) })
    await source.runMigrations({ transaction: 'each' })
    for (const sql of days[numberOf(migration)] ?? []) await source.query(sql)
    await source.destroy()
  }
}

const rowsOf = (source: DataSource, sql: string): Promise<readonly Record<string, string | null>[]> =>
  source.query<readonly Record<string, string | null>[]>(sql)

const sqliteDump = async (path: string): Promise<string> => {
  const source = await connect(`sqlite:///${path}`, { migrations: [] })
  const parts = await rowsOf(
    source,
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid",
  )
  const lines = parts.filter(({ type }) => type === 'table').map(({ sql }) => `${String(sql)};`)
  for (const { name } of [...parts.filter(({ type }) => type === 'table'), { name: 'sqlite_sequence' }]) {
    const columns = await rowsOf(source, `SELECT name FROM pragma_table_info('${String(name)}')`)
    const values = columns.map((column) => `quote("${String(column['name'])}")`).join(` || ', ' || `)
    for (const { row } of await rowsOf(source, `SELECT ${values} AS row FROM "${String(name)}"`))
      lines.push(`INSERT INTO "${String(name)}" VALUES (${String(row)});`)
  }
  await source.destroy()
  return [...lines, ...parts.filter(({ type }) => type !== 'table').map(({ sql }) => `${String(sql)};`), ''].join('\n')
}

const postgresDump = (url: string): string =>
  execFileSync('pg_dump', ['--inserts', '--no-owner', '--no-privileges', '--no-comments', url], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--') && !line.startsWith('\\'))
    .join('\n')

const folder = new URL('../test/store/fixtures/', import.meta.url)
const server = process.env['TEST_POSTGRES_URL']
if (server === undefined) throw new Error('TEST_POSTGRES_URL is not set.')
for (const until of process.argv.slice(2).map(Number)) {
  const place = mkdtempSync(join(tmpdir(), 'levem-fixture-'))
  await grow(`sqlite:///${join(place, 'old.db')}`, until)
  writeFileSync(new URL(`sqlite/${until}.sql`, folder), await sqliteDump(join(place, 'old.db')))
  rmSync(place, { recursive: true })
  const database = await emptyPostgres(server)
  await grow(database.url, until)
  writeFileSync(new URL(`postgres/${until}.sql`, folder), `${postgresDump(database.url)}\n`)
  await database.drop()
}
