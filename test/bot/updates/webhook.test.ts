import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listen } from '../../../src/bot/updates/webhook.js'
import { createLog } from '../../../src/runtime/log.js'

const log = createLog({ level: 'silent', secrets: [] })
const [secret, former] = ['secret_now', 'secret_before']

let hook: Awaited<ReturnType<typeof listen>>
let accepted: number
let held: (() => void)[]
let isHolding: boolean
beforeEach(async () => {
  ;[accepted, held, isHolding] = [0, [], false]
  hook = await listen({
    worker: {
      accept: async (updates) => {
        if (isHolding) await new Promise<void>((resolve) => void held.push(resolve))
        accepted += updates.length
      },
    },
    secrets: [secret, former],
    port: 0,
    path: '/hook',
    log,
    lastWordsMs: 100,
  })
})
afterEach(() => hook.close())

const post = (body: string, given = secret): Promise<number> =>
  new Promise((resolve) => {
    const headers = { 'x-telegram-bot-api-secret-token': given }
    request({ port: hook.port, method: 'POST', path: '/hook', headers, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', () => resolve(0))
      .end(body)
  })
const update = JSON.stringify({ update_id: 1 })

/** Speaks byte for byte, and gives all that was answered when the connection has closed. */
const speak = (parts: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    let answered = ''
    const socket = connect(hook.port, '127.0.0.1')
    socket.setEncoding('utf8').on('data', (piece: string) => {
      answered += piece
    })
    socket.on('error', () => resolve('cut off')).on('close', () => resolve(answered))
    for (const part of parts) socket.write(part)
  })
const head = (lines: readonly string[]): string =>
  ['POST /hook HTTP/1.1', 'Host: x', ...lines].map((line) => `${line}\r\n`).join('') + '\r\n'

describe('the webhook', () => {
  it('hears whoever knows the secret, or the one that is being changed', async () => {
    expect([await post(update), await post(update, former), await post(update, 'secret_other')]).toEqual([
      200, 200, 401,
    ])
    expect(accepted).toBe(2)
  })

  it.each([
    ['too long', 413, secret],
    ['of a stranger', 401, 'secret_other'],
  ])('answers what is %s at once, and listens to the end instead of cutting off', async (_, status, given) => {
    const lines = [`X-Telegram-Bot-Api-Secret-Token: ${given}`, `Content-Length: 3000000`]
    const socket = connect(hook.port, '127.0.0.1').setEncoding('utf8')
    const ended = once(socket, 'end')
    const answered = once(socket, 'data')
    socket.write(head(lines) + 'x'.repeat(1_000_000))
    expect(await answered).toEqual([expect.stringMatching(new RegExp(`^HTTP/1.1 ${status} .*connection: close`, 'su'))])
    // Who is cut off cannot say the rest: the system refuses it.
    await new Promise((resolve, reject) => {
      socket.on('error', reject).write('x'.repeat(2_000_000), resolve)
    })
    await ended
    expect(accepted).toBe(0)
  })

  it('does not wait for the body of a stranger before it answers', async () => {
    const answered = new Promise<string>((resolve) => {
      const socket = connect(hook.port, '127.0.0.1')
      socket.setEncoding('utf8').once('data', (piece: string) => {
        resolve(piece)
        socket.destroy()
      })
      socket.write(head(['Content-Length: 900000']))
    })
    expect(await answered).toMatch(/^HTTP\/1\.1 401 /u)
  })

  it('keeps the connection of who has said all', async () => {
    const secretLine = `X-Telegram-Bot-Api-Secret-Token: ${secret}`
    const first = head([secretLine, `Content-Length: ${update.length}`]) + update
    const last = head([secretLine, `Content-Length: ${update.length}`, 'Connection: close']) + update
    expect((await speak([first, last])).match(/HTTP\/1\.1 200/gu)).toHaveLength(2)
  })

  it('takes no more at once than Telegram sends, and says so before it reads', async () => {
    isHolding = true
    const taken = Array.from({ length: 200 }, () => post(update))
    await vi.waitFor(() => expect(held).toHaveLength(200))
    expect(await Promise.all(Array.from({ length: 5 }, () => post(update)))).toEqual(Array(5).fill(503))
    held.forEach((release) => release())
    expect(new Set(await Promise.all(taken))).toEqual(new Set([200]))
    isHolding = false
    expect([await post(update), accepted]).toEqual([200, 201])
  })
})
