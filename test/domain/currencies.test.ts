import { describe, expect, it, test } from 'vitest'
import { exponentOf, invoiceCurrencies, parsePrice, stars } from '../../src/domain/money.js'

type Digits = Readonly<Record<number, string>>

/** `exp` of https://core.telegram.org/bots/payments/currencies.json, by code, and that of Stars (November 2026). */
const telegrams: Digits = {
  0: 'CLP ISK JPY KRW PYG UGX VND XTR',
  2: `AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BND BOB BRL BYN CAD CHF CNY COP CRC CZK DKK DOP DZD EGP ETB EUR GBP GEL GHS
    GTQ HKD HNL HRK HUF IDR ILS INR IRR JMD KES KGS KZT LBP LKR MAD MDL MMK MNT MOP MUR MVR MXN MYR MZN NGN NIO NOK NPR
    NZD PAB PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD SYP THB TJS TRY TTD TWD TZS UAH USD UYU UZS VEF YER ZAR`,
  3: 'BHD IQD JOD',
}

/** The other currencies of ISO 4217, which an owner may set, too. */
const others: Digits = {
  0: 'BIF DJF GNF KMF RWF VUV XAF XOF XPF',
  2: `ANG AOA AWG BBD BMD BSD BTN BWP BZD CDF CUP CVE ERN FJD FKP GIP GMD GYD HTG KHR KYD LRD LSL MKD MRU MWK NAD PGK SBD SCR
    SDG SHP SRD SSP STN SZL TMT TOP VES WST XCD ZMW`,
  3: 'KWD LYD OMR TND',
}

const rowsOf = (digits: Digits): readonly (readonly [string, number])[] =>
  Object.entries(digits).flatMap(([exp, codes]) => codes.split(/\s+/u).map((code) => [code, Number(exp)] as const))

const digitsOfIntl = (currency: string): number | undefined =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits

describe('a currency', () => {
  test.each([...rowsOf(telegrams), ...rowsOf(others)])('%s has %i digits behind the point', (code, exp) => {
    expect(exponentOf(code)).toBe(exp)
  })

  test.each(rowsOf(others))(
    '%s, which Telegram does not take, has the %i digits that Unicode gives it',
    (code, exp) => {
      expect(digitsOfIntl(code)).toBe(exp)
    },
  )

  test.each(rowsOf(telegrams))('%s is read with its %i digits', (code, exp) => {
    expect(parsePrice('12', code)).toEqual({ minor: 12 * 10 ** exp, currency: code })
  })

  it('can be one of an invoice if Telegram takes it, and no other can', () => {
    const known = rowsOf(telegrams).map(([code]) => code)
    expect([...invoiceCurrencies, stars].sort()).toEqual(known.sort())
  })
})
