// Loaded before the bot that the demo starts (node --import): turns the bot's clock with the demo's. How far ahead that
// was at the start is in DEMO_CLOCK_AHEAD, and a message tells of each later turn. Who waits wakes when it is time.
import { performance } from 'node:perf_hooks'
import { clearTimeout, setTimeout } from 'node:timers'
import { pathToFileURL, URL } from 'node:url'

const longestTimer = 2 ** 31 - 1

/**
 * @typedef {import('../../src/runtime/clock.js').Clock} Clock
 */

/** @param {Clock} clock */
const turnable = (clock) => {
  let ahead = Number(process.env['DEMO_CLOCK_AHEAD'] ?? 0)
  /** @type {Set<() => void>} */
  const sleepers = new Set()
  const elapsed = () => performance.now() + ahead

  clock.now = () => Date.now() + ahead
  clock.elapsed = elapsed
  clock.sleep = (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve()
        return
      }
      const until = elapsed() + Math.max(ms, 0)
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer
      const wake = () => {
        clearTimeout(timer)
        sleepers.delete(look)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const look = () => {
        clearTimeout(timer)
        const left = until - elapsed()
        if (left <= 0) wake()
        else timer = setTimeout(look, Math.min(Math.ceil(left), longestTimer))
      }
      sleepers.add(look)
      signal?.addEventListener('abort', wake, { once: true })
      timer = setTimeout(look, Math.min(Math.max(Math.ceil(ms), 0), longestTimer))
    })
  return (/** @type {unknown} */ message) => {
    if (typeof message !== 'object' || message === null || !('aheadMs' in message)) return
    ahead = Number(message.aheadMs)
    for (const look of [...sleepers]) look()
  }
}

const [, program = ''] = process.argv
/** @type {unknown} */
const runtime = await import(new URL('runtime/clock.js', pathToFileURL(program)).href)
const { systemClock } = /** @type {{ readonly systemClock: Clock }} */ (runtime)
process.on('message', turnable(systemClock))
// The line alone must not keep a bot alive that wants to end.
process.channel?.unref()
