import { createCanvas, loadImage } from '@napi-rs/canvas'
import { encodeQR } from 'qr'
import { connect } from 'node:net'
import { createServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCertificate } from '../../../support/network/certificate.js'
import { openHttpProxy, openSocksProxy, type TestProxy } from '../../../support/network/proxy.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { en } from '../../../support/texts/words.js'

// Only the proxy knows where this is.
const host = 'telegram.test'
const user = { name: 'levem', password: 'hunter2hunter2' }

/** The pretended Telegram under its own name, over TLS; `stop` ends it. */
const openTls = async (url: string) => {
  const certificate = createCertificate(`DNS:${host}`, 'DNS:localhost')
  const server = createServer(certificate, (socket) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => far.destroy()).on('close', () => far.destroy())
    far.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.pipe(far).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    certificate: certificate.path,
    stop: (): void => {
      server.close()
      certificate.remove()
    },
  }
}

let stage: Stage
let telegram: Awaited<ReturnType<typeof openTls>>
let proxy: TestProxy | undefined
beforeEach(async () => {
  stage = await setStage()
  telegram = await openTls(stage.sandbox.url)
})
afterEach(async () => {
  await stage.close()
  await proxy?.close()
  telegram.stop()
  proxy = undefined
})

/** A picture with the code of something else. */
const foreignPicture = async (): Promise<Uint8Array> => {
  const canvas = createCanvas(600, 600)
  const context = canvas.getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, 600, 600)
  const svg = encodeQR('https://example.org', 'svg').replace('<svg ', '<svg width="400" height="400" ')
  context.drawImage(await loadImage(Buffer.from(svg)), 100, 100)
  return canvas.encode('jpeg', 80)
}

/** The bot says hello, and reads a picture: both ways to Telegram work. */
const proveThatItTalks = async (): Promise<void> => {
  const ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
  ann.says('/start')
  await stage.sandbox.until(() => ann.sees().includes('Hello, Ann'), 20_000)
  ann.sendsPhoto({ bytes: await foreignPicture() })
  await stage.sandbox.until(() => ann.sees().includes(en('scan-foreign-code')), 20_000)
}

describe.each([
  ['http', openHttpProxy],
  ['socks5', openSocksProxy],
] as const)('with HTTPS_PROXY=%s://…', (scheme, openProxy) => {
  it('everything goes through the proxy, files too, and its password is nowhere in the log', async () => {
    proxy = await openProxy({ user, hosts: { [host]: telegram.port } })
    const program = await stage.open({
      TELEGRAM_API_ROOT: `https://${host}`,
      HTTPS_PROXY: `${scheme}://${user.name}:${user.password}@127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: telegram.certificate,
      LOG_LEVEL: 'trace',
    })
    await proveThatItTalks()
    expect(new Set(proxy.passed)).toEqual(new Set([host]))
    expect(program.output()).toContain(`${scheme}://127.0.0.1:${proxy.port}`)
    expect(program.output()).not.toContain(user.password)
  })

  it('and NO_PROXY, nothing does', async () => {
    proxy = await openProxy()
    await stage.open({
      TELEGRAM_API_ROOT: `https://localhost:${telegram.port}`,
      https_proxy: `${scheme}://127.0.0.1:${proxy.port}`,
      no_proxy: `example.org,localhost`,
      NODE_EXTRA_CA_CERTS: telegram.certificate,
    })
    await proveThatItTalks()
    expect([proxy.passed, proxy.turnedAway()]).toEqual([[], 0])
  })
})
