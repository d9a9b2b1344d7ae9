import { createServer, request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import sqlite3 from 'sqlite3'
import type { Person } from 'telegram-sandbox'
import { below } from '../../support/inspect.js'
import { setStage, type Stage, unhandled } from '../../support/stage.js'

/** A port that nobody has. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const secret = 'webhook-secret_42'
let stage: Stage
let root: string
let webhook: Readonly<Record<string, string>>
let ann: Person
beforeEach(async () => {
  stage = await setStage({ webhookRetryMs: 50 })
  const port = await freePort()
  root = `http://127.0.0.1:${port}`
  webhook = { WEBHOOK_URL: `${root}/hook`, WEBHOOK_SECRET: secret, PORT: String(port) }
  ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
})
afterEach(() => stage.close())

let nextUpdate = 1
const messageFrom = (id: number, text: string) => {
  nextUpdate += 1
  const user = { id, is_bot: false, first_name: 'Eve', language_code: 'en' }
  return {
    update_id: nextUpdate,
    message: { message_id: nextUpdate, date: 1, chat: { id, type: 'private', first_name: 'Eve' }, from: user, text },
  }
}

/** One request on a connection of its own; gives the status, or 0 when the connection was cut. */
const ask = (method: string, path: string, headers: Readonly<Record<string, string>>, body = ''): Promise<number> =>
  new Promise((resolve) => {
    const asking = request(`${root}${path}`, { method, headers, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asking.on('error', () => resolve(0))
    // In pieces, and so without a content-length where none is given.
    asking.write(body)
    asking.end()
  })
const post = (body: string, given: string | null = secret, path = '/hook'): Promise<number> =>
  ask(
    'POST',
    path,
    {
      'content-length': String(Buffer.byteLength(body)),
      ...(given !== null && { 'x-telegram-bot-api-secret-token': given }),
    },
    body,
  )
const greetings = (): number =>
  stage.sandbox
    .callsOf('sendMessage')
    .filter(({ params, status }) => status === 200 && String(params['text']).includes('Hello, Ann')).length

/** Resolves when the webhook has answered 200 to every update. */
const taken = (): Promise<void> => vi.waitFor(() => expect(stage.sandbox.pendingUpdates()).toBe(0), 20_000)

describe('a webhook', () => {
  it('brings updates to the same bot, each once, however often it is delivered', async () => {
    await stage.open(webhook)
    stage.sandbox.repeatUpdates(3)
    ann.says('/start')
    await stage.sandbox.until(() => greetings() === 1, 20_000)
    ann.presses("🎪 What's on")
    await stage.sandbox.until(() => ann.toasts().length === 1, 20_000)
    await taken()
    expect([greetings(), ann.toasts().length]).toEqual([1, 1])
    expect(await stage.inspect.count('inbox')).toBe(await stage.inspect.countDistinct('inbox', 'update_id'))
  })

  it('listens to Telegram only, and to nothing that is no update', async () => {
    await stage.open(webhook)
    const update = JSON.stringify(messageFrom(ann.id, '/start'))
    expect([await post(update, 'another-secret_4'), await post(update, ''), await post(update, null)]).toEqual([
      401, 401, 401,
    ])
    expect([
      await post('not json'),
      await post('[]'),
      await post('{"update_id":"1"}'),
      await post(update, secret, '/other'),
    ]).toEqual([400, 400, 400, 404])
    expect(await post('x'.repeat(2_000_000))).toBe(413)
    // The same from somebody who does not say how long it is.
    expect(await ask('POST', '/hook', { 'x-telegram-bot-api-secret-token': secret }, 'x'.repeat(2_000_000))).toBe(413)
    expect(await stage.inspect.count('inbox', { update_id: below(1000) })).toBe(0)
    expect(await post(update)).toBe(200)
    expect(await ask('GET', '/healthz', {})).toBe(200)
  })

  it('answers 200 only when the update is safe: what it took outlives kill -9', async () => {
    const first = await stage.open(webhook)
    const fault = stage.sandbox.faults.add({ method: 'sendMessage', chat: ann, kind: 'hang' })
    ann.says('/start')
    await stage.sandbox.until(() => fault.hits() === 1, 20_000)
    await taken()
    await first.kill()
    fault.remove()
    expect(await stage.inspect.count('inbox', unhandled)).toBeGreaterThan(0)
    await stage.open(webhook)
    await stage.sandbox.until(() => greetings() === 1, 20_000)
  })

  it('answers 500 while the database takes nothing, and Telegram delivers again', async () => {
    await stage.open(webhook)
    const unlock = await lock(stage.databaseUrl)
    const update = JSON.stringify(messageFrom(ann.id, '/start'))
    expect(await post(update)).toBe(500)
    await unlock()
    expect(await post(update)).toBe(200)
  })

  it('hands over to polling and back, and nothing is lost in between', async () => {
    const first = await stage.open(webhook)
    first.signal('SIGTERM')
    expect((await first.ended).code).toBe(0)
    ann.says('/start')
    const second = await stage.open()
    await stage.sandbox.until(() => greetings() === 1, 20_000)
    second.signal('SIGTERM')
    expect((await second.ended).code).toBe(0)
    ann.says('/start')
    await stage.open(webhook)
    await stage.sandbox.until(() => greetings() === 2, 20_000)
  })

  it('stops on SIGTERM even if somebody does not finish what they say', async () => {
    const program = await stage.open(webhook)
    const never = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"update')),
    })
    const hanging = fetch(`${root}/hook`, {
      method: 'POST',
      body: never,
      headers: { 'x-telegram-bot-api-secret-token': secret },
      ...{ duplex: 'half' },
    }).catch(() => 'cut')
    await ask('GET', '/healthz', {})
    program.signal('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
    expect(await hanging).toBe('cut')
    expect(program.output()).not.toContain('not everything ended in time')
  })
})

/** Another program that holds the SQLite file. */
const lock = (url: string): Promise<() => Promise<void>> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(url.replace(/^sqlite:\/\/\//u, ''))
    const unlock = (): Promise<void> => new Promise((done) => database.close(() => done()))
    database.exec('BEGIN IMMEDIATE', (error) => (error ? reject(error) : resolve(unlock)))
  })
