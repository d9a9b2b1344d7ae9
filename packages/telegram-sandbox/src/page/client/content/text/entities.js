import { html } from 'lit-html'
import { ref } from 'lit-html/directives/ref.js'
import { readLink } from './links.js'
import { relativeTime } from '../time/relative.js'
import { glyph } from '../glyphs.js'
import { formatDateTime, fullDateTime } from '../time/time.js'

/**
 * @typedef {import('grammy/types').MessageEntity} MessageEntity
 * @typedef {import('../../state/view.js').View & { readonly threadId?: number | undefined }} View With the topic that
 * the text stands in.
 * @typedef {import('lit-html').TemplateResult} TemplateResult
 * @typedef {TemplateResult | string} Piece
 */

/**
 * A text with its entities. Nothing of it is ever read as HTML.
 * @param {string} text
 * @param {readonly MessageEntity[]} entities Offsets and lengths in UTF-16 units, in any order.
 * @param {View} view
 * @returns {TemplateResult}
 */
export const textView = (text, entities, view) => {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length)
  return html`${nest(text, { from: 0, to: text.length }, sorted, view)}`
}

const blocks = new Set(['pre', 'blockquote', 'expandable_blockquote'])

/**
 * Draws what lies between two places. An entity that reaches out of the one it begins in is cut there and goes on
 * behind it.
 * @param {string} text
 * @param {{ readonly from: number, readonly to: number }} range
 * @param {readonly MessageEntity[]} entities
 * @param {View} view
 * @returns {readonly Piece[]}
 */
const nest = (text, { from, to }, entities, view) => {
  const [first, ...rest] = entities.flatMap((entity) => clip(entity, from, to))
  if (first === undefined) return from < to ? [text.slice(from, to)] : []
  const end = first.offset + first.length
  const inside = rest.filter(({ offset }) => offset < end)
  const after = rest.filter((entity) => entity.offset + entity.length > end).flatMap((entity) => clip(entity, end, to))
  const inner = nest(text, { from: first.offset, to: end }, inside, view)
  // A quote or a block of code ends its line by itself.
  const next = blocks.has(first.type) && text[end] === '\n' ? end + 1 : end
  return [
    text.slice(from, first.offset),
    wrap(first, inner, text.slice(first.offset, end), view),
    ...nest(text, { from: next, to }, after, view),
  ]
}

/**
 * @param {MessageEntity} entity
 * @param {number} from
 * @param {number} to
 * @returns {readonly MessageEntity[]}
 */
const clip = (entity, from, to) => {
  const begin = Math.max(entity.offset, from)
  const length = Math.min(entity.offset + entity.length, to) - begin
  return length > 0 ? [{ ...entity, offset: begin, length }] : []
}

/** @type {Readonly<Record<string, (inner: readonly Piece[], text: string) => TemplateResult>>} */
const plainViews = {
  bold: (inner) => html`<b>${inner}</b>`,
  italic: (inner) => html`<i>${inner}</i>`,
  underline: (inner) => html`<u>${inner}</u>`,
  strikethrough: (inner) => html`<s>${inner}</s>`,
  blockquote: (inner) => html`<blockquote class="quoted">${inner}</blockquote>`,
  email: (inner, text) => html`<a href="mailto:${encodeURI(text)}">${inner}</a>`,
  // A custom emoji is a picture that only Telegram has: its own text is the fallback.
  custom_emoji: (inner) => html`<span class="custom-emoji">${inner}</span>`,
}

/**
 * One entity around what stands in it.
 * @param {MessageEntity} entity
 * @param {readonly Piece[]} inner
 * @param {string} text What stands in it, plain.
 * @param {View} view
 * @returns {TemplateResult}
 */
const wrap = (entity, inner, text, view) => {
  const plain = plainViews[entity.type]
  if (plain !== undefined) return plain(inner, text)
  switch (entity.type) {
    case 'code':
      return codeView(inner, text, view)
    case 'pre':
      return preView(inner, text, entity.language, view)
    case 'expandable_blockquote':
      return foldedView(inner, view)
    case 'spoiler':
      return spoilerView(inner, view)
    case 'text_link':
      return linkView(entity.url, inner, view)
    case 'url':
      return linkView(text, inner, view)
    case 'bot_command':
      return commandView(inner, text, view)
    case 'date_time':
      return dateView(entity, inner, view)
    default:
      return html`<span class="marked">${inner}</span>`
  }
}

/**
 * @param {string} url
 * @param {readonly Piece[]} inner
 * @param {View} view
 */
const linkView = (url, inner, view) => {
  const target = readLink(url, view.state.bot.username)
  if (target.kind === 'inert') return html`<span class="marked" title=${url}>${inner}</span>`
  if (target.kind === 'web')
    return html`<a href=${target.href} title=${url} target="_blank" rel="noopener noreferrer">${inner}</a>`
  return html`<button
    type="button"
    class="inline-link"
    title=${url}
    ?disabled=${view.viewer === undefined}
    @click=${() => view.open(target.payload)}
    >${inner}</button
  >`
}

