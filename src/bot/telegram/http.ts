import { Agent as HttpAgent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'

/**
 * What grammY hands to `client.fetch`. `body` is JSON, or a stream for uploads, which may be read into bytes to be sent
 * more than once.
 */
export type CallInit = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable
  readonly signal?: AbortSignal
}

/** What it needs back. */
export type CallResponse = { readonly status: number; readonly text: string; json(): Promise<unknown> }

/** The code of an error that says: a proxy answered in Telegram's place. */
export const notTelegrams = 'NOT_TELEGRAMS'

// One socket serves many calls; more at once than this would only wait in the kernel.
const sockets = { keepAlive: true, maxSockets: 256, scheduling: 'lifo' } as const

/** Calls over node:http with connections kept open: half the work of a fetch, and a failure keeps the system's code. */
export const createCaller = () => {
  const http = new HttpAgent(sockets)
  const https = new HttpsAgent(sockets)

  return (address: string, { method = 'POST', headers = {}, body, signal }: CallInit): Promise<CallResponse> =>
    new Promise((resolve, reject) => {
      const isSecure = address.startsWith('https:')
      const options: RequestOptions = {
        method,
        headers: withLength(headers, body),
        agent: isSecure ? https : http,
        ...(signal && { signal }),
      }
      const request = (isSecure ? httpsRequest : httpRequest)(address, options, (response) => {
        readAll(response).then((text) => resolve(answerOf(response.statusCode ?? 0, text)), reject)
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

const readAll = (response: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    response.on('error', reject)
    response.on('aborted', () => reject(Object.assign(new Error('the answer was cut off'), { code: 'ECONNRESET' })))
  })

const answerOf = (status: number, text: string): CallResponse => ({
  status,
  text,
  json: () => {
    const answer = parse(text)
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
