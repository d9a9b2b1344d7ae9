import { afterEach, describe, expect, it } from 'vitest'
import { createAnnouncer } from '../../../src/bot/announcing/announcer.js'
import { createBudget } from '../../../src/bot/telegram/rateLimitBudget.js'
import type { Announcement, NewAnnouncement } from '../../../src/domain/announcement.js'
import type { Delivery } from '../../../src/domain/delivery.js'
import { createLog } from '../../../src/runtime/log.js'
import { createOutbox, type Outbox } from '../../../src/services/messaging/outbox.js'
import { minute, second } from '../../support/announcing.js'
import { createTestClock } from '../../support/clock.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { now, upTo } from '../../support/fixtures.js'

const log = createLog({ level: 'fatal', secrets: [] })

/** The most messages within any minute. */
const mostInAMinute = (times: readonly number[]): number =>
  Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + minute).length))

describe.each(databases)('a notification chat to which two processes speak, on $name', ({ open }) => {
  let fresh: FreshDatabase
  afterEach(() => fresh.drop())

  /** Both say what there is for five minutes; what was said when, and by whom. */
  const speak = async (news: readonly NewAnnouncement[], seen: (outbox: Outbox) => Outbox = (outbox) => outbox) => {
    fresh = await open()
    const clock = createTestClock(now)
    const told: { readonly title: string; readonly at: number; readonly by: number }[] = []
    let message = 0
    const stop = new AbortController()
    const announcers = [1, 2].map((by) => {
      const outbox = seen(createOutbox({ store: fresh.store, clock }))
      const say = (rows: readonly Announcement[]): Promise<Delivery> => {
        message += 1
        for (const row of rows)
          told.push({ title: 'title' in row.message ? String(row.message.title) : '', at: clock.now(), by })
        return Promise.resolve({ kind: 'delivered', messageId: message, chatId: -1 })
      }
      return createAnnouncer({
        outbox,
        sender: { say },
        clock,
        log,
        budget: createBudget({ clock }),
        chat: { chatId: -1, topicId: undefined },
        lookAgainMs: 5000,
      })
    })
    const running = announcers.map((announcer) => announcer.run(stop.signal))
    await createOutbox({ store: fresh.store, clock }).add(news)
    for (let passed = 0; passed <= 5 * minute; passed += second) {
      // Now one is first, now the other.
      const order = (passed / second) % 2 === 0 ? announcers : [...announcers].reverse()
      for (const announcer of order) await announcer.idle()
      clock.set(clock.now() + second)
    }
    stop.abort()
    await Promise.all(running)
    return told
  }

  const published = (n: number): NewAnnouncement => ({
    to: 'chat',
    key: `published ${n}`,
    message: {
      kind: 'eventPublished',
      slug: 's',
      title: `Evening ${n}`,
      startsAt: now,
      zone: 'UTC',
      venue: 'v',
      organizer: 'Ann',
      price: { minor: 0, currency: 'RUB' },
      capacity: 1,
    },
  })
  const titles = upTo(60).map((n) => `Evening ${n}`)

  it('hears 60 pieces of news in order, each once, and never more than 20 in a minute', async () => {
    const told = await speak(upTo(60).map(published))
    expect(told.map(({ title }) => title)).toEqual(titles)
    expect(mostInAMinute(told.map(({ at }) => at))).toBeLessThanOrEqual(20)
    expect(new Set(told.map(({ by }) => by)).size).toBe(2)
  })

  it('hears too much when each counts only what it said itself (negative control)', async () => {
    const told = await speak(upTo(60).map(published), (outbox) => ({
      ...outbox,
      saidToChatSince: () => Promise.resolve([]),
    }))
    expect(mostInAMinute(told.map(({ at }) => at))).toBeGreaterThan(20)
  })

  it('hears 60 sales in a few messages, in order', async () => {
    const sale = (n: number): NewAnnouncement => ({
      to: 'chat',
      key: `sale ${n}`,
      message: {
        kind: 'ticketsIssued',
        slug: 's',
        title: `Evening ${n}`,
        quantity: 1,
        total: { minor: 0, currency: 'RUB' },
        paymentWay: 'free',
        buyer: 'Bob',
        left: 60 - n,
      },
    })
    const told = await speak(upTo(60).map(sale))
    expect(told.map(({ title }) => title)).toEqual(titles)
    expect(mostInAMinute([...new Set(told.map(({ at }) => at))])).toBeLessThanOrEqual(20)
  })
})
