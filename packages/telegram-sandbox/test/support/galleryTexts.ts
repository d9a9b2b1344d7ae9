const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

/**
 * Texts that hold every kind of entity, alone and inside each other, and what breaks careless layouts. Telegram's HTML.
 */
export const galleryTexts: readonly string[] = [
  '<b>bold</b>, <i>italic</i>, <u>underlined</u>, <s>struck through</s>, <tg-spoiler>hidden until clicked</tg-spoiler>, <code>code</code>',
  '<b>bold <i>and italic <u>and underlined <s>and struck <tg-spoiler>and hidden</tg-spoiler></s></u></i> and bold again</b>, plain',
  'A link https://example.org/path?x=1, <a href="https://example.org/">words that lead somewhere</a>, a@example.org, @jazz_friend, #hashtag, $USD, /buy and /event@sandbox_bot',
  '<pre><code class="language-typescript">const seats = await tx.take(type.id, 2)\nif (!seats) throw new Refusal(\'soldOut\', { left: 0 })</code></pre>\nand <pre>a block without a language</pre>',
  '<blockquote>A quote of one line</blockquote>\nand after it a longer one:\n<blockquote expandable>The first line of a long quote\nThe second line\nThe third line\nThe fourth line, which is folded\nThe fifth line\nThe sixth and last line</blockquote>',
  '<blockquote expandable>A short one needs no folding</blockquote>',
  'Emoji: 🎉 👩‍👩‍👧 🇷🇺 <tg-emoji emoji-id="5368324170671202286">👍</tg-emoji> and a <a href="tg://user?id=2147483600">mention without a name</a>',
  `A word without end: ${long}${long}\nhttps://example.org/${'very-long-address/'.repeat(8)}`,
  'First line\n\n    an indented line after an empty one\n\tand a tab',
  `<b>${'Заголовок ровно в сто знаков, какой бывает у самых торжественных вечеров года '.padEnd(100, '!')}</b>`,
  'Ok',
]

/** Every format of a `date_time` entity, as far as they differ. */
export const galleryFormats: readonly string[] = [
  '',
  'r',
  't',
  'T',
  'd',
  'D',
  'w',
  'dt',
  'Dt',
  'DT',
  'wd',
  'wDt',
  'wDT',
]
