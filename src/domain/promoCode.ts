import { foldCode } from './codeText.js'
import type { TicketType } from './event.js'
import { exponentOf, type Money, parsePrice } from './money.js'
import { plainDigits } from './numeral.js'
import { Refusal } from './refusal.js'

/** A discount code of one event. What it takes off is taken off each ticket. */
export type PromoCode = {
  readonly id: number
  readonly eventId: number
  /** As foldCode spells it. */
  readonly code: string
  readonly discount: Discount
  /** How many orders may redeem it; undefined: any number. */
  readonly limit: number | undefined
  /** How many orders of one person may; undefined: any number. */
  readonly perPerson: number | undefined
  readonly startsAt: number | undefined
  readonly endsAt: number | undefined
  /** The types it is for; empty: all. */
  readonly ticketTypeIds: readonly number[]
  /** What the orders have used up that are held or confirmed, and not given back as a whole: see usesOf. */
  readonly used: number
  /** false: its organizer switched it off. */
  readonly isOn: boolean
  /** Only who waited for tickets can redeem it, for what they are offered. */
  readonly forLine?: boolean
}

export { foldCode } from './codeText.js'

/**
 * Percent (1 to 100), or an amount in minor units of the event's currency; 0 percent takes nothing off: the code only
 * opens hidden tickets.
 */
export type Discount = { readonly percent: number } | { readonly minor: number }

/** Of a code that takes nothing off. */
export const nothingOff: Discount = { percent: 0 }

/** Whether a code takes nothing off, and only opens hidden tickets. */
export const takesNothing = (discount: Discount): boolean => 'percent' in discount && discount.percent === 0

/** How long a code may be: `e_<slug of 10>_<code>` has to fit into the 64 characters of a link. */
export const longestCode = 24

/** Whether a folded text has the form of a code: a slip that has not finds nothing, and is no guess. */
export const mayBeCode = (folded: string): boolean => /^[A-Z\p{Script=Cyrillic}0-9-]{2,24}$/u.test(folded)

/**
 * Refuses with promoCodeForm unless 2 to 24 Latin or Cyrillic letters, digits, "-" ("_" parts it from the event in a
 * link). Gives it folded.
 */
export const checkCode = (text: string): string => {
  const code = foldCode(text)
  if (!mayBeCode(code)) throw new Refusal('promoCodeForm', { max: longestCode })
  return code
}

/** Whether a link can carry the code: Telegram takes A–Z, a–z, 0–9, "_" and "-" (core.telegram.org/bots/features). */
export const isLinkable = (code: string): boolean => /^[A-Z0-9-]+$/u.test(code)

/**
 * Reads a discount as people type it: "20 %", "–20%", "50% off", "300", "скидка 300 ₽", "nothing". Refuses with
 * discountForm, percentOutOfRange, priceOtherCurrency, priceTooFine, priceTooHigh.
 */
export const parseDiscount = (text: string, currency: string): Discount => {
  const typed = plainDigits(text.replace(decoration, ' '))
    .replace(discountWords, ' ')
    .replace(/^[\s:-]+/u, '')
    .trim()
  if (half.test(typed)) return { percent: 50 }
  if (nothing.test(typed)) return nothingOff
  const percent = percentIn.exec(typed)?.groups?.['number'] ?? percentFirst.exec(typed)?.groups?.['number']
  if (percent !== undefined) return checkDiscount({ percent: Number(percent.replace(',', '.')) })
  return checkDiscount({ minor: amountIn(typed, currency) })
}

const decoration = /(?!⭐)\p{Extended_Pictographic}/gu
const said = 'скидк[аиуой]*|минус|на|в|дешевле|размере|со|за билет|с билета|discount|off|less|minus|a|of|per ticket'
const discountWords = new RegExp(String.raw`(?<![\p{L}\d])(?:${said})(?!\p{L})[:.!]*`, 'giu')
const half = /^(?:half(?: price| the price)?|половин[ау](?: цены)?|вполовину|вдвое|полцены|1⁄2)$/iu
const nothing = /^(?:nothing|only opens(?: hidden)? tickets|ничего|только открывает(?: скрытые)? билеты)[.!]*$/iu
const number = String.raw`(?<number>\d+(?:[.,]\d+)?)`
const percentIn = new RegExp(
  String.raw`^${number}\s*-?(?:%|проц(?:ент)?(?:ов|а|ы)?|percents?|per cent|pct)[.!]*$`,
  'iu',
)
const percentFirst = new RegExp(String.raw`^%\s*${number}$`, 'u')

const amountIn = (typed: string, currency: string): number => {
  try {
    return parsePrice(typed, currency).minor
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'priceNotMoney' || error.code === 'priceDonation'))
      throw new Refusal('discountForm')
    throw error
  }
}

/**
 * Refuses with percentOutOfRange unless whole and 0 to 100, with discountForm an amount of nothing, and with
 * discountTooHigh what is more than the dearest ticket costs (if told).
 */
export const checkDiscount = (discount: Discount, dearest?: Money): Discount => {
  if ('percent' in discount) {
    if (!Number.isInteger(discount.percent) || discount.percent < 0 || discount.percent > 100)
      throw new Refusal('percentOutOfRange')
    return discount
  }
  if (!Number.isInteger(discount.minor) || discount.minor < 1) throw new Refusal('discountForm')
  if (dearest && discount.minor > dearest.minor)
    throw new Refusal('discountTooHigh', { max: dearest.minor / 10 ** exponentOf(dearest.currency) })
  return discount
}

/**
 * How often an order uses its code up: once, or for each ticket where the code makes them free, so that nobody takes
 * ten tickets with a code for one.
 */
export const usesOf = ({ total, quantity }: { readonly total: Money; readonly quantity: number }): number =>
  total.minor === 0 ? quantity : 1

/** The price of one ticket with the discount: never below zero; percents are rounded half up to minor units. */
export const discounted = (price: Money, discount: Discount): Money => {
  const off = 'percent' in discount ? Math.round((price.minor * discount.percent) / 100) : discount.minor
  return { ...price, minor: Math.max(0, price.minor - off) }
}

/**
 * The hidden types that whoever brings a code may see: those it is limited to, while it works and is not used up.
 */
export const typesOpenedBy = (
  { isOn, startsAt = 0, endsAt = Infinity, limit = Infinity, used, ticketTypeIds }: PromoCode,
  now: number,
): readonly number[] => (isOn && startsAt <= now && now < endsAt && used < limit ? ticketTypeIds : [])

/**
 * Refuses with promoCodeUnknown (also when switched off), promoCodeNotYet, promoCodeOver or promoCodeForOthers unless
 * the code is good for this type now. Limits are the database's matter.
 */
export function mustBeGood(
  code: PromoCode | undefined,
  type: Pick<TicketType, 'id'>,
  now: number,
): asserts code is PromoCode {
  if (!code?.isOn) throw new Refusal('promoCodeUnknown')
  if (code.startsAt !== undefined && now < code.startsAt) throw new Refusal('promoCodeNotYet')
  if (code.endsAt !== undefined && now >= code.endsAt) throw new Refusal('promoCodeOver')
  if (code.ticketTypeIds.length > 0 && !code.ticketTypeIds.includes(type.id)) throw new Refusal('promoCodeForOthers')
}
