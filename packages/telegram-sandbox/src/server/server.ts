import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseParams, readBody } from './body.js'
import { journalParams, notFound, perform, refusalAnswer, unauthorized } from './calls.js'
import type { Answer } from './calls.js'
import { nameFault } from './faults.js'
import type { FaultBook, FaultKind, Met } from './faults.js'
import type { Call } from './journal.js'
import type { MethodContext } from './methods/context.js'
import type { RawParams } from './params.js'
import { ApiRefusal } from './refusals.js'
import { findMethod } from './table.js'

export type Desk = {
  /** True while this token is the bot's. */
  readonly isTokenValid: (token: string) => boolean
  readonly context: Omit<MethodContext, 'signal'>
  readonly faults: FaultBook
  readonly delayMs: number
  readonly record: (call: Call) => void
}

type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  readonly startedAt: number
}

const never = new AbortController().signal
const decode = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const send = (
  { response, request }: Pick<Exchange, 'request' | 'response'>,
  status: number,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): void => {
  if (response.destroyed || request.socket.destroyed) return
  response.writeHead(status, { 'content-length': String(body.length), ...headers })
  response.end(body)
}

const sendAnswer = (exchange: Pick<Exchange, 'request' | 'response'>, { status, body }: Answer): void =>
  send(exchange, status, Buffer.from(JSON.stringify(body)), { 'content-type': 'application/json' })

const sendFault = (
  exchange: Exchange,
  { status, body, headers }: Extract<FaultKind, { readonly answer: unknown }>['answer'],
): void => {
  const isText = typeof body === 'string'
  send(exchange, status, Buffer.from(isText ? body : JSON.stringify(body)), {
    'content-type': isText ? 'text/html' : 'application/json',
    ...headers,
  })
}

// Only a long poll needs to know that its client left.
const signalFor = ({ response, method }: Exchange): AbortSignal => {
  if (method !== 'getUpdates') return never
  const controller = new AbortController()
  response.on('close', () => controller.abort())
  return controller.signal
}

const finish = (
  desk: Desk,
  { method, startedAt }: Exchange,
  raw: RawParams,
  { status, body, fault }: { readonly status: number; readonly body?: unknown; readonly fault?: FaultKind },
): void =>
  desk.record({
    method,
    params: journalParams(raw),
    status,
    answer: body,
    startedAt,
    finishedAt: desk.context.world.now(),
    ...(fault === undefined ? {} : { fault: nameFault(fault) }),
  })

const cutLater = ({ request, response }: Exchange, hold: Met['hold']): void =>
  void response.once(
    'close',
    hold(() => request.socket.destroy()),
  )

/** Meets a call that a fault keeps from being performed; true when there was one. */
const refuseByFault = (desk: Desk, exchange: Exchange, raw: RawParams, met: Met | undefined): boolean => {
  const fault = met?.kind
  if (fault === 'dropBefore' || fault === 'hang') {
    if (fault === 'dropBefore') exchange.request.socket.destroy()
    else if (met !== undefined) cutLater(exchange, met.hold)
    finish(desk, exchange, raw, { status: 0, fault })
    return true
  }
  if (typeof fault !== 'object' || !('answer' in fault)) return false
  finish(desk, exchange, raw, { ...fault.answer, fault })
  sendFault(exchange, fault.answer)
  return true
}

const answerCall = async (desk: Desk, exchange: Exchange, raw: RawParams): Promise<void> => {
  desk.context.world.emit({ kind: 'callStarted', method: exchange.method })
  const met = desk.faults.meet(exchange.method, raw.values)
  if (refuseByFault(desk, exchange, raw, met)) return
  const fault = met?.kind
  if (typeof fault === 'object' && 'delay' in fault) await wait(fault.delay)
  const answer = await perform({ ...desk.context, signal: signalFor(exchange) }, exchange.method, raw)
  if (fault === 'deliverThenDrop') {
    finish(desk, exchange, raw, { status: 0, body: answer.body, fault })
    exchange.request.socket.destroy()
    return
  }
  // The way there and back; a poll's answer travels as long as any other.
  if (desk.delayMs > 0) await wait(desk.delayMs)
  finish(desk, exchange, raw, { ...answer, ...(fault === undefined ? {} : { fault }) })
  sendAnswer(exchange, answer)
}

const readParams = async (request: IncomingMessage, query: string | undefined): Promise<RawParams> => {
  const body = await readBody(request)
  return parseParams(
    query === undefined ? undefined : new URLSearchParams(query),
    body,
    request.headers['content-type'] ?? '',
  )
}

// Telegram takes a token that is not of the form for a wrong address.
const refuseToken = (desk: Desk, exchange: Exchange, raw: RawParams, token: string): void => {
  const answer = /^\d+:/.test(token) ? unauthorized : notFound
  finish(desk, exchange, raw, answer)
  sendAnswer(exchange, answer)
}

const serveCall = async (
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  [token, name, query]: readonly [string, string, string | undefined],
): Promise<void> => {
  const exchange: Exchange = {
    request,
    response,
    method: findMethod(name) ?? name,
    startedAt: desk.context.world.now(),
  }
  try {
    const raw = await readParams(request, query)
    if (desk.isTokenValid(token)) await answerCall(desk, exchange, raw)
    else refuseToken(desk, exchange, raw, token)
  } catch (error) {
    if (error instanceof ApiRefusal) sendAnswer(exchange, refusalAnswer(error))
    else request.socket.destroy()
  }
}

const serveFile = (desk: Desk, exchange: Pick<Exchange, 'request' | 'response'>, token: string, path: string): void => {
  const isValid = desk.isTokenValid(token)
  const file = isValid ? desk.context.world.files.byPath(path) : undefined
  if (file === undefined) sendAnswer(exchange, isValid ? notFound : unauthorized)
  else
    send(exchange, 200, Buffer.from(file.bytes), {
      'content-type': file.mime === '' ? 'application/octet-stream' : file.mime,
    })
}

const route =
  (desk: Desk) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const url = request.url ?? ''
    const [, token, name, query] = /^\/bot([^/]+)\/(\w+)(?:\?(.*))?$/.exec(url) ?? []
    const [, fileToken, path] = /^\/file\/bot([^/]+)\/([^?]+)$/.exec(url) ?? []
    if (token !== undefined && name !== undefined) {
      void serveCall(desk, request, response, [decode(token), name, query])
    } else if (fileToken !== undefined && path !== undefined) {
      serveFile(desk, { request, response }, decode(fileToken), decode(path))
    } else {
      request.resume()
      sendAnswer({ request, response }, notFound)
    }
  }

export type HttpServer = {
  readonly port: () => number
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** The pretend Bot API on 127.0.0.1; it can stop and start again at the same port. */
export const createHttpServer = (desk: Desk, wantedPort: number): HttpServer => {
  let server: Server | undefined
  let port = wantedPort
  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (server !== undefined) {
        resolve()
        return
      }
      const fresh = createServer({ keepAliveTimeout: 75_000 }, route(desk))
      server = fresh
      fresh.once('error', (error) => {
        server = undefined
        reject(error)
      })
      fresh.listen(port, '127.0.0.1', 4096, () => {
        port = (fresh.address() as AddressInfo).port
        resolve()
      })
    })
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      const running = server
      server = undefined
      if (running === undefined) {
        resolve()
        return
      }
      running.close(() => resolve())
      running.closeAllConnections()
    })
  return { port: () => port, start, stop }
}
