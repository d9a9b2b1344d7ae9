import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultKind, Person } from 'telegram-sandbox'
import { systemClock } from '../../../../src/runtime/clock.js'
import { randomCodes } from '../../../../src/services/codes.js'
import { createServices } from '../../../../src/services/services.js'
import { openStore, parseDatabaseUrl } from '../../../../src/store/store.js'
import { not } from '../../../support/inspect.js'
import { makeEvent, organizerId } from '../../../support/fixtures.js'
import type { Program } from '../../../support/program.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { few, size } from '../../size.js'

const providerToken = '381764678:TEST:12345'
const env = { PAYMENT_PROVIDER_TOKEN: providerToken, ORGANIZER_IDS: String(organizerId) }
const day = 86_400_000

type Way = 'Stars' | 'provider'
const prices = { Stars: { currency: 'XTR', minor: 150 }, provider: { currency: 'RUB', minor: 150_000 } } as const

let stage: Stage
let ann: Person
let program: Program
const orders: Record<Way, Held[]> = { Stars: [], provider: [] }
beforeAll(async () => {
  stage = await setStage({ strictRates: false })
  ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
  for (const way of ['Stars', 'provider'] as const)
    for (let i = 0; i < 10; i += 1) orders[way].push(await hold(prices[way]))
  program = await stage.open(env)
})
afterAll(() => stage.close())

type Held = { readonly orderId: number; readonly messageId: number }

