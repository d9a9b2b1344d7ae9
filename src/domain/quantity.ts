import { withDigits } from './numberWords.js'
import { folded } from './text.js'

// What people write around a number of tickets: "2 билета, пожалуйста", "x2", "for two people".
const around =
  /^(?:билет(?:а|ов|ы|ик|ика|иков)?|шт(?:ук[аи]?)?|чел(?:овека?)?|мне|нам|на|нужн[оы]|нужен|возьму|хочу|беру|пожалуйста|tickets?|pcs|pieces?|people|persons?|for|us|me|i|need|want|take|please|pls)$/u

// Of people.
const together: Readonly<Record<string, number>> = {
  ...{ двое: 2, двоих: 2, пара: 2, трое: 3, троих: 3, четверо: 4, четверых: 4, пятеро: 5, пятерых: 5 },
}

/** A number of tickets as people type it ("2", "２", "два билета", "x2", "three please"); undefined: something else. */
export const quantityIn = (text: string): number | undefined => {
  const words = folded(text)
    .replace(/[\ufe0f\u20e3]/gu, '')
    .replace(/(?<=^|\s)[xх×*](?=\s?\d)|(?<=\d)\s?[xх×*](?=$|\s)/gu, ' ')
    .replace(/(?<=\d)(?=\p{L})/gu, ' ')
    .split(/[\s.,!+()]+/u)
    .filter((word) => word !== '' && !around.test(word))
  const [only = '', ...others] = withDigits(words.join(' ')).split(' ')
  if (others.length > 0) return undefined
  return /^\d{1,6}$/u.test(only) ? Number(only) : Object.hasOwn(together, only) ? together[only] : undefined
}
