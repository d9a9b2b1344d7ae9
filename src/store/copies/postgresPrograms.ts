import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { CopyFault } from './copyFault.js'

/** PostgreSQL's own programs that copies are made with. */
export type PostgresProgram = 'pg_dump' | 'pg_restore' | 'psql'

// What a URL says beyond what these programs know is our driver's: theirs would refuse it.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
const theirs = /^(?:host|hostaddr|port|user|dbname|sslmode|sslcert|sslkey|sslrootcert|sslcrl|options|connect_timeout)$/u

type Address = { readonly address: string; readonly env: NodeJS.ProcessEnv }

/** An address without its password, which any process could read of ours, and the environment that has it. */
export const addressOf = (url: string): Address => {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  if (address.searchParams.get('ssl') === 'true' && !address.searchParams.has('sslmode'))
    address.searchParams.set('sslmode', 'require')
  for (const name of [...address.searchParams.keys()]) if (!theirs.test(name)) address.searchParams.delete(name)
  return {
    address: address.href,
    env: { ...process.env, ...(password && { PGPASSWORD: password }), PGAPPNAME: 'levem copy', TZ: 'UTC' },
  }
}

/** A program that runs: what it is told and says, and its end. */
export type RunningProgram = {
  readonly input: Writable
  readonly output: Readable
  /** Resolves when it has ended well. Rejects with CopyFault, with the last that it complained of. */
  readonly ended: Promise<void>
}

const mostComplaints = 2000

/** Starts one of PostgreSQL's programs; it never asks anybody for a password. */
export const runPostgres = (
  program: PostgresProgram,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): RunningProgram => {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-mostComplaints)
  })
  // Whoever ends early says why; that nobody listens any more is no news.
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'close').then(
    ([code]) => {
      if (code !== 0) throw new CopyFault('programFailed', { program, detail: complaints.trim() })
    },
    () => {
      throw new CopyFault('noProgram', { program })
    },
  )
  ended.catch(() => undefined)
  return { input: child.stdin, output: child.stdout, ended }
}
