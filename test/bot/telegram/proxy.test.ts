import { createServer, request } from 'node:https'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isNeverSent } from '../../../src/bot/telegram/errors.js'
import { createCaller } from '../../../src/bot/telegram/http.js'
import { createTunnels } from '../../../src/bot/telegram/proxy.js'
import { createCertificate } from '../../support/network/certificate.js'
import { openHttpProxy, openSocksProxy, type TestProxy } from '../../support/network/proxy.js'

// Only the proxy knows where this is.
const host = 'telegram.test'
const user = { name: 'levem', password: 'p@ss word' }
const certificate = createCertificate(`DNS:${host}`)
const server = createServer(certificate, (_, response) => response.end('heard'))
let port = 0
beforeAll(
  () =>
    new Promise<void>((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        port = typeof address === 'object' && address ? address.port : 0
        resolve()
      }),
    ),
)
afterAll(() => {
  server.closeAllConnections()
  server.close()
  certificate.remove()
})

let open: readonly TestProxy[] = []
afterEach(async () => {
  await Promise.all(open.map((proxy) => proxy.close()))
  open = []
})

const kinds = [
  ['http', openHttpProxy],
  ['socks5', openSocksProxy],
] as const

describe.each(kinds)('a proxy that speaks %s', (scheme, openProxy) => {
  const opened = async (options: Parameters<typeof openProxy>[0] = {}): Promise<TestProxy> => {
    const proxy = await openProxy({ hosts: { [host]: port }, ...options })
    open = [...open, proxy]
    return proxy
  }
  const asker = (proxy: TestProxy, credentials = '', ca: string | undefined = certificate.cert) => {
    const agent = createTunnels(`${scheme}://${credentials}127.0.0.1:${proxy.port}`, { keepAlive: true, ca })
    return (): Promise<string> =>
      new Promise((resolve, reject) => {
        request(`https://${host}/`, { agent }, (response) => {
          response.setEncoding('utf8').on('data', resolve)
        })
          .on('error', reject)
          .end()
      })
  }
  const written = `${user.name}:${encodeURIComponent(user.password)}@`

  it('leads to hosts that only it knows, and is asked once for many calls', async () => {
    const proxy = await opened()
    const ask = asker(proxy)
    expect([await ask(), await ask(), proxy.passed]).toEqual(['heard', 'heard', [host]])
  })

  it('is told user and password, whatever letters they have', async () => {
    const proxy = await opened({ user })
    expect([await asker(proxy, written)(), proxy.turnedAway()]).toEqual(['heard', 0])
  })

  it('turns away who has another password: nothing was sent, and no error tells the password', async () => {
    const proxy = await opened({ user })
    const address = `${scheme}://${user.name}:another-secret@127.0.0.1:${proxy.port}`
    const failure: unknown = await createCaller(address)(`https://${host}/`, {}).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'PROXY_REFUSED' })
    expect([isNeverSent(failure), proxy.turnedAway(), proxy.passed]).toEqual([true, 1, []])
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('another-secret')
  })

  it('cannot speak in the place of the host: a certificate that nobody knows is refused', async () => {
    const proxy = await opened()
    await expect(asker(proxy, '', '')()).rejects.toThrow(/self-signed/u)
  })

  it('that is not there has sent nothing', async () => {
    const proxy = await opened()
    const call = createCaller(`${scheme}://127.0.0.1:${proxy.port}`)
    await proxy.close()
    const failure: unknown = await call(`https://${host}/`, {}).catch((error: unknown) => error)
    expect(isNeverSent(failure)).toBe(true)
  })
})
