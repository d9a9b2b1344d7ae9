import type { ChatState } from '../state/chatState.js'
import { badRequest } from '../server/refusals.js'

/** Telegram Stars: a currency of Telegram's own, without a minor unit. */
export const stars = 'XTR'

// Every currency that Telegram takes for invoices, with about what one US dollar is in it. Telegram asks for 1 to
// 10,000 dollars by the day's rate
// (core.telegram.org/bots/payments/currencies.json); the sandbox has no other network, so its rates stand still.
const rates =
  'AED:3.67 AFN:66 ALL:83 AMD:382 ARS:1450 AUD:1.53 AZN:1.7 BAM:1.68 BDT:122 BGN:1.68 BHD:0.376 BND:1.3 BOB:6.9 BRL:5.3 BYN:3.2 CAD:1.4 CHF:0.8 CLP:930 CNY:7.1 COP:3750 ' +
  'CRC:500 CZK:20.8 DKK:6.4 DOP:63 DZD:130 EGP:47 ETB:153 EUR:0.86 GBP:0.76 GEL:2.7 GHS:11 GTQ:7.7 HKD:7.8 HNL:26 HRK:6.5 HUF:330 IDR:16700 ILS:3.2 INR:89 IQD:1310 IRR:42000 ISK:127 ' +
  'JMD:160 JOD:0.709 JPY:156 KES:129 KGS:87 KRW:1470 KZT:520 LBP:89500 LKR:308 MAD:9.2 MDL:17 MMK:2100 MNT:3550 MOP:8 MUR:46 MVR:15.4 MXN:18.3 MYR:4.1 MZN:64 NGN:1450 NIO:36.8 NOK:10.1 ' +
  'NPR:142 NZD:1.75 PAB:1 PEN:3.4 PHP:59 PKR:281 PLN:3.65 PYG:7000 QAR:3.64 RON:4.4 RSD:101 RUB:80 SAR:3.75 SEK:9.5 SGD:1.3 SYP:11000 THB:32 TJS:9.2 TRY:42 TTD:6.8 TWD:31 TZS:2450 UAH:42 ' +
  'UGX:3600 USD:1 UYU:40 UZS:12000 VEF:240 VND:26300 YER:239 ZAR:17.2'

// `exp` in Telegram's currencies.json where it is not 2.
const exponents: Readonly<Record<string, number>> = {
  [stars]: 0,
  CLP: 0,
  ISK: 0,
  JPY: 0,
  KRW: 0,
  PYG: 0,
  UGX: 0,
  VND: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
}
const dollar: ReadonlyMap<string, number> = new Map(
  rates.split(' ').map((entry) => [entry.slice(0, 3), Number(entry.slice(4))]),
)

const exponentOf = (currency: string): number => exponents[currency] ?? 2

const limitsOf = (currency: string): { readonly lowest: number; readonly highest: number } => {
  if (currency === stars) return { lowest: 1, highest: 100_000 }
  const lowest = Math.ceil((dollar.get(currency) ?? 1) * 10 ** exponentOf(currency))
  return { lowest, highest: lowest * 10_000 }
}

/** Refuses a currency that Telegram does not know. 400 "CURRENCY_INVALID". */
export const checkCurrency = (currency: string): void => {
  if (currency !== stars && !dollar.has(currency)) throw badRequest('CURRENCY_INVALID')
}

/**
 * Refuses a total (in the smallest units) outside of what Telegram takes: 1–100,000 Stars, about 1–10,000 US dollars.
 * 400 "CURRENCY_TOTAL_AMOUNT_INVALID".
 */
export const checkTotal = (total: number, currency: string): void => {
  const { lowest, highest } = limitsOf(currency)
  if (total < lowest || total > highest) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID')
}

/** An amount in the smallest units as it stands on Telegram's own Pay button: "₽1,500.00", "⭐50". */
const formatAmount = (amount: number, currency: string, language: string): string => {
  if (currency === stars) return `⭐${amount}`
  const digits = exponentOf(currency)
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}

type Total = { readonly total_amount: number; readonly currency: string }

/** What Telegram writes on the button of an invoice, in the language of a private chat's person; else English. */
export const payLabel = ({ total_amount: amount, currency }: Total, { person }: Pick<ChatState, 'person'>): string =>
  person?.user.language_code?.startsWith('ru')
    ? `Заплатить ${formatAmount(amount, currency, 'ru')}`
    : `Pay ${formatAmount(amount, currency, 'en')}`
