import { ordinalOf, withDigits } from '../../domain/numberWords.js'

/** A time on the clock; `nextDay`: it belongs to the night after the day that is named, as 24:00 does. */
export type TimeOfDay = {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly nextDay?: boolean
}

type Options = {
  /** Only a time can be meant, so that a bare number is one. */
  readonly bare?: boolean
  /** An end is asked: "до 10" may be said, and is whichever comes first on a clock of twelve hours. */
  readonly until?: boolean
  /** A part of the day said elsewhere ("завтра вечером в 7"). */
  readonly part?: string | undefined
}

const shape =
  /^(?:(?<before>в|во|к|с|со|at|from|@) )?(?<hour>\d{1,2})(?:(?<sign>[:.-]| )(?<minute>\d{2})(?::(?<second>\d{2}))?)?(?<unit> ?(?:часов|часам|часа|час|ч|hours|hrs|h|o'clock|oclock))?\.?(?: ?(?<minutes>\d{1,2})(?: ?(?:минут[аы]?|мин|м|m|min))?)? ?(?:in the |at )?(?<part>утра|дня|вечера|ночи|morning|afternoon|evening|night|a\.?m\.?|p\.?m\.?)?$/u

/**
 * Reads a whole phrase as a time: "19:00", "в 7 вечера", "19-30", "7:30 pm", "at noon", "в семь вечера", "half past
 * seven". Several where nobody knows which is meant: of midnight which of two nights, of "полвосьмого" which half of
 * the day; none when it is no time. A bare number needs a word beside it ("в 19", "at 7", "19 часов") unless `bare`.
 */
export const timesOf = (phrase: string, options: Options = {}): readonly TimeOfDay[] => {
  const { rest, isUntil } = withoutUntil(phrase.replaceAll('’', "'"), options.until === true)
  return named(rest) ?? spokenIn(rest, options.part) ?? shownIn(rest, options, isUntil)
}

const named = (phrase: string): readonly TimeOfDay[] | undefined => {
  if (/^(?:at |в |к )?(?:noon|midday|полдень|полудню|полудня)$/u.test(phrase)) return [clock(12)]
  return /^(?:at |в |к )?(?:midnight|полночь|полуночь|полуночи)$/u.test(phrase) ? nights(0, 0) : undefined
}

const spokenIn = (phrase: string, said: string | undefined): readonly TimeOfDay[] | undefined => {
  const spoken = idiomOf(phrase)
  return spoken && hoursOf(spoken.hour, spoken.part, said, { minute: spoken.minute, twelve: true })
}

const shownIn = (phrase: string, { bare = false, until = false, part }: Options, isUntil: boolean) => {
  const found = shape.exec(withDigits(hourInWords(phrase)))?.groups
  return found && (bare || isUntil || !isBare(found)) ? timesIn(found, part, until) : []
}

// "до 10", "until 10pm": only an end is said so.
const withoutUntil = (phrase: string, mayBe: boolean): { readonly rest: string; readonly isUntil: boolean } => {
  const rest = mayBe ? phrase.replace(/^(?:до|по|к|till?|until|'til|to|by) /u, '') : phrase
  return { rest, isUntil: rest !== phrase }
}

// "В час дня" has no number.
const hourInWords = (phrase: string): string =>
  phrase.replace(/^(?<before>(?:в|к|до|с) )?час(?:у|а)? (?=дня|ночи|пополудни)/u, '$<before>1 ')

type Found = Readonly<Record<string, string | undefined>>

const timesIn = (found: Found, said: string | undefined, until: boolean): readonly TimeOfDay[] => {
  const { hour = '', second = '0', part } = found
  const minute = minuteIn(found)
  if (minute === undefined) return []
  const twelve = until && minute === '' && !hour.startsWith('0')
  return hoursOf(Number(hour), part, said, { minute: Number(minute), second: Number(second), twelve })
}

// "19:30", "19 ч 30"; behind a dash or a space only quarters are minutes. "" without any.
const minuteIn = ({ sign = '', minute, unit, minutes }: Found): string | undefined => {
  if (minute === undefined) return minutes === undefined || unit !== undefined ? (minutes ?? '') : undefined
  const isPlain = /^[:.]$/u.test(sign) || /^(?:00|15|30|45)$/u.test(minute)
  return isPlain && minutes === undefined ? minute : undefined
}

/** Whether nothing but a number was said. */
const isBare = ({ before, sign, unit, part }: Found): boolean =>
  [before, sign, unit, part].every((word) => word === undefined)

type Rest = { readonly minute: number; readonly second?: number; readonly twelve: boolean }

const clock = (hour: number, minute = 0, second = 0): TimeOfDay => ({ hour, minute, second })

// The night between two days: nobody knows which of the two was named.
const nights = (hour: number, minute: number): readonly TimeOfDay[] => [
  clock(hour, minute),
  { ...clock(hour, minute), nextDay: true },
]

const hoursOf = (
  hour: number,
  part: string | undefined,
  said: string | undefined,
  { minute, second = 0, twelve }: Rest,
): readonly TimeOfDay[] => {
  if (minute > 59 || second > 59 || hour > 24) return []
  const read = (part ?? said) === undefined ? openHours(hour, minute, twelve) : hoursIn(hour, minute, part, said)
  return read.map((time) => ({ ...time, second }))
}

const openHours = (hour: number, minute: number, twelve: boolean): readonly TimeOfDay[] => {
  if (hour === 24) return minute === 0 ? [{ ...clock(0), nextDay: true }] : []
  return twelve && hour > 0 && hour < 12 ? [clock(hour, minute), clock(hour + 12, minute)] : [clock(hour, minute)]
}

const isNight = (part: string | undefined): boolean => /^(?:ночью|night)$/u.test(part ?? '')

// "Вечером в 7 вечера" says twice the same; "вечером в 7 утра" says nothing.
const hoursIn = (
  hour: number,
  minute: number,
  part: string | undefined,
  said: string | undefined,
): readonly TimeOfDay[] => {
  const read = hourIn(hour, part ?? said)
  if (read === undefined) return isSmallHour(hour, part ?? said) ? nights(hour % 12, minute) : []
  if (part === undefined || said === undefined) return [clock(read, minute)]
  if (isNight(said) && read < 5) return nights(read, minute)
  return hourIn(read, said) === read ? [clock(read, minute)] : []
}

// "12 ночи", and "ночью в 1", which may be meant of either night.
const isSmallHour = (hour: number, part: string | undefined): boolean =>
  (part === 'ночи' && hour === 12) || (isNight(part) && (hour === 12 || hour < 5))

// Of each part of the day the hours that people give it, on a clock of 24 hours.
const partsOfDay: Readonly<Record<string, readonly [from: number, to: number]>> = {
  утра: [1, 11],
  дня: [12, 17],
  вечера: [16, 23],
  ночи: [21, 28],
  ночью: [21, 23],
  morning: [1, 11],
  afternoon: [12, 17],
  evening: [16, 23],
  night: [18, 23],
}

const hourIn = (hour: number, part: string | undefined): number | undefined => {
  if (part === undefined) return hour
  if (/^[ap]\.?m/u.test(part)) return hourOfTwelve(hour, part.startsWith('p'))
  if (isSmallHour(hour, part)) return undefined
  const [from, to] = partsOfDay[part] ?? [0, -1]
  const candidates = hour > 12 || hour === 0 ? [hour] : [hour, hour + 12, hour + 24]
  const fitting = candidates.find((candidate) => candidate >= from && candidate <= to)
  return fitting === undefined ? undefined : fitting % 24
}

const hourOfTwelve = (hour: number, isAfternoon: boolean): number | undefined =>
  hour >= 1 && hour <= 12 ? (hour % 12) + (isAfternoon ? 12 : 0) : undefined

const partShape = '(?: (?:in the |at )?(?<part>утра|дня|вечера|ночи|morning|afternoon|evening|night|[ap]\\.?m\\.?))?$'
const idioms = {
  half: new RegExp(`^(?:at |by )?half(?:[ -]past)?[ -](?<hour>\\d{1,2})${partShape}`, 'u'),
  past: new RegExp(`^(?:at |by )?(?:a )?(?<minute>\\d{1,2})(?: minutes)? past (?<hour>\\d{1,2})${partShape}`, 'u'),
  to: new RegExp(
    `^(?:at |by |в )?(?:(?:a )?(?<minute>\\d{1,2})(?: minutes)? (?:to|before|till?)|без (?<less>\\d{1,2})(?: минут[ыа]?)?) (?<hour>\\d{1,2})${partShape}`,
    'u',
  ),
  halfOf: new RegExp(`^(?:в |к )?(?:пол|половин[аеу])[ -]?(?<ordinal>\\p{L}+?)${partShape}`, 'u'),
  partOf: new RegExp(`^(?:в |к )?(?<minute>\\d{1,2})(?: минут[ыа]?)? (?<ordinal>\\p{L}+)${partShape}`, 'u'),
}

type Spoken = { readonly hour: number; readonly minute: number; readonly part: string | undefined }

// What is said by halves and quarters of an hour, on a clock of twelve.
const idiomOf = (phrase: string): Spoken | undefined => {
  const words = withDigits(phrase.replace(/\b(?:a )?quarter\b/u, '15').replace(/четверт(?:ь|и)/u, '15')).replace(
    /^(?<before>.*без \d+(?: минут[ыа]?)?) час(?!\p{L})/u,
    '$<before> 1',
  )
  return englishIdiom(words) ?? russianIdiom(words)
}

const before = (hour: number): number => (hour === 1 ? 12 : hour - 1)

const englishIdiom = (words: string): Spoken | undefined => {
  const past = idioms.half.exec(words) ?? idioms.past.exec(words)
  const found = past ?? idioms.to.exec(words)
  if (!found?.groups) return undefined
  const { minute, less, part } = found.groups
  const hour = Number(found.groups['hour'])
  if (hour < 1 || hour > 12) return undefined
  return past
    ? { hour, minute: Number(minute ?? 30), part }
    : { hour: before(hour), minute: 60 - Number(minute ?? less), part }
}

const russianIdiom = (words: string): Spoken | undefined => {
  const { ordinal = '', minute = '30', part } = (idioms.halfOf.exec(words) ?? idioms.partOf.exec(words))?.groups ?? {}
  const hour = ordinalOf(ordinal)
  return hour === undefined ? undefined : { hour: before(hour), minute: Number(minute), part }
}

// "Ночью" is late in the evening, or early: "завтра ночью в 1" may be meant of either night.
const adverbs: Readonly<Record<string, string>> = {
  утром: 'утра',
  днем: 'дня',
  вечером: 'вечера',
  ночью: 'ночью',
  morning: 'morning',
  afternoon: 'afternoon',
  evening: 'evening',
  night: 'night',
  tonight: 'night',
}

const adverbOf = (word: string | undefined): string | undefined => adverbs[word?.replace(/,$/u, '') ?? '']

/**
 * Takes a part of the day out of a phrase: "завтра вечером в 7" is "завтра в 7" in the "вечера", "tonight at 8" is
 * "today at 8" at "night".
 */
export const withoutPartOfDay = (
  words: readonly string[],
): { readonly words: readonly string[]; readonly part: string | undefined } => {
  // "7 in the evening" and "12 at night" are times as they stand.
  const place = words.findIndex(
    (word, i) => adverbOf(word) !== undefined && words[i - 1] !== 'the' && words[i - 1] !== 'at',
  )
  if (place < 0) return { words, part: undefined }
  const rest = words.slice(0, place)
  const isThis = words[place - 1] === 'this'
  const today = isThis || words[place]?.startsWith('tonight') ? ['today'] : []
  return {
    words: [...(isThis ? rest.slice(0, -1) : rest), ...today, ...words.slice(place + 1)],
    part: adverbOf(words[place]),
  }
}
