import { describe, expect, test } from 'vitest'
import { parseCapacity, parseLimit } from '../../src/domain/event.js'
import { type Discount, parseDiscount } from '../../src/domain/promoCode.js'
import { refusalOf } from '../support/fixtures.js'

/** What was typed where a number is asked. */
const numbers: Readonly<Record<number, string>> = {
  100: `100 человек|100 чел.|100 чел|100+|100 +|~100|≈100|до 100|до 100 человек|максимум 100|макс. 100|не более 100
около 100|примерно 100 мест|100 мест|100 билетов|100 шт|100 шт.|100 штук|всего 100|100 гостей|100 персон|100 участников
100 зрителей|ровно 100|не больше 100 билетов|100 (максимум)|１００|١٠٠|№100|🎟 100
100 people|100 tickets|100 seats|up to 100|max 100|max. 100 people|100 max|about 100|at most 100|100 pax|100 guests
100 pcs|only 100|100 in total|100 places|no more than 100|100.|100!|limit: 100|100 spots|100 persons`,
  1000: `1,000|1.000|1 000|1’000|1'000|1\u00a0000|1\u202f000|1 тыс|1 тыс.|1к|1k|1 тысяча|1,000 tickets|1 000 билетов
１，０００|1 тыс. человек|1.000 Plätze`.replace('1.000 Plätze', '1.000 seats'),
  1500: '1,5 тыс|1.5k|1,5к|1 500|1,500+|1.5 тысячи',
  10: 'десять|Десять билетов|ten|ten people|до десяти',
  25: 'двадцать пять|twenty-five|Twenty five seats|двадцать пять человек',
  90: 'девяносто|ninety',
  2: 'два|two tickets|2 раза|2 times|2 orders|2 uses|2 билета на человека|2 per person',
  1_000_000: '1 млн|1,000,000|1 000 000|1.000.000|unlimited|без ограничений',
}

const rows = Object.entries(numbers).flatMap(([number, texts]) =>
  texts.split(/[|\n]/u).map((text) => [text, Number(number)] as const),
)

describe('a number of tickets as people really type it', () => {
  test.each(rows)('"%s" is %i', (text, count) => {
    expect(parseCapacity(text)).toBe(count)
  })

  test.each(
    `unlimited|Unlimited!|no limit|without limit|any number|infinity|∞
без ограничений|Без ограничений.|не ограничено|неограниченно|безлимит|без лимита|сколько угодно|нет ограничений`.split(
      /[|\n]/u,
    ),
  )('"%s" is no limit', (text) => {
    expect(parseLimit(text)).toBeUndefined()
  })

  test.each([
    ['50-100', 'notANumber'],
    ['100 или 200', 'notANumber'],
    ['100 слонов', 'notANumber'],
    ['1,00', 'notANumber'],
    ['1.5', 'notANumber'],
    ['1,5 билета', 'notANumber'],
    ['много', 'notANumber'],
    ['a lot', 'notANumber'],
    ['человек', 'notANumber'],
    ['100 ₽', 'notANumber'],
    ['–5', 'capacityOutOfRange'],
    ['0 человек', 'capacityOutOfRange'],
    ['2 млн', 'capacityOutOfRange'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(refusalOf(() => parseCapacity(text))?.code).toBe(code)
  })
})

const discounts: readonly (readonly [Discount, string])[] = [
  [
    { percent: 20 },
    `20%|20 %|-20%|−20%|–20%|—20 %|‑20%|‒20%|- 20 %|20％|٢٠٪|%20|20% off|20 % off|20% OFF!|20% discount|discount 20%
discount: 20%|minus 20%|less 20%|20 per cent|20 pct|20 percent off|-20 percent
скидка 20%|Скидка: 20 %|скидка 20 процентов|минус 20%|минус 20 процентов|20% скидки|20% скидка|скидка – 20%|на 20%
на 20 % дешевле|20 проц.|скидка в 20%|скидка в размере 20%|🏷 −20%|２０％|20,0 %`,
  ],
  [{ percent: 50 }, '50% off|half price|half|половина|полцены|вдвое|скидка 50%|½'],
  [
    { minor: 30_000 },
    `300|-300|−300 ₽|–300 ₽|— 300 руб.|−₽300|-₽300|300 ₽ off|скидка 300 ₽|скидка 300|минус 300 рублей|300 рублей скидки
discount 300|−300\u00a0₽|300 ₽ с билета|300 ₽ per ticket|на 300 ₽ дешевле|скидка: −300 р.`,
  ],
  [{ minor: 150_000 }, '−1\u00a0500\u00a0₽|−₽1,500|1 500|1.500,00 ₽|1,5 тыс. руб.'],
]

describe('a discount as people really type it', () => {
  test.each(discounts.flatMap(([off, texts]) => texts.split(/[|\n]/u).map((text) => [text, off] as const)))(
    '"%s" is %j',
    (text, off) => {
      expect(parseDiscount(text, 'RUB')).toEqual(off)
    },
  )

  test.each([
    ['20% ₽', 'discountForm'],
    ['скидка', 'discountForm'],
    ['донат', 'discountForm'],
    ['10-20%', 'discountForm'],
    ['бесплатно', 'discountForm'],
    ['150% off', 'percentOutOfRange'],
    ['$5 off', 'priceOtherCurrency'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(refusalOf(() => parseDiscount(text, 'RUB'))?.code).toBe(code)
  })
})
