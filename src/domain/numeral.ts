/** A decimal number as digits: "1 500,50" has the whole "1500" and the fraction "50". */
export type Numeral = { readonly whole: string; readonly fraction: string }

/** A text around its one number. `isNegative`: a minus stands right before the digits. */
export type NumberInText = {
  readonly before: string
  readonly isNegative: boolean
  readonly digits: string
  readonly after: string
}

const longest = 1000

/**
 * A text whose digits are 0 to 9, whatever script they were typed in, and whose dashes are "-". Widths and spaces are
 * folded as well.
 */
export const plainDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\u066c/gu, "'")
    .replace(/\u066b/gu, '.')
    .replace(/\u066a/gu, '%')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[\u2018\u2019\u02bc`\u00b4]/gu, "'")
    .replace(/(?![0-9])\p{Nd}/gu, (digit) => String(valueOf(digit)))
    .replace(/\s+/gu, ' ')
    .trim()

// Unicode gives the ten digits of a script in a row, zero first.
const valueOf = (digit: string): number => {
  const at = digit.codePointAt(0) ?? 0
  let zero = at
  while (at - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return at - zero
}

/** Parts a text (as plainDigits gives it) into its number and what stands around it; undefined without a number. */
export const numberIn = (text: string): NumberInText | undefined => {
  if (text.length > longest) return undefined
  const [first, last] = [text.search(/\d/u), text.search(/\d\D*$/u)]
  if (first < 0) return undefined
  const before = text.slice(0, first).trimEnd()
  const isNegative = before.endsWith('-')
  return {
    before: isNegative ? before.slice(0, -1).trim() : before,
    isNegative,
    digits: text.slice(first, last + 1),
    after: text.slice(last + 1).trim(),
  }
}

// Groups of three with one sign between them, or as in India (1,50,000); a point or comma behind them is another sign.
const grouped =
  /^(?<whole>\d{1,3}(?:(?<mark>[ '.,_])\d{3})(?:\k<mark>\d{3})*|\d{1,3}(?:[ ']?\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})$/u

/**
 * Reads digits with any signs between groups and before the fraction, where only one reading is possible: "1.500,00",
 * "1'500", "1 500.5". What has three digits behind its only sign is taken for thousands ("1,500"), unless the thing
 * counted has thousandths (`digits` 3: a dinar). undefined: not a number.
 */
export const readNumeral = (text: string, digits: number): Numeral | undefined => {
  const isBroken = digits === 3 ? /^\d+[.,]\d+$/u : /^0+[.,]/u
  if (isWhole(text) && !isBroken.test(text)) return { whole: text.replace(/\D/gu, ''), fraction: '' }
  const point = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  const [whole, fraction] = [text.slice(0, Math.max(0, point)), text.slice(point + 1)]
  if (!isWhole(whole) || !/^\d+$/u.test(fraction) || whole.includes(text.charAt(point))) return undefined
  return { whole: whole.replace(/\D/gu, ''), fraction }
}

const isWhole = (text: string): boolean => /^\d+$/u.test(text) || grouped.test(text)

const scales: readonly (readonly [word: RegExp, zeros: number])[] = [
  [/^(?:k|к|тыс|тысяч[аиу]?|тыщ[аиу]?|thousand)(?![\p{L}])\.?\s*/iu, 3],
  [/^(?:mln|mio|млн|миллион(?:а|ов)?|million)(?![\p{L}])\.?\s*/iu, 6],
]

/** What "тыс." or "k" behind a number does to it; `rest` is what stands behind the word. */
export const scaleIn = (after: string): { readonly zeros: number; readonly rest: string } => {
  const [word, zeros] = scales.find(([known]) => known.test(after)) ?? []
  return word && zeros !== undefined ? { zeros, rest: after.replace(word, '') } : { zeros: 0, rest: after }
}

/** The same number with its point so many places further right. */
export const shifted = ({ whole, fraction }: Numeral, zeros: number): Numeral => ({
  whole: whole + fraction.slice(0, zeros).padEnd(zeros, '0'),
  fraction: fraction.slice(zeros),
})
