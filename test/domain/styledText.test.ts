import { describe, expect, test } from 'vitest'
import { checkDescription, eventLimits } from '../../src/domain/event.js'
import {
  cleanStyled,
  cutStyled,
  runsOf,
  type Span,
  style,
  type Style,
  styledFrom,
  wordsOf,
} from '../../src/domain/styledText.js'
import { cleanText } from '../../src/domain/text.js'
import { refusalOf } from '../support/fixtures.js'

const span = (offset: number, length: number, kind: Style): Span => ({ offset, length, style: kind })
/** "plain|bold:words" for reading. */
const shown = (styled: string): readonly string[] =>
  runsOf(styled).map(({ text, styles }) => (styles.size > 0 ? `${[...styles].join('+')}:${text}` : text))

describe('a styled text', () => {
  test.each<[string, readonly Span[], readonly string[]]>([
    ['Jazz night', [], ['Jazz night']],
    ['Jazz night', [span(0, 4, 'bold')], ['bold:Jazz', ' night']],
    ['Jazz night', [span(0, 10, 'bold'), span(5, 5, 'italic')], ['bold:Jazz ', 'bold+italic:night']],
    ['abcdef', [span(0, 4, 'bold'), span(2, 4, 'italic')], ['bold:ab', 'bold+italic:cd', 'italic:ef']],
    ['abcd', [span(0, 2, 'bold'), span(2, 2, 'bold')], ['bold:abcd']],
    ['🎷🎷 джаз', [span(5, 4, 'spoiler')], ['🎷🎷 ', 'spoiler:джаз']],
    ['👩‍👩‍👧 a', [span(0, 8, 'underline')], ['underline:👩‍👩‍👧', ' a']],
    ['ab', [span(1, 99, 'code')], ['a', 'code:b']],
    ['ab', [span(1, 0, 'code')], ['ab']],
    ['a\u0002b', [], ['ab']],
  ])('%j looks as it was formatted', (text, spans, runs) => {
    const styled = style(text, spans)
    expect(shown(styled)).toEqual(runs)
    expect(wordsOf(styled)).toBe(text.replace('\u0002', ''))
  })

  test('is what was stored before there were styles, as it is', () => {
    const old = cleanText('Two sets <b>&</b> a jam\n\nBring friends 🎷')
    expect([shown(old), wordsOf(old), cleanStyled(old), cutStyled(old, 1000)]).toEqual([[old], old, old, old])
  })

  test.each<[string, readonly Span[], readonly string[]]>([
    ['  Jazz   night ', [span(0, 6, 'bold')], ['bold:Jazz', ' night']],
    ['a  \r\n\r\n\r\n\r\n  b', [span(11, 3, 'italic')], ['a\n\n', 'italic:b']],
    ['a\u200b\u202eb c', [span(2, 3, 'code')], ['a', 'code:b ', 'c']],
    ['\ud83d🎷 a', [span(1, 2, 'bold')], ['bold:🎷', ' a']],
    ['\u3164\nжирный', [span(0, 8, 'bold')], ['bold:жирный']],
    [' \u3164 ', [span(0, 3, 'spoiler')], []],
  ])('%j is cleaned in its styles', (text, spans, runs) => {
    const styled = cleanStyled(style(text, spans))
    expect(shown(styled)).toEqual(runs)
    expect(wordsOf(styled)).toBe(cleanText(text))
  })

  test('is cut by what is seen, and no style runs on', () => {
    const styled = style('Jazz night 🎷🎷', [span(5, 10, 'bold')])
    expect(cutStyled(styled, 15)).toBe(styled)
    expect(shown(cutStyled(styled, 8))).toEqual(['Jazz ', 'bold:ni', '…'])
    expect(shown(cutStyled(styled, 13))).toEqual(['Jazz ', 'bold:night ', '…'])
    expect(shown(`${cutStyled(styled, 8)} more`)).toEqual(['Jazz ', 'bold:ni', '… more'])
  })

  test('keeps its styles without its first line', () => {
    const styled = style('🎷 Jazz\nTwo sets', [span(3, 8, 'bold')])
    expect(shown(cleanStyled(styledFrom(styled, '🎷 Jazz'.length)))).toEqual(['bold:Two', ' sets'])
  })
})

describe('a description', () => {
  const everyLetter = (text: string): string =>
    style(
      text,
      Array.from(text, (_, at) => span(at, 1, at % 2 === 0 ? 'bold' : 'italic')),
    )

  test('may be as long as it is seen to be', () => {
    expect(wordsOf(checkDescription(everyLetter('a'.repeat(eventLimits.description))))).toHaveLength(1000)
    expect(refusalOf(() => checkDescription(everyLetter('a'.repeat(1001))))).toMatchObject({
      code: 'descriptionTooLong',
      facts: { max: 1000, length: 1001 },
    })
  })

  test('that shows nothing is none, however it is formatted', () => {
    expect(refusalOf(() => checkDescription(style('\u3164 \n', [span(0, 3, 'bold')])))?.code).toBe('textNeeded')
  })
})
