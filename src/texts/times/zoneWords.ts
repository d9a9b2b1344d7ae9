import { FixedOffsetZone } from 'luxon'
import { languages } from '../../domain/person.js'
import { folded } from '../../domain/text.js'
import { localTime } from '../format.js'
import { placeOf } from '../zoneNames.js'

/** A phrase without the zones it names: IANA zones or "UTC+3"; mostly none or one. */
type Zoned = { readonly phrase: string; readonly zones: readonly string[] }

// Abbreviations, and of each the zones that people mean by it.
const abbreviations: Readonly<Record<string, readonly string[]>> = {
  мск: ['Europe/Moscow'],
  msk: ['Europe/Moscow'],
  wet: ['Europe/Lisbon'],
  cet: ['Europe/Berlin'],
  cest: ['Europe/Berlin'],
  eet: ['Europe/Athens'],
  eest: ['Europe/Athens'],
  trt: ['Europe/Istanbul'],
  bst: ['Europe/London'],
  ist: ['Asia/Kolkata', 'Asia/Jerusalem', 'Europe/Dublin'],
  est: ['America/New_York'],
  edt: ['America/New_York'],
  et: ['America/New_York'],
  cst: ['America/Chicago', 'Asia/Shanghai'],
  cdt: ['America/Chicago'],
  mst: ['America/Denver'],
  mdt: ['America/Denver'],
  pst: ['America/Los_Angeles'],
  pdt: ['America/Los_Angeles'],
  pt: ['America/Los_Angeles'],
  jst: ['Asia/Tokyo'],
  kst: ['Asia/Seoul'],
  hkt: ['Asia/Hong_Kong'],
  sgt: ['Asia/Singapore'],
  aest: ['Australia/Sydney'],
  aedt: ['Australia/Sydney'],
  екб: ['Asia/Yekaterinburg'],
  нск: ['Asia/Novosibirsk'],
  влд: ['Asia/Vladivostok'],
}

// "По Москве", "по московскому времени": the beginning of the city's name, or of its adjective.
const russianCities: readonly (readonly [beginning: string, zone: string])[] = [
  ['моск', 'Europe/Moscow'],
  ['питер', 'Europe/Moscow'],
  ['петербург', 'Europe/Moscow'],
  ['калининград', 'Europe/Kaliningrad'],
  ['самар', 'Europe/Samara'],
  ['екатеринбург', 'Asia/Yekaterinburg'],
  ['челябинск', 'Asia/Yekaterinburg'],
  ['омск', 'Asia/Omsk'],
  ['новосибирск', 'Asia/Novosibirsk'],
  ['красноярск', 'Asia/Krasnoyarsk'],
  ['иркутск', 'Asia/Irkutsk'],
  ['якутск', 'Asia/Yakutsk'],
  ['владивосток', 'Asia/Vladivostok'],
  ['магадан', 'Asia/Magadan'],
  ['камчат', 'Asia/Kamchatka'],
  ['киев', 'Europe/Kyiv'],
  ['минск', 'Europe/Minsk'],
  ['тбилис', 'Asia/Tbilisi'],
  ['ереван', 'Asia/Yerevan'],
  ['бак', 'Asia/Baku'],
  ['астан', 'Asia/Almaty'],
  ['алмат', 'Asia/Almaty'],
  ['ташкент', 'Asia/Tashkent'],
  ['бишкек', 'Asia/Bishkek'],
  ['душанбе', 'Asia/Dushanbe'],
  ['кишинев', 'Europe/Chisinau'],
  ['риг', 'Europe/Riga'],
  ['рижск', 'Europe/Riga'],
  ['вильнюс', 'Europe/Vilnius'],
  ['таллин', 'Europe/Tallinn'],
  ['берлин', 'Europe/Berlin'],
  ['лондон', 'Europe/London'],
  ['париж', 'Europe/Paris'],
  ['варшав', 'Europe/Warsaw'],
  ['праг', 'Europe/Prague'],
  ['белград', 'Europe/Belgrade'],
  ['стамбул', 'Europe/Istanbul'],
  ['дуба', 'Asia/Dubai'],
  ['тель-авив', 'Asia/Jerusalem'],
  ['токи', 'Asia/Tokyo'],
  ['пекин', 'Asia/Shanghai'],
  ['нью-йорк', 'America/New_York'],
  ['гринвич', 'UTC'],
]

const abbreviation = Object.keys(abbreviations).join('|')
const city = russianCities.map(([beginning]) => beginning).join('|')
const shapes: readonly RegExp[] = [
  /(?<=^| )(?<local>(?:по )?местно(?:му|го|е)(?: врем(?:ени|я))?|local time)(?= |$|,)/u,
  /(?<=^|[ \d])(?:по )?(?<base>gmt|utc|гмт|мск|msk) ?(?<offset>[+-] ?\d{1,2}(?::?\d{2})?)?(?: времени| time)?(?= |$|,)/u,
  /(?<=\d:\d{2}(?::\d{2})?) ?(?<base>z)(?= |$)/u,
  /(?<=\d ?)(?<offset>\+\d{1,2}(?::?\d{2})?)(?= |$)/u,
  /(?<=^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?)(?<offset>-\d{2}:?\d{2})(?= |$)/u,
  new RegExp(String.raw`(?<=^|[ \d])(?:по )?(?<abbreviation>${abbreviation})(?: времени| time)?(?= |$|,)`, 'u'),
  new RegExp(String.raw`(?<=^| )(?:по )?(?<city>(?:${city})[\p{L}-]*)(?: врем(?:ени|я))?(?= |$|,)`, 'u'),
  /(?<=^| )(?<english>\p{L}+(?: \p{L}+)?) time(?= |$|,)/u,
  /(?<=^| )(?<english>\p{L}+) time(?= |$|,)/u,
  /(?<=^| )(?<iana>[a-z]+\/[a-z_/-]+)(?= |$|,)/u,
]

