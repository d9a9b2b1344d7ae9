import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Announcement, NewAnnouncement, Urgency } from '../../../src/domain/announcement.js'
import { type Delivery, settleDelivery } from '../../../src/domain/delivery.js'
import type { Store, Tx } from '../../../src/store/store.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { now, upTo } from '../../support/fixtures.js'
import { inspect } from '../../support/inspect.js'
import { facts, leaseAt, news, places, titles } from '../../support/outbox.js'

const leaseMs = 60_000

describe.each(databases)('the lanes of the outbox, on $name', ({ open }) => {
  let fresh: FreshDatabase
  let store: Store
  beforeEach(async () => {
    fresh = await open()
    store = fresh.store
  })
  afterEach(() => fresh.drop())

  const add = (...rows: NewAnnouncement[]) => store.transact((tx) => tx.announcements.add(rows, now))
  const claim = (at = now, limit = 100) =>
    store.transact((tx) => tx.announcementClaims.claim(leaseAt(at), places(limit)))
  const deliver = (row: Announcement, delivery: Delivery, at = now) =>
    store.transact((tx) =>
      tx.announcementClaims.settle(row, settleDelivery(row, delivery, at), {
        owner: 'me',
        now: at,
        sent: delivery.kind === 'delivered' ? delivery : undefined,
      }),
    )
  const delivered = (messageId: number): Delivery => ({ kind: 'delivered', messageId, chatId: -100 })
  const nextDue = async (urgency: Urgency = 'chat') =>
    (await store.transact((tx) => tx.announcementClaims.nextDue()))[urgency]

  describe('with bulk messages', () => {
    const bulk = (person: number, afterMs = 0): NewAnnouncement => ({
      to: person,
      key: `bulk ${person} ${afterMs}`,
      afterMs,
      message: {
        kind: 'yourEventChanged',
        ...facts,
        title: `bulk ${person}`,
        before: { startsAt: now, venue: 'v', title: 't' },
      },
    })
    const kinds = (rows: readonly Announcement[]) => rows.map(({ message }) => message.kind).sort()

    test("a ticket does not wait behind its buyer's own, however late that comes or fails", async () => {
      await add(bulk(9000, 360_000), bulk(1), { to: 9000, key: 't', message: { kind: 'tickets', orderId: 1 } })
      const claimed = await claim()
      expect(kinds(claimed)).toEqual(['tickets', 'yourEventChanged'])
      for (const row of claimed) await deliver(row, { kind: 'notSent', reason: 'no network' })
      await add({ to: 1, key: 'u', message: { kind: 'tickets', orderId: 2 } })
      expect(kinds(await claim())).toEqual(['tickets'])
    })

    test('each urgency has its places: nobody waits for bulk, and bulk goes on', async () => {
      await add(...upTo(300).map((person) => bulk(person)))
      await add(...upTo(30).map((person) => ({ ...news(person, `p${person}`), afterMs: 1 })))
      const claimed = await store.transact((tx) =>
        tx.announcementClaims.claim(leaseAt(now + 1), { personal: 20, chat: 1, pictures: 4, bulk: 5 }),
      )
      expect(kinds(claimed)).toEqual([
        ...Array<string>(20).fill('staffRemoved'),
        ...Array<string>(5).fill('yourEventChanged'),
      ])
    })

    test('one urgency alone would keep tickets waiting (negative control)', async () => {
      await add(...upTo(300).map((person) => news(person, `p${person}`)))
      await add({ to: 9000, key: 't', afterMs: 1, message: { kind: 'tickets', orderId: 1 } })
      const claimed = await store.transact((tx) => tx.announcementClaims.claim(leaseAt(now + 1), places(25)))
      expect(kinds(claimed)).not.toContain('tickets')
    })
  })

  test('what stands behind others is out of the way, and due again as soon as it is its turn', async () => {
    await add(...upTo(3).map((n) => news(1, `a${n}`)))
    await add(...upTo(200).flatMap((person) => [news(10 + person, `${person}/1`), news(10 + person, `${person}/2`)]))
    const claimAll = async (at: number): Promise<readonly Announcement[]> => {
      const some = await claim(at, 30)
      return some.length === 0 ? [] : [...some, ...(await claimAll(at))]
    }
    const heads = await claimAll(now)
    expect(heads).toHaveLength(201)
    expect(new Set(heads.map(({ to }) => to)).size).toBe(201)
    expect(await nextDue('personal')).toBe(now + leaseMs)
    for (const row of heads) await deliver(row, delivered(row.id), now)
    const next = await claimAll(now)
    expect(titles(next).sort()).toEqual(['a2', ...upTo(200).map((person) => `${person}/2`)].sort())
    for (const row of next) await deliver(row, delivered(row.id), now)
    expect(titles(await claimAll(now))).toEqual(['a3'])
  })

  test('of many lanes that many speak in at once nothing is left behind, and each keeps its order', async () => {
    const lanes = 25
    await add(...upTo(4).flatMap((n) => upTo(lanes).map((person) => news(person, `${person}/${n}`))))
    const told: string[] = []
    const speak = async (): Promise<void> => {
      for (let empty = 0; empty < 3 && told.length < 4 * lanes;) {
        const rows = await claim(now, 3)
        for (const row of rows) {
          told.push(String(titles([row])[0]))
          await deliver(row, delivered(row.id))
        }
        empty = rows.length === 0 ? empty + 1 : 0
      }
    }
    for (let turn = 0; turn < 20 && told.length < 4 * lanes; turn += 1) await Promise.all(upTo(6).map(speak))
    expect(told).toHaveLength(4 * lanes)
    for (const person of upTo(lanes))
      expect(told.filter((title) => title.startsWith(`${person}/`))).toEqual(upTo(4).map((n) => `${person}/${n}`))
  })

  describe('of two processes', () => {
    test('the one that is dead leaves what it was saying to the other, at once and as uncertain', async () => {
      await add(news('chat', 'a1'), news('chat', 'a2'), news(1, 'b1'), news(2, 'c1'))
      const [a1] = await claim(now)
      const other = (tx: Tx) => tx.announcementClaims.claim(leaseAt(now, { owner: 'other' }), places(9))
      await add(news(3, 'd1'))
      expect(titles(await store.transact(other))).toEqual(['d1'])
      expect(await store.transact((tx) => tx.announcementClaims.expireLeases(now + 1, 'me'))).toBe(3)
      const taken = await store.transact((tx) =>
        tx.announcementClaims.claim(leaseAt(now + 1, { owner: 'other' }), places(9)),
      )
      expect(taken.map(({ uncertain, message }) => [titles([{ message } as Announcement])[0], uncertain])).toEqual([
        ['a1', true],
        ['b1', true],
        ['c1', true],
      ])
      expect(a1?.uncertain).toBe(false)
    })

    test('what one has taken over, the other does not put off when it wakes up; what it did say, it did', async () => {
      await add(news(1, 'b1'), news(2, 'c1'))
      const [b1, c1] = await claim()
      if (!b1 || !c1) throw new Error('two lanes expected')
      await store.transact((tx) => tx.announcementClaims.expireLeases(now, 'me'))
      await store.transact((tx) => tx.announcementClaims.claim(leaseAt(now, { owner: 'other' }), places(9)))
      await deliver(b1, { kind: 'notYet', waitMs: 0 })
      await deliver(c1, delivered(7))
      expect(await claim()).toEqual([])
      expect(await store.transact((tx) => tx.announcements.find(c1.id))).toMatchObject({ state: 'delivered' })
    })
  })

  test('a row that nobody can read is given up, and the others are said', async () => {
    await add(news(1, 'b1'), news(2, 'c1'))
    await inspect(fresh.url).write('announcements', 'news', '{', { recipient: '1' })
    expect(titles(await claim())).toEqual(['c1'])
    expect(await inspect(fresh.url).rows('announcements', { error: 'unreadable' })).toMatchObject([
      { recipient: '1', state: 'givenUp' },
    ])
  })
})