/**
 * @param {readonly Piece[]} inner
 * @param {string} text
 * @param {View} view
 */
const commandView = (inner, text, view) => {
  const { viewer, chat } = view
  if (viewer === undefined || chat.kind === 'channel') return html`<span class="marked">${inner}</span>`
  const topic = view.threadId === undefined ? {} : { threadId: view.threadId }
  const command = chat.kind === 'private' || text.includes('@') ? text : `${text}@${view.state.bot.username}`
  return html`<button
    type="button"
    class="inline-link"
    @click=${() => void view.act({ kind: 'says', personId: viewer.id, chatId: chat.id, ...topic, text: command })}
    >${inner}</button
  >`
}

/**
 * @param {Extract<MessageEntity, { type: 'date_time' }>} entity
 * @param {readonly Piece[]} inner
 * @param {View} view
 */
const dateView = ({ unix_time: unix, date_time_format: format }, inner, view) => {
  // A moment beyond what a Date can hold stays in the sender's words.
  if (Math.abs(unix) > 8.64e12) return html`<span>${inner}</span>`
  const words =
    format === 'r'
      ? relativeTime(unix, view.language)
      : formatDateTime(unix, format, { language: view.language, zone: view.zone, now: 0 }) || inner
  return html`<time
    class="date-time"
    datetime=${new Date(unix * 1000).toISOString()}
    title=${fullDateTime(unix, view.language, view.zone)}
    >${words}</time
  >`
}

/**
 * Runs on a click and, as with a button, on Enter and the space bar.
 * @param {(element: HTMLElement) => void} work
 */
const onPress = (work) => (/** @type {Event} */ event) => {
  if (!(event.currentTarget instanceof HTMLElement)) return
  if (event instanceof KeyboardEvent) {
    // A key pressed on something inside belongs to that.
    if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
  }
  work(event.currentTarget)
}

/**
 * @param {readonly Piece[]} inner
 * @param {string} text
 * @param {View} view
 */
const codeView = (inner, text, view) => {
  const copy = onPress(() => view.copy(text))
  return html`<code
    class="code"
    role="button"
    tabindex="0"
    title=${view.texts.t('content-copy')}
    @click=${copy}
    @keydown=${copy}
    >${inner}</code
  >`
}

/**
 * @param {readonly Piece[]} inner
 * @param {string} text
 * @param {string | undefined} language
 * @param {View} view
 */
const preView = (inner, text, language, view) =>
  html`<span class="pre"
    ><span class="pre-head"
      ><span>${language ?? view.texts.t('content-code')}</span
      ><button
        type="button"
        class="pre-copy"
        title=${view.texts.t('content-copy')}
        aria-label=${view.texts.t('content-copy-code')}
        @click=${() => view.copy(text)}
        >${glyph('copy')}</button
      ></span
    ><code class="pre-body" tabindex="0">${inner}</code></span
  >`

// A revealed spoiler and an unfolded quote are the reader's business only: their marks live in the page and not in any
// state.
const reveal = onPress((element) => {
  for (const spoiler of element.closest('.text')?.querySelectorAll('.spoiler') ?? [element]) {
    spoiler.classList.add('shown')
    for (const name of ['role', 'tabindex', 'aria-label', 'title']) spoiler.removeAttribute(name)
  }
})

/**
 * A span that acts as a button, since a real one would not flow with the lines of the text.
 * @param {readonly Piece[]} inner
 * @param {View} view
 */
const spoilerView = (inner, view) =>
  html`<span
    class="spoiler"
    role="button"
    tabindex="0"
    aria-label=${view.texts.t('content-spoiler')}
    @click=${reveal}
    @keydown=${reveal}
    ><span class="spoiler-text">${inner}</span></span
  >`

/** @type {ResizeObserver | undefined} */
let observer

/** @param {readonly ResizeObserverEntry[]} entries */
const markFitting = (entries) => {
  for (const { target } of entries) {
    const quote = target.parentElement
    if (quote?.classList.contains('open') === false)
      quote.classList.toggle('fits', target.scrollHeight <= target.clientHeight + 2)
  }
}

/** @param {Element | undefined} element */
const watchFit = (element) => {
  if (element === undefined) return
  observer ??= new ResizeObserver(markFitting)
  observer.observe(element)
}

/** @param {HTMLElement} button */
const unfold = (button) => {
  const isOpen = button.parentElement?.classList.toggle('open') ?? false
  button.setAttribute('aria-expanded', String(isOpen))
}

/**
 * A long quote that shows three lines until it is unfolded.
 * @param {readonly Piece[]} inner
 * @param {View} view
 */
const foldedView = (inner, view) =>
  html`<blockquote class="quoted folded"
    ><span class="folded-body" ${ref(watchFit)}>${inner}</span
    ><button
      type="button"
      class="unfold"
      aria-expanded="false"
      aria-label=${view.texts.t('content-unfold')}
      title=${view.texts.t('content-unfold')}
      @click=${onPress(unfold)}
      >${glyph('down')}</button
    ></blockquote
  >`
