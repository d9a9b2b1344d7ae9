import { expect, test } from 'vitest'
import { parseShortCode, shortCodeFrom, shortCodeLetters, spellShortCode } from '../../src/domain/shortCode.js'
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
