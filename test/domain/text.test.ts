import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText, cut } from '../../src/domain/text.js'

describe('cutting', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly 10', 10, 'exactly 10'],
    ['eleven char', 10, 'eleven ch…'],
    ['🎉🎉🎉', 5, '🎉🎉…'],
    ['🎉🎉🎉', 4, '🎉…'],
    ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
    ['👨‍👩‍👧‍👦', 5, '…'],
  ])('"%s" to %i is "%s"', (text, length, kept) => {
    expect(cut(text, length)).toBe(kept)
  })
})

describe('cleaning', () => {
  it('folds a line', () => {
    expect(cleanLine(' a \r\n b\u2028c\u00ad\ufeff ')).toBe('a b c')
    // No characters at all: Telegram would refuse them in a label.
    expect(cleanLine('a\uffff\ufdd0\u{1fffe}\ud800b 👍🏽')).toBe('ab 👍🏽')
  })

  it('keeps the lines of a text', () => {
    expect(cleanText('\n a  b \n\n\n\nc\u0000\r\nd ')).toBe('a b\n\nc\nd')
  })
})
