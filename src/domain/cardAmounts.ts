import { exponentOf, highestIn, type Money, stars } from './money.js'
import type { PaymentMethod } from './order.js'
import { Refusal } from './refusal.js'

/**
 * What one US dollar is about, in November 2026. Telegram takes invoices of 1 to 10,000 dollars by the day's rate
 * (core.telegram.org/bots/payments#supported-currencies; min_amount and max_amount of
 * core.telegram.org/bots/payments/currencies.json), and 1 to 100,000 Stars.
 */
const dollar: ReadonlyMap<string, number> = new Map(
  (
    'AED:3.67 AFN:66 ALL:83 AMD:382 ARS:1450 AUD:1.53 AZN:1.7 BAM:1.68 BDT:122 BGN:1.68 BHD:0.376 BND:1.3 BOB:6.9 BRL:5.3 BYN:3.2 CAD:1.4 CHF:0.8 CLP:930 CNY:7.1 COP:3750 ' +
    'CRC:500 CZK:20.8 DKK:6.4 DOP:63 DZD:130 EGP:47 ETB:153 EUR:0.86 GBP:0.76 GEL:2.7 GHS:11 GTQ:7.7 HKD:7.8 HNL:26 HUF:330 IDR:16700 ILS:3.2 INR:89 ISK:127 JMD:160 JOD:0.709 JPY:156 ' +
    'KES:129 KGS:87 KRW:1470 KZT:520 LKR:308 MAD:9.2 MDL:17 MMK:2100 MNT:3550 MOP:8 MUR:46 MVR:15.4 MXN:18.3 MYR:4.1 MZN:64 NGN:1450 NIO:36.8 NOK:10.1 NPR:142 NZD:1.75 PAB:1 PEN:3.4 ' +
    'PHP:59 PKR:281 PLN:3.65 PYG:7000 QAR:3.64 RON:4.4 RSD:101 RUB:80 SAR:3.75 SEK:9.5 SGD:1.3 THB:32 TJS:9.2 TRY:42 TTD:6.8 TWD:31 TZS:2450 UAH:42 UGX:3600 USD:1 UYU:40 UZS:12000 ' +
    'VND:26300 ZAR:17.2'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 3), Number(entry.slice(4))]),
)

// Rates move between two editions of this file: what is only just outside is left to Telegram, who knows today's.
const slack = 1.25
const mostDollars = 10_000

type Limits = { readonly lowest: Money; readonly highest: Money }

/** About the least and the most that Telegram takes an invoice of; undefined where the currency's rate is not known. */
export const invoiceLimits = (currency: string, margin = 1): Limits | undefined => {
  if (currency === stars) return limits(currency, 1, highestIn(stars))
  const rate = dollar.get(currency)
  return rate === undefined ? undefined : limits(currency, rate / margin, rate * mostDollars * margin)
}

const limits = (currency: string, lowest: number, highest: number): Limits => {
  const unit = 10 ** exponentOf(currency)
  return {
    lowest: { minor: Math.ceil(lowest * unit), currency },
    highest: { minor: Math.floor(highest * unit), currency },
  }
}

// A ticket of about so many dollars is nothing special anywhere.
const exampleDollars = 18
const exampleStars = 150

/** A price such as tickets have, round in its currency: "€15", "₽1,500", "¥3,000". */
export const examplePrice = (currency: string): Money => {
  const major = currency === stars ? exampleStars : rounded((dollar.get(currency) ?? 1) * exampleDollars)
  return { minor: Math.round(major * 10 ** exponentOf(currency)), currency }
}

/** What a promo code may take off such a price. */
export const exampleDiscount = (currency: string): Money => ({
  minor: Math.max(1, Math.round(examplePrice(currency).minor / 5)),
  currency,
})

/** To one of 1, 1.5, 2, 3, 5, 7 and a number of zeros. */
const rounded = (value: number): number => {
  const unit = 10 ** Math.floor(Math.log10(value))
  const near = [1, 1.5, 2, 3, 5, 7, 10].toSorted((a, b) => Math.abs(a - value / unit) - Math.abs(b - value / unit))
  return (near[0] ?? 1) * unit
}

/** Whether Telegram may take an invoice of this amount; without a margin: whether it does by the rates of this file. */
export const mayBeInvoiced = ({ minor, currency }: Money, margin = slack): boolean => {
  const known = invoiceLimits(currency, margin)
  return known === undefined || (minor >= known.lowest.minor && minor <= known.highest.minor)
}

/** Why Telegram surely takes no invoice of it: totalTooSmall or totalTooLarge, with the limit. */
export const notInvoiced = (total: Money, eventId: number): Refusal => {
  const { lowest = total, highest = total } = invoiceLimits(total.currency, slack) ?? {}
  const limit = total.minor < lowest.minor ? lowest : highest
  const facts = { limit: limit.minor / 10 ** exponentOf(limit.currency), currency: limit.currency, eventId }
  return new Refusal(limit === lowest ? 'totalTooSmall' : 'totalTooLarge', facts)
}

/** Those of the methods by which this amount can be paid. */
export const methodsFor = (total: Money, methods: readonly PaymentMethod[]): readonly PaymentMethod[] =>
  mayBeInvoiced(total) ? methods : methods.filter((method) => method !== 'provider' && method !== 'stars')
