import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DataSource } from 'typeorm'
import type { Announcement } from '../../../src/domain/announcement.js'
import type { Execute, Value } from '../../../src/store/engine/statements.js'
import { createOutbox } from '../../../src/services/messaging/outbox.js'
import { openStore, parseDatabaseUrl, type Store } from '../../../src/store/store.js'
import { createTestClock } from '../../support/clock.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'
import { day, now } from '../../support/fixtures.js'

type Sent = { readonly sql: string; readonly values: readonly Value[] }

/** So many rows of a kind: many enough that whoever looks at all of them is seen. */
const many = 10_000
/** No statement needs to look at more: a summary of 500, or as many as were missed at once. */
const mostRows = 1100

const numbers = `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many}) SELECT i FROM n) numbers`
const fill = (recipient: string, urgency: string, state: string, eventId: number): string =>
  `INSERT INTO announcements (recipient, urgency, news, key, event_id, state, due_at, attempts, uncertain, lost_answers, created_at, settled_at, actor_id)
   SELECT ${recipient}, '${urgency}', '{"kind":"soldOut","slug":"s","title":"t","capacity":1}', '${urgency}:${state}:' || CAST(i AS varchar), ${eventId}, '${state}',
   ${now} - i, 0, FALSE, 0, ${now} - i, ${now} - 60000000, 7 FROM ${numbers}`

const fillings = [
  fill("'chat'", 'chat', 'delivered', 1),
  fill('CAST(100000 + i AS varchar)', 'personal', 'delivered', 1),
  fill('CAST(100000 + i AS varchar)', 'bulk', 'obsolete', 2),
  fill("'chat'", 'chat', 'waiting', 3),
  fill('CAST(200000 + i AS varchar)', 'personal', 'waiting', 3),
  fill('CAST(300000 + i AS varchar)', 'bulk', 'waiting', 3),
  fill('CAST(400000 + i AS varchar)', 'personal', 'unreachable', 4),
]

/** A plan's node, as PostgreSQL tells it. */
type Node = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
const rowsOf = (node: Node): number =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']

const explainOnServer = async (source: DataSource, { sql, values }: Sent): Promise<readonly string[]> => {
  const runner = source.createQueryRunner()
  await runner.startTransaction()
  const found = (await runner.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, [...values])) as readonly {
    readonly 'QUERY PLAN': readonly { readonly Plan: Node }[]
  }[]
  await runner.rollbackTransaction()
  await runner.release()
  const nodes = found.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)))
  return nodes
    .filter(
      (node) =>
        (node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'announcements') || rowsOf(node) > mostRows,
    )
    .map((node) => `${node['Node Type']} ${node['Relation Name'] ?? ''}: ${rowsOf(node)} rows`)
}

// The index of what is claimed holds nothing else.
const isScan = (detail: string): boolean =>
  /^SCAN (?:announcements|audit|gifts|invitations|asks|pockets|forms|guesses)/u.test(detail) &&
  !detail.includes('announcements_claimed')

const explainInFile = async (source: DataSource, { sql, values }: Sent): Promise<readonly string[]> => {
  const explain = `EXPLAIN QUERY PLAN ${sql.replace(/\$(?=\d)/gu, '?')}`
  const found = await source.query<readonly { readonly detail: string }[]>(explain, [...values])
  return found.map(({ detail }) => detail).filter(isScan)
}

describe.each(databases)('with 40,000 announcements waiting, on $name', ({ name, closed }) => {
  let database: ClosedDatabase
  let source: DataSource
  let store: Store
  const sent = new Map<string, Sent>()
  const wrap =
    (execute: Execute): Execute =>
    (sql, values = []) => {
      if (/\b(?:announcements|audit|gifts|invitations|asks|pockets|forms|guesses)\b/u.test(sql))
        sent.set(sql, { sql, values })
      return execute(sql, values)
    }

  beforeAll(async () => {
    database = await closed()
    const filling = await connect(database.url)
    for (const sql of fillings) await filling.query(sql)
    if (name === 'postgres') await filling.query('ANALYZE announcements')
    await filling.destroy()
    store = await openStore({ url: parseDatabaseUrl(database.url), wrap })
  }, 120_000)
  afterAll(async () => {
    await source.destroy()
    await database.drop()
  })

  test('no statement of the outbox looks at all of them, or sorts them', async () => {
    const clock = createTestClock(now)
    const outbox = createOutbox({ store, clock })
    const rows = await outbox.claim({ personal: 5, chat: 1, pictures: 1, bulk: 5 })
    expect(rows).toHaveLength(11)
    const head = rows.find(({ to }) => to === 'chat') as Announcement
    const others = rows.filter(({ to }) => to !== 'chat')
    const [first] = others
    if (!first) throw new Error('there is nobody to tell')
    await outbox.join((await outbox.followers(head, 500)).slice(0, 9))
    await outbox.nextDue()
    await outbox.saidToChatSince(now - 60_000)
    await outbox.settle([head], { kind: 'notSent', reason: 'no network' })
    await outbox.settle(others, { kind: 'delivered', messageId: 1, chatId: 1 })
    await outbox.isSuperseded({ ...first, createdAt: 0, message: { kind: 'yourEventChanged' } as never })
    await outbox.takeOver('another')
    await outbox.wakeChat()
    await store.transact(async (tx) => {
      await tx.announcements.troubled(3)
      await tx.announcements.resend(3, now)
      await tx.announcements.wakePerson(400_007, now)
    })
    clock.set(now + 4 * day)
    await outbox.missOldNews()
    const before = {
      said: now,
      unsaid: now,
      links: now,
      audit: now,
      unfinished: now,
      guesses: now,
      ratings: now,
      threads: now,
      guestMessages: now,
      words: now,
    }
    await store.transact(async (tx) => {
      for (const table of ['announcements', 'audit', 'gifts', 'invitations'] as const)
        await tx.forgetting.walk(table, before, 0)
      for (const table of ['asks', 'pockets', 'forms', 'guesses', 'ratings', 'event_words'] as const)
        await tx.forgetting.removeOld(table, before)
    })
    await store.close()
    source = await connect(database.url)
    const explain = name === 'postgres' ? explainOnServer : explainInFile
    const bad: string[] = []
    for (const one of sent.values())
      for (const what of await explain(source, one)) bad.push(`${what} in ${one.sql.replace(/\s+/gu, ' ')}`)
    expect(sent.size).toBeGreaterThan(20)
    expect(bad).toEqual([])
    // Negative control: what looks at all of them is seen.
    const all = {
      sql: "SELECT recipient, MIN(id) FROM announcements WHERE news LIKE '%x%' GROUP BY recipient",
      values: [],
    }
    expect(await explain(source, all)).not.toEqual([])
  })
})
