import { html, nothing } from 'lit-html'
import { avatar } from '../../frame/avatar.js'
import { glyph } from '../glyphs.js'
import { startPayload } from '../text/links.js'
import { formatSize } from '../money/money.js'
import { scannerOf, fullName, nameColour } from '../people.js'
import { clipView } from './clips.js'
import { codeOf } from './qr.js'
import { shorten } from '../text/words.js'

/**
 * @typedef {import('../../state/view.js').View} View
 * @typedef {import('../../state/view.js').SandboxMessage} SandboxMessage
 */

const widest = 420
const highest = 460
const narrowest = 140

/**
 * The size a picture is shown at, so that its place is kept before it has come.
 * @param {{ readonly width: number, readonly height: number }} size Pixels.
 */
const shownSize = ({ width, height }) => {
  const factor = Math.min(widest / width, highest / height, Math.max(1, narrowest / width))
  return { width: Math.max(narrowest, Math.round(width * factor)), height: Math.max(60, Math.round(height * factor)) }
}

/** @param {SandboxMessage} message */
export const largestPhoto = (message) => message.photo?.at(-1)

/**
 * A picture with what lies on it: the cover of a spoiler, and the chip for a code.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const photoView = (message, view) => {
  const photo = largestPhoto(message)
  if (photo === undefined) return nothing
  const { width, height } = shownSize(photo)
  const isHidden = message.message.has_media_spoiler === true
  return html`<div class=${isHidden ? 'photo hidden-photo' : 'photo'}
    ><button type="button" class="photo-open" aria-label=${photoLabel(message, view)} @click=${openPhoto(message, view)}
      ><img
        src="/files/${photo.file_id}"
        width=${width}
        height=${height}
        alt=""
        decoding="async"
        draggable=${message.protectContent ? 'false' : 'auto'} /></button
    >${isHidden ? coverView(view) : nothing}${codeChip(message, view)}</div
  >`
}

/**
 * @param {SandboxMessage} message
 * @param {View} view
 */
const photoLabel = ({ text }, view) =>
  text === '' ? view.texts.t('content-open-photo') : view.texts.t('content-open-photo-of', { text: shorten(text, 80) })

/**
 * @param {SandboxMessage} message
 * @param {View} view
 */
const openPhoto = (message, view) => () => view.showPhoto(message)

/** @param {Event} event */
const uncover = ({ currentTarget }) => {
  if (currentTarget instanceof HTMLElement) currentTarget.parentElement?.classList.add('shown')
}

/** @param {View} view */
const coverView = (view) =>
  html`<button
    type="button"
    class="photo-cover"
    aria-label=${view.texts.t('content-hidden-photo')}
    @click=${uncover}
  ></button>`

/**
 * What can be done with the code in a picture: one click lets whoever scans codes scan it.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const codeChip = (message, view) => {
  const photo = largestPhoto(message)
  const payload = startPayload((photo === undefined ? undefined : codeOf(photo.file_id)) ?? '', view.state.bot.username)
  if (payload === undefined) return nothing
  const scanner = scannerOf(view)
  if (scanner?.scan === undefined)
    return html`<button
      type="button"
      class="code-chip"
      ?disabled=${view.viewer === undefined}
      @click=${() => view.open(payload)}
      >${glyph('scan')}${view.texts.t('content-open-code')}</button
    >`
  return html`<button
    type="button"
    class="code-chip"
    title=${scanner.scan.title[view.texts.language]}
    @click=${() => view.open(payload, scanner.id)}
    >${glyph('scan')}${scanner.scan.label[view.texts.language]}</button
  >`
}

/**
 * @param {SandboxMessage} message
 * @param {View} view
 */
const itemView = (message, view) => (message.photo === undefined ? clipView(message, view) : photoView(message, view))

/** @param {SandboxMessage} message */
const isUpright = (message) => {
  const photo = largestPhoto(message)
  return photo !== undefined && photo.height > photo.width
}

