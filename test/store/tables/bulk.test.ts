import { afterEach, describe, expect, test } from 'vitest'
import type { NewAnnouncement } from '../../../src/domain/announcement.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { now } from '../../support/fixtures.js'
import { leaseAt, places } from '../../support/outbox.js'

describe.each(databases)('an outbox with very many rows at once, on $name', ({ open }) => {
  let fresh: FreshDatabase
  afterEach(() => fresh.drop())

  const tell = (count: number): readonly NewAnnouncement[] =>
    Array.from({ length: count }, (_, i) => ({
      to: i + 1,
      key: `k${i}`,
      afterMs: i * 40,
      message: {
        kind: 'yourEventCancelled',
        slug: 's',
        title: 'Big',
        startsAt: now,
        zone: 'Europe/Moscow',
        venue: 'Here',
        quantity: 1,
      },
    }))

  test('takes 7,000, more than one statement may name values for, and spreads them', async () => {
    fresh = await open()
    const { store } = fresh
    await store.transact((tx) => tx.announcements.add(tell(7000), now))
    expect(await store.transact((tx) => tx.announcements.waiting())).toBe(7000)
    const due = await store.transact((tx) => tx.announcementClaims.claim(leaseAt(now + 1000), places(100)))
    expect(due.map(({ to }) => to)).toEqual(Array.from({ length: 26 }, (_, i) => i + 1))
  })

  test('what was retired while it was being said does not come back when that failed', async () => {
    fresh = await open()
    const { store } = fresh
    const news = { kind: 'soldOut', slug: 's', title: 'Gone', capacity: 1 } as const
    await store.transact((tx) => tx.announcements.add([{ to: 'chat', key: 'a', eventId: 7, message: news }], now))
    const [row] = await store.transact((tx) => tx.announcementClaims.claim(leaseAt(now), places(1)))
    await store.transact((tx) => tx.announcements.retire(7, now))
    const failed = {
      state: 'waiting',
      dueAt: now,
      attempts: 1,
      uncertain: false,
      lostAnswers: 0,
      error: '502',
    } as const
    if (!row) throw new Error('nothing to claim')
    await store.transact((tx) => tx.announcementClaims.settle(row, failed, { owner: 'me', now }))
    expect(await store.transact((tx) => tx.announcements.find(row.id))).toMatchObject({ state: 'obsolete' })
  })
})
