import { describe, expect, test } from 'vitest'
import {
  clockTime,
  date,
  dateTime,
  dateTimeWithZone,
  localTime,
  tgTime,
  timeRange,
  zoneOffset,
} from '../../../src/texts/format.js'
import { zoneName } from '../../../src/texts/zoneNames.js'
import { parseWhen, type WhenContext } from '../../../src/texts/times/when.js'
import { createChance } from '../../slow/property/chance.js'
import { size } from '../../slow/size.js'

const minute = 60_000
const day = 1440 * minute

const zones = Intl.supportedValuesOf('timeZone')
const languages = ['ru', 'en'] as const
const start = Date.parse('2026-01-01T00:00:00Z')

type Sample = {
  readonly at: number
  readonly until: number
  readonly now: number
  readonly zone: string
  readonly language: (typeof languages)[number]
}

const samplesOf = (seed: number, count: number): readonly Sample[] => {
  const chance = createChance(seed)
  return Array.from({ length: count }, () => {
    const at = start + chance.below(5 * 365 * 1440) * minute
    return {
      at,
      until: at + (1 + chance.below(3 * 1440)) * minute,
      now: at + (chance.below(1600 * 1440) - 800 * 1440) * minute,
      zone: chance.pick(zones),
      language: chance.pick(languages),
    }
  })
}

/** Whether the clocks show this time once: of one that comes twice only the offset tells which it is. */
const isOnce = (at: number, zone: string): boolean => localTime(at, zone).getPossibleOffsets().length === 1

type Printed = readonly (readonly [text: string, meaning: unknown])[]

/** Every text with a time that the bot writes, and what it must be read as: with years, and as it is written now. */
const printed = (sample: Sample): Printed => [...printedAt(sample, undefined), ...printedAt(sample, sample.now)]

const printedAt = ({ at, until, zone, language, ...sample }: Sample, now: number | undefined): Printed => {
  const span = { startsAt: at, endsAt: until, zone }
  const range = timeRange(span, language, now)
  const [once, both] = [isOnce(at, zone), isOnce(at, zone) && isOnce(until, zone)]
  return [
    [dateTimeWithZone(at, zone, language, now), { kind: 'instant', at }],
    [tgTime(at, zone, language, now ?? sample.now).html.replace(/<[^>]*>/gu, ''), { kind: 'instant', at }],
    [`📅 ${dateTimeWithZone(at, zone, language, now)}`, { kind: 'instant', at }],
    ...(once ? ([[dateTime(at, zone, language, now), { kind: 'instant', at }]] as const) : []),
    ...(both ? ([[range, { kind: 'instant', at, until }]] as const) : []),
    ...(both ? ([[`${range} (${zoneOffset(at, zone)})`, { kind: 'instant', at, until }]] as const) : []),
    ...(both ? ([[`${range} (${zoneName(zone, at, language)})`, { kind: 'instant', at, until }]] as const) : []),
    [date(at, zone, language, now), { kind: 'day', day: localTime(at, zone).toISODate() }],
  ]
}

const readOf = (text: string, context: WhenContext): unknown => {
  try {
    return parseWhen(text, context)
  } catch (error) {
    return String(error)
  }
}

const misread = (sample: Sample, reader: Sample['language']) =>
  printed(sample).flatMap(([text, meaning]) => {
    const { now, zone } = sample
    const read = readOf(text, { now, zone, language: reader })
    return JSON.stringify(read) === JSON.stringify(meaning) ? [] : [{ text, zone, meaning, read }]
  })

describe('what the bot prints, it reads back', () => {
  test.each(languages)('every date, time and range, in any zone, of either language, by a reader of %s', (reader) => {
    expect(samplesOf(20_261_122, size(90, 500)).flatMap((sample) => misread(sample, reader))).toEqual([])
  })

  test.each(['America/Grand_Turk', 'Antarctica/Syowa'])('also where the place is written with "ё": %s', (zone) => {
    const at = start + 200 * day
    const sample: Sample = { at, until: at + 600 * minute, now: at - day, zone, language: 'ru' }
    expect(languages.flatMap((reader) => misread(sample, reader))).toEqual([])
  })

  test('also around every change of the clocks', () => {
    const changes = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'].map((at) => Date.parse(at))
    const near = changes.flatMap((change) => Array.from({ length: 20 }, (_, i) => change + (i - 10) * 13 * minute))
    const samples = near.map((at): Sample => {
      return { at, until: at + 5 * 60 * minute, now: at - day, zone: 'Europe/Berlin', language: 'en' }
    })
    expect(samples.flatMap((sample) => misread(sample, 'en'))).toEqual([])
  })

  test('a time alone, on its day', () => {
    const samples = samplesOf(7, 200).filter(({ at, zone }) => isOnce(at, zone))
    const read = samples.map(({ at, now, zone, language }) =>
      parseWhen(clockTime(at, zone), { now, zone, language, day: localTime(at, zone).toISODate() }),
    )
    expect(read).toEqual(samples.map(({ at }) => ({ kind: 'instant', at })))
  })

  test('a time that is printed without its offset may be one of two', () => {
    const at = Date.parse('2026-10-25T01:30:00Z')
    const context = { now: at - day, zone: 'Europe/Berlin', language: 'en' } as const
    expect(parseWhen(dateTime(at, context.zone, 'en'), context)).not.toEqual({ kind: 'instant', at })
    expect(parseWhen(dateTimeWithZone(at, context.zone, 'en'), context)).toEqual({ kind: 'instant', at })
  })
})
