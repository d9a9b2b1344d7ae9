import { Info } from 'luxon'
import type { Language } from '../domain/person.js'
import { zoneOffset } from './format.js'

/** Whether clocks can be set by it: an IANA zone, or "UTC+5:30". */
export const isZone = (text: string): boolean => Info.normalizeZone(text).isValid

/** "Москва, GMT+3", "New York, GMT−5": a zone by its place, and its offset at that instant; without a place "GMT+3". */
export const zoneName = (zone: string, at: number, language: Language): string =>
  [placeOf(zone, language), zoneOffset(at, zone)].filter((part) => part !== undefined).join(', ')

/**
 * The place a zone is named after, as its language writes it. Intl has a city only where a country has several zones,
 * and a country otherwise ("Германия"); undefined for what is no place ("UTC+3"), or has no name.
 */
export const placeOf = (zone: string, language: Language): string | undefined => {
  if (!/^(?!Etc\/)[A-Z]\w+\//u.test(zone)) return undefined
  return language === 'en' ? zone.split('/').at(-1)?.replaceAll('_', ' ') : placeInIntl(zone, language)
}

const placeInIntl = (zone: string, language: Language): string | undefined => {
  const format = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'shortGeneric' })
  const name = format.formatToParts(0).find(({ type }) => type === 'timeZoneName')?.value
  // "Гонконг (САР)"; where it knows no place, "GMT+11".
  return name === undefined || /^[A-Z]/u.test(name) ? undefined : name.replace(/ \(.*\)$/u, '')
}
