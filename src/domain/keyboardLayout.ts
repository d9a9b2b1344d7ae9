// The keys of the Russian layout (Windows) in the order of the US keyboard's.
const russian = 'ёйцукенгшщзхъфывапролджэячсмитьбю.' + 'ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,' + '"№;:?/'
const english = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?' + '@#$^&|'
// Where Ukrainian and Belarusian layouts differ.
const others = [
  ['іїєґІЇЄҐ', 's]\'\\S}"|'],
  ['ўЎ', 'oO'],
] as const

const keys: ReadonlyMap<string, string> = new Map(
  [[russian, english] as const, ...others].flatMap(([typed, meant]) =>
    Array.from(typed, (letter, place) => [letter, meant[place] ?? letter] as const),
  ),
)

/**
 * What the same keys would have typed on an English keyboard: a hand scanner types a code's text on whatever layout is
 * switched on. Undefined when a text was not typed on a Cyrillic layout alone.
 */
export const undoCyrillicLayout = (text: string): string | undefined =>
  /\p{Script=Cyrillic}/u.test(text) && !/\p{Script=Latin}/u.test(text)
    ? Array.from(text, (letter) => keys.get(letter) ?? letter).join('')
    : undefined
