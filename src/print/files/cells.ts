import { clockTimeOf } from '../../domain/localTime.js'
import { minuteMs } from '../../domain/duration.js'
import { exponentOf, type Money } from '../../domain/money.js'

/** What stands in a column: a text, a number, an amount, a moment by the event's clocks, or a day. */
export type CellKind = 'text' | 'whole' | 'amount' | 'time' | 'day'

/** One of these, or nothing. Moments and days are what clocks show, as if it were UTC, in milliseconds. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'whole'; readonly value: number }
  | { readonly kind: 'amount'; readonly amount: Money }
  | { readonly kind: 'time' | 'day'; readonly shown: number }
  | undefined

/** How many digits an amount has behind the point, and its major units. */
export const majorOf = ({ minor, currency }: Money): { readonly value: number; readonly digits: number } => {
  const digits = exponentOf(currency)
  return { value: minor / 10 ** digits, digits }
}

/** "2026-12-25 19:00:05", "2026-12-25". */
export const isoOf = (shown: number, kind: 'time' | 'day'): string => {
  const iso = new Date(shown).toISOString()
  return kind === 'day' ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
}

// No zone changes its clocks within a quarter of an hour.
const stepMs = 15 * minuteMs

/** What the clocks of a zone show, for many moments near to each other. */
export const createClock = (zone: string): ((at: number) => number) => {
  const offsets = new Map<number, number>()
  return (at) => {
    const step = Math.floor(at / stepMs)
    const known = offsets.get(step)
    if (known !== undefined) return at + known
    const offset = clockTimeOf(step * stepMs, zone) - step * stepMs
    offsets.set(step, offset)
    return at + offset
  }
}

// Programs for tables take these for the beginning of a formula:
// https://owasp.org/www-community/attacks/CSV_Injection
const isFormula = /^[=+\-@\t\r\n＝＋－＠]/u

// A program that separates as another language does begins a cell there.
const beginsElsewhere = /([,;\t]"*)(?=[=+\-@＝＋－＠])/gu

/** A text that no program for tables takes for a formula, wherever it begins a cell. */
export const harmless = (text: string): string =>
  (isFormula.test(text) ? `'${text}` : text).replaceAll(beginsElsewhere, "$1'")
