/** A time on the clock. */
export type TimeOfDay = { readonly hour: number; readonly minute: number; readonly second: number }

const shape =
  /^(?:(?<before>в|во|к|с|at|from|@) )?(?<hour>\d{1,2})(?:(?<sign>[:.-])(?<minute>\d{2})(?::(?<second>\d{2}))?)? ?(?<unit>часов|часа|час|ч|h|o'clock)?\.? ?(?:in the )?(?<part>утра|дня|вечера|ночи|morning|afternoon|evening|night|a\.?m\.?|p\.?m\.?)?$/u

/**
 * Reads a whole phrase as a time: "19:00", "в 7 вечера", "19-30", "7:30 pm", "at noon". undefined when it is none. A
 * bare number needs a word beside it ("в 19", "at 7", "19 часов") unless `bare` says that only a time can be meant.
 * `part` is a part of the day said elsewhere ("завтра вечером в 7"). Midnight in words and "12 ночи" are not read:
 * nobody knows of which of two days.
 */
export const timeOf = (
  phrase: string,
  { bare = false, part: said }: { readonly bare?: boolean; readonly part?: string | undefined } = {},
): TimeOfDay | undefined => {
  if (/^(?:at |в )?(?:noon|midday|полдень)$/u.test(phrase)) return { hour: 12, minute: 0, second: 0 }
  const found = shape.exec(phrase)?.groups
  return found && (bare || !isBare(found)) ? timeIn(found, said) : undefined
}

type Found = Readonly<Record<string, string | undefined>>

const timeIn = ({ hour, sign, minute = '0', second = '0', part }: Found, said: string | undefined) => {
  if (sign === '-' && !/^(?:00|15|30|45)$/u.test(minute)) return undefined
  if (part !== undefined && said !== undefined) return undefined
  return checked({ hour: hourIn(Number(hour), part ?? said), minute: Number(minute), second: Number(second) })
}

/** Whether nothing but a number was said. */
const isBare = ({ before, sign, unit, part }: Found): boolean =>
  [before, sign, unit, part].every((word) => word === undefined)

const checked = ({
  hour,
  minute,
  second,
}: {
  readonly hour: number | undefined
  readonly minute: number
  readonly second: number
}): TimeOfDay | undefined =>
  hour !== undefined && hour < 24 && minute < 60 && second < 60 ? { hour, minute, second } : undefined

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
  if (part === 'ночи' && hour === 12) return undefined
  const [from, to] = partsOfDay[part] ?? [0, -1]
  const candidates = hour > 12 || hour === 0 ? [hour] : [hour, hour + 12, hour + 24]
  const fitting = candidates.find((candidate) => candidate >= from && candidate <= to)
  return fitting === undefined ? undefined : fitting % 24
}

const hourOfTwelve = (hour: number, isAfternoon: boolean): number | undefined =>
  hour >= 1 && hour <= 12 ? (hour % 12) + (isAfternoon ? 12 : 0) : undefined

// "Ночью" is late in the evening only: "завтра ночью в 1" may be meant of either night.
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
  // "7 in the evening" is a time as it stands.
  const place = words.findIndex((word, i) => adverbOf(word) !== undefined && words[i - 1] !== 'the')
  if (place < 0) return { words, part: undefined }
  const before = words.slice(0, place)
  const isThis = words[place - 1] === 'this'
  const today = isThis || words[place]?.startsWith('tonight') ? ['today'] : []
  return {
    words: [...(isThis ? before.slice(0, -1) : before), ...today, ...words.slice(place + 1)],
    part: adverbOf(words[place]),
  }
}
