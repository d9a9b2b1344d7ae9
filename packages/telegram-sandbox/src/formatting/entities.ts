import type { MessageEntity } from 'grammy/types'
import { parseEntities } from './givenEntities.js'
import { findEntities } from './foundEntities.js'
import { dropLanguages } from './htmlTags.js'
import { parseHtml } from './html.js'
import type { FormattedText } from './html.js'
import { badRequest } from '../server/refusals.js'

/** A text as a call gives it: with a parse mode or with ready entities. */
export type GivenText = { readonly text: string; readonly parseMode: string; readonly entities: unknown }

// TDLib's clean_input_string: control characters become spaces, line separators and overrides of the writing direction
// go.
// eslint-disable-next-line no-control-regex
const dirty = /[\x00-\x09\x0b-\x1f\u2028-\u202e]|\u030a|\u0333|\u033f/
// eslint-disable-next-line no-control-regex
const blank = /[\x00-\x09\x0b\x0c\x0e-\x1f]/

/** Removes or replaces characters and moves the entities accordingly. */
const clean = (given: FormattedText): FormattedText => {
  if (!dirty.test(given.text)) return given
  const places: number[] = []
  let text = ''
  for (const unit of given.text.split('')) {
    places.push(text.length)
    if (blank.test(unit)) text += ' '
    else if (!dirty.test(unit)) text += unit
  }
  const place = (at: number): number => places[at] ?? text.length
  const entities = given.entities.map((entity) => ({
    ...entity,
    offset: place(entity.offset),
    length: place(entity.offset + entity.length) - place(entity.offset),
  }))
  return { text, entities }
}

const cut = (entity: MessageEntity, from: number, to: number): MessageEntity => {
  const begin = Math.max(entity.offset, from)
  return { ...entity, offset: begin - from, length: Math.max(0, Math.min(entity.offset + entity.length, to) - begin) }
}

/** White space at the end goes; at the beginning only before the first entity. */
const trim = ({ text, entities }: FormattedText): FormattedText => {
  const to = text.trimEnd().length
  const firstEntity = Math.min(to, ...entities.map(({ offset }) => offset))
  const from = Math.min(firstEntity, /^[ \n]*/.exec(text)?.[0].length ?? 0)
  if (from === 0 && to === text.length) return { text, entities }
  return { text: text.slice(from, to), entities: entities.map((entity) => cut(entity, from, to)) }
}

// Outer before inner, and for the same place in Telegram's order of types.
const rank: Readonly<Record<string, number>> = {
  blockquote: 0,
  expandable_blockquote: 0,
  text_link: 5,
  bold: 10,
  italic: 11,
  underline: 12,
  strikethrough: 13,
  spoiler: 20,
  custom_emoji: 99,
}
const byPlace = (a: MessageEntity, b: MessageEntity): number =>
  a.offset - b.offset || b.length - a.length || (rank[a.type] ?? 8) - (rank[b.type] ?? 8)

const mergeable = new Set<string>(['bold', 'italic', 'underline', 'strikethrough', 'spoiler'])
const isSolid = ({ type }: MessageEntity): boolean => type === 'code' || type === 'pre'
const holds = (outer: MessageEntity, inner: MessageEntity): boolean =>
  outer !== inner && outer.offset <= inner.offset && inner.offset + inner.length <= outer.offset + outer.length

/** Joins neighbours of one kind, as `<b>a</b><b>b</b>` is one bold text to Telegram. */
const merge = (sorted: readonly MessageEntity[]): readonly MessageEntity[] => {
  const result: MessageEntity[] = []
  const last = new Map<string, number>()
  for (const entity of sorted) {
    const index = mergeable.has(entity.type) ? last.get(entity.type) : undefined
    const before = index === undefined ? undefined : result[index]
    if (index !== undefined && before !== undefined && entity.offset <= before.offset + before.length) {
      result[index] = { ...before, length: Math.max(before.length, entity.offset + entity.length - before.offset) }
    } else {
      last.set(entity.type, result.push(entity) - 1)
    }
  }
  return result
}

const tidy = (text: string, entities: readonly MessageEntity[]): readonly MessageEntity[] => {
  const some = entities.filter(
    ({ offset, length, type }) =>
      length > 0 && (type === 'pre' || type === 'code' || text.slice(offset, offset + length).trim() !== ''),
  )
  const outside = some.filter(
    (entity) => isSolid(entity) || !some.some((other) => isSolid(other) && holds(other, entity)),
  )
  return merge(outside.sort(byPlace))
}

const parse = ({ text, parseMode, entities }: GivenText): FormattedText => {
  const mode = parseMode.toLowerCase()
  if (mode === 'html') return parseHtml(text)
  // HTML only: the sandbox speaks neither Markdown.
  if (mode !== '' && mode !== 'none') throw badRequest('unsupported parse_mode')
  return { text, entities: parseEntities(text, entities) }
}

/**
 * Parses, cleans and trims a text as Telegram does, and adds what Telegram finds in it by itself. Lengths are checked
 * by the caller.
 */
export const formatText = (given: GivenText): FormattedText => {
  if (/\p{Surrogate}/u.test(given.text)) throw badRequest('strings must be encoded in UTF-8')
  const { text, entities } = trim(clean(parse(given)))
  const all = findEntities(text, tidy(text, dropLanguages(entities)))
  return { text, entities: all === entities ? all : [...all].sort(byPlace) }
}
