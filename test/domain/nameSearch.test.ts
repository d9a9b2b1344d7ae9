import { describe, expect, it, test } from 'vitest'
import { foldName } from '../../src/domain/nameFolding.js'
import { isCalled, ordersOf, searchWords, turnsOf, wantedWords } from '../../src/domain/nameSearch.js'

describe('the words of a name', () => {
  it.each([
    ['Ёлкин  Фёдор', ['ёлкин', 'фёдор'].map(foldName)],
    ['LENA-Maria Müller', ['lena', 'maria', 'muller']],
    ["O'Hara", ['o', 'hara']],
    ['Jean, jr.', ['jean', 'jr']],
    ['🦊 Fox', ['fox', '🦊']],
    ['Fox🦊Red', ['fox', 'red', '🦊']],
    ['👩‍🚀', ['👩🚀']],
    ['...', ['...']],
    ['  ', []],
    ['\u3164', []],
    ['', []],
  ])('of "%s" are %j', (name, words) => {
    expect(searchWords(name)).toEqual(words)
  })
})

describe('the turns of a name', () => {
  it('begin with each word once, the name as it is first', () => {
    expect(turnsOf('Lena Maria Roth')).toEqual(['lena maria roth', 'maria roth lena', 'roth lena maria'])
    expect(turnsOf('Lena Lena')).toEqual(['lena lena'])
    expect(turnsOf('...')).toEqual(['...'])
  })

  it('are there with and without what joins words', () => {
    expect(turnsOf("O'Hara")).toEqual(['o hara', 'hara o', 'ohara'])
    expect(turnsOf('Lena-Maria Roth')).toEqual([
      ...['lena maria roth', 'maria roth lena', 'roth lena maria'],
      ...['lenamaria roth', 'roth lenamaria'],
    ])
  })

  it('are at most six, and never none', () => {
    expect(turnsOf('a b c d e f g h')).toHaveLength(6)
    expect(turnsOf('a b c d e f g h')[5]).toBe('f g h a b c d e')
    expect(turnsOf('')).toEqual([''])
  })
})

describe('the orders of some words', () => {
  it('are all of up to three, as typed first', () => {
    expect([ordersOf([]), ordersOf(['a']), ordersOf(['a', 'b'])]).toEqual([[], ['a'], ['a b', 'b a']])
    expect(ordersOf(['a', 'b', 'c'])).toEqual(['a b c', 'a c b', 'b a c', 'b c a', 'c a b', 'c b a'])
  })

  it('are only as typed of more', () => {
    expect(ordersOf(['a', 'b', 'c', 'd'])).toEqual(['a b c d'])
  })
})

describe('the words that are wanted', () => {
  it('are each there once, and at most six', () => {
    expect(wantedWords('Lena lena ROTH')).toEqual([['lena', 'roth']])
    expect(wantedWords('a b c d e f g h')).toEqual([['a', 'b', 'c', 'd', 'e', 'f']])
  })

  it('are no signs beside words, and parted or joined as they may be meant', () => {
    expect(wantedWords('Lena 🌸')).toEqual([['lena']])
    expect(wantedWords('🌸')).toEqual([['🌸']])
    expect(wantedWords("o'hara")).toEqual([['o', 'hara'], ['ohara']])
    expect(wantedWords('https://t.me/lena_roth')).toEqual([['lena', 'roth']])
    expect(wantedWords('@lena_roth')).toEqual([['lena', 'roth']])
  })
})

