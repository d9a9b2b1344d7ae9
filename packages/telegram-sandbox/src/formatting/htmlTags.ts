import type { MessageEntity } from 'grammy/types'
import { checkLink, linkedUserId } from './links.js'
import { badRequest } from '../server/refusals.js'

/** A start tag that waits for its end; `offset` is where its text begins, in UTF-16 units. */
export type OpenTag = {
  readonly tag: string
  readonly attributes: ReadonlyMap<string, string>
  readonly offset: number
}

type Range = { readonly offset: number; readonly length: number }
type SimpleType = MessageEntity.CommonMessageEntity['type']
type DateTimeFormat = MessageEntity.DateTimeMessageEntity['date_time_format']

const simple: Readonly<Record<string, SimpleType>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
}

const isDateTimeFormat = (format: string): format is DateTimeFormat => /^(r|w?[dD]?[tT]?)$/.test(format)

/** Makes a `date_time` entity; an empty format leaves the text as it is in the sender's words. */
export const dateTimeEntity = (range: Range, unix: string, format: string): MessageEntity => {
  if (!/^-?\d{1,12}$/.test(unix)) throw badRequest("can't parse entities: Invalid Unix time specified")
  if (!isDateTimeFormat(format)) throw badRequest("can't parse entities: Invalid date-time format specified")
  return { type: 'date_time', ...range, unix_time: Number(unix), date_time_format: format }
}

const customEmoji = (range: Range, id: string): MessageEntity => {
  if (!/^\d{1,19}$/.test(id) || BigInt(id) === 0n || BigInt(id) > 0x7fffffffffffffffn) {
    throw badRequest("can't parse entities: Invalid custom emoji identifier specified")
  }
  return { type: 'custom_emoji', ...range, custom_emoji_id: id }
}

const link = (range: Range, href: string): MessageEntity | undefined => {
  const userId = linkedUserId(href)
  if (userId !== undefined)
    return { type: 'text_mention', ...range, user: { id: userId, is_bot: false, first_name: '' } }
  const checked = checkLink(href)
  return checked.ok ? { type: 'text_link', ...range, url: checked.url } : undefined
}

const samePlace = (entity: MessageEntity | undefined, range: Range): boolean =>
  entity?.offset === range.offset && entity.length === range.length

// <pre><code class="language-x"> and <code class="language-x"><pre> are both one `pre` with a language.
const preformatted = ({ tag, attributes }: OpenTag, range: Range, entities: MessageEntity[]): MessageEntity => {
  const own = languageOf(attributes)
  const other = tag === 'code' ? 'pre' : 'code'
  const last = entities.at(-1)
  if (last?.type === other && samePlace(last, range)) {
    entities.pop()
    const known = 'language' in last ? { language: last.language } : {}
    return { type: 'pre', ...range, ...known, ...(tag === 'code' ? own : {}) }
  }
  // The language waits here for the enclosing <pre>; `dropLanguages` takes it away when none comes.
  return tag === 'pre' ? { type: 'pre', ...range } : { type: 'code', ...range, ...own }
}

const languageOf = (attributes: OpenTag['attributes']): { readonly language?: string } => {
  const language = /^language-(.+)$/.exec(attributes.get('class') ?? '')?.[1]
  return language === undefined ? {} : { language }
}

const entityOf = (open: OpenTag, range: Range, text: string, entities: MessageEntity[]): MessageEntity | undefined => {
  const { tag, attributes } = open
  const attribute = (name: string): string => attributes.get(name) ?? ''
  const type = simple[tag]
  if (type !== undefined) return { type, ...range }
  switch (tag) {
    case 'a':
      return link(range, attribute('href') || text.slice(range.offset))
    case 'tg-emoji':
      return customEmoji(range, attribute('emoji-id'))
    case 'tg-time':
      return dateTimeEntity(range, attribute('unix'), attribute('format'))
    case 'blockquote':
      return { type: attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote', ...range }
    default:
      return preformatted(open, range, entities)
  }
}

/** Adds the entity that ends at the end of `text`; an empty one is forgotten, as Telegram does. */
export const closeEntity = (open: OpenTag, text: string, entities: MessageEntity[]): void => {
  const range = { offset: open.offset, length: text.length - open.offset }
  if (range.length === 0) return
  const entity = entityOf(open, range, text, entities)
  if (entity !== undefined) entities.push(entity)
}

/** Takes the language off `code` entities: only `pre` has one. */
export const dropLanguages = (entities: readonly MessageEntity[]): readonly MessageEntity[] =>
  entities.map((entity) =>
    entity.type === 'code' ? { type: 'code', offset: entity.offset, length: entity.length } : entity,
  )
