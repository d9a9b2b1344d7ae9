import { describe, expect, it } from 'vitest'
import { eventLimits } from '../../src/domain/event.js'
import { exponentOf, highestPrice, parsePrice, stars, times } from '../../src/domain/money.js'
import { refusalOf } from '../support/fixtures.js'

describe('a price as people type it', () => {
  it.each([
    ['1500', 150_000],
    ['1 500', 150_000],
    ['1\u00a0500', 150_000],
    ["1'500", 150_000],
    ['1500,5', 150_050],
    ['1500.50', 150_050],
    ['1 500,50 ₽', 150_050],
    ['1500руб', 150_000],
    ['1500 руб.', 150_000],
    ['500 рублей', 50_000],
    ['500р', 50_000],
    ['RUB 15', 1_500],
    ['₽15', 1_500],
    ['15 rub', 1_500],
    ['  42  ', 4_200],
    ['0', 0],
    ['00', 0],
    ['0 ₽', 0],
    ['0.00', 0],
    ['free', 0],
    ['FREE', 0],
    ['бесплатно', 0],
    ['Бесплатно', 0],
    ['0.01', 1],
    ['007', 700],
    ['12.3400', 1_234],
    ['10 000 000', 1_000_000_000],
  ])('"%s" is %i kopecks', (text, minor) => {
    expect(parsePrice(text, 'RUB')).toEqual({ minor, currency: 'RUB' })
  })

  it.each([
    ['12abc', 'priceNotMoney'],
    ['abc', 'priceNotMoney'],
    ['', 'priceNotMoney'],
    ['₽', 'priceNotMoney'],
    ['1..5', 'priceNotMoney'],
    ['1,5,5', 'priceNotMoney'],
    ['.5', 'priceNotMoney'],
    ['5.', 'priceNotMoney'],
    ['1e3', 'priceNotMoney'],
    ['0x10', 'priceNotMoney'],
    ['1 50', 'priceNotMoney'],
    ['12 345 6', 'priceNotMoney'],
    ['Infinity', 'priceNotMoney'],
    ['NaN', 'priceNotMoney'],
    ['100-200', 'priceNotMoney'],
    ['+5', 'priceNotMoney'],
    ['10 usd or 20', 'priceNotMoney'],
    ['-5', 'priceNegative'],
    ['−5', 'priceNegative'],
    ['-0.01', 'priceNegative'],
    ['-5 ₽', 'priceNegative'],
    ['0.001', 'priceTooFine'],
    ['1.2345', 'priceTooFine'],
    ['1234.567', 'priceTooFine'],
    ['15 €', 'priceOtherCurrency'],
    ['$100', 'priceOtherCurrency'],
    ['100 $', 'priceOtherCurrency'],
    ['100 долларов', 'priceOtherCurrency'],
    ['100 kzt', 'priceOtherCurrency'],
    ['150 ⭐', 'priceOtherCurrency'],
    ['-5 $', 'priceOtherCurrency'],
    ['100 ₽ $', 'priceNotMoney'],
    ['$100 ₽', 'priceOtherCurrency'],
    ['10000000.01', 'priceTooHigh'],
    ['10000001', 'priceTooHigh'],
    ['9'.repeat(400), 'priceTooHigh'],
  ])('"%.20s" is refused with %s', (text, code) => {
    expect(refusalOf(() => parsePrice(text, 'RUB'))?.code).toBe(code)
  })

  it.each([
    ['JPY', '1500', 1_500],
    ['XTR', '25 ⭐', 25],
    ['XTR', '25.0', 25],
    ['XTR', '150 звёзд', 150],
    ['XTR', '150 stars', 150],
    ['XTR', '100000', 100_000],
    ['USD', '$15', 1_500],
    ['CAD', '15 $', 1_500],
    ['EUR', '15 евро', 1_500],
    ['CNY', '¥15', 1_500],
    ['KZT', '15 kzt', 1_500],
    ['KWD', '1.234', 1_234],
    ['KWD', '1.5', 1_500],
    ['USD', '15.5', 1_550],
  ])('in %s "%s" is %i minor units', (currency, text, minor) => {
    expect(parsePrice(text, currency)).toEqual({ minor, currency })
  })

  it.each([
    ['JPY', '1.5', 0],
    ['XTR', '1.0001', 0],
    ['KWD', '1.2345', 3],
    ['RUB', '1.2345', 2],
  ])('in %s "%s" is too fine: %i digits at most', (currency, text, digits) => {
    expect(refusalOf(() => parsePrice(text, currency))?.facts).toEqual({ digits })
  })
})

describe('a price that may be in Stars instead', () => {
  it.each([
    ['150 ⭐', 150, 'XTR'],
    ['150 ⭐️', 150, 'XTR'],
    ['⭐150', 150, 'XTR'],
    ['150 XTR', 150, 'XTR'],
    ['150 звёзд', 150, 'XTR'],
    ['1 звезда', 1, 'XTR'],
    ['0 ⭐', 0, 'XTR'],
    ['150', 15_000, 'RUB'],
    ['150 ₽', 15_000, 'RUB'],
    ['free', 0, 'RUB'],
  ])('"%s" is %i of %s', (text, minor, currency) => {
    expect(parsePrice(text, 'RUB', [stars])).toEqual({ minor, currency })
  })

  it.each([
    ['100001 ⭐', 'priceTooHigh'],
    ['1.5 ⭐', 'priceTooFine'],
    ['15 $', 'priceOtherCurrency'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(refusalOf(() => parsePrice(text, 'RUB', [stars]))?.code).toBe(code)
  })

  it('says which currency is meant', () => {
    expect(refusalOf(() => parsePrice('15 ⭐', 'EUR'))?.facts).toEqual({ currency: 'EUR' })
  })
})

describe('money', () => {
  it('is multiplied in whole minor units', () => {
    expect(times({ minor: 1999, currency: 'RUB' }, 10)).toEqual({ minor: 19_990, currency: 'RUB' })
  })

  it('knows how many digits a currency has', () => {
    expect(['RUB', 'USD', 'JPY', 'XTR', 'KWD', 'nothing known'].map(exponentOf)).toEqual([2, 2, 0, 0, 3, 2])
  })

  it('stays exact for a million of the dearest tickets', () => {
    expect(Number.isSafeInteger(highestPrice * 10 ** exponentOf('RUB') * eventLimits.capacity)).toBe(true)
  })
})
