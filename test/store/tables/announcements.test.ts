import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Announcement, NewAnnouncement, Recipient, Urgency } from '../../../src/domain/announcement.js'
import { settleDelivery, type Delivery } from '../../../src/domain/delivery.js'
import type { Store, Tx } from '../../../src/store/store.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { now, upTo } from '../../support/fixtures.js'
import { inspect } from '../../support/inspect.js'
import { leaseAt, places } from '../../support/outbox.js'

const leaseMs = 60_000
const facts = { slug: 's', startsAt: now, zone: 'UTC', venue: 'v' }
const news = (to: Recipient, key: string, eventId?: number): NewAnnouncement => ({
  to,
  key,
  message:
    to === 'chat'
      ? { kind: 'soldOut', slug: 's', title: key, capacity: 1 }
      : { kind: 'staffRemoved', ...facts, title: key },
  ...(eventId !== undefined && { eventId }),
})
const titles = (rows: readonly Announcement[]) =>
  rows.map(({ message }) => ('title' in message ? message.title : message.kind))

describe.each(databases)('the outbox on $name', ({ open }) => {
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
  const claimOne = async (at = now) => {
    const [head] = await claim(at)
    if (!head) throw new Error('nothing to claim')
    return head
  }
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

  test('the same key twice is one announcement', async () => {
    await add(news('chat', 'a'), news('chat', 'a'))
    await add(news('chat', 'a'))
    expect(await store.transact((tx) => tx.announcements.waiting())).toBe(1)
  })

  test('what is written comes back as it was', async () => {
    await add({ ...news(7, 'a', 12), actorId: 4_503_599_627_370_495 })
    const row = await claimOne()
    expect(row).toMatchObject({
      to: 7,
      eventId: 12,
      actorId: 4_503_599_627_370_495,
      state: 'waiting',
      urgency: 'personal',
      dueAt: now + leaseMs,
      attempts: 0,
      uncertain: false,
      lostAnswers: 0,
      createdAt: now,
      message: { kind: 'staffRemoved', title: 'a' },
    })
    expect(await store.transact((tx) => tx.announcements.find(row.id))).toEqual(row)
  })

  test('only the first of each lane is claimed, and only once', async () => {
    await add(news('chat', 'a1'), news(1, 'b1'), news('chat', 'a2'), news(1, 'b2'))
    expect(titles(await claim())).toEqual(['a1', 'b1'])
    expect(await claim()).toEqual([])
  })

  test('a lane goes on in order: what failed blocks what comes after it, in its own lane only', async () => {
    await add(news('chat', 'a1'), news('chat', 'a2'), news(1, 'b1'), news(1, 'b2'))
    const [a1, b1] = await claim()
    if (!a1 || !b1) throw new Error('two lanes expected')
    await deliver(a1, { kind: 'tooManyRequests', retryAfterMs: 5000 })
    await deliver(b1, delivered(1))
    expect(titles(await claim())).toEqual(['b2'])
    expect(titles(await claim(now + 4999))).toEqual([])
    expect(titles(await claim(now + 5000))).toEqual(['a1'])
  })

  test('when several claim at once, each lane is claimed by one of them', async () => {
    await add(...upTo(40).flatMap((person) => [news(person, `${person}/1`), news(person, `${person}/2`)]))
    const claims = await Promise.all(upTo(8).map(() => claim()))
    expect(titles(claims.flat()).sort()).toEqual(
      upTo(40)
        .map((person) => `${person}/1`)
        .sort(),
    )
  })

  test('a limit takes the longest due first', async () => {
    await add(news(1, 'a'))
    await store.transact((tx) => tx.announcements.add([news(2, 'b')], now - 1))
    expect(titles(await claim(now, 1))).toEqual(['b'])
  })

  test('a claim whose teller died in mid-sentence comes back as uncertain when its lease runs out', async () => {
    await add(news('chat', 'a1'), news('chat', 'a2'))
    expect((await claimOne()).uncertain).toBe(false)
    expect(await claim(now + leaseMs - 1)).toEqual([])
    expect(await claimOne(now + leaseMs)).toMatchObject({ message: { title: 'a1' }, uncertain: true })
  })

  test('an only process that starts again need not wait for the leases of the dead one', async () => {
    await add(news('chat', 'a'))
    await claimOne()
    await store.transact((tx) => tx.announcementClaims.expireLeases(now))
    expect((await claimOne()).uncertain).toBe(true)
  })

  test('what is given back is not uncertain', async () => {
    await add(news('chat', 'a'))
    const { id } = await claimOne()
    await store.transact((tx) => tx.announcementClaims.release([id], leaseAt(now)))
    expect((await claimOne()).uncertain).toBe(false)
  })

  test('followers are the rows behind the head, in order and due or not, up to one that someone else has', async () => {
    await add(...upTo(5).map((n) => news('chat', `a${n}`)), news(1, 'b1'))
    const [head] = (await claim()).filter(({ to }) => to === 'chat')
    if (!head) throw new Error('nothing to claim')
    const followers = (limit: number, at = now) =>
      store.transact((tx) => tx.announcementClaims.followers(head, at, limit))
    const join = (rows: readonly Announcement[], owner: string) =>
      store.transact((tx) =>
        tx.announcementClaims.join(
          rows.map(({ id }) => id),
          leaseAt(now, { owner }),
        ),
      )
    const [a2, a3] = await followers(2)
    if (!a2 || !a3) throw new Error('followers expected')
    expect(titles([a2, a3])).toEqual(['a2', 'a3'])
    await deliver(a2, { kind: 'tooManyRequests', retryAfterMs: 5000 })
    expect(titles(await join([a3], 'somebody else'))).toEqual(['a3'])
    expect(titles(await followers(10))).toEqual(['a2'])
    expect(await join([a3], 'me')).toEqual([])
    expect((await followers(10, now + leaseMs)).map(({ uncertain }) => uncertain)).toEqual([false, true, false, false])
    expect(await claim()).toEqual([])
  })

  test('while someone speaks in a lane, nobody else begins there', async () => {
    await add(news(1, 'a1'))
    const a1 = await claimOne()
    await deliver(a1, { kind: 'unreachable', reason: 'blocked' })
    await add(news(1, 'a2'))
    await claimOne()
    await store.transact((tx) => tx.announcements.wakePerson(1, now))
    expect(await claim()).toEqual([])
  })

  test('the next time to look is when the first of a lane is due and free', async () => {
    expect(await nextDue()).toBeUndefined()
    await add(news('chat', 'a1'), news('chat', 'a2'), news(1, 'b1'))
    expect([await nextDue(), await nextDue('personal'), await nextDue('bulk')]).toEqual([now, now, undefined])
    const [a1, b1] = await claim()
    if (!a1 || !b1) throw new Error('two lanes expected')
    expect([await nextDue(), await nextDue('personal')]).toEqual([now + leaseMs, now + leaseMs])
    await deliver(a1, { kind: 'tooManyRequests', retryAfterMs: 5000 })
    await deliver(b1, delivered(1))
    expect([await nextDue(), await nextDue('personal')]).toEqual([now + 5000, undefined])
  })

  test('a sign of life of the chat ends every pause but the one Telegram asked for', async () => {
    const dueAfter = async (delivery: Delivery, at: number): Promise<number | undefined> => {
      await deliver(await claimOne(at), delivery, at)
      await store.transact((tx) => tx.chatNews.wake(at + 1))
      return nextDue()
    }
    await add(news('chat', 'a1'))
    expect(await dueAfter({ kind: 'unreachable', reason: 'kicked' }, now)).toBe(now + 1)
    expect(await dueAfter({ kind: 'tooManyRequests', retryAfterMs: 5000 }, now + 1)).toBe(now + 5001)
  })

  test('a person who comes back hears what they missed, and only they', async () => {
    await add(news(1, 'a'), news(2, 'b'))
    for (const row of await claim()) await deliver(row, { kind: 'unreachable', reason: 'blocked' })
    expect(await claim()).toEqual([])
    expect(await store.transact((tx) => tx.announcements.wakePerson(1, now + 9))).toBe(1)
    expect(await claimOne(now + 9)).toMatchObject({ to: 1, uncertain: false, dueAt: now + 9 + leaseMs })
  })

  test('messages sent to the chat are counted once, however many announcements one told', async () => {
    await add(...upTo(4).map((n) => news('chat', `a${n}`)), news(1, 'b1'))
    const say = async (messageId: number, at: number) => deliver(await claimOne(at), delivered(messageId), at)
    await say(1, now)
    await say(2, now + 10)
    await say(2, now + 10)
    await say(3, now + 20)
    expect(await store.transact((tx) => tx.chatNews.saidSince(now + 10))).toEqual([now + 10, now + 20])
  })

  test('a message whose answer was lost may have come, and is counted, too', async () => {
    await add(news('chat', 'a1'))
    const saidSince = (since: number) => store.transact((tx) => tx.chatNews.saidSince(since))
    await deliver(await claimOne(), { kind: 'answerLost', reason: 'ECONNRESET' })
    expect(await saidSince(now)).toEqual([now])
    await deliver(await claimOne(now + 1000), delivered(1), now + 1000)
    expect(await saidSince(now + 1000)).toEqual([now + 1000, now + 1000])
  })

  test('what is for the chat is not claimed where no chat is set', async () => {
    await add(news('chat', 'a1'), news(1, 'b1'))
    const claimed = store.transact((tx) => tx.announcementClaims.claim(leaseAt(now), { ...places(9), chat: 0 }))
    expect(titles(await claimed)).toEqual(['b1'])
  })

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
          told.push(...titles([row]))
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

  test('an event shows how many announcements are late or given up, and can send the latter again', async () => {
    await add(
      news('chat', 'a1', 12),
      news('chat', 'a2', 12),
      news('chat', 'a3', 13),
      news(1, 'b1', 12),
      news(2, 'c1', 12),
    )
    const troubled = (eventId: number) => store.transact((tx) => tx.announcements.troubled(eventId))
    expect(await troubled(12)).toEqual({ late: 0, givenUp: 0 })
    const [a1, b1] = await claim()
    if (a1) await deliver(a1, { kind: 'notSent', reason: 'no network' })
    if (b1) await deliver(b1, { kind: 'rejected', reason: 'bad request' })
    expect(await troubled(12)).toEqual({ late: 2, givenUp: 1 })
    expect(await troubled(13)).toEqual({ late: 1, givenUp: 0 })
    expect(await store.transact((tx) => tx.announcements.resend(12, now + 1))).toBe(1)
    expect(await troubled(12)).toMatchObject({ givenUp: 0 })
  })
})
