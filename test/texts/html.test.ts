import { describe, expect, test } from 'vitest'
import { escapeHtml, isHtml, joinHtml, plainOf, trustedHtml } from '../../src/texts/html.js'
import { sourceFiles } from '../support/texts/textUses.js'

describe('escaping', () => {
  test.each([
    ['<b>Ann</b> & "Co" </a>', '&lt;b&gt;Ann&lt;/b&gt; &amp; &quot;Co&quot; &lt;/a&gt;'],
    ['I <3 you', 'I &lt;3 you'],
    ['&amp;', '&amp;amp;'],
    ['', ''],
    ['👩‍👩‍👧 Привет', '👩‍👩‍👧 Привет'],
  ])('%s stays as typed', (text, markup) => {
    expect(escapeHtml(text).html).toBe(markup)
    expect(plainOf(escapeHtml(text))).toBe(text)
  })

  test('drops what Telegram refuses: control characters and half characters; line breaks stay', () => {
    expect(escapeHtml('a\0b\u0007c\n\td\r\n\ud83d e\u009f').html).toBe('abc\n\td\n e')
  })
})

describe('Html', () => {
  test('is told from what only looks like it', () => {
    expect(isHtml(escapeHtml('x'))).toBe(true)
    for (const forged of [
      { html: '<b>' },
      JSON.parse(JSON.stringify(escapeHtml('x'))) as unknown,
      '<b>',
      null,
      undefined,
      5,
    ])
      expect(isHtml(forged)).toBe(false)
  })

  test('cannot be changed', () => {
    expect(Object.isFrozen(escapeHtml('x'))).toBe(true)
  })

  test('parts are joined with an escaped separator', () => {
    expect(joinHtml([trustedHtml('<b>a</b>'), escapeHtml('<')], ' & ').html).toBe('<b>a</b> &amp; &lt;')
    expect(joinHtml([]).html).toBe('')
  })

  test('its plain text is what a reader sees', () => {
    expect(
      plainOf(
        trustedHtml(
          '<a href="https://x/?a=1&amp;b=2">&lt;ok&gt;</a> <tg-time unix="5" format="wDt">at &#49;&#x32;</tg-time> &quot;&amp;amp;',
        ),
      ),
    ).toBe('<ok> at 12 "&amp;')
  })

  test('is made from raw mark-up only inside src/texts', () => {
    const offenders = sourceFiles()
      .filter(({ name, text }) => !name.startsWith('src/texts/') && text.includes('trustedHtml'))
      .map(({ name }) => name)
    expect(offenders).toEqual([])
    expect(sourceFiles().some(({ text }) => text.includes('trustedHtml'))).toBe(true)
  })
})
