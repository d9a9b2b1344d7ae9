import { noChange } from 'lit-html'
import { AsyncDirective, directive } from 'lit-html/async-directive.js'
import { pageNow } from '../../state/browser/clock.js'
import { formatDateTime, relativeChangesIn } from './time.js'

/** @param {number} unixSeconds @param {string} language */
const wordsOf = (unixSeconds, language) => formatDateTime(unixSeconds, 'r', { language, zone: 'UTC', now: pageNow() })

// lit keeps a directive's state between renders in an instance: the one place where a class is its way.
class RelativeTime extends AsyncDirective {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer
  /** @type {readonly [number, string] | undefined} */
  shown

  /**
   * @param {number} unixSeconds
   * @param {string} language
   */
  render(unixSeconds, language) {
    this.shown = [unixSeconds, language]
    if (this.isConnected) this.wait()
    return wordsOf(unixSeconds, language)
  }

  wait() {
    clearTimeout(this.timer)
    const [unixSeconds] = this.shown ?? [0]
    this.timer = setTimeout(() => this.tell(), relativeChangesIn(unixSeconds, pageNow()))
  }

  tell() {
    const [unixSeconds, language] = this.shown ?? [0, 'en']
    this.setValue(this.shown === undefined ? noChange : wordsOf(unixSeconds, language))
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

/** "in 5 minutes": a text that keeps itself true while it is on the page. */
export const relativeTime = directive(RelativeTime)
