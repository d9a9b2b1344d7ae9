import { Agent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Update } from 'grammy/types'

/**
 * How one delivery went: taken (2xx) with the answer's body, or not and why, in Telegram's words; `retryAfter` is in
 * seconds, 0 when not asked for.
 */
export type Delivery =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly error: string; readonly retryAfter: number }

export type DeliveryTarget = { readonly url: string; readonly secretToken: string }

export type Deliverer = {
  readonly deliver: (target: DeliveryTarget, update: Update) => Promise<Delivery>
  readonly close: () => void
}

const timeoutMs = 60_000

const failed = (error: string, retryAfter = 0): Delivery => ({ ok: false, error, retryAfter })

const judge = (response: IncomingMessage, body: string): Delivery => {
  const status = response.statusCode ?? 0
  if (status >= 200 && status < 300) return { ok: true, body }
  return failed(
    `Wrong response from the webhook: ${status} ${response.statusMessage ?? ''}`.trim(),
    Number(response.headers['retry-after'] ?? 0),
  )
}

const hear = (request: ClientRequest): Promise<Delivery> =>
  new Promise((resolve) => {
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', () => resolve(failed('Webhook connection closed')))
      response.on('end', () => resolve(judge(response, Buffer.concat(chunks).toString('utf8'))))
    })
    request.on('timeout', () => request.destroy(new Error('Read timeout expired')))
    request.on('error', (error: NodeJS.ErrnoException) =>
      resolve(failed(error.code === 'ECONNREFUSED' ? 'Connection refused' : error.message)),
    )
  })

const headersOf = ({ secretToken }: DeliveryTarget, body: Buffer) => ({
  'content-type': 'application/json',
  'content-length': body.length,
  ...(secretToken === '' ? {} : { 'x-telegram-bot-api-secret-token': secretToken }),
})

/** Posts updates to a webhook over kept-alive connections. */
export const createDeliverer = (): Deliverer => {
  const http = new Agent({ keepAlive: true })
  const https = new HttpsAgent({ keepAlive: true })
  return {
    deliver: (target, update) => {
      const body = Buffer.from(JSON.stringify(update))
      const options = { method: 'POST', timeout: timeoutMs, headers: headersOf(target, body) }
      const request = target.url.startsWith('https:')
        ? httpsRequest(target.url, { ...options, agent: https })
        : httpRequest(target.url, { ...options, agent: http })
      const delivery = hear(request)
      request.end(body)
      return delivery
    },
    close: () => {
      http.destroy()
      https.destroy()
    },
  }
}
