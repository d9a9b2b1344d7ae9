import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Announcement, NewAnnouncement } from '../../../src/domain/announcement.js'
import { createOutbox, type Outbox } from '../../../src/services/messaging/outbox.js'
import { createTestClock, type TestClock } from '../../support/clock.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { day, now, upTo } from '../../support/fixtures.js'
import { inspect } from '../../support/inspect.js'
import { places } from '../../support/outbox.js'

const soldOut = (key: string): NewAnnouncement => ({
  to: 'chat',
  key,
  message: { kind: 'soldOut', slug: 's', title: key, capacity: 1 },
})
const tickets = (to: number, orderId = 1): NewAnnouncement => ({
  to,
  key: `issued:${orderId}`,
  message: { kind: 'tickets', orderId },
})

describe.each(databases)('the outbox of several processes, on $name', ({ open }) => {
  let fresh: FreshDatabase
  let clock: TestClock
  let outbox: Outbox
  let other: Outbox
  beforeEach(async () => {
    fresh = await open()
    clock = createTestClock(now)
    ;[outbox, other] = [1, 2].map(() => createOutbox({ store: fresh.store, clock })) as [Outbox, Outbox]
  })
  afterEach(() => fresh.drop())

  const claimed = async (by = outbox) => by.claim(places(9))
  const first = async (by = outbox): Promise<Announcement> => {
    const [row] = await claimed(by)
    if (!row) throw new Error('nothing to claim')
    return row
  }

  test('what a dead process was saying is said by another, as what may have been said', async () => {
    const dead = createOutbox({ store: fresh.store, clock, owner: 'dead' })
    await outbox.add([tickets(1)])
    await first(dead)
    expect(await claimed()).toEqual([])
    expect([await outbox.takeOver('alive'), await outbox.takeOver('dead')]).toEqual([0, 1])
    expect(await first(other)).toMatchObject({ to: 1, uncertain: true })
  })

  test('without being told of the death it waits for the lease to run out (negative control)', async () => {
    await outbox.add([tickets(1)])
    await first()
    clock.set(now + 59_999)
    expect(await claimed(other)).toEqual([])
    clock.set(now + 60_000)
    expect(await first(other)).toMatchObject({ uncertain: true })
  })

  test('tickets that were told as text owe their pictures from the same moment on, and once', async () => {
    await outbox.add([tickets(1)])
    const row = await first()
    // Killed after it was said: it is said once more, and the pictures still come.
    await other.takeOver('nobody')
    clock.set(now + 60_000)
    const again = await first(other)
    expect([again.id, again.uncertain]).toEqual([row.id, true])
    const delivery = { kind: 'delivered', messageId: 1, chatId: 1, picturesFollow: true } as const
    await other.settle([again], delivery)
    await outbox.settle([row], delivery)
    const pictures = await claimed()
    expect(pictures.map(({ message, urgency }) => [message, urgency])).toEqual([
      [{ kind: 'ticketPictures', about: { orderId: 1 } }, 'pictures'],
    ])
    // Killed before the pictures are sent: they come back.
    clock.set(now + 120_000)
    expect(await first(other)).toMatchObject({ message: { kind: 'ticketPictures' } })
  })

  test('tickets that were told with their pictures owe none (negative control)', async () => {
    await outbox.add([tickets(1)])
    await outbox.settle([await first()], { kind: 'delivered', messageId: 1, chatId: 1 })
    expect(await claimed()).toEqual([])
  })

  test('news that the chat could not hear for more than three days is missed; the rest is told', async () => {
    await outbox.add(upTo(1200).map((n) => soldOut(`old ${n}`)))
    await outbox.add([tickets(1)])
    clock.set(now + 3 * day + 1)
    await outbox.add([soldOut('fresh')])
    await claimed()
    expect(await outbox.missOldNews()).toBe(1200)
    expect(await outbox.missOldNews()).toBe(0)
    expect((await first()).message).toMatchObject({ title: 'fresh' })
    expect(await inspect(fresh.url).count('announcements', { state: 'obsolete', error: 'missed' })).toBe(1200)
  })

  test('of several changes of an event, who was away hears the last', async () => {
    const changed = (n: number): NewAnnouncement => ({
      to: 1,
      key: `changed:3:${n}:1`,
      eventId: 3,
      message: {
        kind: 'yourEventChanged',
        slug: 's',
        title: `t${n}`,
        startsAt: now + 9 * day,
        zone: 'UTC',
        venue: 'v',
        before: { startsAt: now, venue: 'v', title: 't' },
      },
    })
    await outbox.add([changed(1), changed(2), { ...changed(3), key: 'changed:4:1:1', eventId: 4 }])
    const isSuperseded = async () => {
      const row = await first()
      const known = await outbox.isSuperseded(row)
      await outbox.settle([row], { kind: 'obsolete' })
      return known
    }
    clock.set(now + 2 * day)
    expect([await isSuperseded(), await isSuperseded(), await isSuperseded()]).toEqual([true, false, false])
  })

  test("a self-test claims what its event has to say, past all that stands before it, and nothing of the queue's", async () => {
    await outbox.add([soldOut('a'), soldOut('b'), { ...soldOut('test'), eventId: 7 }])
    expect((await outbox.claimOfEvent(7)).map(({ message }) => message)).toMatchObject([{ title: 'test' }])
    expect(await outbox.claimOfEvent(7)).toEqual([])
    expect(await inspect(fresh.url).count('announcements', { owner: null })).toBe(2)
  })

  test('whoever caused what stands behind is told once that the chat is late, however many tries there are', async () => {
    await outbox.add(upTo(3).map((n) => ({ ...soldOut(`a${n}`), actorId: n })))
    const fail = async (): Promise<void> => {
      const [row] = (await claimed()).filter(({ to }) => to === 'chat')
      if (row) await outbox.settle([row], { kind: 'notSent', reason: 'no network' })
      clock.set(clock.now() + 60_000)
    }
    await fail()
    await outbox.add([{ ...soldOut('a4'), actorId: 4 }])
    await fail()
    await fail()
    const notices = await inspect(fresh.url).rows('announcements', { urgency: 'bulk' })
    expect(notices.map(({ recipient }) => Number(recipient)).sort()).toEqual([1, 2, 3, 4])
  })
})
