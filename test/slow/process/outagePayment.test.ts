import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from 'telegram-sandbox'
import { systemClock } from '../../../src/runtime/clock.js'
import { randomCodes } from '../../../src/services/codes.js'
import { createServices } from '../../../src/services/services.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'
import { openProxy, type Proxy } from '../../support/faults/proxy.js'
import { makeEvent, organizerId } from '../../support/fixtures.js'
import { setStage, type Stage } from '../../support/stage.js'

const postgres = databases.find(({ name }) => name === 'postgres')
const providerToken = '381764678:TEST:12345'
const day = 86_400_000

describe.skipIf(!postgres)('paying while PostgreSQL is away (needs TEST_POSTGRES_URL)', () => {
  let closed: ClosedDatabase
  let proxy: Proxy
  let stage: Stage
  let ann: Person
  beforeAll(async () => {
    if (!postgres) throw new Error('no PostgreSQL')
    closed = await postgres.closed()
    proxy = await openProxy(closed.url)
    stage = await setStage({ strictRates: false, databaseUrl: proxy.through(closed.url) })
    ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
    await stage.open({ PAYMENT_PROVIDER_TOKEN: providerToken, ORGANIZER_IDS: String(organizerId) })
    ann.says('/start')
    await stage.sandbox.until(() => ann.buttons().length > 0, 60_000)
  }, 180_000)
  afterEach(() => proxy.pass())
  afterAll(async () => {
    await stage.close()
    await proxy.close()
    await closed.drop()
  })

  /** Holds a seat past the proxy; gives the invoice's message. */
  const invoice = async (): Promise<number> => {
    const store = await openStore({ url: parseDatabaseUrl(closed.url) })
    const services = createServices({
      store,
      clock: systemClock,
      codes: randomCodes,
      organizerIds: [organizerId],
      zone: 'Europe/Moscow',
      currency: 'RUB',
      hasProvider: true,
      holdMs: 900_000,
    })
    const price = { minor: 150_000, currency: 'RUB' }
    const type = await store.transact(async (tx) => {
      const slug = randomCodes.slug()
      const event = await makeEvent(tx, { slug, startsAt: Date.now() + day, paymentMethods: ['provider'] })
      return tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 10 })
    })
    const requestKey = randomCodes.key()
    const { order } = await services.ordering.hold({ buyerId: ann.id, ticketTypeId: type.id, quantity: 1, requestKey })
    await store.close()
    const answer = await fetch(`${stage.sandbox.url}/bot${stage.sandbox.token}/sendInvoice`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: ann.id,
        title: 'Ticket',
        description: 'One',
        payload: order.payload,
        currency: 'RUB',
        provider_token: providerToken,
        start_parameter: 'e_x',
        prices: [{ label: 'Ticket', amount: price.minor }],
      }),
    })
    return ((await answer.json()) as { readonly result: { readonly message_id: number } }).result.message_id
  }

  it('is approved when it is back within seconds, and the ticket comes', { timeout: 60_000 }, async () => {
    const messageId = await invoice()
    await proxy.shut()
    const paying = ann.pays(messageId)
    await pause(1000)
    await proxy.open()
    expect(await paying).toEqual({ ok: true })
    await expect.poll(() => stage.inspect.count('payments', { state: 'applied' }), { timeout: 20_000 }).toBe(1)
  })

  it.each([
    ['nobody listens', () => proxy.shut()],
    [
      'it is silent, and others act before',
      () => {
        proxy.stall()
        ann.says('/mytickets')
        return pause(100)
      },
    ],
  ])('gets a clear answer in time when %s, and works afterwards', { timeout: 90_000 }, async (_, strike) => {
    const messageId = await invoice()
    await strike()
    expect(await ann.pays(messageId)).toEqual({
      ok: false,
      reason: 'refused',
      words: 'We cannot check this order right now. Nothing has been charged; please press Pay again in a minute.',
    })
    await proxy.open()
    proxy.pass()
    await expect.poll(async () => (await ann.pays(messageId)).ok, { timeout: 60_000, interval: 1000 }).toBe(true)
  })
})
