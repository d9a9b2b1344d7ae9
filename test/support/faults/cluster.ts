import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const output = (command: string, ...args: readonly string[]): string => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}

/** Where the server's programs are; undefined where there are none. */
export const serverPrograms = output('pg_config', '--bindir') || undefined

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** A PostgreSQL server of one's own, to be done with as one likes. */
export type Cluster = {
  readonly url: string
  /** Kills it as a power cut would, and starts it again. */
  readonly restartAtOnce: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Makes a server with an empty database; as root, by the user postgres, since it refuses root. */
export const openCluster = async (): Promise<Cluster> => {
  if (serverPrograms === undefined) throw new Error('no PostgreSQL server here')
  const bin = serverPrograms
  const isRoot = process.getuid?.() === 0
  const folder = await mkdtemp('/tmp/levem-cluster-')
  if (isRoot) await chown(folder, Number(output('id', '-u', 'postgres')), Number(output('id', '-g', 'postgres')))
  const call = async (program: string, ...args: readonly string[]): Promise<void> => {
    const command = [join(bin, program), ...args]
    if (isRoot) await run('runuser', ['-u', 'postgres', '--', ...command], { cwd: folder })
    else await run(command[0] ?? '', command.slice(1), { cwd: folder })
  }
  const data = join(folder, 'data')
  const port = await freePort()
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`
  const start = () => call('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start')
  await call('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync')
  await start()
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    restartAtOnce: () =>
      call('pg_ctl', '-D', data, '-w', '-m', 'immediate', '-l', join(folder, 'log'), '-o', options, 'restart'),
    close: async () => {
      await call('pg_ctl', '-D', data, '-m', 'immediate', 'stop').catch(() => undefined)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
