import { afterEach, describe, expect, it } from 'vitest'
import { createAnnouncer } from '../../../src/bot/announcing/announcer.js'
import { createBudget } from '../../../src/bot/telegram/rateLimitBudget.js'
import type { Announcement } from '../../../src/domain/announcement.js'
import type { Delivery } from '../../../src/domain/delivery.js'
import { WrongToken } from '../../../src/bot/telegram/errors.js'
import { createLog } from '../../../src/runtime/log.js'
import type { Person } from 'telegram-sandbox'
import { createOutbox, type Outbox } from '../../../src/services/messaging/outbox.js'
import { createTestClock } from '../../support/clock.js'
import { databases } from '../../support/database/databases.js'
import { noon, openWorld, type World } from '../../support/world.js'
import { leaseAt, places } from '../../support/outbox.js'
import { buys, heard, minute, publishes, repeatMark, second, tickets, timesTold } from '../../support/announcing.js'
import { inOrder, ru } from '../../support/texts/words.js'

const leaseMs = minute

describe.each(databases)('a program that dies while it speaks, on $name', (database) => {
  let world: World
  afterEach(() => world.close())

  /** Leaves the notification chat's rows as a process does that dies between sending and settling: claimed. */
  const diesInMidSentence = async (withFollowers = false): Promise<readonly Announcement[]> => {
    const now = world.clock.now()
    return world.levem().store.transact(async (tx) => {
      await tx.chatNews.wake(now)
      const dead = leaseAt(now, { owner: 'dead', leaseMs })
      const heads = await tx.announcementClaims.claim(dead, places(50))
      const [head] = heads
      if (!head || !withFollowers) return heads
      const behind = await tx.announcementClaims.followers(head, now, 50)
      return [
        head,
        ...(await tx.announcementClaims.join(
          behind.map(({ id }) => id),
          dead,
        )),
      ]
    })
  }
  const startsAgain = async (): Promise<void> => {
    await world.restart({ notificationChat: { chatId: world.chat.id, topicId: undefined } })
    // An only process knows that whoever had the lease is dead; one of several has to wait until the lease has run out.
    await world.advance((database.name === 'sqlite' ? 0 : leaseMs) + 10 * second)
  }
  const openWithSales = async (sales: number): Promise<Person> => {
    world = await openWorld({ database, chat: false })
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    for (let sold = 0; sold < sales; sold += 1) await buys(world, bob, type)
    await world.settle()
    return bob
  }

  it('says again what it may have said, marked, and once; what comes behind it is not marked', async () => {
    const bob = await openWithSales(1)
    expect(await diesInMidSentence()).toHaveLength(1)
    await startsAgain()
    expect(heard(world.chat)).toEqual([
      expect.stringMatching(inOrder(ru.begins('news-repeat'), ru.like('news-eventPublished'))),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 1 })),
    ])
    await world.advance(10 * minute)
    expect(heard(world.chat)).toHaveLength(2)
    expect(timesTold(bob, tickets)).toBe(1)
  })

  it('says a summary again as one summary', async () => {
    await openWithSales(10)
    await diesInMidSentence(true)
    await startsAgain()
    expect(heard(world.chat)).toEqual([
      expect.stringMatching(inOrder(ru.begins('news-repeat'), ru.like('news-eventPublished'))),
      expect.stringMatching(inOrder(ru.begins('news-repeat'), ru.like('digest-line', { orders: 10, tickets: 10 }))),
    ])
  })

  it('marks nothing if it had not begun (negative control)', async () => {
    await openWithSales(1)
    await startsAgain()
    expect(heard(world.chat)).toHaveLength(2)
    expect(heard(world.chat).filter((text) => repeatMark.test(text))).toEqual([])
  })
})

describe('a token that is revoked', () => {
  let world: World
  afterEach(() => world.close())
  const unauthorized = { answer: { status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } } }

  it('ends the program with a clear sentence; what waits goes out once the right token is there', async () => {
    world = await openWorld()
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    world.sandbox.faults.add({ method: 'sendMessage', kind: unauthorized })
    const { type } = await publishes(world, ann)
    await buys(world, bob, type)
    await expect(world.levem().failed).rejects.toThrow(WrongToken)
    await expect(world.levem().failed).rejects.toThrow(/@BotFather/u)
    // Nobody has to be quick about it.
    await world.advance(30 * minute)
    world.sandbox.faults.clear()
    await world.restart()
    await world.advance(minute)
    expect(heard(world.chat).map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(ru.opens('news-eventPublished')),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 1 })),
    ])
    expect(timesTold(bob, tickets)).toBe(1)
    expect(world.log.join('')).not.toContain(world.sandbox.token.split(':')[1])
  })

  it('is noticed when there is nothing to say, too', async () => {
    world = await openWorld()
    world.sandbox.revokeToken()
    await expect(world.levem().failed).rejects.toThrow(WrongToken)
  })
})

