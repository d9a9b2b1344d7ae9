import { isZone } from '../../texts/zoneNames.js'

/** How one field of a button is written and read; undefined when what is read makes no sense. */
export type ButtonField<T> = { readonly write: (value: T) => string; readonly read: (text: string) => T | undefined }

const upTo = (max: number): ButtonField<number> => ({
  write: String,
  read: (text) => (/^\d{1,16}$/u.test(text) && Number(text) <= max ? Number(text) : undefined),
})

/** A whole number from 0, such as a quantity or an instant. */
export const whole = upTo(Number.MAX_SAFE_INTEGER)

/** The id of a row, or 0 for none. PostgreSQL fails on a larger one instead of finding nothing. */
export const rowId = upTo(2 ** 31 - 1)

const brieflyUpTo = (most: number): ButtonField<number> => ({
  write: (value) => value.toString(36),
  read: (text) => {
    const value = /^[\da-z]{1,11}$/u.test(text) ? parseInt(text, 36) : Infinity
    return value <= most ? value : undefined
  },
})

/** The same as `whole` in fewer characters, where a button is full. */
export const brief = brieflyUpTo(Number.MAX_SAFE_INTEGER)

/** The same as `rowId` in fewer characters, and a count of hours that is a time still. */
export const briefId = brieflyUpTo(2 ** 31 - 1)

/** A text of a certain form, without colons. */
export const matching = (form: RegExp): ButtonField<string> => ({
  write: (text) => text,
  read: (text) => (form.test(text) ? text : undefined),
})

/** A short word of letters, digits, "_" and "-". */
export const word = matching(/^[\w-]{1,40}$/u)

/** One of a closed set of words. */
export const oneOf = <const T extends string>(...words: readonly T[]): ButtonField<T> => ({
  write: (text) => text,
  read: (text) => words.find((known) => known === text),
})

/** A time zone: an IANA name or "UTC+5:30", whose colon is written as a point. */
export const timeZone: ButtonField<string> = {
  write: (zone) => zone.replace(':', '.'),
  read: (text) => {
    const zone = text.replace('.', ':')
    return /^[\w+/:-]{1,40}$/u.test(zone) && isZone(zone) ? zone : undefined
  },
}
