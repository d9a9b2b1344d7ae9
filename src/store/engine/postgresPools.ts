import type { ClientBase } from 'pg'
import { DataSource } from 'typeorm'
import { secondMs } from '../../domain/duration.js'
import { commonOptions } from './migrate.js'

const connectTimeoutMs = 10 * secondMs
// A server that falls silent must not hold a connection for as long as TCP hopes. No statement of ours takes seconds.
const queryTimeoutMs = 20 * secondMs

/** What a connection asks of its server: milliseconds; keepalives in seconds, and how many. */
type Session = Readonly<Record<string, number | string>>

/**
 * How PostgreSQL plans our statements: from row to row along the indexes, as SQLite does. Each of them is about a few
 * rows and has an index; a planner whose statistics are old, or that knows nothing about a table that was just filled,
 * reads a whole event into a bitmap, a sort or a hash all the same, or starts helpers, which takes 50 ms. Planned is a
 * statement once a connection, not for each of its values: in large tables that took longer than the statement. A table
 * that is empty at that moment may be large soon, so it is not read from end to end, either.
 */
export const planning: Session = {
  ...{ enable_seqscan: 0, enable_bitmapscan: 0, enable_hashjoin: 0, enable_mergejoin: 0 },
  ...{ jit: 0, max_parallel_workers_per_gather: 0, plan_cache_mode: 'force_generic_plan' },
}

// Whoever dies, or is cut off, in the middle of a transaction keeps its rows locked until the server notices: within
// half a minute. A transaction of ours never rests, so it idles only where nobody is left to go on with it.
const session: Session = {
  ...planning,
  lock_timeout: 3 * secondMs,
  idle_in_transaction_session_timeout: 30 * secondMs,
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 4,
  tcp_user_timeout: 30 * secondMs,
}

// Migrations take as long as they take; so does waiting for another process that migrates.
const patientSession: Session = {
  ...session,
  // And read whole tables.
  ...{ enable_seqscan: 1, enable_bitmapscan: 1, enable_hashjoin: 1, enable_mergejoin: 1 },
  ...{ max_parallel_workers_per_gather: 2, plan_cache_mode: 'auto' },
  lock_timeout: 0,
  statement_timeout: 0,
  idle_in_transaction_session_timeout: 0,
}

// Asked for by a statement, and not while connecting: PgBouncer refuses what it does not know there.
const ask =
  (wanted: Session) =>
  async (client: ClientBase): Promise<void> => {
    await client.query(
      Object.entries(wanted)
        .map(([name, value]) => `SET ${name} = ${value}`)
        .join('; '),
    )
  }

const optionsFor = (url: string, poolSize: number, extra: object) =>
  ({
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: connectTimeoutMs,
    applicationName: 'levem',
    // Whatever breaks while it rests is found out when it is needed.
    poolErrorHandler: () => undefined,
    extra: { keepAlive: true, keepAliveInitialDelayMillis: 10 * secondMs, ...extra },
  }) as const

/** TypeORM's options for migrating a PostgreSQL server. Three connections: one may hold the lock, one migrates. */
export const postgresOptions = (url: string) => ({
  ...optionsFor(withoutTimeout(url), 3, { onConnect: ask(patientSession) }),
  ...commonOptions,
})

/** A URL that leaves the time limit to the program. */
export const withoutTimeout = (url: string): string => {
  const patient = new URL(url)
  patient.searchParams.delete('query_timeout')
  return patient.href
}

/** A connection that is lent. One that is not sound is closed when it is given back. */
export type Connection = { readonly client: ClientBase; readonly giveBack: (isSound: boolean) => void }

/** Connections to a server, opened as they are needed; `open` tells early whether there are any to be had. */
export const createPool = (url: string, size: number) => {
  let opening: Promise<DataSource> | undefined
  const options = optionsFor(url, size, { onConnect: ask(session), query_timeout: queryTimeoutMs })
  const open = (): Promise<DataSource> => {
    opening ??= new DataSource(options).initialize().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    open,
    connect: async (): Promise<Connection> => {
      const { driver } = await open()
      const [client, release] = (await driver.obtainMasterConnection()) as [ClientBase, (isBroken: boolean) => void]
      client.on('error', toldByTheNextStatement)
      return {
        client,
        giveBack: (isSound) => {
          release(!isSound)
          client.removeListener('error', toldByTheNextStatement)
        },
      }
    },
    close: async (): Promise<void> => {
      await (await opening?.catch(() => undefined))?.destroy()
    },
  }
}

const toldByTheNextStatement = (): void => undefined
