import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** A number as it is when somebody asks: one, or one for each value of its only label. */
export type GaugeReading = number | ReadonlyMap<string, number>

/** A gauge: its name, what it means, and the name of its label if it has one. */
export type GaugeKind = { readonly name: string; readonly help: string; readonly label?: string }

const updateSeconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const transactionSeconds = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const callSeconds = [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/**
 * What the program counts of itself, in Prometheus' words (https://prometheus.io/docs/practices/naming): seconds,
 * totals, and no labels that name a person or an event.
 */
export const createMetrics = () => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const updates = new Histogram({
    name: 'levem_update_duration_seconds',
    help: 'From the beginning of an update to its end, by kind and outcome (ok, refused, defect).',
    labelNames: ['kind', 'outcome'] as const,
    buckets: updateSeconds,
    registers: [registry],
  })
  const calls = new Histogram({
    name: 'levem_telegram_call_duration_seconds',
    help: 'Calls to the Bot API, by method and outcome (ok, later (429), refused, unanswered).',
    labelNames: ['method', 'outcome'] as const,
    buckets: callSeconds,
    registers: [registry],
  })
  const transactions = new Histogram({
    name: 'levem_database_transaction_duration_seconds',
    help: 'Transactions, from being asked for to their end: waiting for the database included.',
    buckets: transactionSeconds,
    registers: [registry],
  })
  return {
    /** A transaction has ended. `ms`: how long it took, its waiting included. */
    transactionEnded: (ms: number): void => transactions.observe(ms / 1000),

    /** An update was handled. `ms`: how long it took. */
    updateHandled: (kind: string, outcome: string, ms: number): void => updates.observe({ kind, outcome }, ms / 1000),

    /** The Bot API was called. */
    called: (method: string, outcome: string, ms: number): void => calls.observe({ method, outcome }, ms / 1000),

    /** A number that is read when somebody asks. What rejects leaves the gauge out. */
    gauge: ({ name, help, label }: GaugeKind, read: () => Promise<GaugeReading> | GaugeReading): void => {
      new Gauge({
        name,
        help,
        labelNames: label === undefined ? [] : [label],
        registers: [registry],
        async collect() {
          this.reset()
          const reading = await Promise.resolve(read()).catch(() => undefined)
          if (typeof reading === 'number') this.set(reading)
          else for (const [value, count] of reading ?? []) this.set({ [label ?? '']: value }, count)
        },
      })
    },

    contentType: registry.contentType,

    /** All of it, as Prometheus reads it. */
    text: (): Promise<string> => registry.metrics(),
  }
}

/** What the program counts of itself: see `createMetrics`. */
export type Metrics = ReturnType<typeof createMetrics>
