import type { Message, MessageEntity } from 'grammy/types'
import { type Span, style, type Style } from '../../../domain/styledText.js'

/** A text and what Telegram marks in it, in UTF-16 units. */
type Marked = { readonly text: string; readonly entities: readonly MessageEntity[] }

/** What was typed, with the addresses that its words hide: "here (https://…)". */
export const textWithLinks = (message: Message | undefined): string | undefined =>
  message?.text === undefined ? undefined : spelled(markedIn(message)).text

/** What was typed, or stands under a picture, as a styled text; addresses that words hide stand behind them. */
export const styledWords = (message: Message | undefined): string | undefined => {
  if (message?.text === undefined && message?.caption === undefined) return undefined
  const { text, entities } = spelled(markedIn(message))
  return style(text, entities.flatMap(spanOf))
}

const markedIn = ({ text, entities, caption = '', caption_entities }: Message): Marked =>
  text === undefined ? { text: caption, entities: caption_entities ?? [] } : { text, entities: entities ?? [] }

const styleOf: Readonly<Partial<Record<MessageEntity['type'], Style>>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strikethrough',
  spoiler: 'spoiler',
  code: 'code',
  pre: 'code',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
}

const spanOf = ({ type, offset, length }: MessageEntity): readonly Span[] => {
  const known = styleOf[type]
  return known ? [{ offset, length, style: known }] : []
}

/** Writes hidden addresses behind the words that hide them. What is marked around them holds them, too. */
const spelled = ({ text, entities }: Marked): Marked => {
  const additions = entities.flatMap((entity) => hiddenIn(text, entity)).sort((one, other) => one.at - other.at)
  let [read, from] = ['', 0]
  for (const { at, words } of additions) {
    read += text.slice(from, at) + words
    from = at
  }
  const moved = (place: number): number =>
    additions.reduce((sum, { at, words }) => (at <= place ? sum + words.length : sum), place)
  return {
    text: read + text.slice(from),
    entities: entities.map((entity) => {
      const offset = moved(entity.offset)
      return { ...entity, offset, length: moved(entity.offset + entity.length) - offset }
    }),
  }
}

const hiddenIn = (text: string, entity: MessageEntity) => {
  if (entity.type !== 'text_link') return []
  const at = entity.offset + entity.length
  return isSameAddress(text.slice(entity.offset, at), entity.url) ? [] : [{ at, words: ` (${entity.url})` }]
}

const isSameAddress = (one: string, other: string): boolean => bare(one) === bare(other)

const bare = (address: string): string => address.replace(/^https?:\/\//u, '').replace(/\/$/u, '')
