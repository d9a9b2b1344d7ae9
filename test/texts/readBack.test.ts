import { describe, expect, test } from 'vitest'
import { parseCapacity } from '../../src/domain/event.js'
import { exponentOf, highestIn, invoiceCurrencies, parsePrice, stars } from '../../src/domain/money.js'
import { languages } from '../../src/domain/person.js'
import { parseDiscount } from '../../src/domain/promoCode.js'
import { money, number } from '../../src/texts/format.js'
import { discountIn } from '../../src/bot/ui/format.js'
import { createTexts } from '../../src/texts/texts.js'
import { createChance } from '../slow/property/chance.js'

const currencies = [...invoiceCurrencies, stars]

/** Amounts that people see: small and large, whole and broken, with a seed of their own for each currency. */
const amountsIn = (currency: string): readonly number[] => {
  const chance = createChance(Number.parseInt(currency, 36))
  const unit = 10 ** exponentOf(currency)
  const highest = highestIn(currency)
  const random = Array.from({ length: 40 }, () => {
    const major = Math.floor(highest ** (chance.below(1000) / 1000))
    return Math.min(highest * unit, major * unit + (chance.percent(50) ? 0 : chance.below(unit)))
  })
  return [0, 1, unit, 999 * unit, 1000 * unit, 1500 * unit, 10_000 * unit + 1, highest * unit, ...random]
}

describe('a price that the bot prints is read back', () => {
  test.each(currencies)('in %s, in both languages', (currency) => {
    for (const minor of amountsIn(currency))
      for (const language of languages) {
        const text = money({ minor, currency }, language)
        expect([text, parsePrice(text, currency)]).toEqual([text, { minor, currency }])
      }
  })
})

describe('a number that the bot prints is read back', () => {
  test.each(languages)('in %s', (language) => {
    const chance = createChance(7)
    for (const count of [
      1,
      999,
      1000,
      1001,
      1_000_000,
      ...Array.from({ length: 300 }, () => 1 + chance.below(1_000_000)),
    ])
      expect(parseCapacity(number(count, language))).toBe(count)
  })
})

describe('a discount that the bot prints is read back', () => {
  const texts = createTexts()

  test.each(currencies)('in %s, in both languages', (currency) => {
    for (const language of languages) {
      const speech = texts.in(language)
      const amounts = amountsIn(currency).filter((minor) => minor > 0)
      for (const off of [...amounts.map((minor) => ({ minor })), { percent: 0 }, { percent: 1 }, { percent: 100 }])
        expect(parseDiscount(discountIn(speech, off, currency), currency)).toEqual(off)
    }
  })
})
