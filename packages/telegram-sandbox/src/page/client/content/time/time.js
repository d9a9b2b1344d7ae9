/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map()

/**
 * Making an Intl format takes longer than using it many times, so they are kept. An unknown language or zone becomes
 * English or UTC.
 * @param {string} language
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
const formatOf = (language, zone, options) => {
  const key = `${language} ${zone} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = makeFormat(language, zone, options)
  formats.set(key, made)
  return made
}

/**
 * @param {string} language
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
const makeFormat = (language, zone, options) => {
  for (const [locale, timeZone] of [
    [language, zone],
    [language, 'UTC'],
    ['en', zone],
  ]) {
    try {
      return new Intl.DateTimeFormat(locale, { ...options, timeZone })
    } catch {
      // Not a language or a zone that this browser knows: the next pair.
    }
  }
  return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' })
}

/**
 * Telegram's letters for dates, each with what it shows.
 * @type {Readonly<Record<string, Intl.DateTimeFormatOptions>>}
 */
const letters = {
  w: { weekday: 'long' },
  d: { day: '2-digit', month: '2-digit', year: '2-digit' },
  D: { day: 'numeric', month: 'long', year: 'numeric' },
  t: { hour: 'numeric', minute: '2-digit' },
  T: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
}

/** @type {readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]} */
const units = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

/**
 * The largest unit that fits between two moments.
 * @param {number} distance Milliseconds, positive in the future.
 */
const unitOf = (distance) =>
  units.find(([, size]) => Math.abs(distance) >= size) ?? /** @type {const} */ (['second', 1000])

/**
 * @param {number} distance
 * @param {string} language
 */
const relative = (distance, language) => {
  const [unit, size] = unitOf(distance)
  const count = Math.trunc(distance / size)
  try {
    return new Intl.RelativeTimeFormat(language, { numeric: count === 0 ? 'auto' : 'always' }).format(count, unit)
  } catch {
    return relative(distance, 'en')
  }
}

/**
 * Who reads: `language` is an IETF tag, `zone` an IANA name; `now` is in milliseconds since 1970, and only `r` asks for
 * it.
 * @typedef {{ readonly language: string, readonly zone: string, readonly now: number }} Reader
 */

/**
 * A moment in the words of a `date_time` entity's format.
 * @param {number} unixSeconds
 * @param {string} format `r`, or `w?[dD]?[tT]?`: weekday, short or long date, short or long time.
 * @param {Reader} reader
 * @returns {string} '' when the format is empty: then the sender's own words stand.
 */
export const formatDateTime = (unixSeconds, format, { language, zone, now }) => {
  if (format === 'r') return relative(unixSeconds * 1000 - now, language)
  const options = format
    .split('')
    .reduce((all, letter) => ({ ...all, ...letters[letter] }), /** @type {Intl.DateTimeFormatOptions} */ ({}))
  return format === '' ? '' : formatOf(language, zone, options).format(unixSeconds * 1000)
}

/**
 * After how many milliseconds the words of `r` become others; at most an hour, so that a sleeping computer is soon
 * right again.
 * @param {number} unixSeconds
 * @param {number} now Milliseconds since 1970.
 */
export const relativeChangesIn = (unixSeconds, now) => {
  const distance = unixSeconds * 1000 - now
  const [, size] = unitOf(distance)
  const past = Math.abs(distance) % size
  return Math.min(3_600_000, distance >= 0 ? past + 1 : size - past)
}

/**
 * The date, the time and the zone in full, for a tooltip.
 * @param {number} unixSeconds
 * @param {string} language
 * @param {string} zone
 */
export const fullDateTime = (unixSeconds, language, zone) =>
  `${formatOf(language, zone, { dateStyle: 'full', timeStyle: 'short' }).format(unixSeconds * 1000)} (${zone})`

/**
 * The time that stands in a bubble's corner, in 24 hours: there is little room.
 * @param {number} unixSeconds
 * @param {string} language
 * @param {string} zone
 */
export const clockTime = (unixSeconds, language, zone) =>
  formatOf(language, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(unixSeconds * 1000)
