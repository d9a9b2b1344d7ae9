import type { ServerResponse } from 'node:http'

export type Reply = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** What stands above every answer: only this page reads it, and as what it is. */
export const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

/** A short plain answer. */
export const plain = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  body,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
})

/** Something as JSON. */
export const json = (status: number, value: unknown): Reply => ({
  status,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
})

export const notFound = plain(404, 'Not found')

/** Sends a whole answer, unless the page went away. */
export const sendReply = (response: ServerResponse, { status, headers, body }: Reply): void => {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { ...everywhere, 'content-length': String(Buffer.byteLength(body)), ...headers })
  response.end(body)
}
