import { dayMs } from '../../domain/duration.js'
import type { Event, TicketType } from '../../domain/event.js'
import type { Money } from '../../domain/money.js'
import { isOnline } from '../../domain/place.js'
import { type Discount, takesNothing } from '../../domain/promoCode.js'
import { clockTime, dateTimeWithZone, money, shortDate, timeRange, zoneOffset } from '../../texts/format.js'
import { type Html, joinHtml } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { zoneName } from '../../texts/zoneNames.js'

type Part = Html | undefined

const present = (parts: readonly Part[]): readonly Html[] =>
  parts.filter((part) => part !== undefined && part.html !== '') as readonly Html[]

/** Parts of a screen with an empty line between them; what is undefined is left out. */
export const paragraphs = (...parts: readonly Part[]): Html => joinHtml(present(parts), '\n\n')

/** Parts one below the other; what is undefined is left out. */
export const lines = (...parts: readonly Part[]): Html => joinHtml(present(parts), '\n')

/** What texts choose by. */
export const yesNo = (isSo: boolean): 'yes' | 'no' => (isSo ? 'yes' : 'no')

/** A button's label with a tick when it is chosen. */
export const ticked = (isChosen: boolean, label: string): string => (isChosen ? `✔️ ${label}` : label)

/** An amount in the reader's language. */
export const moneyIn = (speech: Speech, amount: Money): string => money(amount, speech.language)

/** A currency in words, as it stands behind "in": "roubles", "рублях". */
export const currencyIn = (speech: Speech, currency: string): string => speech.label('currency-in-words', { currency })

/** A price in words: "free" or the amount. */
export const priceIn = (speech: Speech, price: Money): string =>
  price.minor === 0 ? speech.label('price-free') : moneyIn(speech, price)

/** What tickets of several types cost: one price, or the lowest with "from"; "free – $10" when some are free. */
export const pricesIn = (speech: Speech, types: readonly Pick<TicketType, 'price'>[]): string => {
  const prices = types.map(({ price }) => price).toSorted((a, b) => a.minor - b.minor)
  const [lowest, highest] = [prices[0], prices.at(-1)]
  if (!lowest || !highest) return ''
  return lowest.minor === highest.minor ? priceIn(speech, lowest) : fromPriceIn(speech, lowest, highest)
}

/** "from $10"; "free – $10" when the lowest is nothing and the highest is told. */
export const fromPriceIn = (speech: Speech, lowest: Money, highest: Money | undefined): string =>
  lowest.minor === 0 && highest
    ? speech.label('price-free-to', { highest: moneyIn(speech, highest) })
    : speech.label('price-from', { price: moneyIn(speech, lowest) })

/** Amounts of one or several currencies: "1 500 ₽ + 20 ⭐". What has the same currency is added up. */
export const sumIn = (speech: Speech, amounts: readonly Money[]): string => {
  const sums = new Map<string, number>()
  for (const { currency, minor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + minor)
  return [...sums].map(([currency, minor]) => moneyIn(speech, { currency, minor })).join(' + ')
}

/** What a promo code takes off a ticket: "−20%", "−₽300", "only opens tickets". */
export const discountIn = (speech: Speech, discount: Discount, currency: string): string => {
  if (takesNothing(discount)) return speech.label('discount-none')
  return 'percent' in discount
    ? speech.label('discount-percent', { percent: String(discount.percent) })
    : `−${moneyIn(speech, { minor: discount.minor, currency })}`
}

/** Where an event takes place, in words: "Online" where there is no place. */
export const venueIn = (speech: Speech, { venue }: Pick<Event, 'venue'>): string =>
  isOnline({ venue }) ? speech.label('venue-online') : venue

type InZone = Pick<Event, 'zone'>

/** An instant by the clocks of the event, with its zone; near to now without the year, as all dates in chats. */
export const timeIn = (speech: Speech, at: number, { zone }: InZone): string =>
  dateTimeWithZone(at, zone, speech.language, speech.now())

/** The same of what is mostly a matter of minutes or hours: then the day needs no mention. */
export const soonIn = (speech: Speech, at: number, { zone }: InZone): string =>
  at - (speech.now() ?? 0) < dayMs / 2
    ? `${clockTime(at, zone)} (${zoneOffset(at, zone)})`
    : timeIn(speech, at, { zone })

/** "25 Dec, 19:00": an instant by the event's clocks, in few characters. */
export const shortTimeIn = (speech: Speech, at: number, { zone }: InZone): string =>
  `${shortDate(at, zone, speech.language)}, ${clockTime(at, zone)}`

/** The zone of an event, by the clocks of its start: "Москва, GMT+3". */
export const zoneOf = (speech: Speech, { startsAt, zone }: InZone & Pick<Event, 'startsAt'>): string =>
  zoneName(zone, startsAt, speech.language)

type Span = InZone & Pick<Event, 'startsAt' | 'endsAt'>

/** When an event takes place, with the place of its zone: "Fri, 25 December, 19:00–22:00 (Moscow, GMT+3)". */
export const whenIn = (speech: Speech, event: Span): string =>
  `${timeRange(event, speech.language, speech.now())} (${zoneOf(speech, event)})`

/** When an event takes place with the year, for what is kept for long. */
export const whenInYear = (speech: Speech, event: Span): string =>
  `${timeRange(event, speech.language)} (${zoneOffset(event.startsAt, event.zone)})`

/** An instant by the clocks of the event with the year, for what is kept for long. */
export const timeInYear = (speech: Speech, at: number, { zone }: InZone): string =>
  dateTimeWithZone(at, zone, speech.language)

/** The start in the local time with its zone. */
export const startIn = (speech: Speech, event: InZone & Pick<Event, 'startsAt'>): string =>
  timeIn(speech, event.startsAt, event)

/** Dates of an event one below the other, by its clocks. */
export const datesIn = (speech: Speech, { dates, zone }: InZone & { readonly dates: readonly number[] }): Html =>
  lines(...dates.map((at) => speech.say('copy-date', { when: timeIn(speech, at, { zone }) })))

/** "25 Dec, 19:00": the start by the event's clocks; for a button's label, where there is no room for more. */
export const shortStartIn = (speech: Speech, event: InZone & Pick<Event, 'startsAt'>): string =>
  shortTimeIn(speech, event.startsAt, event)

/** "25 Dec": the day of the start, where there is no room for the time. */
export const startDayIn = (speech: Speech, { startsAt, zone }: InZone & Pick<Event, 'startsAt'>): string =>
  shortDate(startsAt, zone, speech.language)
