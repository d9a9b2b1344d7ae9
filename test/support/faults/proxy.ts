import { once } from 'node:events'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * How a proxy treats what comes: `pass` it on; `stall`: keep it until it passes again; `swallow` it, as a network does
 * whose way is gone: nothing arrives, and nobody is told; `slow`: each piece so many milliseconds later.
 */
type Treatment = { readonly kind: 'pass' | 'stall' | 'swallow' } | { readonly kind: 'slow'; readonly delayMs: number }

/** A proxy for TCP, before a database or the sandbox, that does what networks do. */
export type Proxy = {
  readonly port: number
  /** The same address, through the proxy. */
  readonly through: (url: string) => string
  /** All is well again. What was kept goes on, what was swallowed is lost and its connections are dead. */
  readonly pass: () => void
  /** Nothing arrives any more, in no direction, until it passes again. New connections are taken, and silent. */
  readonly stall: () => void
  /** As if the cable were cut: nothing arrives, now or later; nobody is told. New connections are silent for ever. */
  readonly swallow: () => void
  /** Whatever is said arrives so many milliseconds later. */
  readonly slow: (delayMs: number) => void
  /** Ends all connections at once, in the middle of whatever they say. New ones are taken. */
  readonly cut: () => void
  /** Ends all connections and refuses new ones until `open`. */
  readonly shut: () => Promise<void>
  readonly open: () => Promise<void>
  /** How many connections there are now, and were ever. */
  readonly connections: () => { readonly now: number; readonly ever: number }
  readonly close: () => Promise<void>
}

/** Opens a proxy on a free port of 127.0.0.1, before the host and port of this address. */
export const openProxy = async (address: string): Promise<Proxy> => {
  const target = new URL(address)
  const targetPort = Number(target.port) || defaultPorts[target.protocol]
  if (targetPort === undefined) throw new Error(`no port in ${target.protocol}//${target.host}`)
  const pairs = new Set<Pair>()
  let treatment: Treatment = { kind: 'pass' }
  let ever = 0
  const server = createServer({ allowHalfOpen: true }, (client) => {
    ever += 1
    const upstream = createConnection({ host: target.hostname, port: targetPort, allowHalfOpen: true })
    const pair = createPair(client, upstream, () => treatment)
    pairs.add(pair)
    void pair.ended.then(() => pairs.delete(pair))
  })
  const listenOn = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return portOf(server)
  }
  const treat = (next: Treatment): void => {
    treatment = next
    for (const pair of pairs) pair.treat()
  }
  const cut = (): void => {
    for (const pair of pairs) pair.cut()
  }
  const shut = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    cut()
    await closed
  }
  const port = await listenOn(0)
  return {
    port,
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    pass: () => treat({ kind: 'pass' }),
    stall: () => treat({ kind: 'stall' }),
    swallow: () => treat({ kind: 'swallow' }),
    slow: (delayMs) => treat({ kind: 'slow', delayMs }),
    cut,
    shut,
    open: async () => {
      if (!server.listening) await listenOn(port)
    },
    connections: () => ({ now: pairs.size, ever }),
    close: shut,
  }
}

const defaultPorts: Readonly<Record<string, number>> = { 'postgres:': 5432, 'postgresql:': 5432, 'http:': 80 }

const portOf = (server: Server): number => {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the proxy has no port')
  return address.port
}

type Pair = { readonly treat: () => void; readonly cut: () => void; readonly ended: Promise<void> }

/** Two sockets, and what one says to the other. */
const createPair = (client: Socket, upstream: Socket, treatment: () => Treatment): Pair => {
  const ways = [createWay(client, upstream, treatment), createWay(upstream, client, treatment)]
  const cut = (): void => {
    client.resetAndDestroy()
    upstream.resetAndDestroy()
  }
  for (const socket of [client, upstream]) {
    socket.setNoDelay(true)
    socket.on('error', cut)
  }
  const ended = Promise.all([client, upstream].map((socket) => new Promise((end) => socket.once('close', end))))
  return {
    treat: () => ways.forEach((way) => way.treat()),
    cut,
    ended: ended.then(() => undefined),
  }
}

/** One direction of a connection: its pieces in order, each treated as things stand when its turn has come. */
const createWay = (from: Socket, to: Socket, treatment: () => Treatment) => {
  const pieces: (Buffer | 'end')[] = []
  let isDead = false
  let isBusy = false

  const passOn = (piece: Buffer | 'end'): void => {
    if (isDead) return
    if (piece === 'end') to.end()
    else to.write(piece)
  }
  const work = async (): Promise<void> => {
    isBusy = true
    for (let how = treatment(); pieces.length > 0 && how.kind !== 'stall'; how = treatment()) {
      if (how.kind === 'slow') await pause(how.delayMs)
      pieces.splice(0, 1).forEach(passOn)
    }
    isBusy = false
  }
  const treat = (): void => {
    isDead ||= treatment().kind === 'swallow'
    if (!isBusy) void work()
  }
  const hear = (piece: Buffer | 'end'): void => {
    pieces.push(piece)
    treat()
  }
  from.on('data', hear)
  from.on('end', () => hear('end'))
  return { treat }
}
