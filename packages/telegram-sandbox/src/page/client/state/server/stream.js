/**
 * @typedef {import('../../../wire.js').PageEvent} PageEvent
 */

const retryMs = 1_500

/**
 * Listens to the server's events for as long as the page lives. EventSource connects again by itself after a cut; only
 * when the server refused for good
 * (it was restarted in between) a new one is needed.
 * @param {object} options
 * @param {(event: PageEvent) => void} options.onEvent
 * @param {(connected: boolean) => void} options.onConnection
 */
export const openStream = ({ onEvent, onConnection }) => {
  const connect = () => {
    const source = new EventSource('/events')
    source.addEventListener('open', () => onConnection(true))
    source.addEventListener('message', ({ data }) => {
      /** @type {unknown} */
      const event = JSON.parse(String(data))
      onEvent(/** @type {PageEvent} */ (event))
    })
    source.addEventListener('error', () => {
      onConnection(false)
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, retryMs)
    })
  }
  connect()
}
