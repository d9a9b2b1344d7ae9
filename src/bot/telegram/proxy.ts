import { request as httpRequest } from 'node:http'
import { Agent, type AgentOptions, request as httpsRequest, type RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { SocksClient } from 'socks'

// A proxy that does not answer is not waited for any longer; the call is tried again.
const patienceMs = 10_000

type Host = { readonly host: string; readonly port: number }

/** Opens a way through a proxy, on which the host then speaks as if it were near. */
type Tunnel = (to: Host) => Promise<Duplex>

/** The proxy gave no way to the host: the call has not left. `code` is the log's. */
const refused = (reason: string): Error => Object.assign(new Error(`the proxy ${reason}`), { code: 'PROXY_REFUSED' })

/**
 * Connections to https hosts through a proxy: http, https (CONNECT), or SOCKS5, each with user and password if its
 * address has them. The proxy looks up names, so that a wrong answer of the nearest name server does no harm.
 */
export const createTunnels = (proxy: string, options: AgentOptions): Agent => {
  const url = new URL(proxy)
  const tunnel = url.protocol.startsWith('socks') ? throughSocks(url) : throughHttp(url)
  const agent = new Agent(options)
  agent.createConnection = (to: RequestOptions, done): undefined => {
    // Whom the proxy speaks to is proved by TLS, end to end.
    const secure = (socket: Duplex): Duplex => connectTls({ ...to, host: '', path: undefined, socket } as object)
    tunnel({ host: to.host ?? '', port: Number(to.port) }).then(
      (socket) => done?.(null, secure(socket)),
      (error: unknown) => (done as ((failure: unknown) => void) | undefined)?.(error),
    )
  }
  return agent
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/gu, '')

const inBrackets = (host: string): string => (host.includes(':') ? `[${host}]` : host)

const throughHttp = (url: URL): Tunnel => {
  const isSecure = url.protocol === 'https:'
  const credentials = Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`)
  const headers = url.username === '' ? {} : { 'proxy-authorization': `Basic ${credentials.toString('base64')}` }
  return ({ host, port }) =>
    new Promise((resolve, reject) => {
      const path = `${inBrackets(host)}:${port}`
      const asking = (isSecure ? httpsRequest : httpRequest)({
        method: 'CONNECT',
        host: hostOf(url),
        port: url.port === '' ? (isSecure ? 443 : 80) : url.port,
        path,
        headers: { host: path, ...headers },
        agent: false,
        timeout: patienceMs,
      })
      asking.on('timeout', () => asking.destroy(refused('does not answer')))
      asking.on('error', reject)
      asking.on('connect', ({ statusCode = 0 }, socket) => {
        socket.setTimeout(0)
        if (statusCode >= 200 && statusCode < 300) return resolve(socket)
        socket.destroy()
        return reject(refused(`answers ${statusCode}`))
      })
      asking.end()
    })
}

const throughSocks = (url: URL): Tunnel => {
  const proxy = {
    host: hostOf(url),
    port: url.port === '' ? 1080 : Number(url.port),
    type: 5,
    ...(url.username !== '' && {
      userId: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    }),
  } as const
  return (destination) =>
    SocksClient.createConnection({ proxy, command: 'connect', destination, timeout: patienceMs }).then(
      ({ socket }) => socket,
      (error: unknown) => {
        // Its error keeps the password.
        throw refused(error instanceof Error ? `gives no way: ${error.message}` : 'gives no way')
      },
    )
}
