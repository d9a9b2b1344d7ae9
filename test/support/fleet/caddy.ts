import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { tempFolder } from '../database/files.js'
import { type Balancer, freePorts } from './balancer.js'

const configuration = join(import.meta.dirname, '../../../deploy/Caddyfile')

/** Whether Caddy is here: `apt-get install caddy`. */
export const hasCaddy = ((): boolean => {
  try {
    execFileSync('caddy', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

const isOpen = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )

/** Caddy with the configuration of compose.yaml; without TLS, which needs a public name. */
export const openCaddy = async (ports: readonly number[]): Promise<Balancer> => {
  const [port = 0] = await freePorts(1)
  const folder = await tempFolder('caddy')
  const url = `http://127.0.0.1:${port}`
  const child = spawn('caddy', ['run', '--config', configuration, '--adapter', 'caddyfile'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      LEVEM_SITE: url,
      LEVEM_PROCESSES: ports.map((one) => `127.0.0.1:${one}`).join(' '),
    },
  })
  const ended = once(child, 'exit')
  const words: string[] = []
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString()))
  while (!(await isOpen(url)) && child.exitCode === null) await pause(50)
  if (child.exitCode !== null) throw new Error(`Caddy has ended: ${words.join('')}`)
  return {
    url,
    close: async () => {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