/**
 * Takes a zone out of a phrase in lower case: "19:00 мск", "19:00 gmt+3", "19:00 по москве", "7pm moscow time",
 * "19:00z". Where an abbreviation has several meanings, `own` (an IANA zone) is preferred; it is also the
 * "local time". What nobody knows stays.
 */
export const withoutZone = (phrase: string, own: string): Zoned => {
  for (const shape of [ownCity(own), ...shapes]) {
    const match = shape.exec(phrase)
    const zone = match ? zoneOf(match.groups ?? {}, own) : undefined
    if (match && zone !== undefined) {
      const rest = `${phrase.slice(0, match.index)} ${phrase.slice(match.index + match[0].length)}`
      // "Europe/Moscow, GMT+3" says the same twice.
      const inner = withoutZone(rest.replace(/ +/gu, ' ').trim(), own)
      return { phrase: inner.phrase, zones: [zone, ...inner.zones] }
    }
  }
  return { phrase, zones: [] }
}

// "Europe/Moscow" is "moscow" and "москва"; "Сёва" is read as "сева", as all that people write.
const ownCity = (own: string): RegExp => {
  const names = [cityOf(own), ...languages.map((language) => placeOf(own, language) ?? '')]
  const local = names.filter((name) => name !== '').map((name) => folded(name).replace(/[^\p{L} ]/gu, '.'))
  return new RegExp(String.raw`(?<=^| )(?<local>${local.join('|')})(?: time)?(?= |$|,)`, 'u')
}

const zoneLead = /^(?:часовой пояс|пояс|time ?zone|zone|in)[ :]+/u

/** The one zone that is named and nothing beside it: "по Красноярску", "GMT+7", "Berlin time"; undefined otherwise. */
export const zoneAlone = (text: string, own: string): string | undefined => {
  const words = folded(text).replace(/[−–]/gu, '-').replace(/[().]/gu, ' ')
  const { phrase, zones } = withoutZone(words.replace(/\s+/gu, ' ').trim().replace(zoneLead, ''), own)
  const [zone, ...others] = zones
  const isOne = zone !== undefined && others.every((other) => isSameTime(zone, other, 0))
  return isOne && /^[, ]*$/u.test(phrase) ? zone : undefined
}

type Groups = Readonly<Record<string, string | undefined>>

const zoneOf = (groups: Groups, own: string): string | undefined => {
  if (groups['local'] !== undefined) return own
  return 'base' in groups || 'offset' in groups ? offsetZone(groups['base'], groups['offset']) : namedZone(groups, own)
}

const namedZone = (groups: Groups, own: string): string | undefined => {
  const { abbreviation: short, english = '', iana = '' } = groups
  if (short !== undefined) return preferred(abbreviations[short] ?? [], own)
  return russianZone(groups['city']) ?? cityZones().get(english) ?? zoneNames().get(iana)
}

const russianZone = (name: string | undefined): string | undefined =>
  russianCities.find(([beginning]) => name?.startsWith(beginning))?.[1]

const preferred = (zones: readonly string[], own: string): string | undefined => (zones.includes(own) ? own : zones[0])

const moscowMinutes = 180

// "мск+2" is how Russians write "UTC+5".
const offsetZone = (base: string | undefined, offset: string | undefined): string | undefined => {
  const isMoscow = base === 'мск' || base === 'msk'
  if (offset === undefined) return isMoscow ? 'Europe/Moscow' : 'UTC'
  const { sign, hours, minutes = '00' } = offsetShape.exec(offset)?.groups ?? {}
  const total = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) + (isMoscow ? moscowMinutes : 0)
  return Math.abs(total) <= largestOffset && Number(minutes) < 60 ? FixedOffsetZone.instance(total).name : undefined
}

const offsetShape = /^(?<sign>[+-]) ?(?<hours>\d{1,2}?):?(?<minutes>\d{2})?$/u
const largestOffset = 14 * 60

const once = <T>(make: () => T): (() => T) => {
  const known: { value?: T } = {}
  return () => (known.value ??= make())
}

const zoneNames = once(
  () => new Map(['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => [zone.toLowerCase(), zone])),
)

const cityZones = once(
  () =>
    new Map([
      ...[...zoneNames().values()].map((zone) => [cityOf(zone), zone] as const),
      ['eastern', 'America/New_York'],
      ['central', 'America/Chicago'],
      ['mountain', 'America/Denver'],
      ['pacific', 'America/Los_Angeles'],
      ['central european', 'Europe/Berlin'],
      ['kyiv', 'Europe/Kyiv'],
    ]),
)

const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ').toLowerCase()

/** Whether two zones show the same time at an instant (UTC milliseconds). */
export const isSameTime = (one: string, other: string, at: number): boolean =>
  localTime(at, one).offset === localTime(at, other).offset
