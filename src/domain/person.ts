import { cleanLine, cut } from './text.js'

/** The languages Levem speaks. */
export const languages = ['ru', 'en'] as const

/** A language Levem speaks. */
export type Language = (typeof languages)[number]

/** Anyone who spoke to the bot. `id` is the Telegram user id (up to 52 bits). */
export type Person = {
  readonly id: number
  readonly displayName: string
  /** Without "@"; empty for whoever has none, undefined when it was not told. */
  readonly username?: string | undefined
  /** The tag Telegram reports, such as "pt-br"; absent for some clients. */
  readonly languageCode: string | undefined
  /** What the person chose with /language; wins over `languageCode`. */
  readonly chosenLanguage: Language | undefined
  /** UTC milliseconds since when Telegram refuses to deliver to this person; undefined while reachable. */
  readonly unreachableSince: number | undefined
}

/**
 * Below this number are Telegram's: an id has at most 52 significant bits
 * (https://core.telegram.org/bots/api#user). From here on are people who have none: those who bought at a door, by
 * sale, and names on guest lists, by chance, far behind them.
 */
export const firstNameOnly = 2 ** 52

/** Whether somebody is only a name: nobody to be spoken to. */
export const isNameOnly = (personId: number): boolean => personId >= firstNameOnly

// Whoever has one of these as the Telegram language most likely reads Russian better than English.
const readsRussian = new Set(['ru', 'be', 'uk', 'kk', 'ky', 'tg', 'tt', 'uz'])

/** The language to speak with a person. */
export const languageOf = (person: Pick<Person, 'chosenLanguage' | 'languageCode'>, fallback: Language): Language => {
  if (person.chosenLanguage) return person.chosenLanguage
  if (!person.languageCode) return fallback
  return readsRussian.has(person.languageCode.toLowerCase().split('-')[0] ?? '') ? 'ru' : 'en'
}

const nameLength = 64

// Letters and signs of which nothing is seen.
const unseen = /\p{Z}|\p{C}|\p{M}|[\u115F\u1160\u2800\u3164\uFFA0]/gu

/** A name of which something is seen, so that it can be pressed: "#5" for one of blanks and the like. */
export const visibleNameOf = ({ id, name }: { readonly id: number; readonly name: string }): string =>
  name.replace(unseen, '') === '' ? `#${id}` : name

/** The name to show for a Telegram user: at most 64 characters, never empty. */
export const displayNameOf = (names: {
  readonly first: string
  readonly last: string | undefined
  readonly id: number
}): string => cut(cleanLine(`${names.first} ${names.last ?? ''}`), nameLength) || `#${names.id}`
