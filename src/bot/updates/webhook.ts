import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { Update } from 'grammy/types'
import type { Logger } from 'pino'
import { answer } from '../../runtime/answer.js'
import { BodyTooLong, readBody } from '../telegram/http.js'
import type { Worker } from './worker.js'

type Needs = {
  readonly worker: Pick<Worker, 'accept'>
  /** Whoever knows one of these is Telegram. */
  readonly secrets: readonly string[]
  readonly port: number
  readonly path: string
  readonly log: Logger
  /** Whoever has not finished speaking by then when the program stops is cut off; Telegram delivers again. */
  readonly lastWordsMs: number
}

const longestBody = 1024 * 1024
// Telegram opens 100 connections at most (max_connections of setWebhook), which a proxy may pass on twice when it
// loses one; whoever comes beyond is told to come again before anything of theirs is read.
const mostAtOnce = 200
const headersMs = 10_000
const requestMs = 30_000

/**
 * Listens for updates. Each is stored, then answered with 200, then handled. `GET /healthz` says that the process is
 * alive.
 */
export const listen = async ({ worker, secrets, port, path, log, lastWordsMs }: Needs) => {
  let atOnce = 0

  const statusFor = async (request: IncomingMessage): Promise<number> => {
    if (request.method === 'GET' && request.url === '/healthz') return 200
    if (request.method !== 'POST' || request.url?.split('?')[0] !== path) return 404
    if (!isOneOf(request.headers['x-telegram-bot-api-secret-token'], secrets)) return 401
    if (Number(request.headers['content-length']) > longestBody) return 413
    if (atOnce >= mostAtOnce) return 503
    atOnce += 1
    return take(request).finally(() => (atOnce -= 1))
  }

  const take = async (request: IncomingMessage): Promise<number> => {
    const update = parse((await readBody(request, longestBody)).toString('utf8'))
    if (!update) return 400
    await worker.accept([update])
    return 200
  }

  const server = createServer({ headersTimeout: headersMs, requestTimeout: requestMs }, (request, response) => {
    void statusFor(request)
      .catch((error: unknown) => {
        if (error instanceof BodyTooLong) return 413
        log.error({ err: error }, 'webhook request failed')
        return 500
      })
      // Who is answered while the server closes must not keep their connection open: the server would wait for them.
      .then((status) => answer({ request, response, status, mayGoOn: server.listening }))
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: async (): Promise<void> => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), lastWordsMs)
      await closed
      clearTimeout(cut)
    },
  }
}

const isOneOf = (given: string | string[] | undefined, secrets: readonly string[]): boolean =>
  secrets.filter((secret) => isSecret(given, secret)).length > 0

const isSecret = (given: string | string[] | undefined, secret: string): boolean => {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const parse = (body: string): Update | undefined => {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && 'update_id' in value && Number.isSafeInteger(value.update_id)
      ? (value as Update)
      : undefined
  } catch {
    return undefined
  }
}
