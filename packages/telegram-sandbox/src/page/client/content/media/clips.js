import { html, nothing } from 'lit-html'
import { glyph } from '../glyphs.js'
import { formatSize } from '../money/money.js'

/**
 * @typedef {import('../../state/view.js').View} View
 * @typedef {import('../../state/view.js').SandboxMessage} SandboxMessage
 */

/** @param {number} seconds */
const length = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/**
 * A video, a GIF or a round video. The sandbox's show nothing, so there is nothing to play: a dark field with a sign.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const clipView = ({ message: { video, animation, video_note: round } }, view) => {
  const kind = round !== undefined ? 'video_note' : animation !== undefined ? 'animation' : 'video'
  const seconds = (round ?? animation ?? video)?.duration ?? 0
  return html`<div class="clip clip-${kind}" role="img" aria-label=${view.texts.t(`content-kind-${kind}`)}
    ><span class="voice-play">${glyph('play')}</span
    ><span class="clip-length">${kind === 'animation' ? 'GIF' : length(seconds)}</span></div
  >`
}

/**
 * A piece of music: who plays what.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const audioView = ({ message: { audio } }, view) =>
  audio === undefined
    ? nothing
    : html`<div class="voice" role="img" aria-label=${view.texts.t('content-kind-audio')}
        ><span class="voice-play">${glyph('play')}</span
        ><span class="voice-words"
          ><b dir="auto">${audio.title ?? audio.file_name ?? view.texts.t('content-kind-audio')}</b
          ><span class="file-size" dir="auto"
            >${[audio.performer ?? '', length(audio.duration), formatSize(audio.file_size ?? 0, view.language)]
              .filter((part) => part !== '')
              .join(' · ')}</span
          ></span
        ></div
      >`

/**
 * A poll or a quiz. Nobody votes here.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const pollView = ({ message: { poll } }, view) =>
  poll === undefined
    ? nothing
    : html`<div class="poll"
        ><b dir="auto">${poll.question}</b
        ><span class="file-size">${view.texts.t(poll.type === 'quiz' ? 'content-kind-quiz' : 'content-kind-poll')}</span
        >${poll.options.map(({ text }) => html`<span class="poll-option" dir="auto">${text}</span>`)}</div
      >`