const api = async <T>(method: string, params: object): Promise<T> => {
  const answer = await fetch(`${stage.sandbox.url}/bot${stage.sandbox.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return ((await answer.json()) as { readonly result: T }).result
}

/** Holds seats while the program is not running, and sends Ann the invoice. */
const hold = async ({ currency, minor }: { readonly currency: string; readonly minor: number }): Promise<Held> => {
  const store = await openStore({ url: parseDatabaseUrl(stage.databaseUrl) })
  const services = createServices({
    store,
    clock: systemClock,
    codes: randomCodes,
    organizerIds: [organizerId],
    zone: 'Europe/Moscow',
    currency,
    hasProvider: true,
    holdMs: 900_000,
  })
  await services.people.meet({ id: ann.id, displayName: 'Ann', languageCode: 'en' })
  const type = await store.transact(async (tx) => {
    const event = await makeEvent(tx, {
      slug: randomCodes.slug(),
      startsAt: Date.now() + day,
      paymentMethods: [currency === 'XTR' ? 'stars' : 'provider'],
    })
    return tx.ticketTypes.insert({ eventId: event.id, name: '', price: { minor, currency }, capacity: 10 })
  })
  const { order } = await services.ordering.hold({
    buyerId: ann.id,
    ticketTypeId: type.id,
    quantity: 1,
    requestKey: randomCodes.key(),
  })
  await store.close()
  if (!ann.hasStarted()) ann.says('/start')
  const provider_token = currency === 'XTR' ? '' : providerToken
  const sent = await api<{ readonly message_id: number }>('sendInvoice', {
    chat_id: ann.id,
    title: 'Ticket',
    description: 'One',
    payload: order.payload,
    currency,
    provider_token,
    start_parameter: 'e_x',
    prices: [{ label: 'Ticket', amount: minor }],
  })
  return { orderId: order.id, messageId: sent.message_id }
}

/** An order that nobody has paid for yet. */
const next = (way: Way): Held => {
  const held = orders[way].shift()
  if (!held) throw new Error('no more orders')
  return held
}

/** Kills the program at the moment when this call of its arrives. */
const killAt = (method: string | RegExp, kind: FaultKind, chat?: Person): Promise<void> => {
  const victim = program
  return new Promise((dead) =>
    stage.sandbox.faults.add({
      method,
      kind,
      times: 1,
      ...(chat && { chat }),
      onHit: () => {
        void victim.kill().then(dead)
      },
    }),
  )
}

type Outcome = {
  readonly state: unknown
  readonly tickets: number
  readonly applied: number
  readonly surplus: number
  readonly refunds: number
  readonly open: number
}

const outcomeOf = async (orderId: number): Promise<Outcome> => {
  const [order = {}] = await stage.inspect.rows('orders', { id: orderId })
  const ofOrder = { order_id: orderId }
  return {
    state: order['state'],
    tickets: await stage.inspect.count('tickets', { ...ofOrder, state: 'valid' }),
    applied: await stage.inspect.count('payments', { ...ofOrder, state: 'applied' }),
    surplus: await stage.inspect.count('payments', { ...ofOrder, state: 'surplus' }),
    refunds: await stage.inspect.count('refunds', ofOrder),
    open: await stage.inspect.count('refunds', { ...ofOrder, state: not('done') }),
  }
}
const paidOnce: Outcome = { state: 'confirmed', tickets: 1, applied: 1, surplus: 0, refunds: 0, open: 0 }

const ledger = async (): Promise<number> => {
  const { transactions } = await api<{
    readonly transactions: readonly { readonly amount: number; readonly source?: object }[]
  }>('getStarTransactions', {})
  return transactions.reduce((sum, { amount, source }) => sum + (source ? amount : -amount), 0)
}
const toldOf = (orderId: number): number =>
  ann.messages().filter(({ text }) => new RegExp(`Order no\\. ${orderId}\\b`, 'u').test(text)).length

/** Starts again; the order comes to this, and stays so. */
const reviveUntil = async (orderId: number, wanted: Outcome, what: string): Promise<void> => {
  program = await stage.open(env)
  await expect.poll(() => outcomeOf(orderId), { timeout: 10_000 }).toEqual(wanted)
  await expect.poll(() => toldOf(orderId), { timeout: 10_000 }).toBeGreaterThan(0)
  await stage.sandbox.until(() => stage.sandbox.pendingUpdates() === 0)
  console.info(`kill -9 ${what}: order ${orderId} ${JSON.stringify(wanted)}, ticket sent ${toldOf(orderId)} ×`)
}

const settled: { readonly orderId: number; readonly wanted: Outcome }[] = []
const revive = async (orderId: number, what: string, wanted = paidOnce): Promise<void> => {
  await reviveUntil(orderId, wanted, what)
  settled.push({ orderId, wanted })
}

describe('kill -9 between payment and tickets', () => {
  it('while pre-checkout is being answered: nothing is charged, and paying again works', async () => {
    const { orderId, messageId } = next('Stars')
    const dead = killAt('answerPreCheckoutQuery', 'hang')
    expect(await ann.pays(messageId, { withinMs: 1000 })).toEqual({ ok: false, reason: 'unanswered' })
    await dead
    expect(await outcomeOf(orderId)).toEqual({ ...paidOnce, state: 'held', tickets: 0, applied: 0 })
    program = await stage.open(env)
    expect(await ann.pays(messageId)).toEqual({ ok: true })
    await program.kill()
    await revive(orderId, 'pre-checkout under way, then the payment')
  })

  it.each(few(['Stars', 'provider'] as const, 1))(
    'after pre-checkout was answered, %s: the payment was never heard of before',
    async (way) => {
      const { orderId, messageId } = next(way)
      const dead = killAt('answerPreCheckoutQuery', 'deliverThenDrop')
      expect(await ann.pays(messageId)).toEqual({ ok: true })
      await dead
      await revive(orderId, `pre-checkout answered, ${way}`)
    },
  )

  it.each(
    few(
      [
        ['Stars', 2],
        ['Stars', 6],
        ['Stars', 20],
        ['provider', 4],
      ] as const,
      1,
    ),
  )('%s, %i ms after the payment', async (way, ms) => {
    const { orderId, messageId } = next(way)
    expect(await ann.pays(messageId)).toEqual({ ok: true })
    await pause(ms)
    await program.kill()
    await revive(orderId, `${ms} ms after the payment, ${way}`)
  })

  it.each(
    few(
      [
        ['Stars', 'hang'],
        ['provider', 'deliverThenDrop'],
      ] as const,
      0,
    ),
  )('while the buyer is told, %s, %s', async (way, kind) => {
    const { orderId, messageId } = next(way)
    const dead = killAt('sendMessage', kind, ann)
    expect(await ann.pays(messageId)).toEqual({ ok: true })
    await dead
    await revive(orderId, `while the buyer is told, ${way}, ${kind}`)
  })

  it.each(
    few(
      [
        ['Stars', 'deliverThenDrop'],
        ['provider', 'hang'],
      ] as const,
      1,
    ),
  )('while the ticket goes out, %s, %s', async (way, kind) => {
    const { orderId, messageId } = next(way)
    const dead = killAt('sendPhoto', kind)
    expect(await ann.pays(messageId)).toEqual({ ok: true })
    await dead
    await revive(orderId, `while the ticket goes out, ${way}, ${kind}`)
  })
})

describe('kill -9 while Stars go back', () => {
  it.each(few(['hang', 'deliverThenDrop'] as const, 1))(
    'that were paid twice (%s): they are back once',
    async (kind) => {
      const { orderId, messageId } = next('Stars')
      const before = await ledger()
      const dead = killAt('refundStarPayment', kind)
      expect(await Promise.all([ann.pays(messageId), ann.pays(messageId)])).toEqual([{ ok: true }, { ok: true }])
      await dead
      await revive(orderId, `Stars go back, ${kind}`, { ...paidOnce, surplus: 1, refunds: 1 })
      expect(await ledger()).toBe(before + 150)
    },
  )
})

it('all of it stayed so to the end, and a refund that is missing would be noticed (negative control)', async () => {
  await program.kill()
  expect(settled).toHaveLength(size(6, 13))
  for (const { orderId, wanted } of settled) {
    expect(await outcomeOf(orderId)).toEqual(wanted)
    expect(toldOf(orderId)).toBeLessThanOrEqual(2)
  }
  const last = settled.at(-1)?.orderId ?? 0
  await stage.inspect.lose('refunds', { order_id: last })
  expect(await outcomeOf(last)).not.toEqual(settled.at(-1)?.wanted)
})
