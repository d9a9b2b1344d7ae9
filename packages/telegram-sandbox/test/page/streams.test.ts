import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createStreams } from '../../src/page/http/stream.js'
import { listen, of } from './support.js'

describe('a stream', () => {
  const serve = async (options: Parameters<typeof createStreams>[0]) => {
    const streams = createStreams(options)
    const first = { kind: 'log', line: 'first' } as const
    const server = createServer((_request, response) => streams.open(response, first))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      streams.close()
      server.closeAllConnections()
      server.close()
    })
    return { streams, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  }
  // Far beyond what the sockets between the two hold.
  const line = 'x'.repeat(1024 * 1024)

  it('is cut when its reader does not read, and the others go on', async () => {
    const { streams, url } = await serve({ maxBacklogBytes: 4 * 1024 * 1024 })
    const slow = await fetch(`${url}/events`)
    const quick = await listen(url)
    for (let count = 1; count <= 60; count += 1) {
      streams.send({ kind: 'log', line: `${count}${line}` })
      await quick.until(of('log', (event) => event.line.startsWith(`${count}x`)))
    }
    await expect(slow.text()).rejects.toThrow()
    expect(quick.events).toHaveLength(61)
  })

  it('is not cut as long as its reader may still catch up: control', async () => {
    const { streams, url } = await serve({ maxBacklogBytes: 1024 * 1024 * 1024 })
    const slow = await fetch(`${url}/events`)
    for (let count = 1; count <= 60; count += 1) streams.send({ kind: 'log', line: `${count}${line}` })
    streams.close()
    expect((await slow.text()).length).toBeGreaterThan(60 * 1024 * 1024)
  })

  it('keeps its connection alive by comments', async () => {
    const { url } = await serve({ beatMs: 5 })
    const reader = (await fetch(url)).body?.getReader()
    let text = ''
    while (!text.includes(': beat')) text += Buffer.from((await reader?.read())?.value as Uint8Array).toString('utf8')
    expect(text).toContain('data: {"kind":"log","line":"first"}\n\n')
    await reader?.cancel()
  })

  it('is for this page only', async () => {
    const { url } = await serve({})
    const { headers, body } = await fetch(`${url}/events`)
    expect([headers.get('x-content-type-options'), headers.get('cross-origin-resource-policy')]).toEqual([
      'nosniff',
      'same-origin',
    ])
    await body?.cancel()
  })

  it('of a fifth tab lets the first one of the same browser rest, so that connections are left', async () => {
    const { streams, url } = await serve({})
    const browse = (browser: string) => fetch(`${url}/events`, { headers: { 'user-agent': browser } })
    const other = await browse('Another browser')
    const tabs = [
      await browse('A browser'),
      await browse('A browser'),
      await browse('A browser'),
      await browse('A browser'),
    ]
    const fifth = await browse('A browser')
    // The first one is told when to come again.
    expect(await tabs[0]?.text()).toMatch(/\nretry: 10000\n\n$/u)
    streams.send({ kind: 'log', line: 'to the others' })
    streams.close()
    for (const tab of [...tabs.slice(1), fifth, other]) expect(await tab.text()).toContain('to the others')
  })

  it('that closes may still be written to: nobody is there any more, and nothing breaks', async () => {
    const broken: unknown[] = []
    const streams = createStreams()
    const server = createServer((_request, response) => {
      response.on('error', (error) => broken.push(error))
      streams.open(response, { kind: 'log', line: 'first' })
      streams.close()
      streams.send({ kind: 'log', line: 'late' })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const text = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/events`)).text()
    expect([text.includes('first'), text.includes('late'), broken]).toEqual([true, false, []])
  })
})