/**
 * Pictures and videos that were sent together.
 * @param {readonly SandboxMessage[]} messages
 * @param {View} view
 */
export const albumView = (messages, view) =>
  html`<div class="album album-${Math.min(messages.length, 10)} ${messages.every(isUpright) ? 'upright' : ''}"
    >${messages.map((message) => html`<div class="album-item" data-message=${message.message_id}>${itemView(message, view)}</div>`)}</div
  >`

/** @param {string} name */
const extensionOf = (name) => /\.([\p{L}\d]{1,5})$/u.exec(name)?.[1]?.toLowerCase() ?? ''

/** @type {Readonly<Record<string, readonly string[]>>} */
const families = {
  table: ['csv', 'xls', 'xlsx', 'ods'],
  calendar: ['ics'],
  text: ['txt', 'md', 'log', 'json', 'doc', 'docx'],
  paper: ['pdf'],
  picture: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg'],
  bundle: ['zip', 'gz', '7z', 'rar'],
}

/** @param {string} extension */
const familyOf = (extension) => Object.entries(families).find(([, all]) => all.includes(extension))?.[0] ?? 'other'

/**
 * A file: its kind, name and size; a click saves it, unless its content is protected.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const documentView = ({ document, protectContent }, view) => {
  if (document === undefined) return nothing
  const name = document.file_name ?? view.texts.t('content-kind-document')
  const extension = extensionOf(name)
  const inside = html`<span class="file-icon file-${familyOf(extension)}"
      >${extension === '' ? glyph('file') : extension}${protectContent ? nothing : html`<span class="file-save">${glyph('download')}</span>`}</span
    ><span class="file-words"
      ><span class="file-name" dir="auto">${name}</span
      ><span class="file-size">${formatSize(document.file_size ?? 0, view.language)}</span></span
    >`
  if (protectContent) return html`<div class="file">${inside}</div>`
  return html`<a
    class="file"
    href="/files/${document.file_id}?download"
    download=${name}
    aria-label=${view.texts.t('content-download', { name })}
    >${inside}</a
  >`
}

/**
 * A voice message: the sandbox's voice says nothing, so there is nothing to play.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const voiceView = ({ message }, view) => {
  const seconds = message.voice?.duration ?? 0
  const bars = Array.from(
    { length: 28 },
    (_, index) => 3 + Math.abs(Math.round(9 * Math.sin(index * 1.7) + 5 * Math.sin(index * 0.6))),
  )
  return html`<div class="voice" role="img" aria-label=${view.texts.t('content-kind-voice')}
    ><span class="voice-play">${glyph('play')}</span
    ><span class="voice-words"
      ><svg class="voice-wave" viewBox="0 0 112 18" aria-hidden="true">
        <path d=${bars.map((height, index) => `M${index * 4 + 1.5} ${9 - height / 2}v${height}`).join('')} /></svg
      ><span class="file-size">${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}</span></span
    ></div
  >`
}

/**
 * A place. No map is drawn: this page asks no other host for anything; a click opens one in a tab of its own.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const locationView = ({ message }, view) => {
  const { latitude, longitude } = message.location ?? { latitude: 0, longitude: 0 }
  return html`<a
    class="place"
    href=${`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
    target="_blank"
    rel="noopener noreferrer"
    title=${view.texts.t('content-open-map')}
    ><div class="place-map">${glyph('pin')}</div
    ><div class="place-words"
      ><b dir="auto">${message.venue?.title ?? view.texts.t('content-kind-location')}</b
      ><span dir="auto">${message.venue?.address ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`}</span></div
    ></a
  >`
}

/**
 * @param {SandboxMessage} message
 */
export const contactView = ({ message: { contact } }) => {
  if (contact === undefined) return nothing
  const name = fullName(contact)
  const id = contact.user_id ?? name.length
  return html`<div class="contact"
    >${avatar(name, id)}<span class="file-words"
      ><b class="n${nameColour(id)}" dir="auto">${name}</b><span class="file-size">${contact.phone_number}</span></span
    ></div
  >`
}
