import { longestReason, mostGuestsAtOnce } from './guestList.js'
import { quantityLimit } from './order.js'
import { quantityIn } from './quantity.js'
import { Refusal } from './refusal.js'
import { cleanLine, cut } from './text.js'

/** A line of a guest list: who gets how many tickets, or why it says neither. `username` is without "@". */
export type GuestLine =
  | {
      readonly kind: 'guest'
      readonly name: string
      readonly username: string | undefined
      readonly quantity: number
      readonly reason: string | undefined
    }
  | { readonly kind: 'odd'; readonly line: string; readonly why: 'noName' | 'tooMany' }

const nameLength = 64

// "- ", "• ", "3. ", "3) ": how people begin the lines of a list.
const bullet = /^(?:(?:[-–—•*·▪◦‣→☐☑✅✔]\ufe0f?\s*)+|\d{1,3}\s?[.)]\s+)/u
const divider = /^[^\p{L}\p{N}@]*$/u
// "Press:" stands above those that it is the reason for.
const heading = /^(?<reason>[^:;@+]{1,60}):$/u
const parted = /\s*[;|]\s*|\s+[—–-]\s+/u
const bracketed = /\s*\((?<reason>[^()@]*\p{L}[^()@]*)\)$/u
const address = /(?:^|[\s(,])(?:@|(?:https?:\/\/)?(?:t|telegram)\.me\/)(?<username>[a-z]\w{3,31})\)?(?=$|[\s,;])/iu

const things =
  '(?:билет\\p{L}*|шт\\p{L}*|чел\\p{L}*|мест\\p{L}*|гост\\p{L}*|персон\\p{L}*|друз\\p{L}*|друг\\p{L}*|tickets?|seats?|people|persons?|pax|pcs|guests?|friends?|more)\\.?'
const number = '(?<count>\\d{1,4}|\\p{L}+)'
const someone =
  '(?:муж|жена|женой|мужем|супруг\\p{L}*|друг|другом|подруг\\p{L}*|спутни\\p{L}*|гость|гостья|guest|friend|wife|husband|partner|one|date)'
const made = (pattern: string): RegExp => new RegExp(pattern, 'iu')

// How many come along, at the end of a line; then how many there are with the one who is named.
const along: readonly RegExp[] = [
  made(`(?:^|[\\s,(]+|(?<=\\p{L}))(?:\\+|плюс\\s|plus\\s)\\s*${number}(?:\\s*${things})?\\)?$`),
  made(`[\\s,(]+(?:и(?: ещ[её])?|and|with|с|со)\\s+${number}\\s+${things}\\)?$`),
]
const alone = made(`[\\s,(]+\\+\\s*${someone}\\)?$|[\\s,(]+\\+\\)?$`)
const whole: readonly RegExp[] = [
  made('[\\s,(]+[x×хX*]\\s?(?<count>\\d{1,4})\\)?$'),
  made('[\\s,(]+(?<count>\\d{1,4})\\s?[x×х]\\)?$'),
  made(`[\\s,(:-]+${number}\\s*${things}\\)?$`),
  made('(?:[\\s,:]+|\\s*\\()(?<count>\\d{1,4})\\)?$'),
]
const before: readonly RegExp[] = [
  made('^(?<count>\\d{1,4})\\s?[x×х*]\\s+(?=[\\p{L}@])'),
  made(`^(?<count>\\d{1,4})\\s+(?:${things}\\s+)?(?=[\\p{L}@])`),
]

/** What is left of a text, how many come along, and how many there are in all; undefined: it does not say. */
type Counted = { readonly text: string; readonly along: number; readonly whole: number | undefined }

const taken = (
  text: string,
  patterns: readonly RegExp[],
): { readonly text: string; readonly count: number } | undefined => {
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    const count = found ? quantityIn(found.groups?.['count'] ?? '') : undefined
    if (found && count !== undefined)
      return { text: `${text.slice(0, found.index)}${text.slice(found.index + found[0].length)}`.trim(), count }
  }
  return undefined
}

const countedIn = (given: string): Counted => {
  let [text, more] = [given.trim(), 0]
  for (let found = taken(text, along); found; found = taken(text, along))
    [text, more] = [found.text, more + found.count]
  const one = alone.exec(text)
  if (one) [text, more] = [text.slice(0, one.index), more + 1]
  const all = taken(text, whole) ?? taken(text, before)
  // A number is all there is: of somebody whom another part of the line names.
  const only = /^\(?\d{1,4}\)?$/u.test(text) ? Number(text.replace(/\D/gu, '')) : undefined
  return { text: only === undefined ? (all?.text ?? text) : '', along: more, whole: only ?? all?.count }
}

