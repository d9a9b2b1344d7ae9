import { describe, expect, it, test } from 'vitest'
import { eventFactsOf } from '../../src/domain/eventFacts.js'
import { catchRefusal, valueOf } from '../../src/domain/catchRefusal.js'
import { parseChatAddress } from '../../src/domain/chatAddress.js'
import { oneMoreThan, pageOf } from '../../src/domain/page.js'
import { languageOf } from '../../src/domain/person.js'
import { Refusal, refusalCodes } from '../../src/domain/refusal.js'
import { parseShortCode, shortCodeLetters } from '../../src/domain/shortCode.js'
import { fold, graphemesOf } from '../../src/domain/text.js'
import { anEvent, now } from '../support/domain.js'
import { refusalOf } from '../support/fixtures.js'

describe('a refusal', () => {
  const refuse = (): never => {
    throw new Refusal('tooFewLeft', { left: 2 })
  }

  it('becomes plain data, and itself again', async () => {
    const result = await catchRefusal(refuse)
    expect(result).toEqual({ ok: false, refusal: { code: 'tooFewLeft', facts: { left: 2 } } })
    expect(refusalOf(() => valueOf(result))).toMatchObject({
      name: 'Refusal',
      message: 'tooFewLeft',
      code: 'tooFewLeft',
      facts: { left: 2 },
    })
    expect(new Refusal('soldOut').facts).toEqual({})
  })

  it('is the only thing that is caught', async () => {
    await expect(catchRefusal(() => Promise.reject(new Error('defect')))).rejects.toThrow('defect')
    const result = await catchRefusal(() => Promise.resolve(7))
    expect([result, valueOf(result)]).toEqual([{ ok: true, value: 7 }, 7])
  })

  it('has codes that stand once each', () => {
    expect(
      refusalCodes.filter((code, i) => !/^[a-z]+[a-zA-Z]+$/u.test(code) || refusalCodes.indexOf(code) !== i),
    ).toEqual([])
  })
})

describe('the address of a chat', () => {
  test.each([
    ['-1001234567890', -1001234567890, undefined],
    ['-1001234567890:12', -1001234567890, 12],
    // A forum's "General", which is no thread to Telegram.
    ['-1001234567890:1', -1001234567890, undefined],
    ['42', 42, undefined],
    ['@levem', '@levem', undefined],
    ['@Levem_2026:7', '@Levem_2026', 7],
    ['@abcd', '@abcd', undefined],
    [`@a${'b'.repeat(31)}`, `@a${'b'.repeat(31)}`, undefined],
    ['4503599627370495', 4503599627370495, undefined],
    ['7:2147483647', 7, 2147483647],
  ])('"%s" is one', (text, chatId, topicId) => {
    expect(parseChatAddress(text)).toEqual({ chatId, topicId })
  })

  test.each([
    '',
    '0',
    '-0',
    '007',
    '1.5',
    '--5',
    ' 5',
    '5 ',
    '@abc',
    '@1abc',
    `@a${'b'.repeat(32)}`,
    'levem',
    '5:',
    '5:0',
    '5:x',
    '5:1:2',
    '5:12345678901',
    '12345678901234567',
    '@levem!',
  ])('"%s" is none', (text) => {
    expect(parseChatAddress(text)).toBeUndefined()
  })
})

test('a page is its first things, and says whether there are more', () => {
  expect([pageOf([1, 2, 3], 2), pageOf([1, 2], 2), pageOf([], 2)]).toEqual([
    { rows: [1, 2], hasMore: true },
    { rows: [1, 2], hasMore: false },
    { rows: [], hasMore: false },
  ])
  expect([
    oneMoreThan({ size: 2 }),
    oneMoreThan({ after: 7, size: 2 }),
    oneMoreThan({ after: 0, size: 9 }),
  ]).toStrictEqual([{ limit: 3 }, { limit: 3, after: 7 }, { limit: 10, after: 0 }])
})

describe('text', () => {
  it('is counted as a reader counts it', () => {
    expect(graphemesOf('ae\u0301👨‍👩‍👧🇬🇪')).toEqual(['a', 'e\u0301', '👨‍👩‍👧', '🇬🇪'])
    // Plain letters take a shorter way: it comes to the same with any letter of the first pages of Unicode.
    const reader = new Intl.Segmenter('und', { granularity: 'grapheme' })
    for (let code = 0; code < 0x600; code += 1)
      for (const text of [String.fromCharCode(code), `a${String.fromCharCode(code)}b\r\n`])
        expect(graphemesOf(text)).toEqual(Array.from(reader.segment(text), ({ segment }) => segment))
  })

  it('is compared by its first 64 characters', () => {
    expect([fold('X'.repeat(70)), fold('И\u0306')]).toEqual(['x'.repeat(64), 'и'])
  })
})

test.each(['ru', 'be', 'uk', 'kk', 'ky', 'tg', 'tt', 'uz'])(
  'who has Telegram in "%s" reads Russian',
  (languageCode) => {
    expect(languageOf({ languageCode, chosenLanguage: undefined }, 'en')).toBe('ru')
  },
)

test('a short code may be typed with a Cyrillic "О", and has not one letter more than eight', () => {
  expect([parseShortCode('ОоОо-1234'), shortCodeLetters('K7QF2M9X'), shortCodeLetters('K7QF2M9XX')]).toEqual([
    '00001234',
    'K7QF2M9X',
    undefined,
  ])
})

test('announcements tell when and where an event is, and what it is called', () => {
  expect(eventFactsOf(anEvent())).toEqual({
    slug: 'abc',
    title: 'Jazz',
    startsAt: now + 3_600_000,
    zone: 'Europe/Moscow',
    venue: 'Club',
  })
})
