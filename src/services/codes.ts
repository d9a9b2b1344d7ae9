import { firstNameOnly } from '../domain/person.js'
import { shortCodeFrom, shortCodeLength } from '../domain/shortCode.js'
import { type Random, secureRandom } from '../runtime/random.js'

/** Names and secrets made by chance. */
export type Codes = {
  /** The public name of an event in links: 10 characters of a–z, 2–7. */
  slug(): string
  /** The secret of a ticket or of a one-time link: 128 random bits as 22 characters of base64url. */
  ticket(): string
  /** The short code of a ticket: 40 random bits as 8 characters that are easy to type. */
  short(): string
  /** A key that makes a repeated request recognizable. */
  key(): string
  /** A number for whoever is only a name: see isNameOnly. */
  nameOnly(): number
  /** A number from 0 to 2^31 − 1, of no meaning. */
  chance(): number
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** Codes from this source of chance. */
const createCodes = (random: Random): Codes => ({
  slug: () => Array.from(random(10), (byte) => letters[byte % letters.length]).join(''),
  ticket: () => random(16).toString('base64url'),
  short: () => shortCodeFrom(random(shortCodeLength)),
  key: () => random(9).toString('base64url'),
  // 48 random bits, behind all that are numbered.
  nameOnly: () => firstNameOnly + 2 ** 48 + random(6).readUIntBE(0, 6),
  chance: () => random(4).readUInt32BE() >>> 1,
})

/** Codes that nobody can guess. */
export const randomCodes = createCodes(secureRandom)
