import { html, nothing } from 'lit-html'
import { glyph } from './glyphs.js'
import { chatName, fullName, nameColour } from './people.js'
import { shorten } from './text/words.js'

/**
 * @typedef {import('../state/view.js').View} View
 * @typedef {import('../state/view.js').SandboxMessage} SandboxMessage
 * @typedef {import('grammy/types').Message} Message
 */

/**
 * What a message is in one line: its text, or the name of what it carries.
 * @param {Message} message
 * @param {View} view
 */
const summaryOf = (message, view) => {
  const words = message.text ?? message.caption ?? ''
  if (words !== '') return shorten(words, 120)
  const kinds = /** @type {const} */ ([
    ...['photo', 'video', 'animation', 'audio', 'document', 'sticker', 'voice', 'video_note'],
    ...['poll', 'location', 'contact', 'invoice'],
  ])
  const kind = kinds.find((name) => name in message)
  return view.texts.t(kind === undefined ? 'content-message' : `content-kind-${kind}`)
}

/** @param {Message} message */
const authorOf = (message) => (message.sender_chat === undefined ? message.from : undefined)

/**
 * The message this one answers; a click leads to it.
 * @param {SandboxMessage} kept
 * @param {View} view
 */
export const replyQuote = ({ message }, view) => {
  const replied = message.reply_to_message
  // In a topic every message answers the one that opened it; clients do not show that.
  if (replied === undefined || replied.forum_topic_created !== undefined) return nothing
  const author = authorOf(replied)
  const name = author === undefined ? chatName(replied.sender_chat ?? replied.chat) : fullName(author)
  const colour = nameColour(author?.id ?? replied.chat.id)
  return html`<button
    type="button"
    class="reply-quote n${colour}"
    @click=${() => view.jump(replied.message_id)}
    aria-label=${view.texts.t('content-reply-to', { name, text: summaryOf(replied, view) })}
    >${thumbnail(replied)}<span class="reply-words"
      ><b dir="auto">${name}</b><span dir="auto">${summaryOf(replied, view)}</span></span
    ></button
  >`
}

/** @param {Message} message */
const thumbnail = ({ photo, has_media_spoiler: isHidden }) => {
  const [smallest] = photo ?? []
  return smallest === undefined || isHidden === true
    ? nothing
    : html`<img class="reply-picture" src="/files/${smallest.file_id}" alt="" width="34" height="34" />`
}

/**
 * Where a forwarded message came from.
 * @param {SandboxMessage} kept
 * @param {View} view
 */
export const forwardHeader = ({ message }, view) => {
  const origin = message.forward_origin
  return origin === undefined
    ? nothing
    : html`<div class="forwarded"
        >${glyph('forward')}<span
          >${view.texts.t('content-forwarded')} <b dir="auto">${originName(origin)}</b></span
        ></div
      >`
}

/** @param {import('grammy/types').MessageOrigin} origin */
const originName = (origin) => {
  if (origin.type === 'user') return fullName(origin.sender_user)
  if (origin.type === 'hidden_user') return origin.sender_user_name
  return chatName(origin.type === 'chat' ? origin.sender_chat : origin.chat)
}
