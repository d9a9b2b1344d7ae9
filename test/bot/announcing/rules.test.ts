import { describe, expect, it } from 'vitest'
import { createLinks } from '../../../src/bot/telegram/links.js'
import { chatScreen, digestOf, digestScreen, fitsInDigest } from '../../../src/bot/announcing/screens.js'
import { createBulkPace, createChatPace } from '../../../src/bot/announcing/pace.js'
import { type Announcement, type ChatMessage, maySumUp } from '../../../src/domain/announcement.js'
import { type Delivery, isLate, pauseAfter, settleDelivery, type Settlement } from '../../../src/domain/delivery.js'
import { highestPrice } from '../../../src/domain/money.js'
import { languages } from '../../../src/domain/person.js'
import { joinHtml, plainOf } from '../../../src/texts/html.js'
import { createTexts } from '../../../src/texts/texts.js'
import { minute, second } from '../../support/announcing.js'

const now = 1_800_000_000_000
const texts = createTexts()

const sale = (fields: Partial<Extract<ChatMessage, { kind: 'ticketsIssued' }>> = {}): ChatMessage => ({
  kind: 'ticketsIssued',
  slug: 'a',
  title: 'A',
  quantity: 1,
  total: { minor: 100_00, currency: 'RUB' },
  paymentWay: 'atDoor',
  buyer: 'Bob',
  left: 9,
  ...fields,
})
const soldOut = (slug = 'a', title = 'A', capacity = 10): ChatMessage => ({ kind: 'soldOut', slug, title, capacity })

const row = (fields: Partial<Announcement> = {}): Announcement => ({
  id: 1,
  to: 'chat',
  message: soldOut(),
  eventId: 1,
  actorId: 5,
  state: 'waiting',
  dueAt: now,
  attempts: 0,
  uncertain: false,
  lostAnswers: 0,
  createdAt: now,
  ...fields,
})

type Case = {
  readonly name: string
  readonly row?: Partial<Announcement>
  readonly delivery: Delivery
  readonly becomes: Partial<Settlement>
  readonly late: boolean
}

const inOneSecond = { dueAt: now + second, attempts: 1 }
const cases: readonly Case[] = [
  {
    name: 'said',
    delivery: { kind: 'delivered', messageId: 1, chatId: 2 },
    becomes: { state: 'delivered', error: undefined },
    late: false,
  },
  { name: 'not worth saying any more', delivery: { kind: 'obsolete' }, becomes: { state: 'obsolete' }, late: false },
  {
    name: 'not its turn',
    row: { attempts: 3 },
    delivery: { kind: 'notYet', waitMs: 4000 },
    becomes: { state: 'waiting', dueAt: now + 4000, attempts: 3, error: undefined },
    late: false,
  },
  {
    name: '429',
    delivery: { kind: 'tooManyRequests', retryAfterMs: 7000 },
    becomes: { state: 'waiting', dueAt: now + 7000, uncertain: false, error: 'too many requests' },
    late: true,
  },
  {
    name: '429 after many failures',
    row: { attempts: 30 },
    delivery: { kind: 'tooManyRequests', retryAfterMs: 7000 },
    becomes: { dueAt: now + 7000 },
    late: true,
  },
  {
    name: 'the chat is closed to the bot',
    delivery: { kind: 'unreachable', reason: '403' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: false },
    late: true,
  },
  {
    name: 'a person blocked the bot',
    row: { to: 7 },
    delivery: { kind: 'unreachable', reason: '403' },
    becomes: { state: 'unreachable', uncertain: false },
    late: false,
  },
  {
    name: 'the answer lost once',
    delivery: { kind: 'answerLost', reason: 'ECONNRESET' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: true, lostAnswers: 1 },
    late: true,
  },
  {
    name: 'the answer lost twice',
    row: { attempts: 1, uncertain: true, lostAnswers: 1 },
    delivery: { kind: 'answerLost', reason: 'ECONNRESET' },
    becomes: { state: 'givenUp', uncertain: true, lostAnswers: 2 },
    late: true,
  },
  {
    name: "a person's, lost twice",
    row: { to: 5, attempts: 1, uncertain: true, lostAnswers: 1 },
    delivery: { kind: 'answerLost', reason: 'ECONNRESET' },
    becomes: { state: 'unreachable', uncertain: true, lostAnswers: 2 },
    late: false,
  },
  {
    name: '500',
    delivery: { kind: 'serverFault', reason: '500' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: true, lostAnswers: 0 },
    late: true,
  },
  {
    name: '500 for hours',
    row: { attempts: 300, uncertain: true },
    delivery: { kind: 'serverFault', reason: '500' },
    becomes: { state: 'waiting', dueAt: now + minute },
    late: true,
  },
  {
    name: 'never sent',
    delivery: { kind: 'notSent', reason: 'ECONNREFUSED' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: false },
    late: true,
  },
  {
    name: 'never sent for hours',
    row: { attempts: 300 },
    delivery: { kind: 'notSent', reason: 'ECONNREFUSED' },
    becomes: { state: 'waiting', dueAt: now + minute, uncertain: false },
    late: true,
  },
  {
    name: 'the question before a repeat failed',
    row: { attempts: 1, uncertain: true, lostAnswers: 1 },
    delivery: { kind: 'probeFailed', reason: 'ECONNRESET' },
    becomes: { state: 'waiting', uncertain: true, lostAnswers: 1 },
    late: true,
  },
  {
    name: 'refused for good',
    delivery: { kind: 'rejected', reason: '400 message is too long' },
    becomes: { state: 'givenUp', error: '400 message is too long' },
    late: true,
  },
  {
    name: 'a defect',
    delivery: { kind: 'defect', reason: 'defect' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: false },
    late: true,
  },
  {
    name: 'the fifth defect',
    row: { attempts: 4 },
    delivery: { kind: 'defect', reason: 'defect' },
    becomes: { state: 'givenUp' },
    late: true,
  },
]

