import { once } from 'node:events'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openProxy, type Proxy } from './proxy.js'

let echo: Server
let proxy: Proxy
beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address = echo.address()
  proxy = await openProxy(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
afterEach(async () => {
  await proxy.close()
  echo.close()
})

const closing = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve))

/** Somebody who speaks through the proxy, and what they heard. */
const speaker = async (): Promise<{ readonly socket: Socket; readonly heard: () => string }> => {
  const socket = createConnection({ host: '127.0.0.1', port: proxy.port })
  socket.on('error', () => undefined)
  let heard = ''
  socket.on('data', (piece) => (heard += piece.toString()))
  await once(socket, 'connect')
  return { socket, heard: () => heard }
}

describe('a proxy', () => {
  test('passes on what is said, both ways and in order, to the end', async () => {
    const { socket, heard } = await speaker()
    for (let n = 0; n < 100; n += 1) socket.write(`${n} `)
    socket.end()
    await closing(socket)
    expect(heard()).toBe(Array.from({ length: 100 }, (_, n) => `${n} `).join(''))
    await expect.poll(() => proxy.connections()).toEqual({ now: 0, ever: 1 })
  })

  test('keeps what is said while it stalls, also on new connections, and passes it on afterwards', async () => {
    const before = await speaker()
    proxy.stall()
    const after = await speaker()
    before.socket.write('a')
    after.socket.write('b')
    await pause(50)
    expect([before.heard(), after.heard()]).toEqual(['', ''])
    proxy.pass()
    await expect.poll(() => [before.heard(), after.heard()]).toEqual(['a', 'b'])
  })

  test('swallows: those who spoke are never answered, and not told; who comes later is', async () => {
    const before = await speaker()
    proxy.swallow()
    before.socket.write('a')
    await pause(50)
    proxy.pass()
    before.socket.write('b')
    const after = await speaker()
    after.socket.write('c')
    await expect.poll(after.heard).toBe('c')
    expect([before.heard(), before.socket.destroyed]).toEqual(['', false])
    before.socket.destroy()
  })

  test('cuts connections in the middle, and takes new ones', async () => {
    const before = await speaker()
    const gone = closing(before.socket)
    proxy.cut()
    await gone
    const after = await speaker()
    after.socket.write('a')
    await expect.poll(after.heard).toBe('a')
  })

  test('shuts: nobody gets in until it is open again', async () => {
    const before = await speaker()
    const gone = closing(before.socket)
    await proxy.shut()
    await gone
    const refused = createConnection({ host: '127.0.0.1', port: proxy.port })
    await expect(once(refused, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await proxy.open()
    const after = await speaker()
    after.socket.write('a')
    await expect.poll(after.heard).toBe('a')
  })

  test('is slow, and loses nothing and no order', async () => {
    proxy.slow(5)
    const { socket, heard } = await speaker()
    for (const word of ['a', 'b', 'c']) {
      socket.write(word)
      await pause(2)
    }
    await expect.poll(heard).toBe('abc')
  })

  test('leads to where it was told', () => {
    expect(proxy.through('postgres://ann:secret@db.example:5432/levem?a=b')).toBe(
      `postgres://ann:secret@127.0.0.1:${proxy.port}/levem?a=b`,
    )
  })
})
