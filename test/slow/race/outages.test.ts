import { beforeAll, describe, expect, it } from 'vitest'
import type { Execute } from '../../../src/store/engine/statements.js'
import type { Wanted } from 'telegram-sandbox'
import { giftIn } from '../../support/tickets.js'
import { goTo, meet, openCalmWorld, publish, type Talker } from '../../support/talker.js'
import type { World } from '../../support/world.js'
import { few } from '../size.js'

/** How the database fails: a statement is refused, or a COMMIT is done and its answer lost. */
type Failure = 'a full disk' | 'a lost answer'

/** A connection that fails once, at the nth statement of its kind after it was armed. */
const createFragile = (failure: Failure) => {
  let left = 0
  let hits = 0
  const isOfKind = (sql: string): boolean => (failure === 'a lost answer') === (sql === 'COMMIT')
  const wrap =
    (execute: Execute): Execute =>
    async (sql, values) => {
      const strikes = left > 0 && isOfKind(sql) && (left -= 1) === 0
      if (!strikes) return execute(sql, values)
      hits += 1
      if (failure === 'a lost answer') await execute(sql, values)
      throw new Error('SQLITE_FULL: database or disk is full')
    }
  return {
    wrap,
    arm: (nth: number): void => {
      left = nth
    },
    hits: () => hits,
  }
}

const withoutChance = (text: string): string =>
  text
    .replace(/start=\S+|\b[A-Z0-9]+(?:-[A-Z0-9]+)+\b|\d\d:\d\d/gu, '…')
    .replace(/^🔁.*\n+|\n⚠️ Announcements still.*/gu, '')

// What waits in the outbox comes later then, and perhaps once more; who acted may hear that it is late.
const late = /has not (?:reached the chat|heard of your purchase) yet|Show the codes? at the door/u

/** All that somebody read in the end, each text once: messages and answers to presses. */
const readBy = (who: Talker): readonly string[] => {
  const { person } = who
  const texts = [...who.heard().map(({ text }) => text), ...person.toasts().map(({ text }) => `toast: ${text ?? ''}`)]
  return [...new Set(texts.filter((text) => !late.test(text)).map(withoutChance))].sort()
}

/** Everybody does what they do here; before each act the database is told to fail. Gives what they read. */
const story = async (world: World, { arm, disarm }: { readonly arm: () => void; readonly disarm: () => void }) => {
  const [ann, bob, cat] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Cat')]
  const { services } = world.levem()
  const does = async (act: () => Promise<unknown>): Promise<void> => {
    arm()
    await act()
    disarm()
  }
  const says = async (who: Talker, ...texts: readonly string[]): Promise<void> => {
    for (const text of texts) await does(() => who.says(text))
  }
  const presses = async (who: Talker, ...buttons: readonly Wanted[]): Promise<void> => {
    for (const button of buttons) await does(() => who.presses(button))
  }
  const opens = (who: Talker, start: string): Promise<void> => does(() => who.does((person) => person.opens(start)))

  await goTo(ann, 'price')
  await says(ann, '1500', '100')
  await presses(ann, 'Skip ›', '🎉 Publish')
  const [jazz] = await world.inspect.rows('events')
  await presses(bob, "🎪 What's on", /Jazz night/u, '🎟 Get tickets', '2', '✅ Confirm')
  // Whoever sold and did not learn it does not wake those who tell of sales: they look once a minute.
  await world.advance(61_000)
  await says(bob, '/mytickets')

  const { event } = await publish(world, ann.id, { title: 'Talk' })
  await says(ann, '/myevents')
  await presses(ann, { data: `o:${event.id}` }, '🏷 Promo codes', '➕ New promo code')
  await says(ann, 'spring', '20 %')
  await presses(ann, '‹ Back', '‹ Back', '⚙️ Settings', '↩️ Giving back', 'Until 3 hours before')
  await says(bob, `/buy ${event.slug}`)
  await presses(bob, '🎟 Get tickets')
  await says(bob, `/start e_${event.slug}_SPRING`)
  await services.ordering.buy({
    buyerId: bob.id,
    ticketTypeId: Number((await world.inspect.rows('ticket_types', { event_id: event.id }))[0]?.['id']),
    quantity: 1,
    requestKey: 'of the story',
  })
  await says(bob, '/mytickets')
  await presses(bob, /^🎟 .* Talk/u, /🎁/u)
  const gift = giftIn(bob.heard().find(({ text }) => text.startsWith('🎁 A link'))?.text ?? '')
  await opens(cat, gift)
  await presses(cat, '✅ Accept')
  const [ticket] = await world.inspect.rows('tickets', { event_id: event.id })
  await opens(ann, `t_${String(ticket?.['code'])}`)
  await says(ann, '/myevents')
  await presses(ann, { data: `o:${Number(jazz?.['id'])}` }, '✖️ Cancel the event', 'Yes, do it')
  await world.advance(180_000)
  return { ann: readBy(ann), bob: readBy(bob), cat: readBy(cat) }
}

const tables = ['events', 'ticket_types', 'orders', 'tickets', 'promo_codes', 'drafts', 'refunds', 'staff']

/** The story and what is in the tables after it. */
const live = async (failure: Failure, nth: number) => {
  const fragile = createFragile(failure)
  const world = await openCalmWorld({ wrap: fragile.wrap })
  const { clock } = world
  // Whoever tries again waits five seconds at most; what rests for longer is left alone.
  const turning = setInterval(() => {
    const wake = clock.nextWake()
    if (wake !== undefined && wake - clock.now() <= 5000) clock.set(wake)
  }, 10)
  try {
    const read = await story(world, { arm: () => fragile.arm(nth), disarm: () => fragile.arm(0) })
    const counts = await Promise.all(tables.map(async (table) => `${table}: ${await world.inspect.count(table)}`))
    const defects = world.log.filter((line) => line.includes('"msg":"defect"'))
    return { read, counts, broken: [...(await world.inspect.brokenPromises()), ...defects], hits: fragile.hits() }
  } finally {
    clearInterval(turning)
    await world.close()
  }
}

const failures: readonly (readonly [Failure, number])[] = [
  ['a lost answer', 1],
  ['a lost answer', 2],
  ['a lost answer', 3],
  ['a lost answer', 4],
  ['a lost answer', 5],
  ...Array.from({ length: 20 }, (_, n) => ['a full disk', n + 1] as const),
]

describe('whatever the database fails with, and at whatever moment, people see what they would have seen', () => {
  let usual: Awaited<ReturnType<typeof live>>
  beforeAll(async () => {
    usual = await live('a full disk', 0)
  })

  it.each(few(failures, 0, 1, 2, 7))('%s, no. %i of each act', { timeout: 30_000 }, async (failure, nth) => {
    const { hits, ...lived } = await live(failure, nth)
    expect(hits).toBeGreaterThan(1)
    expect(lived).toEqual({ read: usual.read, counts: usual.counts, broken: [] })
  })
})
