import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Announcement, NewAnnouncement, Urgency } from '../../../src/domain/announcement.js'
import { settleDelivery, type Delivery } from '../../../src/domain/delivery.js'
import type { Store } from '../../../src/store/store.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { now, upTo } from '../../support/fixtures.js'
import { leaseAt, news, places, titles } from '../../support/outbox.js'

const leaseMs = 60_000
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
