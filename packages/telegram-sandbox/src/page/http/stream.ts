import type { ServerResponse } from 'node:http'
import { everywhere } from './replies.js'
import type { PageEvent } from '../wire.js'

/** Pages that listen by server-sent events. */
export type Streams = {
  /**
   * Begins a stream with this event; the page gets all that is sent from now on. Of more than four of a browser's tabs
   * the oldest stream ends and comes back ten seconds later.
   */
  readonly open: (response: ServerResponse, first: PageEvent) => void
  readonly send: (event: PageEvent) => void
  readonly close: () => void
}

export type StreamOptions = {
  /** What may not leave, such as the token, is taken out of each event's JSON. */
  readonly scrub?: (json: string) => string
  /**
   * A page that has not read so much of what came after its first event is cut off; it connects anew and begins with
   * the state.
   */
  readonly maxBacklogBytes?: number
  readonly beatMs?: number
}

// Browsers open six connections to a host for all of their tabs, and acts need some, too.
const mostStreams = 4

const headers = {
  ...everywhere,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

/** Keeps the streams of all open pages. */
export const createStreams = ({
  scrub = (json) => json,
  maxBacklogBytes = 8 * 1024 * 1024,
  beatMs = 15_000,
}: StreamOptions = {}): Streams => {
  const listeners = new Map<ServerResponse, number>()
  const encode = (event: PageEvent): string => `data: ${scrub(JSON.stringify(event))}\n\n`
  const write = (text: string): void => {
    for (const [response, allowance] of listeners) {
      if (response.writableLength > allowance) response.destroy()
      else response.write(text)
    }
  }
  // Tabs of one browser share its connections: when they are too many the oldest rests, or the next one would not even
  // load.
  const rest = (browser: string | undefined): void => {
    const [oldest, ...others] = [...listeners.keys()].filter(({ req }) => req.headers['user-agent'] === browser)
    if (oldest === undefined || others.length < mostStreams) return
    listeners.delete(oldest)
    oldest.end('retry: 10000\n\n')
  }
  // A comment now and then shows both sides that the connection still stands.
  const beat = setInterval(() => write(': beat\n\n'), beatMs)
  beat.unref()
  return {
    open: (response, first) => {
      const text = `retry: 1000\n${encode(first)}`
      response.writeHead(200, headers)
      response.write(text)
      listeners.set(response, maxBacklogBytes + Buffer.byteLength(text))
      response.on('close', () => listeners.delete(response))
      rest(response.req.headers['user-agent'])
    },
    send: (event) => {
      if (listeners.size > 0) write(encode(event))
    },
    close: () => {
      clearInterval(beat)
      for (const response of listeners.keys()) response.end()
      // What is said while they close reaches nobody.
      listeners.clear()
    },
  }
}
