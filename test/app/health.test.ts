import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHealth, type Watched } from '../../src/app/health.js'
import { createLog } from '../../src/runtime/log.js'
import { createMetrics } from '../../src/runtime/metrics.js'
import { minute, second } from '../support/announcing.js'
import { createTestClock } from '../support/clock.js'
import { upTo } from '../support/fixtures.js'
import { meet, openCalmWorld, publish, type Talker } from '../support/talker.js'
import { en } from '../support/texts/words.js'
import { noon, type World } from '../support/world.js'

type Answer = { readonly status: number; readonly text: string; readonly type: string | null }

const ask = async (port: number | undefined, path: string): Promise<Answer> => {
  const response = await fetch(`http://127.0.0.1:${port ?? 0}${path}`)
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') }
}

const badGateway = { answer: { status: 502, body: 'Bad Gateway' } }
const allGood = { ready: true, database: true, updates: true, announcements: true, running: true }

describe('what the program tells machines', () => {
  let world: World
  let ann: Talker
  let isBroken = false
  beforeEach(async () => {
    isBroken = false
    world = await openCalmWorld({
      config: { health: { host: '127.0.0.1', port: 0 } },
      wrap: (execute) => (sql, values) =>
        isBroken && /^INSERT INTO marks/u.test(sql) ? Promise.reject(new Error('disk full')) : execute(sql, values),
    })
    ann = await meet(world, 'Xenia')
  })
  afterEach(() => world.close())

  const port = (): number | undefined => world.levem().health?.port
  /** As of now: what was found is told for a second. */
  const ready = async (): Promise<readonly [status: number, findings: unknown]> => {
    await world.advance(second)
    const { status, text } = await ask(port(), '/readyz')
    return [status, JSON.parse(text)]
  }

  it('is that it lives and is ready, and where to ask', async () => {
    expect((await ask(port(), '/livez')).status).toBe(200)
    expect(await ready()).toEqual([200, allGood])
    expect((await ask(port(), '/')).status).toBe(404)
  })

  it('is that nothing can be written, until it can', async () => {
    isBroken = true
    expect(await ready()).toEqual([503, { ...allGood, ready: false, database: false }])
    expect((await ask(port(), '/livez')).status).toBe(200)
    isBroken = false
    expect(await ready()).toEqual([200, allGood])
  })

  it('is that Telegram does not answer, within a minute, until it does', async () => {
    const fault = world.sandbox.faults.add({ method: 'getUpdates', kind: badGateway })
    await world.advance(50 * second)
    expect(await ready()).toEqual([503, { ...allGood, ready: false, updates: false }])
    fault.remove()
    await world.advance(minute)
    await ann.says('/start')
    expect(await ready()).toEqual([200, allGood])
  })

  it('is that announcements have waited for five minutes, until they are out', async () => {
    const fault = world.sandbox.faults.add({ method: 'sendMessage', kind: badGateway, chat: world.chat })
    await publish(world, ann.id, { title: 'Jazz' })
    await world.advance(20 * minute)
    await ann.says('/start')
    const [status, findings] = await ready()
    fault.remove()
    expect([status, findings]).toEqual([503, { ...allGood, ready: false, announcements: false }])
    await world.advance(10 * minute)
    await ann.says('/start')
    expect(await ready()).toEqual([200, allGood])
  })

  it('is as many tickets, orders and calls as there are, and nobody’s name', async () => {
    const { event } = await publish(world, ann.id, { title: 'Jazz', capacity: 20 })
    const crowd = await Promise.all(upTo(15).map((n) => meet(world, `Bert ${n}`)))
    for (const buyer of crowd) buyer.person.says(`/buy ${event.slug}`)
    await world.settle()
    for (const button of [en('button-buy'), '2', en('button-confirm')]) {
      for (const buyer of crowd) buyer.person.presses(button)
      await world.settle()
    }
    await world.advance(second)
    const { text, type } = await ask(port(), '/metrics')
    const value = (line: string): number => Number(new RegExp(`^${line} (\\S+)$`, 'mu').exec(text)?.[1])
    expect(type).toContain('text/plain')
    expect(value('levem_tickets_sold')).toBe(20)
    expect(value('levem_tickets_sold')).toBe(await world.inspect.count('tickets'))
    expect(value('levem_database_transaction_duration_seconds_count')).toBeGreaterThan(60)
    expect(value('levem_orders_confirmed')).toBe(await world.inspect.count('orders', { state: 'confirmed' }))
    expect(value('levem_inbox_updates')).toBe(0)
    expect(value('levem_receiving')).toBe(1)
    expect(
      value(String.raw`levem_update_duration_seconds_count\{kind="callback_query",outcome="ok"\}`),
    ).toBeGreaterThanOrEqual(9)
    expect(
      value(String.raw`levem_telegram_call_duration_seconds_count\{method="sendMessage",outcome="ok"\}`),
    ).toBeGreaterThanOrEqual(3)
    expect(text).not.toContain(world.sandbox.token)
    expect(text).not.toMatch(/Xenia|Bert|Jazz/u)
  })
})

describe('what the program tells machines', () => {
  const log = createLog({ level: 'silent', secrets: [] })
  const clock = createTestClock(noon)
  const good: Watched = {
    services: {
      vitals: {
        write: () => Promise.resolve(),
        read: () =>
          Promise.resolve({
            inbox: { depth: 0, oldestAt: undefined },
            outbox: [{ urgency: 'chat', count: 1, oldestAt: 0 }],
            holds: 0,
            orders: 0,
            tickets: 0,
            refundsDue: 0,
          }),
      },
    },
    hasChat: false,
    isReceiving: () => true,
    signal: new AbortController().signal,
    printer: { waiting: () => 0 },
  }
  const told = async (watched?: Watched): Promise<unknown> => {
    const health = await openHealth({ at: { host: '127.0.0.1', port: 0 }, clock, log, metrics: createMetrics() })
    if (watched) health.watch(watched)
    const { text } = await ask(health.port, '/readyz')
    await health.close()
    return JSON.parse(text)
  }

  it('is nothing good while it starts', async () => {
    expect(await told()).toEqual({
      ready: false,
      database: false,
      updates: false,
      announcements: false,
      running: false,
    })
  })

  it('is that it ends, when it does', async () => {
    expect(await told({ ...good, signal: AbortSignal.abort() })).toEqual({ ...allGood, ready: false, running: false })
  })

  it('is that all is well when only a chat that is not set waits for news', async () => {
    expect(await told(good)).toEqual(allGood)
    expect(await told({ ...good, hasChat: true })).toEqual({ ...allGood, ready: false, announcements: false })
  })

  it('is that the database is not there when it says nothing', async () => {
    const silent = { ...good.services.vitals, write: () => new Promise<void>(() => undefined) }
    expect(await told({ ...good, services: { vitals: silent } })).toEqual({ ...allGood, ready: false, database: false })
  })
})