const trimmed = (text: string): string => text.replace(/^[\s,:;–—-]+|[\s,:;–—-]+$/gu, '')

/** A line in its parts: who stands first, and what stands behind; each with its numbers. */
type Parts = { readonly who: Counted; readonly others: readonly Counted[]; readonly inBrackets: string | undefined }

const partsOf = (text: string): Parts => {
  const [head = '', ...rest] = text.split(parted)
  const [who, others] = [countedIn(head), rest.map(countedIn)]
  const found = bracketed.exec(who.text)
  if (!found) return { who, others, inBrackets: undefined }
  // A number may stand on either side of the brackets.
  const named = countedIn(who.text.slice(0, found.index))
  const both = { text: named.text, along: who.along + named.along, whole: who.whole ?? named.whole }
  return { who: both, others, inBrackets: found.groups?.['reason'] }
}

const quantityOf = ({ who, others }: Parts): number => {
  const counts = [who, ...others]
  const more = counts.reduce((sum, one) => sum + one.along, 0)
  return (counts.find((one) => one.whole !== undefined)?.whole ?? 1) + more
}

const reasonOf = ({ others, inBrackets }: Parts): string | undefined => {
  const reasons = [...others.map((part) => trimmed(part.text)), ...(inBrackets === undefined ? [] : [inBrackets])]
  const said = reasons.filter((each) => each !== '').join(', ')
  return said === '' ? undefined : cut(said, longestReason)
}

const lineOf = (line: string, above: string | undefined): GuestLine => {
  const parts = partsOf(line.replace(bullet, '').replace(/[＋０-９]/gu, (sign) => sign.normalize('NFKC')))
  const username = address.exec(parts.who.text)?.groups?.['username']
  const name = trimmed(parts.who.text.replace(address, ' ').replace(/\s+/gu, ' '))
  const quantity = quantityOf(parts)
  if (!/\p{L}/u.test(name) && username === undefined) return { kind: 'odd', line, why: 'noName' }
  if (quantity < 1 || quantity > quantityLimit) return { kind: 'odd', line, why: 'tooMany' }
  const called = name === '' ? `@${username ?? ''}` : name
  return { kind: 'guest', name: cut(called, nameLength), username, quantity, reason: reasonOf(parts) ?? above }
}

/**
 * Reads a guest list, a person a line: "Anna Petrova +2", "Ivan; press", "@boris x3", "2. Vera (band)". "+2" are two
 * more than the one who is named, "x3" three in all. A line that ends with a colon is the reason for those below it.
 * Refuses with guestLinesNone, guestLinesTooMany.
 */
export const guestLinesIn = (text: string): readonly GuestLine[] => {
  const lines: GuestLine[] = []
  let above: string | undefined
  for (const raw of text.replaceAll('\t', ' ; ').split(/\r\n|\r|\n/u)) {
    const line = cleanLine(raw)
    if (divider.test(line)) continue
    const reason = heading.exec(line)?.groups?.['reason']
    if (reason === undefined) lines.push(lineOf(line, above))
    else above = reason.trim()
  }
  if (lines.length === 0) throw new Refusal('guestLinesNone')
  if (lines.length > mostGuestsAtOnce) throw new Refusal('guestLinesTooMany', { max: mostGuestsAtOnce })
  return lines
}

/** How many tickets, and why: "4; press", "3 — the band"; the reason may be missing. Refuses with guestNumberNeeded. */
export const giftIn = (text: string): { readonly quantity: number; readonly reason: string | undefined } => {
  const line = cleanLine(text)
  const [head = '', ...rest] = line.split(parted)
  const [, digits = '', behind = ''] = /^\+?(\d{1,4})(?:\s*[,:]?\s+(.*))?$/u.exec(head) ?? []
  const quantity = digits === '' ? quantityIn(head) : Number(digits)
  if (quantity === undefined) throw new Refusal('guestNumberNeeded', { max: quantityLimit })
  const isThing = made(`^${things}$`).test(behind)
  const reason = [isThing ? '' : behind, ...rest].filter((part) => part !== '').join(', ')
  return { quantity, reason: reason === '' ? undefined : reason }
}
