import { html, nothing } from 'lit-html'
import { avatar, botAvatar } from '../frame/avatar.js'
import { textView } from './text/entities.js'
import { glyph } from './glyphs.js'
import { invoiceView } from './money/invoice.js'
import { inlineKeyboardView } from './keyboard.js'
import { albumView, contactView, documentView, locationView, photoView, voiceView } from './media/media.js'
import { openMessageMenu } from './menu.js'
import { placeOf } from './neighbours.js'
import { isOwn, nameColour, senderId, senderName } from './people.js'
import { forwardHeader, replyQuote } from './quote.js'
import { serviceText, serviceView } from './service.js'
import { clockTime, fullDateTime } from './time/time.js'

/**
 * @typedef {import('../state/view.js').View} View
 * @typedef {import('../state/view.js').SandboxMessage} SandboxMessage
 * @typedef {import('lit-html').TemplateResult | typeof nothing} Content
 */

/**
 * One message as it stands in a chat: a bubble, a sticker or a service line, with its keyboard below. Of an album the
 * first message shows all its pictures
 * and the others show nothing.
 * @param {SandboxMessage} message
 * @param {View} view
 * @returns {import('lit-html').TemplateResult}
 */
export const messageView = (message, view) => {
  const service = serviceText(message, view)
  if (service !== undefined) return serviceView(message, service)
  const place = placeOf(message, view)
  return place.inAlbum ? html`` : rowView(message, view, place)
}

/**
 * @param {SandboxMessage} message
 * @param {View} view
 * @param {import('./neighbours.js').Place} place
 */
const rowView = (message, view, place) => {
  const own = isOwn(message, view)
  const name = senderName(message, view)
  const classes = [
    'row',
    own ? 'own' : 'other',
    place.isFirst ? 'first' : '',
    place.isLast ? 'last' : '',
    message.protectContent ? 'protected' : '',
  ]
    .filter((one) => one !== '')
    .join(' ')
  return html`<article
    class=${classes}
    data-message=${message.message_id}
    aria-label=${`${name}, ${clockTime(message.date, view.language, view.zone)}`}
    >${
      view.chat.kind === 'private' || view.chat.kind === 'channel' || own
        ? nothing
        : avatarView(message, name, place, view)
    }<div class="stack"
      >${bubbleView(message, view, place)}${message.keyboardKind === 'inline' ? inlineKeyboardView(message, view) : nothing}</div
    ></article
  >`
}

/**
 * @param {SandboxMessage} message
 * @param {string} name
 * @param {import('./neighbours.js').Place} place
 * @param {View} view
 */
const avatarView = (message, name, { isLast }, view) => {
  const picture = message.from?.id === view.state.bot.id ? botAvatar('small') : avatar(name, senderId(message), 'small')
  return html`<span class="sender-place" aria-hidden="true">${isLast ? picture : nothing}</span>`
}

/**
 * @param {SandboxMessage} message
 * @param {View} view
 * @param {import('./neighbours.js').Place} place
 */
const bubbleView = (message, view, { isFirst, album }) => {
  const shape = shapeOf(message)
  const openMenu = (/** @type {Event} */ event) => openMessageMenu(message, view, event)
  return html`<div class="bubble ${shape}" @contextmenu=${openMenu}
    >${isFirst && view.chat.kind !== 'private' && !isOwn(message, view) ? nameView(message, view) : nothing}${forwardHeader(
      message,
      view,
    )}${replyQuote(message, view)}${contentView(message, album, view)}${captionView(message, album, view)}<button
      type="button"
      class="more"
      aria-haspopup="menu"
      aria-label=${view.texts.t('content-actions')}
      title=${view.texts.t('content-actions')}
      @click=${openMenu}
      >${glyph('more')}</button
    ></div
  >`
}

const emoji = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?`
const fewEmoji = new RegExp(`^(?:${emoji}(?:\\u200d${emoji})*){1,3}$`, 'u')

/**
 * What the bubble looks like around its content.
 * @param {SandboxMessage} kept
 */
const shapeOf = ({ message, text, entities, photo }) => {
  if (message.sticker !== undefined) return 'bare'
  if (
    entities.length === 0 &&
    message.reply_to_message === undefined &&
    message.forward_origin === undefined &&
    fewEmoji.test(text)
  )
    return 'bare jumbo'
  if (photo !== undefined) return text === '' ? 'pictured wordless' : 'pictured'
  return message.location === undefined ? 'worded' : 'pictured wordless'
}

/**
 * @param {SandboxMessage} message
 * @param {View} view
 */
const nameView = (message, view) =>
  html`<div class="sender-name n${nameColour(senderId(message))}" dir="auto">${senderName(message, view)}</div>`

/**
 * What a message carries beside its text.
 * @param {SandboxMessage} message
 * @param {readonly SandboxMessage[]} album
 * @param {View} view
 * @returns {Content}
 */
const contentView = (message, album, view) => {
  const own = message.message
  if (album.length > 1) return albumView(album, view)
  if (message.photo !== undefined) return photoView(message, view)
  if (message.document !== undefined) return documentView(message, view)
  if (own.sticker !== undefined)
    return html`<div class="sticker" role="img" aria-label=${view.texts.t('content-kind-sticker')}
      >${own.sticker.emoji ?? '🙂'}</div
    >`
  if (own.voice !== undefined) return voiceView(message, view)
  if (own.location !== undefined) return locationView(message, view)
  if (own.contact !== undefined) return contactView(message)
  return own.invoice === undefined ? nothing : invoiceView(own.invoice, view)
}

/**
 * The text or caption with the time in its last line; an album has that of the one picture that has any.
 * @param {SandboxMessage} message
 * @param {readonly SandboxMessage[]} album
 * @param {View} view
 * @returns {Content}
 */
const captionView = (message, album, view) => {
  const speaking = [message, ...album].find(({ text }) => text !== '')
  if (speaking !== undefined) {
    const { text, entities, threadId } = speaking
    return html`<div class="text" dir="auto"
      >${textView(text, entities, { ...view, threadId })}${metaView(message, view)}</div
    >`
  }
  return isKnown(message)
    ? metaView(message, view)
    : html`<div class="text"><i>${view.texts.t('content-unknown')}</i>${metaView(message, view)}</div>`
}

/** @param {SandboxMessage} kept */
const isKnown = ({ message, photo, document }) =>
  [photo, document, message.sticker, message.voice, message.location, message.contact, message.invoice].some(
    (content) => content !== undefined,
  )

/**
 * The corner: a lock, "edited", the time, and for one's own messages that they were read — a bot reads at once.
 * @param {SandboxMessage} message
 * @param {View} view
 */
const metaView = (message, view) => {
  const { language, zone, texts } = view
  return html`<span class="meta"
    >${message.protectContent ? html`<span class="lock" role="img" aria-label=${texts.t('content-protected')} title=${texts.t('content-protected')}>${glyph('lock')}</span>` : nothing}${
      message.edited ? html`<span class="edited">${texts.t('content-edited')}</span>` : nothing
    }<time datetime=${new Date(message.date * 1000).toISOString()} title=${fullDateTime(message.date, language, zone)}
      >${clockTime(message.date, language, zone)}</time
    >${isOwn(message, view) ? glyph('read') : nothing}</span
  >`
}
