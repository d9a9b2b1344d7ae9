import { describe, expect, it, test } from 'vitest'
import {
  checkCode,
  checkDiscount,
  type Discount,
  discounted,
  foldCode,
  longestCode,
  mustBeGood,
  parseDiscount,
  type PromoCode,
} from '../../src/domain/promoCode.js'
import { refusalOf } from '../support/fixtures.js'

describe('a percentage that does not come out even', () => {
  test.each([
    [101, 1, 100],
    [149, 1, 148],
    [150, 1, 148],
    [151, 1, 149],
    [10, 33, 7],
    [10, 35, 6],
    [10, 36, 6],
    [1, 49, 1],
    [1, 50, 0],
    [99_999, 15, 84_999],
  ])('of %i is rounded half up: %i percent off leave %i', (minor, percent, left) => {
    expect(discounted({ minor, currency: 'RUB' }, { percent })).toEqual({ minor: left, currency: 'RUB' })
  })
})

describe('a discount', () => {
  test.each([
    ['1 процент', 'RUB', { percent: 1 }],
    ['2 процента', 'RUB', { percent: 2 }],
    ['20％', 'RUB', { percent: 20 }],
    ['20 PERCENT', 'RUB', { percent: 20 }],
    ['20.0 %', 'RUB', { percent: 20 }],
    ['20,00 %', 'RUB', { percent: 20 }],
    ['−  300', 'RUB', { minor: 30_000 }],
    ['0,01', 'RUB', { minor: 1 }],
    ['1', 'JPY', { minor: 1 }],
    ['0 %', 'RUB', { percent: 0 }],
    ['nothing', 'RUB', { percent: 0 }],
    ['ничего', 'RUB', { percent: 0 }],
    ['only opens tickets', 'RUB', { percent: 0 }],
    ['только открывает билеты', 'RUB', { percent: 0 }],
  ])('"%s" in %s is read', (text, currency, discount) => {
    expect(parseDiscount(text, currency)).toEqual(discount)
  })

  test.each([
    ['12.5 %', 'percentOutOfRange'],
    ['12,25 %', 'percentOutOfRange'],
    ['100,5 %', 'percentOutOfRange'],
    ['1 20 %', 'discountForm'],
    ['x20 %', 'discountForm'],
    ['5−', 'discountForm'],
    ['5-5', 'discountForm'],
    ['10000001', 'priceTooHigh'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(refusalOf(() => parseDiscount(text, 'RUB'))?.code).toBe(code)
  })

  test.each<[Discount, string | undefined]>([
    [{ percent: 0 }, undefined],
    [{ percent: -1 }, 'percentOutOfRange'],
    [{ percent: 1 }, undefined],
    [{ percent: 100 }, undefined],
    [{ percent: 101 }, 'percentOutOfRange'],
    [{ percent: 1.5 }, 'percentOutOfRange'],
    [{ minor: 0 }, 'discountForm'],
    [{ minor: 1 }, undefined],
    [{ minor: 1.5 }, 'discountForm'],
  ])('of %j: %s', (discount, code) => {
    expect(refusalOf(() => checkDiscount(discount))?.code).toBe(code)
  })
})

describe('a promo code', () => {
  const code: PromoCode = {
    id: 1,
    eventId: 1,
    code: 'SPRING',
    discount: { percent: 20 },
    limit: undefined,
    perPerson: undefined,
    startsAt: undefined,
    endsAt: undefined,
    ticketTypeIds: [],
    used: 0,
    isOn: true,
  }

  it('is compared without white space, width and case, and says how long it may be', () => {
    expect([foldCode(' s p  r\u00a0ing '), foldCode('ＳＰＲＩＮＧ')]).toEqual(['SPRING', 'SPRING'])
    expect(refusalOf(() => checkCode('x'))?.facts).toEqual({ max: longestCode })
  })

  it('that is not there is unknown, and one without times is good at all times', () => {
    const why = (one: PromoCode | undefined, now: number) => refusalOf(() => mustBeGood(one, { id: 5 }, now))?.code
    expect([why(undefined, 0), why(code, 0), why(code, 1e15)]).toEqual(['promoCodeUnknown', undefined, undefined])
  })
})
