import { html, nothing } from 'lit-html'
import { avatar, botAvatar } from '../frame/avatar.js'
import { textView } from './text/entities.js'
import { glyph } from './glyphs.js'
import { invoiceView } from './money/invoice.js'
import { inlineKeyboardView } from './keyboard.js'
import { albumView, contactView, documentView, locationView, photoView, voiceView } from './media/media.js'
import { audioView, clipView, pollView } from './media/clips.js'
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

/** @param {SandboxMessage} kept */
const isJumbo = ({ message, text, entities }) =>
  entities.length === 0 &&
  message.reply_to_message === undefined &&
  message.forward_origin === undefined &&
  fewEmoji.test(text)

/**
 * What the bubble looks like around its content.
 * @param {SandboxMessage} kept
 */
const shapeOf = (kept) => {
  const { message, text } = kept
  if (message.sticker !== undefined || message.video_note !== undefined) return 'bare'
  if (isJumbo(kept)) return 'bare jumbo'
  if (isSeen(kept)) return text === '' ? 'pictured wordless' : 'pictured'
  return message.location === undefined ? 'worded' : 'pictured wordless'
}

/**
 * @param {SandboxMessage} message
 * @param {View} view
 */
const nameView = (message, view) =>
  html`<div class="sender-name n${nameColour(senderId(message))}" dir="auto">${senderName(message, view)}</div>`

/** @param {SandboxMessage} message */
const isClip = ({ message: { video, animation, video_note: round } }) =>
  video !== undefined || animation !== undefined || round !== undefined

/** @param {SandboxMessage} message */
const isSeen = (message) => message.photo !== undefined || isClip(message)

/**
 * Files or pieces of music that were sent together, one below the other.
 * @param {readonly SandboxMessage[]} album
 * @param {View} view
 */
const listView = (album, view) =>
  html`<div class="file-list"
    >${album.map((message) => html`<div data-message=${message.message_id}>${ownView(message, view)}</div>`)}</div
  >`

/**
 * What a message carries beside its text.
 * @param {SandboxMessage} message
 * @param {readonly SandboxMessage[]} album
 * @param {View} view
 * @returns {Content}
 */
const contentView = (message, album, view) => {
  if (album.length > 1) return isSeen(message) ? albumView(album, view) : listView(album, view)
  return ownView(message, view)
}

/** @param {SandboxMessage} message */
const stickerView = ({ message: { sticker } }, /** @type {View} */ view) =>
  html`<div class="sticker" role="img" aria-label=${view.texts.t('content-kind-sticker')}
    >${sticker?.emoji ?? '🙂'}</div
  >`

/**
 * What shows each kind, the first that fits: an animation is a document, too, for bots that know of none.
 * @type {readonly (readonly [keyof SandboxMessage['message'], (message: SandboxMessage, view: View) => Content])[]}
 */
const kinds = [
  ['photo', photoView],
  ['video', clipView],
  ['animation', clipView],
  ['video_note', clipView],
  ['audio', audioView],
  ['poll', pollView],
  ['document', documentView],
  ['sticker', stickerView],
  ['voice', voiceView],
  ['location', locationView],
  ['contact', contactView],
  ['invoice', ({ message: { invoice } }, view) => (invoice === undefined ? nothing : invoiceView(invoice, view))],
]

/**
 * @param {SandboxMessage} message
 * @param {View} view
 * @returns {Content}
 */
const ownView = (message, view) => kinds.find(([kind]) => kind in message.message)?.[1](message, view) ?? nothing

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
const isKnown = ({ message }) => kinds.some(([kind]) => kind in message)

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
