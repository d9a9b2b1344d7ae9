import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** Who may pass; nobody has to say who they are when it is missing. */
type User = { readonly name: string; readonly password: string }

type Options = {
  readonly user?: User
  /** Where a host is that nobody but the proxy knows. */
  readonly hosts?: Readonly<Record<string, number>>
}

/** A proxy of a few lines. `passed`: the hosts it opened a way to so far. */
export type TestProxy = {
  readonly port: number
  readonly passed: readonly string[]
  readonly turnedAway: () => number
  readonly close: () => Promise<void>
}

const listenAt = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )

const createLedger = (server: Server) => {
  const passed: string[] = []
  const sockets = new Set<Duplex>()
  let turnedAway = 0
  return {
    passed,
    keep: (socket: Duplex): void => void sockets.add(socket.on('error', () => socket.destroy())),
    turnAway: (): void => void (turnedAway += 1),
    turnedAway: () => turnedAway,
    close: (): Promise<void> => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const join = (near: Duplex, far: Duplex): void => {
  near.pipe(far).pipe(near)
  near.on('close', () => far.destroy())
  far.on('close', () => near.destroy())
}

/** A proxy that opens ways by CONNECT. */
export const openHttpProxy = async ({ user, hosts = {} }: Options = {}): Promise<TestProxy> => {
  const server = createHttpServer()
  const ledger = createLedger(server)
  const expected = user && `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`
  server.on('connection', ledger.keep)
  server.on('connect', ({ url = '', headers }, socket) => {
    if (headers['proxy-authorization'] !== expected) {
      ledger.turnAway()
      return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    }
    const [host = '', port] = url.split(':')
    ledger.passed.push(host)
    const far = connect(hosts[host] ?? Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      join(socket, far)
    })
    return ledger.keep(far)
  })
  return { port: await listenAt(server), ...ledger }
}

/** A proxy that speaks SOCKS5 (RFC 1928, RFC 1929): CONNECT to a name, and a password if there is a user. */
export const openSocksProxy = async ({ user, hosts = {} }: Options = {}): Promise<TestProxy> => {
  const server = createServer((socket) => {
    ledger.keep(socket)
    void serve(socket)
  })
  const ledger = createLedger(server)

  const serve = async (socket: Socket): Promise<void> => {
    const next = readerOf(socket)
    const [, methods = 0] = await next(2)
    await next(methods)
    socket.write(Buffer.from([5, user ? 2 : 0]))
    if (user && !(await isKnown(next, user))) {
      ledger.turnAway()
      return void socket.end(Buffer.from([1, 1]))
    }
    if (user) socket.write(Buffer.from([1, 0]))
    const [, , , kind = 0, length = 0] = await next(5)
    if (kind !== 3) return void socket.end(Buffer.from([5, 8, 0, 1, 0, 0, 0, 0, 0, 0]))
    const host = (await next(length)).toString('latin1')
    const port = (await next(2)).readUInt16BE()
    ledger.passed.push(host)
    const far = connect(hosts[host] ?? port, '127.0.0.1', () => {
      socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
      join(socket, far)
    })
    ledger.keep(far)
  }

  return { port: await listenAt(server), ...ledger }
}

type Next = (bytes: number) => Promise<Buffer>

const readerOf =
  (socket: Socket): Next =>
  (bytes) =>
    new Promise((resolve) => {
      const look = (): void => {
        const read: unknown = bytes === 0 ? Buffer.alloc(0) : socket.read(bytes)
        if (Buffer.isBuffer(read)) resolve(read)
        else socket.once('readable', look)
      }
      look()
    })

const isKnown = async (next: Next, user: User): Promise<boolean> => {
  const [, nameLength = 0] = await next(2)
  const name = (await next(nameLength)).toString()
  const [passwordLength = 0] = await next(1)
  return name === user.name && (await next(passwordLength)).toString() === user.password
}
