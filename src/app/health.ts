import { createServer } from 'node:http'
import type { Logger } from 'pino'
import { minuteMs, secondMs } from '../domain/duration.js'
import { type Clock, systemClock } from '../runtime/clock.js'
import { answer } from '../runtime/answer.js'
import type { Metrics } from '../runtime/metrics.js'
import type { Services } from '../services/services.js'
import type { Config } from './config.js'

/** What is looked at once the program has its parts. */
export type Watched = {
  readonly services: Pick<Services, 'vitals'>
  /** Without a notification chat its news waits, and nothing is wrong. */
  readonly hasChat: boolean
  /** Whether updates can come in now. */
  readonly isReceiving: () => boolean
  /** Fires when the program ends. */
  readonly signal: AbortSignal
  readonly printer: { readonly waiting: () => number }
}

type Needs = {
  readonly at: NonNullable<Config['health']>
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
}

/** Each thing that has to be right, and whether it is. */
type Findings = Readonly<Record<'database' | 'updates' | 'announcements' | 'running', boolean>>

type Answer = { readonly status: number; readonly type: string; readonly body: string }

const plain = 'text/plain; charset=utf-8'
const databaseMs = 2 * secondMs
const longestWaitMs = 5 * minuteMs
// Whoever asks more often than this is told what was found then.
const freshMs = secondMs

/**
 * Tells machines how the program is: `GET /livez` (200: it runs), `GET /readyz` (200, or 503 and what is wrong), `GET
 * /metrics` for Prometheus. Resolves when it listens; rejects when the port cannot be had.
 */
export const openHealth = async ({ at, clock, log, metrics }: Needs) => {
  let findings = (): Promise<Findings> => Promise.resolve(nothingYet)

  const answerTo = async (path: string | undefined): Promise<Answer> => {
    if (path === '/livez') return { status: 200, type: plain, body: 'ok\n' }
    if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.text() }
    if (path !== '/readyz') return { status: 404, type: plain, body: 'There are /livez, /readyz, /metrics.\n' }
    const seen = await findings()
    const ready = Object.values(seen).every(Boolean)
    return { status: ready ? 200 : 503, type: 'application/json', body: `${JSON.stringify({ ready, ...seen })}\n` }
  }

  const server = createServer((request, response) => {
    answerTo(request.url?.split('?')[0]).then(
      ({ status, type, body }) => {
        const headers = { 'content-type': type, 'cache-control': 'no-store' }
        answer({ request, response, status, headers, body })
      },
      (error: unknown) => {
        log.warn({ err: error }, 'a question about the health could not be answered')
        answer({ request, response, status: 500 })
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : at.port,

    /** From now on there is something to look at; until then nothing is ready. */
    watch: (watched: Watched): void => {
      const vitals = fresh(clock, watched.services.vitals.read)
      findings = fresh(clock, () => look(watched, vitals, clock))
      for (const [kind, read] of gaugesOf(watched, vitals, clock)) metrics.gauge(kind, read)
    },

    close: (): Promise<void> =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** Tells machines how the program is: see `openHealth`. */
export type Health = Awaited<ReturnType<typeof openHealth>>

const nothingYet: Findings = { database: false, updates: false, announcements: false, running: false }

/** The same reading for all who ask within a second. */
const fresh = <T>(clock: Clock, read: () => Promise<T>): (() => Promise<T>) => {
  let last: { readonly at: number; readonly reading: Promise<T> } | undefined
  return () => {
    if (!last || clock.elapsed() >= last.at + freshMs) last = { at: clock.elapsed(), reading: read() }
    return last.reading
  }
}

const look = async (
  { services, hasChat, isReceiving, signal }: Watched,
  readVitals: () => Promise<Vital>,
  clock: Clock,
): Promise<Findings> => {
  const [database, announcements] = await Promise.all([
    inTime(services.vitals.write().then(() => true)),
    inTime(readVitals().then((vitals) => oldestMs(vitals, hasChat, clock.now()) < longestWaitMs)),
  ])
  return { database, updates: isReceiving(), announcements, running: !signal.aborted }
}

/** False when it fails, and when it takes too long. */
const inTime = async (good: Promise<boolean>): Promise<boolean> => {
  const timer = new AbortController()
  // Of the machine's own time: nobody waits longer for an answer because a clock stands still.
  const late = systemClock.sleep(databaseMs, timer.signal).then(() => false)
  return Promise.race([good.catch(() => false), late]).finally(() => timer.abort())
}

type Vital = Awaited<ReturnType<Services['vitals']['read']>>

/** For how long the first announcement has waited that should be out, in milliseconds; 0 when none should. */
const oldestMs = ({ outbox }: Vital, hasChat: boolean, now: number): number => {
  const mine = outbox.filter(({ urgency }) => hasChat || urgency !== 'chat')
  return Math.max(0, ...mine.map(({ oldestAt }) => now - (oldestAt ?? now)))
}

type Gauges = readonly (readonly [Parameters<Metrics['gauge']>[0], Parameters<Metrics['gauge']>[1]])[]

const gaugesOf = ({ hasChat, isReceiving, printer }: Watched, vital: () => Promise<Vital>, clock: Clock): Gauges => {
  const of = (read: (vitals: Vital) => number) => async (): Promise<number> => read(await vital())
  return [
    [{ name: 'levem_receiving', help: 'Whether updates can come in: 1 or 0.' }, () => Number(isReceiving())],
    [{ name: 'levem_inbox_updates', help: 'Updates that are stored and not handled.' }, of(({ inbox }) => inbox.depth)],
    [
      { name: 'levem_inbox_oldest_seconds', help: 'How long the first of them has waited.' },
      of(({ inbox }) => (clock.now() - (inbox.oldestAt ?? clock.now())) / secondMs),
    ],
    [
      { name: 'levem_outbox_announcements', help: 'Announcements that wait, by urgency.', label: 'urgency' },
      async () => new Map((await vital()).outbox.map(({ urgency, count }) => [urgency, count])),
    ],
    [
      { name: 'levem_outbox_oldest_seconds', help: 'For how long the first of them has waited that should be out.' },
      of((vitals) => oldestMs(vitals, hasChat, clock.now()) / secondMs),
    ],
    [{ name: 'levem_orders_held', help: 'Orders that wait for their money.' }, of(({ holds }) => holds)],
    [{ name: 'levem_orders_confirmed', help: 'Confirmed orders that have tickets.' }, of(({ orders }) => orders)],
    [{ name: 'levem_tickets_sold', help: 'Their tickets, less what was given back.' }, of(({ tickets }) => tickets)],
    [{ name: 'levem_refunds_due', help: 'Refunds that have not gone yet.' }, of(({ refundsDue }) => refundsDue)],
    [{ name: 'levem_drawings_waiting', help: 'Ticket pictures that wait to be drawn.' }, printer.waiting],
  ]
}
