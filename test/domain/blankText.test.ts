import { describe, expect, test } from 'vitest'
import { checkTitle, checkTypeName, checkVenue } from '../../src/domain/event.js'
import { displayNameOf } from '../../src/domain/person.js'
import { cleanLine, cleanText } from '../../src/domain/text.js'
import { refusalOf } from '../support/fixtures.js'

const nothing: Readonly<Record<string, string>> = {
  'a Hangul filler': '\u3164',
  'Hangul fillers': '\u3164 \u3164\u3164',
  'a half-width filler': '\uffa0',
  'a leading filler': '\u115f',
  'a vowel filler': '\u1160',
  'empty Braille': '\u2800\u2800',
  'a lone joiner': '\u200d',
  joiners: '\u200d \u200d',
  'a lone mark': '\u0301',
  marks: '\u0301\u0327\u20dd',
  'a variation selector': '\ufe0f',
  'another variation selector': '\u{e0100}',
  tags: '\u{e0067}\u{e0062}\u{e007f}',
  'a zero-width space': '\u200b',
  'a soft hyphen': '\u00ad',
  'an isolate': '\u2068\u2069',
  'a Mongolian separator': '\u180e',
  'a Khmer vowel': '\u17b4\u17b5',
  'a private sign': '\ue000',
  spaces: ' \u00a0\u2003\t ',
  mixed: ' \u3164\u200d\ufe0f\u0301\u2800 ',
}

describe('a text that shows nothing', () => {
  test.each(Object.entries(nothing))('of %s is empty', (_, text) => {
    expect([cleanLine(text), cleanText(`${text}\n${text}`)]).toEqual(['', ''])
    expect(displayNameOf({ first: text, last: text, id: 42 })).toBe('#42')
  })

  test.each(Object.entries(nothing))('of %s is no title, venue or ticket type', (_, text) => {
    for (const check of [checkTitle, checkVenue, (typed: string) => checkTypeName(typed, [])])
      expect(refusalOf(() => check(text))?.code).toBe('textNeeded')
  })

  test.each([
    ['Анна', 'Анна'],
    ['Йошкар-Ола', 'Йошкар-Ола'],
    ['e\u0301a', 'e\u0301a'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['❤️', '❤️'],
    ['1️⃣ этап', '1️⃣ этап'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['ஸ்ரீ', 'ஸ்ரீ'],
    ['नमस्ते', 'नमस्ते'],
    ['ที่นี่', 'ที่นี่'],
    ['שָׁלוֹם', 'שָׁלוֹם'],
    ['한국', '한국'],
    ['Ann\u3164\u3164Lee', 'Ann Lee'],
    ['.', '.'],
    ['—', '—'],
  ])('is not "%s"', (text, clean) => {
    expect(cleanLine(text)).toBe(clean)
  })

  test.each([
    ['З\u0301\u0302\u0303\u0304\u0305ло', 'З\u0301\u0302ло'],
    ['Z\u0300\u0301\u0302a\u0303\u0304\u0305l', 'Z\u0300\u0301a\u0303\u0304l'],
    [`Э${'\u0336'.repeat(50)}х`, 'Э\u0336\u0336х'],
  ])('is not made of marks: %j has two a letter', (text, clean) => {
    expect(cleanLine(text)).toBe(clean)
  })
})
