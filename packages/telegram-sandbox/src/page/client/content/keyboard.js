import { html, nothing } from 'lit-html'
import { glyph } from './glyphs.js'
import { readLink } from './text/links.js'

/**
 * @typedef {import('../state/view.js').View} View
 * @typedef {import('../state/view.js').SandboxMessage} SandboxMessage
 * @typedef {import('grammy/types').InlineKeyboardButton} InlineButton
 * @typedef {import('grammy/types').KeyboardButton} ReplyButton
 * @typedef {readonly [row: number, column: number]} Spot
 */

/**
 * The buttons under a message.
 * @param {SandboxMessage} message
 * @param {View} view
 * @returns {import('lit-html').TemplateResult}
 */
export const inlineKeyboardView = (message, view) =>
  html`<div class="keys" role="group" aria-label=${view.texts.t('content-buttons')}
    >${message.keyboard.map(
      (row, rowIndex) =>
        html`<div class="keys-row"
          >${row.map((button, column) => inlineButtonView(message, /** @type {InlineButton} */ (button), [rowIndex, column], view))}</div
        >`,
    )}</div
  >`

/**
 * @param {SandboxMessage} message
 * @param {InlineButton} button
 * @param {Spot} spot
 * @param {View} view
 */
const inlineButtonView = (message, button, spot, view) => {
  const style = 'style' in button ? ` ${button.style}` : ''
  const work = workOf(message, button, spot, view)
  const target = 'url' in button ? readLink(button.url, view.state.bot.username) : undefined
  if (target?.kind === 'web') {
    return html`<a
      class="key${style}"
      href=${target.href}
      title=${tooltip(button.text, target.href)}
      target="_blank"
      rel="noopener noreferrer"
      ><span class="key-label">${button.text}</span>${glyph('link')}</a
    >`
  }
  const isPressed = view.pressed.has(`${message.chatId}:${message.message_id}:${spot[0]}:${spot[1]}`)
  return html`<button
    type="button"
    class="key${style}${isPressed ? ' waiting' : ''}"
    aria-busy=${isPressed}
    aria-disabled=${work === undefined}
    title=${tooltip(button.text, hintOf(button, work, view))}
    @click=${isPressed ? nothing : (work ?? nothing)}
    ><span class="key-label">${'pay' in button ? starred(button.text) : button.text}</span
    >${isPressed ? html`<span class="spinner"></span>` : signOf(message, button)}</button
  >`
}

/** Telegram draws its Star for these in a pay button. @param {string} text */
const starred = (text) => text.replace(/XTR/gu, '⭐')

/**
 * What a press does; undefined for what this page cannot do.
 * @param {SandboxMessage} message
 * @param {InlineButton} button
 * @param {Spot} spot
 * @param {View} view
 * @returns {(() => void) | undefined}
 */
const workOf = (message, button, [row, column], view) => {
  if ('copy_text' in button) return () => view.copy(button.copy_text.text)
  if (view.viewer === undefined) return undefined
  if ('callback_data' in button) return () => view.press(message, row, column)
  if ('pay' in button) return () => view.showInvoice(message)
  const target = 'url' in button ? readLink(button.url, view.state.bot.username) : undefined
  return target?.kind === 'start' ? () => view.open(target.payload) : undefined
}

/**
 * The whole label, of which the button may show the beginning only, and what else there is to say of it.
 * @param {string} label
 * @param {string | undefined} hint
 */
const tooltip = (label, hint) => (hint === undefined ? label : `${label}\n${hint}`)

/**
 * @param {InlineButton} button
 * @param {(() => void) | undefined} work
 * @param {View} view
 */
const hintOf = (button, work, view) => {
  if (work === undefined) return view.texts.t('content-button-inert')
  if ('copy_text' in button) return view.texts.t('content-copy')
  return 'url' in button ? button.url : undefined
}

/**
 * The small sign in a button's corner that tells what it does.
 * @param {SandboxMessage} message
 * @param {InlineButton} button
 */
const signOf = ({ message }, button) => {
  if ('url' in button) return glyph('link')
  if ('copy_text' in button) return glyph('copy')
  if ('pay' in button) return message.invoice?.currency === 'XTR' ? nothing : glyph('card')
  if ('web_app' in button) return glyph('app')
  return 'callback_data' in button ? nothing : glyph('inline')
}

/**
 * The keyboard below the composer that `message` brought.
 * @param {SandboxMessage} message
 * @param {View} view
 * @returns {import('lit-html').TemplateResult}
 */
export const replyKeyboardView = (message, view) =>
  html`<div
    class="reply-keys${isCompact(message) ? '' : ' tall'}"
    role="group"
    aria-label=${view.texts.t('content-reply-buttons')}
    >${message.keyboard.map(
      (row, rowIndex) =>
        html`<div class="keys-row"
          >${row.map((button, column) => replyButtonView(message, button, [rowIndex, column], view))}</div
        >`,
    )}</div
  >`

/** @param {SandboxMessage} message */
const isCompact = ({ markup }) => markup?.kind === 'reply' && markup.markup.resize_keyboard === true

/**
 * @param {SandboxMessage} message
 * @param {ReplyButton | InlineButton} button
 * @param {Spot} spot
 * @param {View} view
 */
const replyButtonView = (message, button, [row, column], view) => {
  const given = typeof button === 'string' ? { text: button } : button
  const style = 'style' in given ? ` ${given.style}` : ''
  return html`<button
    type="button"
    class="key${style}"
    ?disabled=${view.viewer === undefined}
    title=${tooltip(given.text, requestHint(given, view))}
    @click=${() => view.press(message, row, column)}
    >${requestSign(given)}<span class="key-label">${given.text}</span></button
  >`
}

/** @param {object} button */
const requestSign = (button) => {
  if ('request_contact' in button) return glyph('phone')
  return 'request_location' in button ? glyph('pin') : nothing
}

/**
 * @param {object} button
 * @param {View} view
 */
const requestHint = (button, view) => {
  if ('request_contact' in button) return view.texts.t('content-shares-contact')
  return 'request_location' in button ? view.texts.t('content-shares-location') : undefined
}
