import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { moveDatabase } from '../../../src/store/copies/copies.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, databases, postgres, postgresUrl, sqlite } from '../../support/database/databases.js'
import { fillGrown } from '../../support/database/grown.js'
import { now } from '../../support/fixtures.js'
import { inspect } from '../../support/inspect.js'

const tables = ['people', 'events', 'orders', 'tickets', 'payments', 'refunds', 'announcements', 'inbox', 'marks']

describe.skipIf(!postgresUrl).each([
  { from: sqlite, to: postgres },
  { from: postgres, to: sqlite },
])('a move from $from.name to $to.name', ({ from, to }) => {
  let source: ClosedDatabase
  let target: ClosedDatabase
  const move = () => moveDatabase(parseDatabaseUrl(source.url), parseDatabaseUrl(target.url))

  beforeEach(async () => {
    source = await from.empty()
    target = await to.empty()
    await fillGrown(source.url, 1400, now)
    const store = await openStore({ url: parseDatabaseUrl(source.url) })
    await store.transact(async (tx) => {
      await tx.people.meet(
        { id: 4_503_599_627_370_495, displayName: 'Ольга "O’Neil" 🎟\n\\N \t', languageCode: 'ru' },
        now,
      )
      await tx.announcements.add(
        [{ to: 1, key: 'a', eventId: 1, message: { kind: 'paymentToCheck', orderId: 1 } }],
        now,
      )
      await tx.inbox.add([{ updateId: 7, queueKey: '1', payload: '{"text":"\\u0000"}', owner: 'gone' }], 'gone', now)
      await tx.cursors.set('big', Number.MAX_SAFE_INTEGER)
    })
    await store.close()
  })
  afterEach(async () => {
    await source.drop()
    await target.drop()
  })

  const onto = async (url: string, sql: string): Promise<void> => {
    const database = await connect(url)
    await database.query(sql).finally(() => database.destroy())
  }

  test('takes all along, and counts on where it stood', async () => {
    const moved = await move()
    for (const table of tables) {
      const count = await inspect(source.url).count(table)
      expect([table, moved.get(table), await inspect(target.url).count(table)]).toEqual([table, count, count])
    }
    const [person] = await inspect(target.url).rows('people', { id: 4_503_599_627_370_495 })
    expect(person?.['display_name']).toBe('Ольга "O’Neil" 🎟\n\\N \t')
    const last = await inspect(source.url).rows('tickets')
    const most = Math.max(...last.map(({ id }) => Number(id)))
    await onto(
      target.url,
      "INSERT INTO tickets (order_id, event_id, ticket_type_id, holder_id, number, code, state, issued_at) VALUES (1, 1, 1, 10, 999999, 'x', 'valid', 1)",
    )
    const [ticket] = await inspect(target.url).rows('tickets', { number: 999_999 })
    expect(Number(ticket?.['id'])).toBe(most + 1)
    expect(await inspect(target.url).wrongCounters()).toEqual([])
    // Whoever had it is as good as ended: another process takes it over.
    expect(await inspect(target.url).rows('processes', { id: 'gone' })).toMatchObject([{ beat: null }])
  })

  test('is refused into what is not empty, and from or into what a bot uses', async () => {
    const living = await openStore({ url: parseDatabaseUrl(target.url) })
    await expect(move()).rejects.toThrow(/in use|living/u)
    await living.transact((tx) => tx.people.meet({ id: 1, displayName: 'Ann', languageCode: 'en' }, now))
    await living.close()
    await expect(move()).rejects.toMatchObject({ code: 'notEmpty', facts: { table: 'people' } })
    const busy = await openStore({ url: parseDatabaseUrl(source.url) })
    await expect(move()).rejects.toThrow(/in use|living/u)
    await busy.close()
  })

  test('that would change a row is undone whole', async () => {
    await (await openStore({ url: parseDatabaseUrl(target.url) })).close()
    const trigger =
      to.name === 'sqlite'
        ? [
            "CREATE TRIGGER meddle AFTER INSERT ON tickets WHEN NEW.number = 700 BEGIN UPDATE tickets SET code = 'other' WHERE id = NEW.id; END",
          ]
        : [
            "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.number = 700 THEN NEW.code := 'other'; END IF; RETURN NEW; END $$",
            'CREATE TRIGGER meddle BEFORE INSERT ON tickets FOR EACH ROW EXECUTE FUNCTION meddle()',
          ]
    for (const sql of trigger) await onto(target.url, sql)
    await expect(move()).rejects.toMatchObject({ code: 'different', facts: { table: 'tickets' } })
    expect(await inspect(target.url).count('people')).toBe(0)
    await onto(target.url, to.name === 'sqlite' ? 'DROP TRIGGER meddle' : 'DROP TRIGGER meddle ON tickets')
    await move()
  })
})

test('a move within one kind of database works as well', async () => {
  for (const { empty } of databases) {
    const [source, target] = [await empty(), await empty()]
    await fillGrown(source.url, 20, now)
    const moved = await moveDatabase(parseDatabaseUrl(source.url), parseDatabaseUrl(target.url))
    expect(moved.get('tickets')).toBe(20)
    await source.drop()
    await target.drop()
  }
})
