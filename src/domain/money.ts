import { Refusal } from './refusal.js'

/** An amount in integer minor units of a currency (kopecks, cents; XTR, the Telegram Stars, has no minor unit). */
export type Money = { readonly minor: number; readonly currency: string }

// ISO 4217 currencies whose minor unit is not a hundredth; XTR is Telegram's own code for Stars.
const digits: Readonly<Record<string, number>> = {
  XTR: 0,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}

/** Telegram Stars: a currency of Telegram's own, without a minor unit. */
export const stars = 'XTR'

/**
 * What Telegram takes invoices in, beside Stars (https://core.telegram.org/bots/payments/currencies.json, November
 * 2026).
 */
export const invoiceCurrencies: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BYN CAD CHF CLP CNY COP CRC CZK DKK DOP DZD EGP ETB EUR GBP GEL GHS GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK ' +
    'JMD JOD JPY KES KGS KRW KZT LBP LKR MAD MDL MMK MNT MOP MUR MVR MXN MYR MZN NGN NIO NOK NPR NZD PAB PEN PHP PKR PLN PYG QAR RON RSD RUB SAR SEK SGD SYP THB TJS TRY TTD TWD TZS ' +
    'UAH UGX USD UYU UZS VEF VND YER ZAR'
  ).split(' '),
)

/** How many digits the currency has behind the point. */
export const exponentOf = (currency: string): number => digits[currency] ?? 2

/** The dearest ticket, in major units. Keeps the sums of any real event within safe integers. */
export const highestPrice = 10_000_000

/**
 * The dearest ticket in Stars: Telegram takes no invoice of more (https://core.telegram.org/bots/api#labeledprice,
 * limits of XTR, November 2026).
 */
const mostStars = 100_000

/** A quantity of things at one price. */
export const times = (price: Money, quantity: number): Money => ({ ...price, minor: price.minor * quantity })

const amount = /^(-?)(\d{1,3}(?:[ \u00a0\u202f']?\d{3})*|\d+)(?:[.,](\d+))?$/u
const shape = /^(?<before>[\p{L}\p{Sc}⭐]+\.?)?\s*(?<amount>.*?)\s*(?<after>[\p{L}\p{Sc}⭐]+\.?)?$/u
const longest = 1000
const free = /^(?:бесплатно|даром|free)$/iu

// A sign may stand for several currencies; the first is meant where none of them is expected.
const signs: readonly (readonly [sign: RegExp, currencies: readonly string[]])[] = [
  [/^(?:₽|руб(?:лей|ля|ль)?\.?|р\.?)$/u, ['RUB', 'BYN']],
  [
    /^(?:\$|долл?(?:ар(?:ов|а)?)?\.?|dollars?|bucks)$/u,
    'USD AUD BBD BMD BND BSD BZD CAD CLP COP DOP FJD HKD JMD MXN NZD SGD TTD TWD UYU'.split(' '),
  ],
  [/^(?:€|евро|euros?)$/u, ['EUR']],
  [/^(?:£|фунт(?:ов|а)?|pounds?)$/u, ['GBP', 'EGP', 'LBP']],
  [/^(?:¥|￥|иен[аы]?|йен[аы]?|юан(?:ь|ей|я)|yen|yuan)$/u, ['JPY', 'CNY']],
  [/^(?:₸|тенге|тг\.?|tenge)$/u, ['KZT']],
  [/^(?:₴|грн\.?|грив(?:на|ны|ен))$/u, ['UAH']],
  [/^(?:₺|лир[аы]?)$/u, ['TRY']],
  [/^(?:₹|рупи[йяи])$/u, ['INR']],
  [/^(?:₩|вон[аы]?)$/u, ['KRW']],
  [/^(?:₾|лари)$/u, ['GEL']],
  [/^(?:֏|драм(?:ов|а)?)$/u, ['AMD']],
  [/^(?:zł|злот(?:ых|ый|ого))$/u, ['PLN']],
  [/^(?:⭐|зв[её]зд[аы]?|stars?)$/u, [stars]],
]

const currenciesOf = (typed: string): readonly string[] => {
  const word = typed.toLowerCase()
  const code = typed.toUpperCase()
  return signs.find(([sign]) => sign.test(word))?.[1] ?? (invoiceCurrencies.has(code) || code === stars ? [code] : [])
}

/**
 * Reads a price as people type it: "1500", "1 500,50 ₽", "бесплатно". `also`: other currencies it may be in, if it
 * names them ("150 ⭐"). Refuses with priceNotMoney, priceOtherCurrency, priceNegative, priceTooFine, priceTooHigh.
 */
export const parsePrice = (text: string, currency: string, also: readonly string[] = []): Money => {
  const typed = text.replaceAll('\ufe0f', '').trim().replace(/^−/u, '-')
  if (free.test(typed)) return { minor: 0, currency }
  const { words, isNegative, whole, fraction } = partsOf(typed)
  const named = currencyNamed(words, [currency, ...also])
  if (isNegative) throw new Refusal('priceNegative')
  return fromParts(whole, fraction, named ?? currency)
}

/** An amount as it is written, and the words beside it. */
type PriceParts = {
  readonly words: readonly string[]
  readonly isNegative: boolean
  readonly whole: string
  readonly fraction: string
}

const partsOf = (typed: string): PriceParts => {
  const { before, amount: number = '', after } = (typed.length <= longest ? shape.exec(typed)?.groups : undefined) ?? {}
  const match = amount.exec(number.replace(/^−/u, '-'))
  if (!match) throw new Refusal('priceNotMoney')
  const [, sign = '', whole = '', fraction = ''] = match
  return { words: [before, after].filter((word) => word !== undefined), isNegative: sign !== '', whole, fraction }
}

const currencyNamed = (words: readonly string[], allowed: readonly string[]): string | undefined => {
  const [first, second] = words.map(currenciesOf)
  if (first?.length === 0 || second?.length === 0) throw new Refusal('priceNotMoney')
  if (!first) return undefined
  const named = allowed.find((one) => first.includes(one) && (second?.includes(one) ?? true))
  if (named === undefined) throw new Refusal('priceOtherCurrency', { currency: allowed[0] ?? '' })
  return named
}

/** The dearest ticket in a currency, in major units. */
export const highestIn = (currency: string): number => (currency === stars ? mostStars : highestPrice)

const fromParts = (whole: string, fraction: string, currency: string): Money => {
  const exponent = exponentOf(currency)
  const significant = fraction.replace(/0+$/u, '')
  // "1,500" is fifteen hundred to one reader and one and a half to another: three digits behind the sign are never
  // taken for less than a thousand.
  if (significant.length > exponent || (fraction.length === 3 && exponent < 3))
    throw new Refusal('priceTooFine', { digits: exponent })
  const major = Number(whole.replace(/\D/gu, ''))
  const max = highestIn(currency)
  if (major > max || (major === max && significant !== '')) throw new Refusal('priceTooHigh', { max })
  return { minor: major * 10 ** exponent + Number(significant.padEnd(exponent, '0') || '0'), currency }
}
