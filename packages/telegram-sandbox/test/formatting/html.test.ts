import { describe, expect, it } from 'vitest'
import { formatText } from '../../src/formatting/entities.js'
import { renderHtml } from '../../src/formatting/rendering.js'
import { acquaintance, call, openBox } from '../support/box.js'

const parse = (html: string) => formatText({ text: html, parseMode: 'HTML', entities: undefined })
const refusal = (html: string): string => {
  try {
    parse(html)
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  return 'was taken'
}

describe("Telegram's HTML", () => {
  it.each([
    ['<b>bold</b>', 'bold', [{ type: 'bold', offset: 0, length: 4 }]],
    [
      '<strong>a</strong> <em>b</em>',
      'a b',
      [
        { type: 'bold', offset: 0, length: 1 },
        { type: 'italic', offset: 2, length: 1 },
      ],
    ],
    ['<u>a</u><ins>b</ins>', 'ab', [{ type: 'underline', offset: 0, length: 2 }]],
    [
      '<s>a</s>-<strike>b</strike>-<del>c</del>',
      'a-b-c',
      [
        { type: 'strikethrough', offset: 0, length: 1 },
        { type: 'strikethrough', offset: 2, length: 1 },
        { type: 'strikethrough', offset: 4, length: 1 },
      ],
    ],
    [
      '<tg-spoiler>a</tg-spoiler> <span class="tg-spoiler">b</span>',
      'a b',
      [
        { type: 'spoiler', offset: 0, length: 1 },
        { type: 'spoiler', offset: 2, length: 1 },
      ],
    ],
    ['<B>upper</b >', 'upper', [{ type: 'bold', offset: 0, length: 5 }]],
    ['<b>x</>', 'x', [{ type: 'bold', offset: 0, length: 1 }]],
    [
      '<b><i>both</i></b>',
      'both',
      [
        { type: 'bold', offset: 0, length: 4 },
        { type: 'italic', offset: 0, length: 4 },
      ],
    ],
    ['<code>/buy @anna</code>', '/buy @anna', [{ type: 'code', offset: 0, length: 10 }]],
    ['<code class="language-ts">x</code>', 'x', [{ type: 'code', offset: 0, length: 1 }]],
    ['<pre>x</pre>', 'x', [{ type: 'pre', offset: 0, length: 1 }]],
    ['<pre><code class="language-ts">x</code></pre>', 'x', [{ type: 'pre', offset: 0, length: 1, language: 'ts' }]],
    ['<blockquote>q</blockquote>', 'q', [{ type: 'blockquote', offset: 0, length: 1 }]],
    ['<blockquote expandable>q</blockquote>', 'q', [{ type: 'expandable_blockquote', offset: 0, length: 1 }]],
    [
      '<a href="https://t.me/sandbox?a=1&amp;b=2">link</a>',
      'link',
      [{ type: 'text_link', offset: 0, length: 4, url: 'https://t.me/sandbox?a=1&b=2' }],
    ],
    [
      "<a href='https://Example.com'>x</a>",
      'x',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://example.com/' }],
    ],
    ['<a href="nonsense">no link</a>', 'no link', []],
    [
      '<a href="tg://user?id=42">Ann</a>',
      'Ann',
      [{ type: 'text_mention', offset: 0, length: 3, user: { id: 42, is_bot: false, first_name: '' } }],
    ],
    [
      '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
      '👍',
      [{ type: 'custom_emoji', offset: 0, length: 2, custom_emoji_id: '5368324170671202286' }],
    ],
    [
      '<tg-time unix="1798225200" format="wDT">25 December</tg-time>',
      '25 December',
      [{ type: 'date_time', offset: 0, length: 11, unix_time: 1798225200, date_time_format: 'wDT' }],
    ],
    [
      '<tg-time unix="1798225200">then</tg-time>',
      'then',
      [{ type: 'date_time', offset: 0, length: 4, unix_time: 1798225200, date_time_format: '' }],
    ],
    ['&lt;b&gt;Ann&lt;/b&gt; &amp; &quot;Co&quot; &lt;/a&gt;', '<b>Ann</b> & "Co" </a>', []],
    ['&#60;&#x3c;&#128512;', '<<😀', []],
    ['&nbsp;&laquo;&apos;&#0;&#99999999;', '&nbsp;&laquo;&apos;&#0;&#99999999;', []],
    ['a & b &', 'a & b &', []],
    ['🎉🎉<b>x</b>', '🎉🎉x', [{ type: 'bold', offset: 4, length: 1 }]],
    ['  \n<b> x </b> \n ', ' x', [{ type: 'bold', offset: 0, length: 2 }]],
    ['  lead and trail \n', 'lead and trail', []],
    ['<b></b>x<i> </i>y', 'x y', []],
    [
      'see https://tickets.example/e/1, or /buy now',
      'see https://tickets.example/e/1, or /buy now',
      [
        { type: 'url', offset: 4, length: 27 },
        { type: 'bot_command', offset: 36, length: 4 },
      ],
    ],
    ['&constructor; &toString', '&constructor; &toString', []],
    ['tab\tand\u202Eoverride\u0007bell', 'tab andoverride bell', []],
  ])('%j is read as Telegram reads it', (html, text, entities) => {
    expect(parse(html)).toEqual({ text, entities })
  })

  it.each([
    ['<x>a</x>', 'Unsupported start tag "x" at byte offset 0'],
    ['ок <script>', 'Unsupported start tag "script" at byte offset 5'],
    ['<3', 'Unclosed start tag at byte offset 0'],
    ['a < b > c', 'Unsupported start tag "" at byte offset 2'],
    ['<b>a', `Can't find end tag corresponding to start tag "b"`],
    ['a</b>', 'Unexpected end tag at byte offset 1'],
    ['🏟<i>a</em>', 'Unmatched end tag at byte offset 8, expected "</i>", found "</em>"'],
    ['<b><i>test</b></i>', 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'],
    ['<i>a</i   ', 'Unclosed end tag at byte offset 4'],
    ['<i   =aba>', 'Empty attribute name in the tag "i" at byte offset 0'],
    ['<i aba  =  ', 'Unclosed start tag "i" at byte offset 0'],
    ['<i a=190azAz-.,', 'Unexpected end of name token at byte offset 5'],
    ['<i a="&lt;>', 'Unclosed start tag at byte offset 0'],
    ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<tg-emoji emoji-id="9999999999999999999">x</tg-emoji>', 'Invalid custom emoji identifier specified'],
    ['<tg-time unix="soon">x</tg-time>', 'Invalid Unix time specified'],
    ['<tg-time unix="1" format="rw">x</tg-time>', 'Invalid date-time format specified'],
    [
      '&#xd83d;',
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    ],
    ['a<br>b', 'Unsupported start tag "br" at byte offset 1'],
  ])('%j is refused in its words', (html, words) => {
    expect(refusal(html)).toBe(`Bad Request: can't parse entities: ${words}`)
  })

  it('is refused over HTTP with 400, and the same text without a parse mode arrives as typed', async () => {
    const { box, api } = await openBox()
    const anna = await acquaintance(box)
    const text = '<b>Ann</b> & "Co" </a>'
    expect(await call(box, 'sendMessage', { chat_id: anna.id, text, parse_mode: 'html' })).toMatchObject({
      status: 400,
      description: `Bad Request: can't parse entities: Unexpected end tag at byte offset 18`,
    })
    await api.sendMessage(anna.id, text)
    expect(anna.sees()).toBe(text)
  })

  it('comes back as safe HTML for a client to show', () => {
    const { text, entities } = parse(
      '<b>a&lt;<i>b</i></b> <a href="https://x.org/?q=%22&amp;z">&quot;q&quot;</a> <tg-time unix="5" format="r">t</tg-time>',
    )
    expect(renderHtml(text, entities)).toBe(
      '<b>a&lt;<i>b</i></b> <a href="https://x.org/?q=%22&amp;z">&quot;q&quot;</a> <tg-time unix="5" format="r">t</tg-time>',
    )
    expect(renderHtml('<img onerror=x>', [])).toBe('&lt;img onerror=x&gt;')
  })
})

describe('the entities parameter', () => {
  const send = async (entities: unknown, text = 'hello') => {
    const { box } = await openBox()
    const anna = await acquaintance(box)
    return call(box, 'sendMessage', { chat_id: anna.id, text, entities })
  }

  it('marks the text by UTF-16 units', async () => {
    const answer = await send(
      [
        { type: 'bold', offset: 2, length: 1 },
        { type: 'date_time', offset: 3, length: 1, unix_time: 9, date_time_format: 'r' },
      ],
      '👍ab',
    )
    expect(answer.result).toMatchObject({
      entities: [
        { type: 'bold', offset: 2, length: 1 },
        { type: 'date_time', offset: 3, length: 1, unix_time: 9, date_time_format: 'r' },
      ],
    })
  })

  it.each([
    [[{ type: 'bold', offset: 100, length: 1 }], 'entity begins after the end of the text at UTF-16 offset 100'],
    [
      [{ type: 'bold', offset: 0, length: 100 }],
      'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100',
    ],
    [[{ type: 'bold', offset: -1, length: 1 }], 'receive an entity with incorrect offset -1'],
    [[{ type: 'bold', offset: 0, length: -1 }], 'receive an entity with incorrect length -1'],
    [[{ type: 'shiny', offset: 0, length: 1 }], `can't parse MessageEntity: Unsupported type specified`],
    [[{ type: 'text_link', offset: 0, length: 1 }], `can't parse MessageEntity: Can't find field "url"`],
    [
      [{ type: 'text_link', offset: 0, length: 1, url: 'not-a-url' }],
      `entity URL 'not-a-url' is invalid: Wrong HTTP URL`,
    ],
    [[{ type: 'text_link', offset: 0, length: 1, url: '' }], `entity URL '' is invalid: URL host is empty`],
    [[{ type: 'text_mention', offset: 0, length: 1 }], `can't parse MessageEntity: Can't find field "user"`],
    [
      [{ type: 'custom_emoji', offset: 0, length: 1, custom_emoji_id: '9999999999999999999' }],
      `can't parse MessageEntity: Field "custom_emoji_id" must be a valid Number`,
    ],
    [[{ type: 'bold', offset: '0', length: 1 }], `can't parse MessageEntity: Field "offset" must be of type Number`],
  ])('%j is refused', async (entities, words) => {
    expect(await send(entities)).toMatchObject({ status: 400, description: `Bad Request: ${words}` })
  })
})
