import type { InlineKeyboardButton, KeyboardButton } from 'grammy/types'
import { asObject, checkField, requireField, stringOf } from '../server/fields.js'
import type { JsonObject } from '../server/fields.js'
import { checkLink, linkedUserId } from './links.js'
import { badRequest } from '../server/refusals.js'

const inlineContext = "can't parse inline keyboard button: "
const replyContext = "can't parse keyboard button: "

const inlineActions = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
] as const
// These two may be empty text; an empty url or callback_data counts as no action.
const mayBeEmpty = new Set<string>(['switch_inline_query', 'switch_inline_query_current_chat'])
const styles = new Set(['danger', 'success', 'primary'])

const isSet = (button: JsonObject, action: string): boolean => {
  const value = button[action]
  return value !== undefined && value !== null && value !== false && (value !== '' || mayBeEmpty.has(action))
}

// Telegram takes U+FFFF and its like for damaged UTF-8 (github.com/telegramdesktop/tdesktop/issues/2452).
const noCharacter = /[\p{Noncharacter_Code_Point}\p{Surrogate}]/u

const checkLabel = (button: JsonObject, context: string): void => {
  requireField(button, 'text', 'string', context)
  if (noCharacter.test(stringOf(button, 'text')))
    throw badRequest(
      `${context === inlineContext ? 'inline keyboard' : 'keyboard'} button text must be encoded in UTF-8`,
    )
  // Telegram drops a button without a label silently; here it is refused so that nobody loses one unseen.
  if (stringOf(button, 'text').trim() === '') throw badRequest(`${context}Field "text" must be non-empty`)
  checkField(button, 'style', 'string', context)
  if (button['style'] !== undefined && !styles.has(stringOf(button, 'style')))
    throw badRequest(`${context}Invalid button style specified`)
}

const checkUrl = (button: JsonObject): JsonObject => {
  checkField(button, 'url', 'string', inlineContext)
  const url = stringOf(button, 'url')
  if (linkedUserId(url) !== undefined) return button
  const checked = checkLink(url)
  if (!checked.ok) throw badRequest(`inline keyboard button URL '${url}' is invalid: ${checked.reason}`)
  return { ...button, url: checked.url }
}

const checkCallbackData = (button: JsonObject): JsonObject => {
  checkField(button, 'callback_data', 'string', inlineContext)
  if (Buffer.byteLength(stringOf(button, 'callback_data')) > 64) throw badRequest('BUTTON_DATA_INVALID')
  return button
}

const checkWebApp = (button: JsonObject, title: string, context: string): JsonObject => {
  checkField(button, 'web_app', 'object', context)
  const url = stringOf(asObject(button['web_app']) ?? {}, 'url')
  if (!/^https:\/\/./i.test(url))
    throw badRequest(`${title} Web App URL '${url}' is invalid: Only HTTPS links are allowed`)
  return button
}

const checkCopyText = (button: JsonObject): JsonObject => {
  checkField(button, 'copy_text', 'object', inlineContext)
  const copy = asObject(button['copy_text']) ?? {}
  requireField(copy, 'text', 'string', inlineContext)
  const { length } = stringOf(copy, 'text')
  if (length < 1 || length > 256) throw badRequest('BUTTON_COPY_TEXT_INVALID')
  return button
}

const refuseType = (): never => {
  throw badRequest('BUTTON_TYPE_INVALID')
}

const asIs = (button: JsonObject): JsonObject => button
type Checks = Readonly<Record<(typeof inlineActions)[number], (button: JsonObject) => JsonObject>>
const checks: Checks = {
  url: checkUrl,
  callback_data: checkCallbackData,
  web_app: (button) => checkWebApp(button, 'inline keyboard button', inlineContext),
  // A login button needs a domain that BotFather knows; no sandbox bot has one.
  login_url: () => {
    throw badRequest('BOT_DOMAIN_INVALID')
  },
  switch_inline_query: asIs,
  switch_inline_query_current_chat: asIs,
  switch_inline_query_chosen_chat: asIs,
  copy_text: checkCopyText,
  callback_game: refuseType,
  // A pay button belongs on an invoice only, and first: see checkPayButton.
  pay: refuseType,
}

const checkButton = (value: unknown, allowed: Checks): InlineKeyboardButton => {
  const button = asObject(value)
  if (button === undefined) throw badRequest(`${inlineContext}InlineKeyboardButton must be an Object`)
  checkLabel(button, inlineContext)
  const [action, second] = inlineActions.filter((name) => isSet(button, name))
  if (action === undefined || second !== undefined)
    throw badRequest(`${inlineContext}Text buttons are unallowed in the inline keyboard`)
  return { ...allowed[action](button), text: stringOf(button, 'text') } as InlineKeyboardButton
}

/** Checks one button of an inline keyboard: a label and exactly one action within its limits. */
export const checkInlineButton = (value: unknown): InlineKeyboardButton => checkButton(value, checks)

const checkPay = (button: JsonObject): JsonObject => {
  checkField(button, 'pay', 'boolean', inlineContext)
  return button
}

/**
 * Checks the first button of an invoice, which must be a pay button; "XTR" in its label turns into a star. 400
 * "BUTTON_TYPE_INVALID".
 */
export const checkPayButton = (value: unknown): InlineKeyboardButton => {
  const button = checkButton(value, { ...checks, pay: checkPay })
  return 'pay' in button ? { ...button, text: button.text.replaceAll('XTR', '⭐') } : refuseType()
}

/** Checks one button of a reply keyboard, which may be plain text. */
export const checkReplyButton = (value: unknown): KeyboardButton => {
  const button = typeof value === 'string' ? { text: value } : asObject(value)
  if (button === undefined) throw badRequest(`${replyContext}KeyboardButton must be an Object`)
  checkLabel(button, replyContext)
  for (const name of ['request_contact', 'request_location']) checkField(button, name, 'boolean', replyContext)
  for (const name of ['request_users', 'request_chat']) {
    const request = asObject(button[name])
    if (request !== undefined) requireField(request, 'request_id', 'number', replyContext)
  }
  if (button['web_app'] !== undefined) checkWebApp(button, 'keyboard button', replyContext)
  return { ...button, text: stringOf(button, 'text') }
}
