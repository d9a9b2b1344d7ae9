import { createServer, type RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { BodyTooLong, createCaller, notTelegrams, readBody } from '../../../src/bot/telegram/http.js'
import { isNeverSent } from '../../../src/bot/telegram/errors.js'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

const serve = (listener: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(listener).listen(0, '127.0.0.1', () => {
      const address = server.address()
      closers.push(() => {
        server.closeAllConnections()
        server.close()
      })
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`)
    })
  })
const call = createCaller()
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a call', () => {
  it('brings what was sent, and gives what was answered', async () => {
    const root = await serve((request, response) => {
      void readBody(request).then((body) => response.end(JSON.stringify({ ok: true, result: body.toString('utf8') })))
    })
    const answer = await call(root, { body: '{"text":"Привет"}' })
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true, result: '{"text":"Привет"}' }])
  })

  it('that somebody else answers in place of Telegram says so', async () => {
    const root = await serve((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'))
    expect(await failure((await call(root, {})).json())).toMatchObject({ code: notTelegrams })
  })

  it('that is cut off in the answer was sent; one that nobody takes was not', async () => {
    const root = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"ok":', () => response.destroy())
    })
    const cut = await failure(call(root, {}))
    expect([cut, isNeverSent(cut)]).toEqual([expect.objectContaining({ code: 'ECONNRESET' }), false])
    closers.splice(0).forEach((close) => close())
    expect(isNeverSent(await failure(createCaller()(root, {})))).toBe(true)
  })

  it('reads no more than it wants', async () => {
    const root = await serve((_, response) => response.end('x'.repeat(1000)))
    expect(await failure(call(root, { mostBytes: 999 }))).toBeInstanceOf(BodyTooLong)
    expect((await call(root, { mostBytes: 1000 })).body).toHaveLength(1000)
  })
})
