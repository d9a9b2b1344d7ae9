import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

// Whoever goes on speaking after the answer is listened to for this long, and up to this much.
const lingerMs = 5000
const lingerBytes = 16 * 1024 * 1024

/** What is answered to whom. `mayGoOn`: whether the connection stays open for another request. */
type Answer = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly status: number
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string
  readonly mayGoOn?: boolean
}

/**
 * Answers a request. If it was not read to its end the answer goes out at once, and the connection closes when the rest
 * has come and was thrown away: closed before, the system would cut it off together with the answer.
 */
export const answer = ({ request, response, status, headers = {}, body = '', mayGoOn = true }: Answer): void => {
  const isHeard = request.complete || !hasBody(request)
  response.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(body),
    ...(!(mayGoOn && isHeard) && { connection: 'close' }),
  })
  if (isHeard) response.end(body)
  else linger(request, response, body)
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const linger = (request: IncomingMessage, response: ServerResponse, body: string): void => {
  let heard = 0
  const close = (): void => {
    clearTimeout(late)
    request.off('data', count)
    response.end()
  }
  const count = (piece: Buffer): void => {
    heard += piece.length
    if (heard > lingerBytes) close()
  }
  const late = setTimeout(close, lingerMs)
  response.flushHeaders()
  if (body !== '') response.write(body)
  request.on('data', count).once('end', close).once('close', close)
}
