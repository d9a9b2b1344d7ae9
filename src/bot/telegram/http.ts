import { Agent as HttpAgent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { createTunnels } from './proxy.js'

/**
 * What grammY hands to `client.fetch`. `body` is JSON, or a stream for uploads, which may be read into bytes to be sent
 * more than once.
 */
export type CallInit = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable
  readonly signal?: AbortSignal
  /** The most that is read of an answer; BodyTooLong beyond. */
  readonly mostBytes?: number
}

/** What it needs back. `json` rejects with `notTelegrams` where somebody else answered. */
export type CallResponse = { readonly status: number; readonly body: Buffer; json(): Promise<unknown> }

/** One call to Telegram. */
export type Call = (address: string, init: CallInit) => Promise<CallResponse>

/** The code of an error that says: a proxy answered in Telegram's place. */
export const notTelegrams = 'NOT_TELEGRAMS'

/** There is more to read than anybody wants. */
export class BodyTooLong extends Error {}

/**
 * Reads what comes over HTTP to its end. Rejects when it is cut off, or with BodyTooLong: what comes after that is
 * thrown away as it comes, so that whoever speaks can still be answered.
 */
export const readBody = (message: IncomingMessage, mostBytes = Infinity): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    message.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= mostBytes) chunks.push(chunk)
      else reject(new BodyTooLong(`a body of more than ${mostBytes} bytes`))
    })
    message.on('end', () => resolve(Buffer.concat(chunks)))
    message.on('error', reject)
  })

// One socket serves many calls; more at once than this would only wait in the kernel.
const sockets = { keepAlive: true, maxSockets: 256, scheduling: 'lifo' } as const

/**
 * Calls over node:http with connections kept open: half the work of a fetch, and a failure keeps the system's code.
 * With a proxy's address all https goes through it.
 */
export const createCaller = (proxy?: string): Call => {
  const http = new HttpAgent(sockets)
  const https = proxy === undefined ? new HttpsAgent(sockets) : createTunnels(proxy, sockets)

  return (address, { method = 'POST', headers = {}, body, signal, mostBytes }) =>
    new Promise((resolve, reject) => {
      const isSecure = address.startsWith('https:')
      const options: RequestOptions = {
        method,
        headers: withLength(headers, body),
        agent: isSecure ? https : http,
        ...(signal && { signal }),
      }
      const request = (isSecure ? httpsRequest : httpRequest)(address, options, (response) => {
        const reading = readBody(response, mostBytes)
        reading.then((bytes) => resolve(answerOf(response.statusCode ?? 0, bytes)), reject)
        reading.catch(() => response.destroy())
      })
      let isOpen = false
      request.once('socket', (socket) => {
        const open = (): void => {
          isOpen = true
        }
        if (request.reusedSocket) open()
        else socket.once(isSecure ? 'secureConnect' : 'connect', open)
      })
      request.on('error', (error) => reject(isOpen ? error : Object.assign(error, { neverSent: true })))
      if (isStream(body)) body.on('error', reject).pipe(request)
      else request.end(body)
    })
}

const isStream = (body: CallInit['body']): body is Readable => typeof body === 'object' && 'pipe' in body

const withLength = (
  headers: Readonly<Record<string, string>>,
  body: CallInit['body'],
): Record<string, string | number> =>
  body === undefined || isStream(body) ? { ...headers } : { ...headers, 'content-length': Buffer.byteLength(body) }

const answerOf = (status: number, body: Buffer): CallResponse => ({
  status,
  body,
  json: () => {
    const answer = parse(body.toString('utf8'))
    if (isTelegrams(answer)) return Promise.resolve(answer)
    return Promise.reject(Object.assign(new Error(`answer ${status} is not Telegram's`), { code: notTelegrams }))
  },
})

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// Every answer of the Bot API says whether it is ok (https://core.telegram.org/bots/api#making-requests).
const isTelegrams = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && typeof answer.ok === 'boolean'
