import { isCalled } from './currencyWords.js'
import { numberIn, type NumberInText, type Numeral, plainDigits, readNumeral, scaleIn, shifted } from './numeral.js'
import { Refusal } from './refusal.js'

/** An amount in integer minor units of a currency (kopecks, cents; XTR, the Telegram Stars, has no minor unit). */
export type Money = { readonly minor: number; readonly currency: string }

/** Whether two amounts are the same in every respect. */
export const isSameMoney = (one: Money, other: Money): boolean =>
  one.minor === other.minor && one.currency === other.currency

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

// So many of them go to a dollar (a thousand and more) that ten million are a usual price. With the highest of these a
// sum of 90,000 tickets is still a safe integer.
const small = new Set(
  'ARS BIF CLP COP GNF IDR IRR KHR KRW LAK LBP MGA MMK MNT MWK NGN PYG RWF SYP TZS UGX UZS VND'.split(' '),
)
const highestOfSmall = 1_000_000_000

/**
 * The dearest ticket in Stars: Telegram takes no invoice of more (https://core.telegram.org/bots/api#labeledprice,
 * limits of XTR, November 2026).
 */
const mostStars = 100_000

/** A quantity of things at one price. */
export const times = (price: Money, quantity: number): Money => ({ ...price, minor: price.minor * quantity })

/**
 * Reads a price as people type it: "1500", "1 500,50 ₽", "US$15", "15.-", "бесплатно". `also`: other currencies it may
 * be in, if it names them ("150 ⭐"). Refuses with priceNotMoney, priceOtherCurrency, priceNegative, priceTooFine,
 * priceTooHigh, priceDonation.
 */
export const parsePrice = (text: string, currency: string, also: readonly string[] = []): Money => {
  const typed = plainDigits(text.replace(decoration, ' '))
  if (isFree(typed)) return { minor: 0, currency }
  const found = numberIn(typed)
  if (!found) throw new Refusal(isDonation(typed) ? 'priceDonation' : 'priceNotMoney')
  const allowed = [currency, ...also]
  const { numeral, behind } = numeralOf(found, allowed)
  const named = currencyNamed([withoutNoise(found.before), withoutNoise(behind)], allowed)
  if (found.isNegative) throw new Refusal('priceNegative')
  return fromParts(numeral, named ?? currency)
}

// A purse or a coin beside the amount says nothing; a star does.
const decoration = /(?![⭐🌟\u2122\u00a9\u00ae])\p{Extended_Pictographic}/gu

const freeWords = /^(?:free|gratis|complimentary|бесплатн\p{L}*|даром|задаром|безвозмездно|безкоштовно)$/iu
const beside =
  /^(?:for|of|charge|all|everyone|event|entry|entrance|admission|is|it's|the|ticket|tickets|это|всё|все|для|всех|вход|билет|билеты|мероприятие|абсолютно|полностью|совершенно|totally|completely)$/iu
const freePhrase = /^(?:no charge|free[- ]of[- ]charge|без оплаты|вход свободн\p{L}*|свободн\p{L}* вход)$/iu

const isFree = (typed: string): boolean => {
  const words = typed.split(/[^\p{L}\p{N}'-]+/u).filter(Boolean)
  if (freePhrase.test(words.join(' '))) return true
  return words.some((word) => freeWords.test(word)) && words.every((word) => freeWords.test(word) || beside.test(word))
}

const isDonation = (typed: string): boolean =>
  /донат|пожертв|донейш|добровольн|по желанию|не жалко|donat|pay[ -]what|pay[ -]as[ -]you|pwyw|tips?\b|чаевы/iu.test(
    typed,
  )

type Read = { readonly numeral: Numeral; readonly behind: string }

const numeralOf = (found: NumberInText, allowed: readonly string[]): Read => {
  const behind = found.after.replace(/^(?:[.,:]-+|\/[-=])/u, '').trim()
  const { zeros, rest } = allowed.some((one) => isCalled(one, behind)) ? { zeros: 0, rest: behind } : scaleIn(behind)
  // "1,5 тыс." is no group of thousands, and "1.500 тыс." could be either.
  const numeral = readNumeral(found.digits, zeros > 0 ? 3 : exponentOf(allowed[0] ?? ''))
  if (!numeral || (zeros > 0 && /[.,]\d{3}$/u.test(found.digits))) throw new Refusal('priceNotMoney')
  return { numeral: shifted(numeral, zeros), behind: rest }
}

const noise =
  /(?<!\p{L})(?:price|costs?|only|just|each|per|a|ticket|person|head|цена|стоимость|стоит|всего|за|один|билет|по|с|человека)(?!\p{L}):?/giu

// "500 рублей за билет", "price: 500". A letter may be a currency's name, too ("50 с").
const withoutNoise = (around: string): string => {
  const rest = around.replace(noise, ' ').trim()
  return rest === '' && around.length === 1 ? around : rest
}

const currencyNamed = (around: readonly string[], allowed: readonly string[]): string | undefined => {
  const phrases = around.filter(Boolean).map(wordsIn)
  if (phrases.length === 0) return undefined
  const named = allowed.find((one) => phrases.every((words) => words.every((word) => isCalled(one, word))))
  if (named !== undefined) return named
  if (!phrases.every((words) => isOfSome(words))) throw new Refusal('priceNotMoney')
  throw new Refusal('priceOtherCurrency', { currency: allowed[0] ?? '' })
}

// "US dollars" is one name; "₽ руб" are two.
const wordsIn = (phrase: string): readonly string[] =>
  [...invoiceCurrencies, stars].some((one) => isCalled(one, phrase)) ? [phrase] : phrase.split(' ')

const isOfSome = (words: readonly string[]): boolean =>
  [...invoiceCurrencies, stars].some((one) => words.every((word) => isCalled(one, word)))

/** The dearest ticket in a currency, in major units. */
export const highestIn = (currency: string): number => {
  if (currency === stars) return mostStars
  return small.has(currency) ? highestOfSmall : highestPrice
}

const fromParts = ({ whole, fraction }: Numeral, currency: string): Money => {
  const exponent = exponentOf(currency)
  const significant = fraction.replace(/0+$/u, '')
  if (significant.length > exponent) throw new Refusal('priceTooFine', { digits: exponent })
  const major = Number(whole)
  const max = highestIn(currency)
  if (major > max || (major === max && significant !== '')) throw new Refusal('priceTooHigh', { max })
  return { minor: major * 10 ** exponent + Number(significant.padEnd(exponent, '0') || '0'), currency }
}
