import type { MessageEntity, User } from 'grammy/types'
import { asObject, requireField, stringOf } from '../server/fields.js'
import type { JsonObject } from '../server/fields.js'
import { dateTimeEntity } from './htmlTags.js'
import { checkLink } from './links.js'
import { badRequest } from '../server/refusals.js'

const simple = new Set('bold italic underline strikethrough spoiler blockquote expandable_blockquote code'.split(' '))
// Telegram finds these by itself and does not listen to what a bot says about them.
const found = new Set('mention hashtag cashtag bot_command url email phone_number bank_card_number'.split(' '))

const context = "can't parse MessageEntity: "
const refuse = (words: string) => badRequest(context + words)
const numberField = (given: JsonObject, name: string): number => {
  requireField(given, name, 'number', context)
  return Number(given[name])
}
const stringField = (given: JsonObject, name: string): string => {
  requireField(given, name, 'string', context)
  return stringOf(given, name)
}
const userField = (given: JsonObject): User => {
  requireField(given, 'user', 'object', context)
  const user = asObject(given['user']) ?? {}
  return { id: numberField(user, 'id'), is_bot: user['is_bot'] === true, first_name: stringOf(user, 'first_name') }
}

const checkRange = (text: string, offset: number, length: number): void => {
  if (offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`)
  if (length < 0) throw badRequest(`receive an entity with incorrect length ${length}`)
  if (offset > text.length) throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`)
  if (offset + length > text.length) {
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${offset + length}`,
    )
  }
  if (/[\udc00-\udfff]/.test(text.charAt(offset)) || /[\udc00-\udfff]/.test(text.charAt(offset + length))) {
    throw badRequest(`entity beginning at UTF-16 offset ${offset} begins or ends in a middle of a UTF-16 symbol`)
  }
}

const textLink = (given: JsonObject, range: { offset: number; length: number }): MessageEntity => {
  const url = stringField(given, 'url')
  const checked = checkLink(url)
  if (!checked.ok) throw badRequest(`entity URL '${url}' is invalid: ${checked.reason}`)
  return { type: 'text_link', ...range, url: checked.url }
}

const customEmoji = (given: JsonObject, range: { offset: number; length: number }): MessageEntity => {
  const id = stringField(given, 'custom_emoji_id')
  if (!/^\d{1,19}$/.test(id) || BigInt(id) > 0x7fffffffffffffffn)
    throw refuse('Field "custom_emoji_id" must be a valid Number')
  return { type: 'custom_emoji', ...range, custom_emoji_id: id }
}

const parseEntity = (text: string, given: JsonObject): readonly MessageEntity[] => {
  const offset = numberField(given, 'offset')
  const length = numberField(given, 'length')
  const type = stringField(given, 'type')
  if (found.has(type)) return []
  const range = { offset, length }
  checkRange(text, offset, length)
  if (simple.has(type)) return [{ type: type as MessageEntity.CommonMessageEntity['type'], ...range }]
  if (type === 'text_link') return [textLink(given, range)]
  if (type === 'custom_emoji') return [customEmoji(given, range)]
  if (type === 'pre')
    return [{ type, ...range, ...(typeof given['language'] === 'string' ? { language: given['language'] } : {}) }]
  if (type === 'text_mention') return [{ type, ...range, user: userField(given) }]
  if (type === 'date_time')
    return [dateTimeEntity(range, String(numberField(given, 'unix_time')), stringOf(given, 'date_time_format'))]
  throw refuse('Unsupported type specified')
}

/**
 * Reads the `entities` (or `caption_entities`) parameter against the text it is about; anything but an array counts as
 * none.
 */
export const parseEntities = (text: string, given: unknown): readonly MessageEntity[] => {
  if (!Array.isArray(given)) return []
  return given.flatMap((entity: unknown) => {
    if (typeof entity !== 'object' || entity === null) throw refuse('expected an Object')
    return parseEntity(text, { ...entity })
  })
}
