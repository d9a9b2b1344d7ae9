import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove, ForceReply } from 'grammy/types'
import { checkInlineButton, checkReplyButton } from './buttons.js'
import { asObject, checkField } from './fields.js'
import type { JsonObject } from './fields.js'
import { badRequest } from './refusals.js'

/** What a message may carry below it or instead of the letters' keyboard. */
export type ReplyMarkup =
  | { readonly kind: 'inline'; readonly markup: InlineKeyboardMarkup }
  | { readonly kind: 'reply'; readonly markup: ReplyKeyboardMarkup }
  | { readonly kind: 'remove'; readonly markup: ReplyKeyboardRemove }
  | { readonly kind: 'force'; readonly markup: ForceReply }

// Telegram takes about 100 buttons, and about 10 KB of them.
const maxButtons = 100
const maxBytes = 10_240

const rowsOf = <Button>(value: unknown, check: (button: unknown) => Button): Button[][] => {
  const rows: unknown[] = Array.isArray(value) ? value : []
  const checked = rows.map((row) => {
    if (!Array.isArray(row)) throw badRequest('can\'t parse keyboard: expected an Array of Array of buttons')
    return row.map(check)
  })
  const filled = checked.filter((row) => row.length > 0)
  if (filled.flat().length > maxButtons || Buffer.byteLength(JSON.stringify(filled)) > maxBytes) throw badRequest('REPLY_MARKUP_TOO_LONG')
  return filled
}

const readInline = (object: JsonObject): ReplyMarkup | undefined => {
  checkField(object, 'inline_keyboard', 'array')
  const rows = rowsOf(object['inline_keyboard'], checkInlineButton)
  return rows.length === 0 ? undefined : { kind: 'inline', markup: { inline_keyboard: rows } }
}

const readReply = (object: JsonObject): ReplyMarkup | undefined => {
  checkField(object, 'keyboard', 'array')
  for (const name of ['resize_keyboard', 'one_time_keyboard', 'is_persistent', 'selective']) checkField(object, name, 'boolean')
  checkField(object, 'input_field_placeholder', 'string')
  const rows = rowsOf(object['keyboard'], checkReplyButton)
  return rows.length === 0 ? undefined : { kind: 'reply', markup: { ...object, keyboard: rows } }
}

const readRemove = (object: JsonObject): ReplyMarkup | undefined => {
  checkField(object, 'remove_keyboard', 'boolean')
  return object['remove_keyboard'] === true ? { kind: 'remove', markup: { ...object, remove_keyboard: true } } : undefined
}

const readForce = (object: JsonObject): ReplyMarkup | undefined => {
  checkField(object, 'force_reply', 'boolean')
  return object['force_reply'] === true ? { kind: 'force', markup: { ...object, force_reply: true } } : undefined
}

/** Reads and checks `reply_markup`; undefined when there is none or it is empty. 400 in Telegram's words otherwise. */
export const readMarkup = (value: unknown): ReplyMarkup | undefined => {
  if (value === undefined || value === null) return undefined
  const object = asObject(value)
  if (object === undefined) throw badRequest('object expected as reply markup')
  if ('inline_keyboard' in object) return readInline(object)
  if ('keyboard' in object) return readReply(object)
  if ('remove_keyboard' in object) return readRemove(object)
  return readForce(object)
}
