import type { MessageEntity } from 'grammy/types'

type Found = MessageEntity.CommonMessageEntity

// What Telegram marks by itself in any text; the patterns are simpler than its own but agree on everyday text.
const patterns: readonly (readonly [Found['type'], RegExp])[] = [
  [
    'url',
    /(?<![\p{L}\d_@.])(?:(?:https?|tg):\/\/[^\s<>"]+|(?:[\p{L}\d-]+\.)+(?:com|org|net|info|ru|рф|me|io|dev|app|ai)(?![\p{L}\d_])(?:\/[^\s<>"]*)?)/giu,
  ],
  ['email', /(?<![\p{L}\d_.+-])[a-z\d._+-]+@(?:[a-z\d-]+\.)+[a-z]{2,}/giu],
  ['mention', /(?<![\p{L}\d_/.])@[a-z]\w{2,31}(?!\w)/giu],
  ['bot_command', /(?<![\p{L}\d_/<>])\/\w{1,64}(?:@\w{3,32})?(?![\w/])/giu],
  ['hashtag', /(?<![\p{L}\d_])#(?=[\p{L}\d_]*[\p{L}_])[\p{L}\d_]{1,256}/gu],
  ['cashtag', /(?<![\p{L}\d_$])\$[A-Z]{1,8}(?![\p{L}\d_])/gu],
]

const worthLooking = /[@/#$.]/
const trailing = /[.,:;!?)'"»]+$/

const overlaps = (a: MessageEntity, b: MessageEntity): boolean =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length
// Inside these nothing is found; bold and its like may hold links and commands.
const solid = new Set<string>(['code', 'pre', 'text_link', 'text_mention', 'date_time', 'custom_emoji'])

const findOf = (text: string, [type, pattern]: readonly [Found['type'], RegExp]): readonly Found[] =>
  [...text.matchAll(pattern)].map((match) => {
    const length = type === 'url' ? match[0].replace(trailing, '').length : match[0].length
    return { type, offset: match.index, length }
  })

/**
 * Adds urls, e-mail addresses, mentions, commands, hashtags and cashtags that stand in the text, where nothing solid is
 * already.
 */
export const findEntities = (text: string, given: readonly MessageEntity[]): readonly MessageEntity[] => {
  if (!worthLooking.test(text)) return given
  const taken: MessageEntity[] = given.filter(({ type }) => solid.has(type))
  const found = patterns
    .flatMap((pattern) => findOf(text, pattern))
    .filter((entity) => {
      if (taken.some((other) => overlaps(entity, other))) return false
      taken.push(entity)
      return true
    })
  return [...given, ...found]
}