describe('an announcement after a try:', () => {
  it.each(cases)('$name', ({ row: fields, delivery, becomes, late }) => {
    const settlement = settleDelivery(row(fields), delivery, now)
    expect(settlement).toMatchObject(becomes)
    expect(isLate(settlement)).toBe(late)
  })

  it('what may have arrived once stays uncertain whatever comes next', () => {
    const kinds: readonly Delivery[] = [
      { kind: 'notYet', waitMs: 1 },
      { kind: 'tooManyRequests', retryAfterMs: 1 },
      { kind: 'notSent', reason: '' },
      { kind: 'probeFailed', reason: '' },
      { kind: 'unreachable', reason: '' },
      { kind: 'serverFault', reason: '' },
      { kind: 'defect', reason: '' },
      { kind: 'rejected', reason: '' },
    ]
    for (const delivery of kinds)
      expect(settleDelivery(row({ uncertain: true, lostAnswers: 1 }), delivery, now)).toMatchObject({
        uncertain: true,
        lostAnswers: 1,
      })
  })
})

describe('pauses between tries', () => {
  it('double from a second to a minute and stay there', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 1000, 1e9].map(pauseAfter)).toEqual(
      [1, 2, 4, 8, 16, 32, 60, 60, 60, 60].map((seconds) => seconds * second),
    )
  })
})

/** When messages go out if there is always one more to say. */
const timesOf = (pace: { wait(at: number): number; count(at: number): void }, until: number): readonly number[] => {
  const times: number[] = []
  for (let at = 0; at < until;) {
    const wait = pace.wait(at)
    if (wait === 0) {
      times.push(at)
      pace.count(at)
      at += 1
    } else at += wait
  }
  return times
}
const mostInAMinute = (times: readonly number[]): number =>
  Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + minute).length))

describe('the pace of a chat', () => {
  it('lets the first message go at once and the second after a second', () => {
    expect(timesOf(createChatPace(), 2 * second)).toEqual([0, second])
  })

  it('never has 20 in a minute, and never makes anyone wait half a minute for the next', () => {
    const times = timesOf(createChatPace(), 20 * minute)
    expect(mostInAMinute(times)).toBeLessThan(20)
    expect(mostInAMinute(times)).toBeGreaterThan(15)
    expect(Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))).toBeLessThan(minute / 2)
  })

  it('is kept after a pause of any length, too', () => {
    const pace = createChatPace()
    const times = [...timesOf(pace, 30 * second)]
    for (let at = 90 * second; at < 10 * minute; at += 700) {
      if (pace.wait(at) > 0) continue
      pace.count(at)
      times.push(at)
    }
    expect(mostInAMinute(times)).toBeLessThan(20)
  })

  it('a second a message alone would be too fast (negative control)', () => {
    let last = -second
    const hasty = { wait: (at: number) => Math.max(0, last + second - at), count: (at: number) => void (last = at) }
    expect(mostInAMinute(timesOf(hasty, 5 * minute))).toBe(60)
  })

  it('waits as long as Telegram asks for', () => {
    const pace = createChatPace()
    pace.pause(9 * second)
    pace.pause(5 * second)
    expect([0, 8999, 9000].map((at) => pace.wait(at))).toEqual([9000, 1, 0])
  })
})

