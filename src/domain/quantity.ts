// What people write around a number of tickets: "2 билета, пожалуйста", "x2", "for two people".
const around =
  /^(?:билет(?:а|ов|ы|ик|ика|иков)?|шт(?:ук[аи]?)?|чел(?:овека?)?|мне|нам|на|нужн[оы]|нужен|возьму|хочу|беру|пожалуйста|tickets?|pcs|pieces?|people|persons?|for|us|me|i|need|want|take|please|pls)$/u

const numerals: Readonly<Record<string, number>> = {
  ...{ один: 1, одна: 1, одну: 1, одного: 1, два: 2, две: 2, двое: 2, двоих: 2, пару: 2, пара: 2 },
  ...{ три: 3, трое: 3, троих: 3, четыре: 4, четверо: 4, четверых: 4, пять: 5, пятеро: 5, шесть: 6, семь: 7 },
  ...{ восемь: 8, девять: 9, десять: 10 },
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
}

/** A number of tickets as people type it ("2", "２", "два билета", "x2", "three please"); undefined: something else. */
export const quantityIn = (text: string): number | undefined => {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\ufe0f\u20e3]/gu, '')
    .replace(/(?<=^|\s)[xх×*](?=\s?\d)|(?<=\d)\s?[xх×*](?=$|\s)/gu, ' ')
    .replace(/(?<=\d)(?=\p{L})/gu, ' ')
    .split(/[\s.,!+()]+/u)
    .filter((word) => word !== '' && !around.test(word))
  const [only = '', ...others] = words
  if (others.length > 0) return undefined
  return /^\d{1,6}$/u.test(only) ? Number(only) : Object.hasOwn(numerals, only) ? numerals[only] : undefined
}
