import { html } from 'lit-html'
import { AsyncDirective, directive } from 'lit-html/async-directive.js'
import { pageNow } from '../state/browser/clock.js'

/** @typedef {import('../state/eyes.js').Shell} Shell */

const minuteMs = 60_000

const turns = /** @type {const} */ ([
  ['minutes', 10 * minuteMs],
  ['hour', 60 * minuteMs],
  ['day', 24 * 60 * minuteMs],
])

/** @param {string} language */
const wordsOf = (language) =>
  new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(pageNow())

// lit keeps a directive's state between renders in an instance: here a class is its way.
class Now extends AsyncDirective {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer
  language = 'en'

  /** @param {string} language */
  render(language) {
    this.language = language
    if (this.isConnected) this.wait()
    return wordsOf(language)
  }

  wait() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.tell(), minuteMs - (pageNow() % minuteMs))
  }

  tell() {
    this.setValue(wordsOf(this.language))
    this.wait()
  }

  /** @override */
  disconnected() {
    clearTimeout(this.timer)
  }

  /** @override */
  reconnected() {
    this.tell()
  }
}

const now = directive(Now)

/**
 * What the clock of everybody on the page shows, and the hand that turns it forward.
 * @param {Shell} shell
 * @returns {import('lit-html').TemplateResult}
 */
export const clockView = ({ texts, ui, deeds }) =>
  html`<div class="program clock"
    ><p role="status">${texts.t('clock-now')} <time>${now(ui.language)}</time></p
    ><div class="program-buttons"
      >${turns.map(
        ([name, ms]) =>
          html`<button type="button" class="button small" @click=${() => void deeds.act({ kind: 'turnsClock', ms })}
            >${texts.t(`clock-${name}`)}</button
          >`,
      )}</div
    ></div
  >`
