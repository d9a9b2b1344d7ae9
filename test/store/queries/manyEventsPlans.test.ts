import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DataSource } from 'typeorm'
import { queryOf } from '../../../src/domain/eventSearch.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'
import { createListener, type Growing, growthOnSqlite, openPlanner, type Sent } from '../../support/database/plans.js'
import { type House, openHouse, type Sale } from '../../support/house.js'

const many = 100_000
const minute = 60_000
const day = 1440 * minute

const ofGuests = 'tickets|orders|people|announcements|muted_organizers'
const growth: Growing = {
  tables: `${ofGuests}|events|event_words|event_counters|hearings|guest_messages|muted_reminders|staff|openings`,
  ofEvent: ofGuests,
  // The last: what of an event was not said.
  waiting: ['guest_messages_scheduled', 'guest_messages_open', 'announcements_of_event'],
}
// A portion of guests, or as many events as are looked along for one page of words.
const most = 2100

const numbers = `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many}) SELECT i FROM n) numbers`

/** The row many times over, with these columns otherwise; `i` counts them. */
const multiply = async (
  source: DataSource,
  table: string,
  { where, ...changes }: Readonly<Record<string, string>> & { readonly where: string },
): Promise<void> => {
  const [row] = await source.query<readonly object[]>(`SELECT * FROM ${table} WHERE ${where} LIMIT 1`)
  const columns = Object.keys(row ?? {}).filter((name) => name !== 'id' || 'id' in changes)
  await source.query(
    `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.map((name) => changes[name] ?? `one.${name}`).join(', ')}
     FROM (SELECT * FROM ${table} WHERE ${where} LIMIT 1) one, ${numbers}`,
  )
}

/** Many events, all of them on sale; one of them with many guests, whom its organizer just writes to. */
const grow = async (url: string, house: House, sale: Sale, messageId: number): Promise<void> => {
  const source = await connect(url)
  const { event } = sale
  const starts = `${event.startsAt} + ${day} + CAST(i AS bigint) * ${minute}`
  const last = (await source.query<readonly { readonly id: number }[]>('SELECT MAX(id) AS id FROM events'))[0]
    ?.id as number
  await multiply(source, 'people', { where: 'id = 1', id: '1000000 + i' })
  await multiply(source, 'events', {
    where: `id = ${event.id}`,
    ...{ slug: `'many' || i`, request_key: `'many' || i`, starts_at: starts, closes_at: starts },
    organizer_id: '1000001 + i % 20000',
    is_unlisted: 'i % 10 = 0',
    heard_due_at: `CASE WHEN i % 2 = 0 THEN ${house.clock.now()} + ${day} + i END`,
  })
  const [jazz = ''] = queryOf({ others: 'Jazz' }).words
  // As many words as people write, one that many have, and one that few have.
  for (const [word, some] of [
    ["''", '1'],
    ["'w' || (id % 5000)", '1'],
    [`'${jazz}'`, '10'],
    ["'rar'", '1000'],
  ] as const)
    await source.query(
      `INSERT INTO event_words (word, starts, event_id, ends, closes_at)
       SELECT ${word}, starts_at, id, closes_at, closes_at FROM events WHERE id > ${last} AND id % ${some} = 0`,
    )
  await multiply(source, 'tickets', {
    ...{ where: `event_id = ${event.id}`, holder_id: '1000000 + i', number: 'i + 10' },
    ...{ code: `'many' || i`, short_code: 'CAST(100000000 + i AS varchar)' },
  })
  await source.query(`UPDATE events SET tickets_issued = ${many + 10} WHERE id = ${event.id}`)
  await multiply(source, 'guest_messages', {
    ...{ where: `id = ${messageId}`, key: `'many' || i`, state: `'done'`, event_id: `${last} + i` },
    ...{ begun_at: String(house.clock.now()), done_at: String(house.clock.now()) },
  })
  await multiply(source, 'announcements', {
    where: `key = 'guests:${messageId}:3'`,
    ...{ recipient: 'CAST(1000000 + i AS varchar)', key: `'guests:${messageId}:' || (1000000 + i)` },
    ...{ state: `CASE WHEN i % 1000 = 0 THEN 'unreachable' ELSE 'delivered' END` },
  })
  if (source.options.type === 'postgres') await source.query('ANALYZE')
  await source.destroy()
}