describe('turns of bulk messages', () => {
  it('come one gap apart, each message has one, and a turn that came is not asked for again', () => {
    const turns = createBulkPace(40)
    expect([1, 2, 3].map((id) => turns.wait(id, 0))).toEqual([0, 40, 80])
    expect([2, 3].map((id) => turns.wait(id, 40))).toEqual([0, 40])
    expect(turns.wait(4, 40)).toBe(80)
    expect(turns.wait(3, 80)).toBe(0)
  })

  it('that were missed do not all come at once', () => {
    const turns = createBulkPace(40)
    for (const id of [1, 2, 3]) turns.wait(id, 0)
    expect([2, 3].map((id) => turns.wait(id, 10_000))).toEqual([0, 40])
  })
})

describe('a summary', () => {
  it('adds up orders, tickets and money of each event, with what is left now, in the order of the first sale', () => {
    const news = [
      sale({ slug: 'b', title: 'B', quantity: 2, total: { minor: 200_00, currency: 'RUB' }, left: 5 }),
      sale({ left: 9 }),
      sale({ left: 7, quantity: 2 }),
      soldOut('b', 'B'),
    ]
    expect(
      [...digestOf(news)].map(([slug, { orders, tickets, left, minor }]) => [slug, orders, tickets, left, [...minor]]),
    ).toEqual([
      ['b', 1, 2, 5, [['RUB', 200_00]]],
      ['a', 2, 3, 7, [['RUB', 200_00]]],
    ])
    expect(plainOf(digestScreen(texts.in('en'), news).html)).toBe(
      '⚡️ 3 purchases in a row\n🎪 B: 1 order, 2 tickets, ₽200 · 5 left\n🎪 A: 2 orders, 3 tickets, ₽200 · 7 left\n🔥 B: sold out (10)',
    )
  })

  it('names no buyer', () => {
    expect(plainOf(digestScreen(texts.in('en'), [sale(), sale()]).html)).not.toContain('Bob')
  })

  it('takes as many announcements as it has room for events', () => {
    const many = Array.from({ length: 40 }, (_, index) => sale({ slug: `e${index % 20}` }))
    const fits = fitsInDigest(many)
    expect(fits).toBeGreaterThan(9)
    expect(fits).toBeLessThan(20)
    expect(fitsInDigest(Array.from({ length: 500 }, () => sale()))).toBe(500)
    expect(fitsInDigest(many.slice(0, fits))).toBe(fits)
  })

  // The most that can come together: long titles, every number at its largest, everything sold out, and the mark of a
  // repeat.
  const worst = (events: number): readonly ChatMessage[] =>
    Array.from({ length: events }, (_, index) => index).flatMap((index): readonly ChatMessage[] => {
      const [slug, title] = [`e${index}`, '&'.repeat(100)]
      const total = { minor: highestPrice * 100 * 10 + 99, currency: 'RUB' }
      return [
        ...Array.from({ length: Math.floor(500 / events) }, () =>
          sale({ slug, title, quantity: 10, total, left: 1_000_000 }),
        ),
        soldOut(slug, title, 1_000_000),
      ]
    })
  const lengthIn = (language: (typeof languages)[number], news: readonly ChatMessage[]): number =>
    plainOf(joinHtml([texts.in(language).say('news-repeat'), digestScreen(texts.in(language), news).html], '\n\n'))
      .length

  it.each(languages)('fits into a message of 4096 characters at its longest, in %s', (language) => {
    const all = worst(30)
    const fits = all.slice(0, fitsInDigest(all))
    expect(lengthIn(language, fits)).toBeLessThanOrEqual(4096)
    expect(lengthIn(language, fits)).toBeGreaterThan(2500)
  })

  it.each(languages)('of 15 such events would not fit, in %s (negative control)', (language) => {
    expect(lengthIn(language, worst(15))).toBeGreaterThan(4096)
  })

  it('is made of sales and "sold out" only, never of a test', () => {
    expect([sale(), soldOut(), sale({ test: true })].map(maySumUp)).toEqual([true, true, false])
    expect(maySumUp({ kind: 'tickets', orderId: 1 })).toBe(false)
  })
})

describe('a test announcement', () => {
  it.each(languages)('says so, and has no button, in %s', (language) => {
    const { html, keyboard } = chatScreen(texts.in(language), createLinks('levem_bot'), sale({ test: true }))
    expect(plainOf(html)).toMatch(/^🧪/u)
    expect(keyboard).toBeUndefined()
  })
})