describe('an umlaut', () => {
  it.each([
    ['Müller', [['muller'], ['mueller']]],
    ['MU\u0308LLER', [['muller'], ['mueller']]],
    ['mueller', [['mueller'], ['muller']]],
    ['muller', [['muller']]],
    [
      'Jürgen Mueller',
      ['jurgen mueller', 'juergen mueller', 'jurgen muller', 'juergen muller'].map((one) => one.split(' ')),
    ],
    ['Goethe', [['goethe'], ['gothe']]],
    ['Soeren', [['soeren'], ['soren']]],
    [
      'Jäger Groß',
      [
        ['jager', 'gross'],
        ['jaeger', 'gross'],
      ],
    ],
    [
      'ü ö ä ü',
      [
        ['u', 'o', 'a'],
        ['ue', 'o', 'a'],
        ['u', 'oe', 'a'],
        ['ue', 'oe', 'a'],
      ],
    ],
    [
      'Müller-Lüdenscheidt',
      [
        ...['muller ludenscheidt', 'mueller ludenscheidt', 'muller luedenscheidt', 'mueller luedenscheidt'].map((one) =>
          one.split(' '),
        ),
        ...[['mullerludenscheidt'], ['muellerluedenscheidt']],
      ],
    ],
    // None is meant: behind another vowel, before another one, at the end, and before the last "l".
    ...['Bauer', 'Neuer', 'Zoe', 'Joe', 'Noé', 'Michael', 'Joel', 'Queen', 'Israel', 'Коева', 'Моев'].map(
      (name) => [name, [searchWords(name)]] as const,
    ),
  ] as const)('in "%s" is looked for as %j', (text, words) => {
    expect(wantedWords(text)).toEqual(words)
  })
})

// A name, and what somebody at the door types to find it.
test.each([
  ['Strauß', 'strauss'],
  ['STRAUSS', 'strauß'],
  ['Søren', 'soren'],
  ['Yıldız', 'yildiz'],
  ['YILDIZ', 'yıldız'],
  ['İbrahim', 'ibrahim'],
  ['Łukasz', 'lukasz'],
  ['Đorđe', 'dorde'],
  ['Þór', 'thor'],
  ['Sigurður', 'sigurdur'],
  ['Æsa', 'aesa'],
  ['Œuvre', 'oeuvre'],
  ['Müller', 'muller'],
  ['Çağla', 'cagla'],
  ['Nguyễn', 'nguyen'],
  ['Əliyev', 'eliyev'],
  ['Ħal', 'hal'],
  ['ꜱᴀʀᴀʜ', 'sarah'],
  ['ᴀɴɴᴀ', 'anna'],
  ['𝓐𝓷𝓷𝓪', 'anna'],
  ['𝐈𝐯𝐚𝐧', 'ivan'],
  ['Ａｎｎａ', 'anna'],
  ['ⓐⓝⓝⓐ', 'anna'],
  ['🅰🅽🅽🅰', 'anna'],
  ['🅐🅝🅝🅐', 'anna'],
  ['Аnna', 'anna'],
  ['Ivаn', 'ivan'],
  ['Αnna', 'anna'],
  ['Ёлкин', 'елкин'],
  ['Елкин', 'ёлкин'],
  ['Пётр', 'петр'],
  ['Семён', 'СЕМЕН'],
  ['Андрей', 'андреи'],
  ['Роман', 'Pоман'],
  ['Сергей', 'Cергей'],
  ['Oлег', 'Олег'],
  ['Aннa', 'Анна'],
  ['Татьяна', 'Taтьянa'],
  ['Bеpа', 'Вера'],
  ['Нина', 'Hина'],
  ['Мар’яна', "Мар'яна"],
  ['Марʼяна', 'Мар`яна'],
  ['Салтыков–Щедрин', 'салтыков-щедрин'],
  ['Салтыков‑Щедрин', 'салтыков—щедрин'],
  ['Ан\u0301на', 'анна'],
  ['А\u200bнна', 'анна'],
  ['\u202eАнна', 'анна'],
  ['Oʻgʻil', "O'g'il"],
  ['D’Angelo', "d'angelo"],
  ['Oʼneil', 'O`neil'],
  ['O´Neil', "o'neil"],
  ['ΝΙΚΟΣ', 'νικος'],
])('"%s" and "%s" are one', (name, typed) => {
  expect(foldName(typed)).toBe(foldName(name))
})

test.each([
  ['Анна', 'Инна'],
  ['Ivan', 'Ian'],
  ['Олег', 'Ольга'],
  ['Иван', 'Ivan'],
])('"%s" and "%s" are two', (name, other) => {
  expect(foldName(other)).not.toBe(foldName(name))
})

test.each([
  ['Ann Ash', 'ash an', true],
  ['Jörg Müller', 'mueller', true],
  ["Kate O'Hara", 'ohara', true],
  ['Ann Ash', 'nn', false],
  ['Ann Ash', 'ann birch', false],
  ['Ann Ash', '', false],
  ['', 'ann', false],
])('"%s" is meant by "%s": %s', (name, text, isMeant) => {
  expect(isCalled(name, text)).toBe(isMeant)
})
