import { Socket } from 'node:net'
import { Client } from 'pg'
import { secondMs } from '../../domain/duration.js'
import { withoutTimeout } from './postgresPools.js'
import { createPreparedStatements } from './postgresStatements.js'
import type { Db, Execute } from './statements.js'
import { runInScope } from './transactionScope.js'

// Whoever does not answer by then is asked anew over another connection.
const limitMs = 2 * secondMs
const channel = 'levem'

/**
 * A connection to PostgreSQL of its own, which waits behind nobody: for signs of life, and for what other processes
 * say. A lost one is made anew at the next question; what was said meanwhile is not heard.
 */
export type Lifeline = {
  /** Asks, each statement for itself and in no transaction. Rejects when there is no answer in two seconds. */
  readonly ask: <T>(work: (db: Db) => Promise<T>) => Promise<T>
  /** Calls the listener with each word that a process tells all. */
  readonly listen: (listener: (word: string) => void) => void
  readonly close: () => Promise<void>
}

type Line = { readonly execute: Execute; readonly socket: Socket; readonly end: () => Promise<void> }

/** Opens the connection when it is first asked for. */
export const createLifeline = (url: string, wrap: (execute: Execute) => Execute): Lifeline => {
  const listeners: ((word: string) => void)[] = []
  let opening: Promise<Line> | undefined
  let isClosed = false

  const open = (): Promise<Line> =>
    connect(url, wrap, (word) => listeners.forEach((listener) => listener(word))).catch((error: unknown) => {
      opening = undefined
      throw error
    })

  const current = async (): Promise<Line> => {
    const line = await (opening ??= open())
    if (!line.socket.destroyed) return line
    opening = undefined
    return current()
  }

  return {
    ask: async (work) => {
      if (isClosed) throw new Error('the store is closed')
      const { execute, socket } = await current()
      try {
        return (await runInScope(execute, work)).value
      } catch (error) {
        socket.destroy()
        throw error
      }
    },
    listen: (listener) => void listeners.push(listener),
    close: async () => {
      isClosed = true
      await (await opening?.catch(() => undefined))?.end()
    },
  }
}

const connect = async (
  url: string,
  wrap: (execute: Execute) => Execute,
  hear: (word: string) => void,
): Promise<Line> => {
  const socket = new Socket()
  const client = new Client({
    connectionString: withoutTimeout(url),
    application_name: 'levem signs of life',
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    stream: () => socket,
  })
  // Whoever asks next finds it destroyed, and makes another.
  client.on('error', () => socket.destroy())
  client.on('end', () => socket.destroy())
  client.on('notification', ({ payload = '' }) => hear(payload))
  try {
    await client.connect()
    await client.query(`LISTEN ${channel}`)
  } catch (error) {
    socket.destroy()
    throw error
  }
  return {
    socket,
    execute: wrap(createPreparedStatements().over(client)),
    end: async () => {
      if (!socket.destroyed) await client.end().catch(() => undefined)
    },
  }
}
