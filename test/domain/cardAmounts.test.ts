import { describe, expect, test } from 'vitest'
import {
  exampleDiscount,
  examplePrice,
  invoiceLimits,
  mayBeInvoiced,
  methodsFor,
  notInvoiced,
} from '../../src/domain/cardAmounts.js'
import { exponentOf, invoiceCurrencies, stars } from '../../src/domain/money.js'

describe('an example of a price', () => {
  test.each([
    ['EUR', 1500, 300],
    ['RUB', 150_000, 30_000],
    ['JPY', 3000, 600],
    ['UZS', 20_000_000, 4_000_000],
    [stars, 150, 30],
  ])('in %s is round, and of a size that tickets have', (currency, price, discount) => {
    expect([examplePrice(currency), exampleDiscount(currency)]).toEqual([
      { minor: price, currency },
      { minor: discount, currency },
    ])
  })

  test.each([...invoiceCurrencies])('in %s may be invoiced, and is a whole number', (currency) => {
    const { minor } = examplePrice(currency)
    expect([mayBeInvoiced({ minor, currency }), minor % 10 ** exponentOf(currency)]).toEqual([true, 0])
  })
})

describe('what Telegram takes invoices of', () => {
  test.each([
    ['RUB', 8000, 80_000_000],
    ['USD', 100, 1_000_000],
    ['EUR', 86, 860_000],
    ['JPY', 156, 1_560_000],
    ['BHD', 376, 3_760_000],
    [stars, 1, 100_000],
  ])('%s: about one dollar to ten thousand', (currency, lowest, highest) => {
    expect(invoiceLimits(currency)).toEqual({
      lowest: { minor: lowest, currency },
      highest: { minor: highest, currency },
    })
  })

  test.each([
    ['RUB', 6399, false],
    ['RUB', 6400, true],
    ['RUB', 100_000_000, true],
    ['RUB', 100_000_001, false],
    ['JPY', 124, false],
    ['JPY', 125, true],
    [stars, 100_000, true],
    [stars, 100_001, false],
    // Nobody knows its rate.
    ['IRR', 1, true],
  ])('%s %i may be: %s, with room for a rate that has moved', (currency, minor, may) => {
    expect(mayBeInvoiced({ minor, currency })).toBe(may)
  })

  test('what it surely does not take can be paid in other ways only', () => {
    const [small, fair] = [50, 80_000].map((minor) => ({ minor, currency: 'RUB' })) as [never, never]
    expect(methodsFor(small, ['provider', 'transfer', 'atDoor'])).toEqual(['transfer', 'atDoor'])
    expect(methodsFor(fair, ['provider', 'transfer', 'atDoor'])).toEqual(['provider', 'transfer', 'atDoor'])
    expect(methodsFor({ minor: 100_001, currency: stars }, ['stars'])).toEqual([])
  })

  test('a refusal names the limit', () => {
    expect(notInvoiced({ minor: 50, currency: 'RUB' }, 1)).toMatchObject({
      code: 'totalTooSmall',
      facts: { limit: 64, currency: 'RUB', eventId: 1 },
    })
    expect(notInvoiced({ minor: 100_001, currency: stars }, 1)).toMatchObject({
      code: 'totalTooLarge',
      facts: { limit: 100_000, currency: stars, eventId: 1 },
    })
  })
})
