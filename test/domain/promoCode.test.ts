import { describe, expect, it } from 'vitest'
import {
  checkCode,
  checkDiscount,
  discounted,
  mustBeGood,
  parseDiscount,
  type PromoCode,
} from '../../src/domain/promoCode.js'
import { refusalOf } from '../support/fixtures.js'

describe('a discount as people type it', () => {
  it.each([
    ['20%', { percent: 20 }],
    ['20 %', { percent: 20 }],
    [' -20 % ', { percent: 20 }],
    ['−5%', { percent: 5 }],
    ['100 процентов', { percent: 100 }],
    ['1 percent', { percent: 1 }],
    ['300', { minor: 30_000 }],
    ['300 ₽', { minor: 30_000 }],
    ['-300', { minor: 30_000 }],
    ['99,50', { minor: 9_950 }],
  ])('"%s" is %j', (text, discount) => {
    expect(parseDiscount(text, 'RUB')).toEqual(discount)
  })

  it.each([
    ['much', 'discountForm'],
    ['', 'discountForm'],
    ['%', 'discountForm'],
    ['0', 'discountForm'],
    ['free', 'discountForm'],
    ['20 % or so', 'discountForm'],
    ['101 %', 'percentOutOfRange'],
    ['12,5%', 'percentOutOfRange'],
    ['15 $', 'priceOtherCurrency'],
    ['1.2345', 'priceTooFine'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(refusalOf(() => parseDiscount(text, 'RUB'))?.code).toBe(code)
  })

  it('is an amount of Stars where prices are', () => {
    expect(parseDiscount('50 ⭐', 'XTR')).toEqual({ minor: 50 })
  })

  it('is not more than the dearest ticket costs, which is told in whole money', () => {
    const dearest = { minor: 150_050, currency: 'RUB' }
    expect(checkDiscount({ minor: 150_050 }, dearest)).toEqual({ minor: 150_050 })
    expect(refusalOf(() => checkDiscount({ minor: 150_051 }, dearest))).toMatchObject({
      code: 'discountTooHigh',
      facts: { max: 1500.5 },
    })
  })
})

describe('a promo code', () => {
  it.each([
    ['spring', 'SPRING'],
    [' Two 26 ', 'TWO26'],
    ['a-b', 'A-B'],
    ['X'.repeat(24), 'X'.repeat(24)],
  ])('"%s" is %s', (text, code) => {
    expect(checkCode(text)).toBe(code)
  })

  it.each(['X', 'X'.repeat(25), 'a_b', 'a.b', ''])('"%s" is none', (text) => {
    expect(refusalOf(() => checkCode(text))?.code).toBe('promoCodeForm')
  })

  it('takes off its part, never more than there is, to whole minor units', () => {
    const price = { minor: 999, currency: 'RUB' }
    expect(
      [{ percent: 20 }, { percent: 100 }, { minor: 300 }, { minor: 5000 }].map(
        (discount) => discounted(price, discount).minor,
      ),
    ).toEqual([799, 0, 699, 0])
  })

  it('is good while it is on, in its time, and for its types', () => {
    const code: PromoCode = {
      id: 1,
      eventId: 1,
      code: 'SPRING',
      discount: { percent: 20 },
      limit: undefined,
      perPerson: undefined,
      startsAt: 10,
      endsAt: 20,
      ticketTypeIds: [5],
      used: 0,
      isOn: true,
    }
    const why = (change: Partial<PromoCode>, now = 15, id = 5) =>
      refusalOf(() => {
        mustBeGood({ ...code, ...change }, { id }, now)
      })?.code
    expect([
      why({}),
      why({}, 9),
      why({}, 10),
      why({}, 20),
      why({ isOn: false }),
      why({}, 15, 6),
      why({ ticketTypeIds: [] }, 15, 6),
    ]).toEqual([
      undefined,
      'promoCodeNotYet',
      undefined,
      'promoCodeOver',
      'promoCodeUnknown',
      'promoCodeForOthers',
      undefined,
    ])
  })
})