describe.each(databases)(`what each statement touches among ${many} events and guests, on $name`, (database) => {
  let closed: ClosedDatabase
  let statements: readonly Sent[]
  beforeAll(async () => {
    closed = await database.closed()
    const listener = createListener()
    const store = await openStore({ url: parseDatabaseUrl(closed.url), wrap: listener.wrap })
    const house = await openHouse({
      ...database,
      open: () => Promise.resolve({ store, url: closed.url, drop: () => store.close() }),
    })
    const sale = await house.sale({ title: 'Jazz', price: 500, capacity: 1000 })
    const other = await house.sale({ title: 'Blues' })
    const [anna, ben] = [await house.person('Anna'), await house.person('Ben')]
    await house.buys(anna, sale)
    const { guestMessages, eventSearch, hearing } = house.services
    const act = { personId: sale.organizer, eventId: sale.event.id }
    const { id } = await guestMessages.write({ ...act, audience: { kind: 'all', of: 0 }, source: 1, updateId: 1 })
    await guestMessages.previewed(id, [1])
    const message = { personId: sale.organizer, guestMessageId: id }
    await guestMessages.send(message)
    await guestMessages.work()
    await grow(closed.url, house, sale, id)
    // The last portions are not put down yet.
    const again = await guestMessages.write({ ...act, audience: { kind: 'all', of: 0 }, source: 2, updateId: 2 })
    await guestMessages.previewed(again.id, [2])
    await house.inspect.write('guest_messages', 'next', 1_000_000 + many - 700, { id: again.id })
    await house.inspect.write('guest_messages', 'begun_at', house.clock.now(), { id: again.id })
    await house.inspect.write('guest_messages', 'state', 'sending', { id: again.id })
    await house.buys(ben, sale)
    await house.buys(ben, other)
    house.later(minute)

    listener.heard()
    await guestMessages.work()
    await guestMessages.view(message)
    await guestMessages.toSay(anna, id)
    await guestMessages.mute({ personId: anna, eventId: sale.event.id, isOn: true })
    await guestMessages.stop({ personId: sale.organizer, guestMessageId: again.id })
    await guestMessages.finish(again.id)
    const work = () =>
      hearing.work((error) => {
        throw error
      })
    await work()
    for (const said of ['jazz', 'rare jazz', 'jazz blues', 'nothing'])
      for (const span of [undefined, { from: house.clock.now(), until: house.clock.now() + 3 * day }]) {
        const asked = { personId: anna, query: queryOf({ others: said, span }), size: 5 }
        const { rows } = await eventSearch.find({ ...asked })
        await eventSearch.find({ ...asked, after: rows.at(-1)?.place })
        await eventSearch.nearest({ query: asked.query, size: 3 })
      }
    await eventSearch.find({
      personId: anna,
      size: 5,
      query: queryOf({ others: '', span: { from: 0, until: 2 ** 42 } }),
    })
    await eventSearch.index()
    statements = listener.heard()
    await store.close()
  }, 300_000)
  afterAll(() => closed.drop())

  const growing = async (some: readonly Sent[]): Promise<readonly string[]> => {
    const found: string[] = []
    const note = ({ sql }: Sent, wrong: readonly string[]): void => {
      if (wrong.length > 0) found.push(`${wrong.join(', ')} in ${sql.replace(/\s+/gu, ' ')}`)
    }
    if (database.name === 'sqlite') {
      const path = closed.url.slice('sqlite:///'.length)
      for (const sent of some) note(sent, await growthOnSqlite(path, sent, growth))
      return found
    }
    const planner = await openPlanner(closed.url)
    for (const sent of some.filter(({ sql }) => !sql.startsWith('INSERT'))) note(sent, await planner.growth(sent, most))
    await planner.close()
    return found
  }

  test('is a page or a portion, never all of them', { timeout: 120_000 }, async () => {
    expect(statements.length).toBeGreaterThan(30)
    expect(await growing(statements)).toEqual([])
  })

  test.each([
    'SELECT id FROM events WHERE venue = $1 LIMIT 10',
    'SELECT COUNT(*) FROM event_words WHERE word <> $1',
    'SELECT id FROM guest_messages WHERE album = $1',
  ])('negative control: it is noticed when it is all of them: %s', async (sql) => {
    expect(await growing([{ sql, values: ['x'] }])).not.toEqual([])
  })
})
