import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { Update } from 'grammy/types'
import type { Logger } from 'pino'
import { BodyTooLong, readBody } from '../telegram/http.js'
import type { Worker } from './worker.js'

type Needs = {
  readonly worker: Pick<Worker, 'accept'>
  readonly secret: string
  readonly port: number
  readonly path: string
  readonly log: Logger
  /** Whoever has not finished speaking by then when the program stops is cut off; Telegram delivers again. */
  readonly lastWordsMs: number
}

const longestBody = 1024 * 1024

/**
 * Listens for updates. Each is stored, then answered with 200, then handled. `GET /healthz` says that the process is
 * alive.
 */
export const listen = async ({ worker, secret, port, path, log, lastWordsMs }: Needs) => {
  const statusFor = async (request: IncomingMessage): Promise<number> => {
    if (request.method === 'GET' && request.url === '/healthz') return 200
    if (request.method !== 'POST' || request.url?.split('?')[0] !== path) return 404
    if (!isSecret(request.headers['x-telegram-bot-api-secret-token'], secret)) return 401
    if (Number(request.headers['content-length']) > longestBody) return 413
    const update = parse((await readBody(request, longestBody)).toString('utf8'))
    if (!update) return 400
    await worker.accept([update])
    return 200
  }

  const server = createServer((request, response) => {
    void statusFor(request)
      .catch((error: unknown) => {
        if (error instanceof BodyTooLong) return 413
        log.error({ err: error }, 'webhook request failed')
        return 500
      })
      // Who is answered while the server closes must not keep their connection open: the server would wait for them.
      .then((status) => response.writeHead(status, server.listening ? {} : { connection: 'close' }).end())
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
