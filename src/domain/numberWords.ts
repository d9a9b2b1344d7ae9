const units: readonly (readonly string[])[] = [
  ['ноль', 'zero'],
  ['один', 'одна', 'одну', 'одного', 'one'],
  ['два', 'две', 'двух', 'пару', 'two'],
  ['три', 'трех', 'three'],
  ['четыре', 'четырех', 'four'],
  ['пять', 'пяти', 'five'],
  ['шесть', 'шести', 'six'],
  ['семь', 'семи', 'seven'],
  ['восемь', 'восьми', 'eight'],
  ['девять', 'девяти', 'nine'],
  ['десять', 'десяти', 'ten'],
  ['одиннадцать', 'одиннадцати', 'eleven'],
  ['двенадцать', 'двенадцати', 'twelve'],
  ['тринадцать', 'тринадцати', 'thirteen'],
  ['четырнадцать', 'четырнадцати', 'fourteen'],
  ['пятнадцать', 'пятнадцати', 'fifteen'],
  ['шестнадцать', 'шестнадцати', 'sixteen'],
  ['семнадцать', 'семнадцати', 'seventeen'],
  ['восемнадцать', 'восемнадцати', 'eighteen'],
  ['девятнадцать', 'девятнадцати', 'nineteen'],
]

const tens: readonly (readonly string[])[] = [
  ['двадцать', 'двадцати', 'twenty'],
  ['тридцать', 'тридцати', 'thirty'],
  ['сорок', 'сорока', 'forty'],
  ['пятьдесят', 'пятидесяти', 'fifty'],
  ['шестьдесят', 'шестидесяти', 'sixty'],
  ['семьдесят', 'семидесяти', 'seventy'],
  ['восемьдесят', 'восьмидесяти', 'eighty'],
  ['девяносто', 'ninety'],
  ['сто', 'ста'],
]

const cardinals: ReadonlyMap<string, number> = new Map([
  ...units.flatMap((names, i) => names.map((name) => [name, i] as const)),
  ...tens.flatMap((names, i) => names.map((name) => [name, 20 + 10 * i] as const)),
])

const ordinals: ReadonlyMap<string, number> = new Map(
  'первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого'
    .split(' ')
    .map((name, i) => [name, i + 1] as const),
)

/** 8 of "восьмого", up to the twelfth: of "полвосьмого" the hour that is half gone. undefined for another word. */
export const ordinalOf = (word: string): number | undefined => ordinals.get(word)

/**
 * A phrase with its numbers as digits: "две недели" is "2 недели", "twenty-five" is "25"; two numbers in a row stay
 * two: "семь тридцать" is "7 30".
 */
export const withDigits = (phrase: string): string => {
  const words = phrase.replace(/(?<=\p{L})-(?=\p{L})/gu, ' ').split(' ')
  if (words.every((word) => !cardinals.has(word))) return phrase
  const out: string[] = []
  words.forEach((word, i) => {
    const value = cardinals.get(word)
    const before = cardinals.get(words[i - 1] ?? '')
    if (value === undefined) out.push(word)
    else if (before !== undefined && before >= 20 && value > 0 && value < 10) out.splice(-1, 1, String(before + value))
    else out.push(String(value))
  })
  return out.join(' ')
}
