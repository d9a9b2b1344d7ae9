import type {
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
  ForceReply,
} from 'grammy/types'
import { checkInlineButton, checkPayButton, checkReplyButton } from './buttons.js'
import { asObject, checkField } from '../server/fields.js'
import type { JsonObject } from '../server/fields.js'
import { badRequest } from '../server/refusals.js'

/** Buttons below a message. */
export type InlineMarkup = { readonly kind: 'inline'; readonly markup: InlineKeyboardMarkup }

/** What a message may carry below it or instead of the letters' keyboard. */
export type ReplyMarkup =
  | InlineMarkup
  | { readonly kind: 'reply'; readonly markup: ReplyKeyboardMarkup }
  | { readonly kind: 'remove'; readonly markup: ReplyKeyboardRemove }
  | { readonly kind: 'force'; readonly markup: ForceReply }

// Telegram takes about 100 buttons, and about 10 KB of them.
const maxButtons = 100
const maxBytes = 10_240

/** A keyboard of buttons that were checked before. */
export const inlineMarkup = (rows: InlineKeyboardButton[][]): InlineMarkup => ({
  kind: 'inline',
  markup: { inline_keyboard: rows },
})

/** Checks a button by its own; `isFirst` for the first one of the first row. */
type Check<Button> = (button: unknown, isFirst: boolean) => Button

const rowsOf = <Button>(value: unknown, check: Check<Button>): Button[][] => {
  const rows: unknown[] = Array.isArray(value) ? value : []
  const filled = rows.filter((row): row is unknown[] => {
    if (!Array.isArray(row)) throw badRequest("can't parse keyboard: expected an Array of Array of buttons")
    return row.length > 0
  })
  const checked = filled.map((row, index) => row.map((button, place) => check(button, index === 0 && place === 0)))
  if (checked.flat().length > maxButtons || Buffer.byteLength(JSON.stringify(checked)) > maxBytes)
    throw badRequest('REPLY_MARKUP_TOO_LONG')
  return checked
}

const readInline = (
  object: JsonObject,
  check: Check<InlineKeyboardButton> = checkInlineButton,
): InlineMarkup | undefined => {
  checkField(object, 'inline_keyboard', 'array')
  const rows = rowsOf(object['inline_keyboard'], check)
  return rows.length === 0 ? undefined : inlineMarkup(rows)
}

const readReply = (object: JsonObject): ReplyMarkup | undefined => {
  checkField(object, 'keyboard', 'array')
  for (const name of ['resize_keyboard', 'one_time_keyboard', 'is_persistent', 'selective'])
    checkField(object, name, 'boolean')
  checkField(object, 'input_field_placeholder', 'string')
  const rows = rowsOf(object['keyboard'], checkReplyButton)
  return rows.length === 0 ? undefined : { kind: 'reply', markup: { ...object, keyboard: rows } }
}

const readRemove = (object: JsonObject): ReplyMarkup | undefined => {
  checkField(object, 'remove_keyboard', 'boolean')
  return object['remove_keyboard'] === true
    ? { kind: 'remove', markup: { ...object, remove_keyboard: true } }
    : undefined
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

/**
 * Reads the `reply_markup` of an invoice, whose first button pays; without one Telegram adds a pay button with `label`.
 * 400 in Telegram's words otherwise.
 */
export const readInvoiceMarkup = (value: unknown, label: string): InlineMarkup => {
  const object = value === undefined || value === null ? {} : asObject(value)
  if (object === undefined) throw badRequest('object expected as reply markup')
  if (['keyboard', 'remove_keyboard', 'force_reply'].some((name) => name in object))
    throw badRequest('inline keyboard expected')
  const given = readInline(object, (button, isFirst) => (isFirst ? checkPayButton(button) : checkInlineButton(button)))
  return given ?? inlineMarkup([[{ text: label, pay: true }]])
}
