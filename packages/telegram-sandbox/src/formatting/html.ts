import type { MessageEntity } from 'grammy/types'
import { closeEntity } from './htmlTags.js'
import type { OpenTag } from './htmlTags.js'
import { badRequest } from '../server/refusals.js'

/** A text with its entities; offsets and lengths are UTF-16 units. */
export type FormattedText = { readonly text: string; readonly entities: readonly MessageEntity[] }

// The rules and words are those of TDLib's parse_html (td/telegram/MessageEntity.cpp).
const supported = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(' '),
)
const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
])

type Parser = {
  readonly html: string
  at: number
  text: string
  readonly entities: MessageEntity[]
  readonly open: OpenTag[]
}

const refuse = (words: string) => badRequest(`can't parse entities: ${words}`)
const byteOffset = (html: string, at: number): number => Buffer.byteLength(html.slice(0, at))
const skip = (parser: Parser, pattern: RegExp): string => {
  pattern.lastIndex = parser.at
  const found = pattern.exec(parser.html)?.[0] ?? ''
  parser.at += found.length
  return found
}

/** Decodes the reference at `at`; a reference that Telegram does not know stays as it is typed. */
const decodeReference = (
  html: string,
  at: number,
): { readonly character: string; readonly next: number } | undefined => {
  const found = /&(?:#x([0-9a-f]*)|#([0-9]*)|([a-z]*));?/iy
  found.lastIndex = at
  const [all = '', hex, decimal, name] = found.exec(html) ?? []
  const number = hex === undefined ? decimal : `0x${hex}`
  const character = number === undefined ? named.get(name ?? '') : decodeNumber(number, all)
  return character === undefined ? undefined : { character, next: at + all.length }
}

const decodeNumber = (number: string, whole: string): string | undefined => {
  const code = Number(number)
  const isTooLong = whole.replace(';', '').length >= 10
  return code > 0 && code < 0x10ffff && !isTooLong ? String.fromCodePoint(code) : undefined
}

const decodeAll = (value: string): string => {
  let result = ''
  let at = 0
  while (at < value.length) {
    const reference = value[at] === '&' ? decodeReference(value, at) : undefined
    result += reference?.character ?? value.charAt(at)
    at = reference?.next ?? at + 1
  }
  return result
}

const readValue = (parser: Parser, tag: string, begin: number): string => {
  const { html } = parser
  const quote = html[parser.at]
  if (quote === undefined) throw refuse(`Unclosed start tag "${tag}" at byte offset ${byteOffset(html, begin)}`)
  if (quote !== '"' && quote !== "'") return readToken(parser, begin)
  const end = html.indexOf(quote, parser.at + 1)
  if (end < 0) throw refuse(`Unclosed start tag at byte offset ${byteOffset(html, begin)}`)
  const value = decodeAll(html.slice(parser.at + 1, end))
  parser.at = end + 1
  return value
}

const readToken = (parser: Parser, begin: number): string => {
  const tokenAt = parser.at
  const token = skip(parser, /[a-z0-9.-]*/iy).toLowerCase()
  const next = parser.html[parser.at]
  if (next === undefined) throw refuse(`Unclosed start tag at byte offset ${byteOffset(parser.html, begin)}`)
  if (!/[\s>]/.test(next))
    throw refuse(`Unexpected end of name token at byte offset ${byteOffset(parser.html, tokenAt)}`)
  return token
}

const readAttribute = (parser: Parser, tag: string, begin: number): readonly [string, string] => {
  const name = skip(parser, /[^\s=>]*/y)
  if (name === '')
    throw refuse(`Empty attribute name in the tag "${tag}" at byte offset ${byteOffset(parser.html, begin)}`)
  skip(parser, /\s*/y)
  if (parser.html[parser.at] !== '=') return [name, '']
  parser.at += 1
  skip(parser, /\s*/y)
  return [name, readValue(parser, tag, begin)]
}

const readAttributes = (parser: Parser, tag: string, begin: number): ReadonlyMap<string, string> => {
  const attributes = new Map<string, string>()
  for (;;) {
    skip(parser, /\s*/y)
    const next = parser.html[parser.at]
    if (next === '>') return attributes
    if (next === undefined) throw refuse(`Unclosed start tag at byte offset ${byteOffset(parser.html, begin)}`)
    const [name, value] = readAttribute(parser, tag, begin)
    attributes.set(name, value)
  }
}

const openTag = (parser: Parser): void => {
  const { html } = parser
  const begin = parser.at
  parser.at += 1
  const tag = skip(parser, /[^\s>]*/y).toLowerCase()
  if (parser.at >= html.length) throw refuse(`Unclosed start tag at byte offset ${byteOffset(html, begin)}`)
  if (!supported.has(tag)) throw refuse(`Unsupported start tag "${tag}" at byte offset ${byteOffset(html, begin)}`)
  const attributes = readAttributes(parser, tag, begin)
  parser.at += 1
  if (tag === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw refuse(`Tag "span" must have class "tg-spoiler" at byte offset ${byteOffset(html, begin)}`)
  }
  parser.open.push({ tag, attributes, offset: parser.text.length })
}

const closeTag = (parser: Parser): void => {
  const { html } = parser
  const begin = parser.at
  const last = parser.open.pop()
  if (last === undefined) throw refuse(`Unexpected end tag at byte offset ${byteOffset(html, begin)}`)
  parser.at += 2
  const tag = skip(parser, /[^\s>]*/y).toLowerCase()
  skip(parser, /\s*/y)
  if (html[parser.at] !== '>') throw refuse(`Unclosed end tag at byte offset ${byteOffset(html, begin)}`)
  if (tag !== '' && tag !== last.tag) {
    throw refuse(
      `Unmatched end tag at byte offset ${byteOffset(html, begin)}, expected "</${last.tag}>", found "</${tag}>"`,
    )
  }
  parser.at += 1
  closeEntity(last, parser.text, parser.entities)
}

const readText = (parser: Parser): void => {
  if (parser.html[parser.at] !== '&') {
    parser.text += skip(parser, /[^<&]+/y)
    return
  }
  const reference = decodeReference(parser.html, parser.at)
  parser.text += reference?.character ?? '&'
  parser.at = reference?.next ?? parser.at + 1
}

/**
 * Turns Telegram's HTML into text and entities; 400 in Telegram's words, with byte offsets, for anything it would not
 * take.
 */
export const parseHtml = (html: string): FormattedText => {
  const parser: Parser = { html, at: 0, text: '', entities: [], open: [] }
  while (parser.at < html.length) {
    if (html[parser.at] !== '<') readText(parser)
    else if (html[parser.at + 1] === '/') closeTag(parser)
    else openTag(parser)
  }
  const unclosed = parser.open.at(-1)
  if (unclosed !== undefined) throw refuse(`Can't find end tag corresponding to start tag "${unclosed.tag}"`)
  if (/\p{Surrogate}/u.test(parser.text)) {
    throw refuse(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    )
  }
  return { text: parser.text, entities: parser.entities }
}
