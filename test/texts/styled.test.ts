import { describe, expect, test } from 'vitest'
import { type Span, style, type Style } from '../../src/domain/styledText.js'
import { plainOf } from '../../src/texts/html.js'
import { styledHtml } from '../../src/texts/styled.js'

const span = (offset: number, length: number, kind: Style): Span => ({ offset, length, style: kind })

describe('a styled text as mark-up', () => {
  test.each<[string, readonly Span[], string]>([
    ['plain', [], 'plain'],
    ['ab', [span(0, 1, 'bold'), span(1, 1, 'italic')], '<b>a</b><i>b</i>'],
    ['abcdef', [span(0, 4, 'bold'), span(2, 4, 'italic')], '<b>ab<i>cd</i></b><i>ef</i>'],
    ['abcdef', [span(0, 4, 'italic'), span(2, 4, 'bold')], '<i>ab</i><b><i>cd</i>ef</b>'],
    ['abc', [span(0, 3, 'blockquote'), span(1, 1, 'bold')], '<blockquote>a<b>b</b>c</blockquote>'],
    ['abc', [span(0, 3, 'bold'), span(1, 1, 'blockquote')], '<b>a</b><blockquote><b>b</b></blockquote><b>c</b>'],
    ['abc', [span(0, 3, 'bold'), span(1, 1, 'code')], '<b>a</b><code>b</code><b>c</b>'],
    ['ab', [span(0, 2, 'blockquote'), span(0, 1, 'code')], '<blockquote><code>a</code>b</blockquote>'],
    [
      'a',
      [span(0, 1, 'underline'), span(0, 1, 'strikethrough'), span(0, 1, 'spoiler')],
      '<u><s><tg-spoiler>a</tg-spoiler></s></u>',
    ],
    ['<b> & "x"</b>', [span(0, 3, 'bold')], '<b>&lt;b&gt;</b> &amp; &quot;x&quot;&lt;/b&gt;'],
    ['🎷 джаз', [span(3, 4, 'spoiler')], '🎷 <tg-spoiler>джаз</tg-spoiler>'],
  ])('%j', (text, spans, markup) => {
    const html = styledHtml(style(text, spans))
    expect(html.html).toBe(markup)
    expect(plainOf(html)).toBe(text)
  })
})
