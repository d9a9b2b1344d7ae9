import { randomBytes } from 'node:crypto'
import { shortCodeFrom, shortCodeLength } from '../domain/shortCode.js'

/** Chance: one of the four effects. */
export type Codes = {
  /** The public name of an event in links: 10 characters of a–z, 2–7. */
  slug(): string
  /** The secret of a ticket or of a one-time link: 128 random bits as 22 characters of base64url. */
  ticket(): string
  /** The short code of a ticket: 40 random bits as 8 characters that are easy to type. */
  short(): string
  /** A key that makes a repeated request recognizable. */
  key(): string
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** Codes from the machine's secure random source. */
export const randomCodes: Codes = {
  slug: () => Array.from(randomBytes(10), (byte) => letters[byte % letters.length]).join(''),
  ticket: () => randomBytes(16).toString('base64url'),
  short: () => shortCodeFrom(randomBytes(shortCodeLength)),
  key: () => randomBytes(9).toString('base64url'),
}
