import { Refusal } from './refusal.js'

/** An amount in integer minor units of a currency (kopecks, cents; XTR, the Telegram Stars, has no minor unit). */
export type Money = { readonly minor: number; readonly currency: string }

// ISO 4217 currencies whose minor unit is not a hundredth; XTR is Telegram's own code for Stars.
const digits: Readonly<Record<string, number>> = {
  XTR: 0, BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
}

/** Telegram Stars: a currency of Telegram's own, without a minor unit. */
export const stars = 'XTR'

/** What Telegram takes invoices in, beside Stars (https://core.telegram.org/bots/payments/currencies.json, November 2026). */
export const invoiceCurrencies: ReadonlySet<string> = new Set((
  'AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BYN CAD CHF CLP CNY COP CRC CZK DKK DOP DZD EGP ETB EUR GBP GEL GHS GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK ' +
  'JMD JOD JPY KES KGS KRW KZT LBP LKR MAD MDL MMK MNT MOP MUR MVR MXN MYR MZN NGN NIO NOK NPR NZD PAB PEN PHP PKR PLN PYG QAR RON RSD RUB SAR SEK SGD SYP THB TJS TRY TTD TWD TZS ' +
  'UAH UGX USD UYU UZS VEF VND YER ZAR').split(' '))

/** How many digits the currency has behind the point. */
export const exponentOf = (currency: string): number => digits[currency] ?? 2

/** The dearest ticket, in major units. Keeps the sums of any real event within safe integers. */
export const highestPrice = 10_000_000

/** A quantity of things at one price. */
export const times = (price: Money, quantity: number): Money => ({ ...price, minor: price.minor * quantity })

const amount = /^(-?)(\d{1,3}(?:[ \u00a0\u202f']?\d{3})*|\d+)(?:[.,](\d+))?$/u
const currencySign = /\s*(?:₽|руб(?:лей|ля|ль)?\.?|р\.?|rub|\$|usd|€|eur|£|gbp|¥|jpy|xtr|⭐️?)\s*/giu
const free = /^(?:0+|бесплатно|даром|free)$/iu

/** Reads a price as people type it: "1500", "1 500,50 ₽", "бесплатно". Refuses with priceNotMoney, priceNegative, priceTooFine, priceTooHigh. */
export const parsePrice = (text: string, currency: string): Money => {
  const typed = text.trim().replace(/^−/u, '-')
  if (free.test(typed)) return { minor: 0, currency }
  const match = amount.exec(typed.replace(currencySign, ''))
  if (!match) throw new Refusal('priceNotMoney')
  if (match[1]) throw new Refusal('priceNegative')
  return fromParts(match[2] ?? '', match[3] ?? '', currency)
}

const fromParts = (whole: string, fraction: string, currency: string): Money => {
  const exponent = exponentOf(currency)
  const significant = fraction.replace(/0+$/u, '')
  // "1,500" is fifteen hundred to one reader and one and a half to another: three digits behind the sign are never taken for less than a thousand.
  if (significant.length > exponent || (fraction.length === 3 && exponent < 3)) throw new Refusal('priceTooFine', { digits: exponent })
  const major = Number(whole.replace(/\D/gu, ''))
  if (major > highestPrice) throw new Refusal('priceTooHigh', { max: highestPrice })
  return { minor: major * 10 ** exponent + Number(significant.padEnd(exponent, '0') || '0'), currency }
}