describe.each(databases)('a failure of our own, on $name', (database) => {
  const clock = createTestClock(noon)
  const log = createLog({ level: 'fatal', secrets: [] })
  const soldOut = (title: string) =>
    ({ to: 'chat', key: title, message: { kind: 'soldOut', slug: title, title, capacity: 1 } }) as const
  const delivered = async (): Promise<Delivery> => Promise.resolve({ kind: 'delivered', messageId: 1, chatId: 1 })

  const withAnnouncer = async (
    parts: {
      readonly outbox?: (outbox: Outbox) => Outbox
      readonly say: (rows: readonly Announcement[]) => Promise<Delivery>
    },
    work: (outbox: Outbox, idle: () => Promise<void>) => Promise<void>,
  ): Promise<void> => {
    const { store, drop } = await database.open()
    const outbox = createOutbox({ store, clock })
    const stop = new AbortController()
    const announcer = createAnnouncer({
      outbox: parts.outbox?.(outbox) ?? outbox,
      sender: { say: parts.say },
      clock,
      log,
      budget: createBudget({ clock }),
      chat: { chatId: -1, topicId: undefined },
      lookAgainMs: 60_000,
    })
    store.whenAnnounced(announcer.wake)
    const running = announcer.run(stop.signal)
    await work(outbox, announcer.idle)
    stop.abort()
    await running
    await drop()
  }
  const turn = async (ms: number, idle: () => Promise<void>): Promise<void> => {
    for (let passed = 0; passed < ms; passed += second) {
      clock.set(clock.now() + second)
      await idle()
    }
  }

  it('a database that is away for a moment does not silence the bot', async () => {
    const told: string[] = []
    let failures = 3
    const flaky = (outbox: Outbox): Outbox => ({
      ...outbox,
      claim: (most) => {
        failures -= 1
        return failures >= 0 ? Promise.reject(new Error('the database is away')) : outbox.claim(most)
      },
    })
    await withAnnouncer(
      {
        outbox: flaky,
        say: (rows) => {
          told.push(...rows.map(({ message }) => message.kind))
          return delivered()
        },
      },
      async (outbox, idle) => {
        await outbox.add([soldOut('A')])
        while (failures >= 0) {
          await new Promise((resolve) => setImmediate(resolve))
          clock.set(clock.now() + second)
        }
        await idle()
      },
    )
    expect(told).toEqual(['soldOut'])
  })

  it('a message that cannot be made is tried five times, then given up; what waits behind it is said unmarked', async () => {
    const told: (readonly [string, boolean])[] = []
    let tries = 0
    const say = (rows: readonly Announcement[]): Promise<Delivery> => {
      if (rows.some(({ message }) => message.kind === 'soldOut' && message.title === 'A')) {
        tries += 1
        return Promise.reject(new Error('a sentence is missing'))
      }
      told.push(
        ...rows.map(({ message, uncertain }) => ['title' in message ? (message.title ?? '') : '', uncertain] as const),
      )
      return delivered()
    }
    await withAnnouncer({ say }, async (outbox, idle) => {
      await outbox.add(['A', 'B', 'C'].map(soldOut))
      await idle()
      await turn(minute, idle)
    })
    expect(tries).toBe(5)
    expect(told).toEqual([
      ['B', false],
      ['C', false],
    ])
  })

  it('one sale that cannot be told takes no other with it, however many are told together', async () => {
    const told: string[] = []
    const titles = Array.from({ length: 30 }, (_, index) => `S${index}`)
    const say = (rows: readonly Announcement[]): Promise<Delivery> => {
      const about = rows.map(({ message }) => ('title' in message ? String(message.title) : ''))
      if (about.includes('S17')) return Promise.reject(new Error('a sentence is missing'))
      told.push(...about)
      return delivered()
    }
    await withAnnouncer({ say }, async (outbox, idle) => {
      await outbox.add(titles.map(soldOut))
      await idle()
      await turn(2 * minute, idle)
    })
    expect(told).toEqual(titles.filter((title) => title !== 'S17'))
  })

  it('when it is a summary that cannot be made, nothing in it is taken for said', async () => {
    const told: (readonly [string, boolean])[] = []
    let broken = true
    const say = (rows: readonly Announcement[]): Promise<Delivery> => {
      if (broken) return Promise.reject(new Error('a sentence is missing'))
      told.push(
        ...rows.map(({ message, uncertain }) => ['title' in message ? (message.title ?? '') : '', uncertain] as const),
      )
      return delivered()
    }
    await withAnnouncer({ say }, async (outbox, idle) => {
      await outbox.add(['A', 'B', 'C', 'D', 'E'].map(soldOut))
      await idle()
      broken = false
      await turn(10 * second, idle)
    })
    expect(told).toEqual(['A', 'B', 'C', 'D', 'E'].map((title) => [title, false]))
  })
})
