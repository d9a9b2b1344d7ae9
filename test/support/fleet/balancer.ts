import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { tempFolder } from '../database/files.js'

/** What spreads requests over several servers of this machine. */
export type Balancer = { readonly url: string; readonly close: () => Promise<void> }

/** So many ports that nobody has. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return ports
}

/** Gives one request to each in turn; whoever does not take the connection is passed over. */
export const openRoundRobin = async (ports: readonly number[]): Promise<Balancer> => {
  let turn = 0
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      turn += 1
      pass(
        incoming,
        Buffer.concat(chunks),
        response,
        ports.map((_, index) => ports[(turn + index) % ports.length] ?? 0),
      )
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const pass = (
  { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: Buffer,
  response: ServerResponse,
  [port, ...others]: readonly number[],
): void => {
  if (port === undefined) return void response.writeHead(503).end()
  const outgoing = request({ port, host: '127.0.0.1', method, path: url, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502)
    answer.pipe(response)
  })
  outgoing.on('error', (error) => {
    if ('code' in error && error.code === 'ECONNREFUSED') pass({ method, url, headers }, body, response, others)
    else if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  outgoing.end(body)
}

/** Whether haproxy is here: `apt-get install haproxy`. */
export const hasHaproxy = ((): boolean => {
  try {
    execFileSync('haproxy', ['-v'], { stdio: 'ignore', env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } })
    return true
  } catch {
    return false
  }
})()

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    () => true,
    () => false,
  )

/** haproxy, set up as docs/operations.md says. */
export const openHaproxy = async (ports: readonly number[]): Promise<Balancer> => {
  const [port = 0] = await freePorts(1)
  const folder = await tempFolder('haproxy')
  const file = join(folder, 'haproxy.cfg')
  await writeFile(
    file,
    `defaults
  mode http
  timeout connect 1s
  timeout client 60s
  timeout server 60s
  option redispatch
  retries 3
frontend telegram
  bind 127.0.0.1:${port}
  default_backend levem
backend levem
  balance roundrobin
  option httpchk GET /healthz
${ports.map((one) => `  server levem${one} 127.0.0.1:${one} check inter 200ms fall 1 rise 1`).join('\n')}
`,
  )
  const child = spawn('haproxy', ['-db', '-f', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  })
  const ended = once(child, 'exit')
  const words: string[] = []
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString()))
  // It answers 503 while nobody is behind it.
  while (!(await answers(port)) && child.exitCode === null) await pause(50)
  if (child.exitCode !== null) throw new Error(`haproxy has ended: ${words.join('')}`)
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
