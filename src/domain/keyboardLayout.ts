// The keys of the Russian layout (Windows) in the order of the US keyboard's.
const russianLetters = 'ёйцукенгшщзхъфывапролджэячсмитьбю'
const latinKeys = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const russian = `${russianLetters}.${russianLetters.toUpperCase()},"№;:?/`
const english = `${latinKeys}/~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?@#$^&|`
// Where Ukrainian and Belarusian layouts differ.
const others = [
  ['іїєґІЇЄҐ', 's]\'\\S}"|'],
  ['ўЎ', 'oO'],
] as const

const keysOf = (typed: string, meant: string): readonly (readonly [typed: string, meant: string])[] =>
  Array.from(typed, (letter, place) => [letter, meant[place] ?? letter] as const)

const keys = new Map([...keysOf(russian, english), ...others.flatMap(([typed, meant]) => keysOf(typed, meant))])

const [capitals, capitalKeys] = [russianLetters.toUpperCase(), latinKeys.toUpperCase()]
const toLatin = new Map(keysOf(capitals, capitalKeys))
const toRussian = new Map(keysOf(capitalKeys, capitals))

const typedWith = (layout: ReadonlyMap<string, string>, text: string): string =>
  Array.from(text, (letter) => layout.get(letter) ?? letter).join('')

/** What the same keys write when the keyboard is switched to the other language, Russian or English; in capitals. */
export const otherLayout = (text: string): string =>
  typedWith(/\p{Script=Cyrillic}/u.test(text) ? toLatin : toRussian, text.toUpperCase())

/**
 * What the same keys would have typed on an English keyboard: a hand scanner types a code's text on whatever layout is
 * switched on. Undefined when a text was not typed on a Cyrillic layout alone.
 */
export const undoCyrillicLayout = (text: string): string | undefined =>
  /\p{Script=Cyrillic}/u.test(text) && !/\p{Script=Latin}/u.test(text) ? typedWith(keys, text) : undefined
