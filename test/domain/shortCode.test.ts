import { expect, test } from 'vitest'
import {
  looksLikeShortCode,
  parseShortCode,
  shortCodeFrom,
  shortCodeLetters,
  shortCodesIn,
  spellShortCode,
} from '../../src/domain/shortCode.js'
import { randomCodes } from '../../src/services/codes.js'

test('a short code is made of eight random numbers and is read back as it is printed', () => {
  expect(shortCodeFrom([0, 9, 10, 31, 32, 63, 255, 18])).toBe('09AZ0ZZJ')
  expect(spellShortCode('K7QF2M9X')).toBe('K7QF-2M9X')
  for (let n = 0; n < 1000; n += 1) {
    const made = randomCodes.short()
    expect([parseShortCode(made), parseShortCode(spellShortCode(made))]).toEqual([made, made])
  }
})

test.each([
  ['k7qf-2m9x', 'K7QF2M9X'],
  [' K7QF 2M9X ', 'K7QF2M9X'],
  ['K7QF–2M9X', 'K7QF2M9X'],
  ['OIL0-0LIO', '01100110'],
  ['КТМВ-АЕНР', 'KTMBAEHP'],
  ['СХУЗ-0000', 'CXY30000'],
])('"%s" is meant as %s', (typed, meant) => {
  expect(parseShortCode(typed)).toBe(meant)
})

test.each(['', 'K7QF', 'K7QF-2M9', 'K7QF-2M9XX', 'K7QF-2M9U', 'hello there', '🎟🎟🎟🎟', 'К7ЯФ-2М9Х'])(
  '"%s" is no short code',
  (typed) => {
    expect(parseShortCode(typed)).toBeUndefined()
  },
)

test('the beginning of a short code is read the same way', () => {
  expect([shortCodeLetters('k7-q'), shortCodeLetters('Анна'), shortCodeLetters('ива'), shortCodeLetters('')]).toEqual([
    'K7Q',
    'AHHA',
    undefined,
    undefined,
  ])
})

test.each([
  ['«K7QF-2M9X».', ['K7QF2M9X']],
  ['K7QF−2M9X!', ['K7QF2M9X']],
  ['(k7qf_2m9x)', ['K7QF2M9X']],
  ['Ｋ７ＱＦ－２Ｍ９Ｘ', ['K7QF2M9X']],
  ['K7QF\u200b2M9X', ['K7QF2M9X']],
  ['и29ч62яо', ['B29X62ZJ']],
  ['И29Ч62ЯО', ['B29X62ZJ']],
  ['И29Ч-62ЯО', ['B29X62ZJ']],
  ['л7йа2ь9ч', ['K7QF2M9X']],
  ['Л7ЙА-2Ь9Ч', ['K7QF2M9X']],
  ['п7іа2ь9ч', ['G7SF2M9X']],
  ['р2в3е4к5', ['P2B3E4K5', 'H2D3T4R5']],
  ['Ζ2Η3Κ4Μ5', ['Z2H3K4M5']],
  ['Ivan1990', ['1VAN1990']],
  ['Привет!!', []],
  ['12', []],
])('"%s" may mean the codes %j', (typed, codes) => {
  expect(shortCodesIn(typed)).toEqual(codes)
})

test.each([
  'K7QF-2M9X',
  'k7qf-2m9x',
  'K7QF2M9X',
  'K7QF 2M9X',
  'K7QF – 2M9X',
  '«K7QF-2M9X».',
  'K7QF‐2M9X',
  '0000-0000',
  'ABCD-1234',
  'и29ч62яо',
  'Л7ЙА-2Ь9Ч',
  'К7ТМ-2В9Х',
])('"%s" can only be meant as a code', (typed) => {
  expect(looksLikeShortCode(typed)).toBe(true)
})

test.each([
  'Ivan1990',
  'Anna2000',
  'Hans 1999',
  'Рома1234',
  'Вера1995',
  'Марк 2001',
  'Jazz 2027',
  'Jazz-2027',
  'Рок-2027',
  'Рокк-2027',
  'Card 5555',
  '25122026',
  '2512 2026',
  '25.12.2026',
  '2026-2027',
  '12345678',
  'Hamptons',
  'МАКАРОВА',
  'Макарова',
  'Anna-Vera',
  'Анна-Вера',
  '1234Anna',
  'hello there',
  'Привет',
  '',
  '№ 6',
])('"%s" is more likely something else', (typed) => {
  expect(looksLikeShortCode(typed)).toBe(false)
})
