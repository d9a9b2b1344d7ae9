import { setTimeout as pause } from 'node:timers/promises'
import type { Levem } from '../src/app/app.js'
import type { Clock } from '../src/runtime/clock.js'
import { openLevem } from './levem.js'
import { publish } from './publish.js'

const minuteMs = 60_000
const stepMs = 5 * minuteMs

/** What the soak asks of the process in which the bot runs. */
export type SoakOrder =
  | {
      readonly kind: 'open'
      readonly url: string
      readonly token: string
      readonly chatId: number
      readonly databaseUrl: string
    }
  /** Puts an event on sale that begins in 12 hours. */
  | { readonly kind: 'publish'; readonly title: string; readonly capacity: number }
  /** Lets in everybody who has a ticket. */
  | { readonly kind: 'door'; readonly eventId: number }
  /** Lets so many hours pass. */
  | { readonly kind: 'pass'; readonly hours: number }
  | { readonly kind: 'measure' }
  | { readonly kind: 'close' }

/** What it answers. Bytes; `handles`: what keeps the process alive. */
export type SoakReport =
  | { readonly kind: 'published'; readonly slug: string; readonly eventId: number }
  | { readonly kind: 'letIn'; readonly count: number }
  | { readonly kind: 'measured'; readonly heap: number; readonly rss: number; readonly handles: number }
  | { readonly kind: 'opened' | 'passed' | 'closed' }

/** The machine's clock, but that hours may pass at once: whoever sleeps through them wakes in its order. */
const createLeapingClock = (): Clock & { leap(ms: number): Promise<void> } => {
  let ahead = 0
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>()
  const elapsed = (): number => performance.now() + ahead
  const wakeDue = (): void => {
    for (const { until, wake } of [...sleepers]) if (until <= elapsed()) wake()
  }
  return {
    now: () => Date.now() + ahead,
    elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const timer = setTimeout(() => wake(), Math.min(Math.max(ms, 0), 2 ** 31 - 1))
        const sleeper = { until: elapsed() + ms, wake: () => wake() }
        const wake = (): void => {
          clearTimeout(timer)
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
      }),
    leap: async (ms) => {
      for (let left = ms; left > 0; left -= stepMs) {
        ahead += Math.min(stepMs, left)
        wakeDue()
        // Whoever woke does what it has to.
        await pause(10)
      }
    },
  }
}

const clock = createLeapingClock()
let levem: Levem | undefined

const letAllIn = async ({ store, services, me }: Levem, eventId: number): Promise<number> => {
  const inside = await store.transact(async (tx) => {
    const orders = await tx.orderLists.ofBuyersOf(eventId, { limit: 1000 })
    return (await Promise.all(orders.map(({ id }) => tx.tickets.ofOrder(id)))).flat()
  })
  let count = 0
  for (const { id } of inside)
    if ((await services.checkIn.letIn({ personId: me.id, ticketId: id, evenEarly: true })).kind === 'letIn') count += 1
  return count
}

const measure = (): SoakReport => {
  global.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return {
    kind: 'measured',
    heap: heapUsed,
    rss,
    handles: process.getActiveResourcesInfo().filter((one) => one !== 'Timeout').length,
  }
}

const carryOut = async (order: SoakOrder): Promise<SoakReport> => {
  if (order.kind === 'open') {
    levem = await openLevem(order, order.databaseUrl, {}, { clock })
    return { kind: 'opened' }
  }
  if (!levem) throw new Error('not open')
  switch (order.kind) {
    case 'publish': {
      const sale = {
        title: order.title,
        minor: 0,
        capacity: order.capacity,
        inMs: 12 * 60 * minuteMs,
        now: clock.now(),
      }
      const { event } = await publish(levem, sale)
      return { kind: 'published', slug: event.slug, eventId: event.id }
    }
    case 'door':
      return { kind: 'letIn', count: await letAllIn(levem, order.eventId) }
    case 'pass':
      await clock.leap(order.hours * 60 * minuteMs)
      return { kind: 'passed' }
    case 'measure':
      return measure()
    case 'close':
      await levem.stop()
      return { kind: 'closed' }
  }
}

process.on('disconnect', () => process.exit())
process.on('message', (order: SoakOrder) => {
  void carryOut(order).then((report) => {
    process.send?.(report)
    if (report.kind === 'closed') process.disconnect()
  })
})
