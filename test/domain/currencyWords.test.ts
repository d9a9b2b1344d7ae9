import { describe, expect, it, test } from 'vitest'
import { highestIn, parsePrice, stars } from '../../src/domain/money.js'
import { refusalOf } from '../support/fixtures.js'

const codeOf = (text: string, currency: string, also?: readonly string[]) =>
  refusalOf(() => parsePrice(text, currency, also))?.code

/** What people call a currency, by its code; of several words each stands for it. */
const words: Readonly<Record<string, string>> = {
  RUB: '₽ руб руб. рубль рубля рублей р р.',
  BYN: 'руб р. BYN',
  USD: '$ долл долл. дол доллар доллара долларов dollar dollars bucks',
  AUD: '$',
  UYU: 'dollars',
  EUR: '€ евро euro euros',
  GBP: '£ фунт фунта фунтов pound pounds',
  EGP: 'фунтов',
  LBP: '£',
  JPY: '¥ ￥ иена иены иен йена йены йен yen',
  CNY: '¥ юань юаней юаня yuan',
  KZT: '₸ тенге тг тг. tenge',
  UAH: '₴ грн грн. гривна гривны гривен',
  TRY: '₺ лира лиры лир',
  INR: '₹ рупий рупия рупии',
  KRW: '₩ вона воны вон',
  GEL: '₾ лари',
  AMD: '֏ драм драма драмов',
  PLN: 'zł злотых злотый злотого',
  XTR: '⭐ звезда звезды звезд звёзд звёзды star stars',
}

const calls = Object.entries(words).flatMap(([code, all]) => all.split(' ').map((word) => [word, code] as const))

describe('a currency as people call it', () => {
  test.each(calls)('"15 %s" is 15 %s, before and behind the number, in any case', (word, code) => {
    const amount = parsePrice('15', code)
    for (const text of [`15 ${word}`, `${word} 15`, `15 ${word.toUpperCase()}`])
      expect(parsePrice(text, code)).toEqual(amount)
  })

  test.each(calls)('"%s" of %s is no part of another word', (word, code) => {
    // Of a sign nobody makes a word, and what is behind the point is none either.
    expect([codeOf(`15 x${word}`, code), codeOf(`15 ${word.replace('.', '')}x`, code)]).toEqual([
      'priceNotMoney',
      'priceNotMoney',
    ])
  })

  test.each(calls)('"15 %s" is not francs', (word) => {
    expect(codeOf(`15 ${word}`, 'CHF')).toBe('priceOtherCurrency')
  })
})

describe('a price', () => {
  test.each([
    ['₽ 15 руб', 1500],
    ['₽15₽', 1500],
    ['\u221215', undefined],
    ['15 \ufe0f₽', 1500],
    [' \ufe0f 15 ', 1500],
    ['даром', 0],
    ['1234567', 123_456_700],
    ['1234', 123_400],
    ['1 234 567,89', 123_456_789],
    ['1 234567', 123_456_700],
    ["1'234\u202f567", 123_456_700],
    ['15,', undefined],
    ['15 ₽ ₽', 1500],
    ['free 15', undefined],
    ['not free', undefined],
    ['free of charge', 0],
    ['15-', undefined],
    ['a15', undefined],
    ['₽ x', undefined],
    ['1x5', undefined],
    ['1 ,5', undefined],
  ])('"%s" is read or not', (text, minor) => {
    const read = refusalOf(() => parsePrice(text, 'RUB')) ? undefined : parsePrice(text, 'RUB').minor
    expect(read).toBe(minor)
  })

  test.each([
    ['-₽15', 'priceNotMoney'],
    ['₽-15', 'priceNegative'],
    ['₽ −15', 'priceNegative'],
    ['−15 ₽', 'priceNegative'],
    ['15 ₽−', 'priceNotMoney'],
    ['1−5', 'priceNotMoney'],
    ['$ 15 ₽', 'priceOtherCurrency'],
    ['₽ 15 $', 'priceOtherCurrency'],
    ['15 ₽ what', 'priceNotMoney'],
    ['₽ 15 what', 'priceNotMoney'],
    ['what 15 ₽', 'priceNotMoney'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(codeOf(text, 'RUB')).toBe(code)
  })

  it('is not read where it is longer than anybody types', () => {
    expect([
      codeOf(' '.repeat(2000) + '1', 'RUB'),
      codeOf('9'.repeat(1000), 'RUB'),
      codeOf('9'.repeat(1001), 'RUB'),
    ]).toEqual([undefined, 'priceTooHigh', 'priceNotMoney'])
  })

  it('may be of another currency where that is said, the first of those that it can be', () => {
    expect(parsePrice('15 $', 'RUB', ['CAD', 'USD'])).toEqual({ minor: 1500, currency: 'CAD' })
    expect(parsePrice('15', 'RUB', ['CAD'])).toEqual({ minor: 1500, currency: 'RUB' })
    expect(codeOf('15 €', 'RUB', ['CAD'])).toBe('priceOtherCurrency')
  })

  it('is at most ten million, and a hundred thousand in Stars; the limit is told', () => {
    expect([highestIn('RUB'), highestIn(stars)]).toEqual([10_000_000, 100_000])
    expect([
      refusalOf(() => parsePrice('10000000.5', 'RUB'))?.facts,
      refusalOf(() => parsePrice('100001', stars))?.facts,
      parsePrice('10000000.00', 'RUB').minor,
    ]).toEqual([{ max: 10_000_000 }, { max: 100_000 }, 1_000_000_000])
  })
})
