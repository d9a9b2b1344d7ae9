import { describe, expect, it } from 'vitest'
import { createLinks } from '../../../src/bot/telegram/links.js'
import { chatScreen, digestOf, digestScreen, fitsInDigest } from '../../../src/bot/announcing/screens.js'
import { type ChatMessage, maySumUp, type SummableMessage } from '../../../src/domain/announcement.js'
import { highestPrice } from '../../../src/domain/money.js'
import { languages } from '../../../src/domain/person.js'
import { joinHtml, plainOf } from '../../../src/texts/html.js'
import { createTexts } from '../../../src/texts/texts.js'
import { en } from '../../support/texts/words.js'

const texts = createTexts()

const sale = (fields: Partial<Extract<ChatMessage, { kind: 'ticketsIssued' }>> = {}): SummableMessage => ({
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
const soldOut = (slug = 'a', title = 'A', capacity = 10): SummableMessage => ({
  kind: 'soldOut',
  slug,
  title,
  capacity,
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
      [
        en('digest-head', { orders: 3 }),
        en('digest-line', { title: 'B', orders: 1, tickets: 2, money: '₽200', left: 5 }),
        en('digest-line', { title: 'A', orders: 2, tickets: 3, money: '₽200', left: 7 }),
        en('digest-soldOut', { title: 'B', capacity: 10 }),
      ].join('\n'),
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
  const worst = (events: number): readonly SummableMessage[] =>
    Array.from({ length: events }, (_, index) => index).flatMap((index): readonly SummableMessage[] => {
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
