import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { badRequest, tooManyRequests } from 'telegram-sandbox'
import { databases } from '../../support/database/databases.js'
import type { World } from '../../support/world.js'
import { quickPrinter } from '../../support/announcing.js'
import { type EventWithType, logged, meet, publish, type Talker } from '../../support/talker.js'
import { hold, meetTwo, openShop, order, pay, publishForStars, standing } from '../../support/payments.js'
import { either, en } from '../../support/texts/words.js'

let world: World
let olga: Talker
let ann: Talker
let sale: EventWithType
const open = async (options = {}): Promise<void> => {
  world = await openShop({ printer: quickPrinter, ...options })
  ;[olga, ann] = await meetTwo(world)
  sale = await publish(world, olga.id)
}
afterEach(() => world.close())

const refused = (words: RegExp) => ({ ok: false, reason: 'refused', words: expect.stringMatching(words) as string })
/** What a promise gives, or 'waits' if it does so for a moment. */
const orWaits = (promise: Promise<unknown>): Promise<unknown> =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 5, 'waits'))])
const signal = (): { readonly fire: () => void; readonly fired: Promise<void> } => {
  let fire = (): void => undefined
  const fired = new Promise<void>((resolve) => {
    fire = resolve
  })
  return {
    fire: () => {
      fire()
    },
    fired,
  }
}

describe('pre-checkout is answered at once', () => {
  beforeEach(() => open())

  it('while the payer fills in a form, and while what they did before is stuck', async () => {
    const { messageId } = await order(world, ann, sale)
    await ann.says('/newevent')
    expect(await ann.person.pays(messageId, { card: 'declined' })).toEqual({ ok: false, reason: 'declined' })
    const stuck = world.sandbox.faults.add({ method: /^(?:send|edit)/u, kind: 'hang' })
    ann.person.says('Jazz')
    await world.sandbox.until(() => stuck.hits() > 0)
    ann.person.says('More')
    expect(await ann.person.pays(messageId, { withinMs: 3000 })).toEqual({ ok: true })
    stuck.remove()
  })

  it('while a crowd waits for the database', async () => {
    const { messageId } = await order(world, ann, sale)
    const { store } = world.levem()
    const slow = [...Array(200).keys()].map(() =>
      store.transact(async (tx) => {
        for (let i = 0; i < 20; i += 1) await tx.people.find(i)
      }),
    )
    const last = store.transact((tx) => tx.people.find(1)).then(() => 'the crowd')
    const first = ann.person.pays(messageId, { card: 'declined' }).then(() => 'the checkout')
    expect(await Promise.race([first, last])).toBe('the checkout')
    await Promise.all([...slow, last])
  })

  it('again after a lost answer or 429, as long as Telegram waits', async () => {
    const { messageId } = await order(world, ann, sale)
    const lost = world.sandbox.faults.add({ method: 'answerPreCheckoutQuery', kind: 'dropBefore', times: 1 })
    const paying = ann.person.pays(messageId, { card: 'declined' })
    await world.sandbox.until(() => lost.hits() === 1)
    await expect
      .poll(async () => (await world.advance(100), orWaits(paying)))
      .toEqual({ ok: false, reason: 'declined' })
    const limited = world.sandbox.faults.add({ method: 'answerPreCheckoutQuery', kind: tooManyRequests(2), times: 1 })
    const again = ann.person.pays(messageId, { card: 'declined' })
    await world.sandbox.until(() => limited.hits() === 1)
    await expect
      .poll(async () => (await world.advance(1000), orWaits(again)))
      .toEqual({ ok: false, reason: 'declined' })
  })

  it('once, even if the answer to the answer is lost: "too old" is no fault', async () => {
    const { messageId } = await order(world, ann, sale)
    world.sandbox.faults.add({ method: 'answerPreCheckoutQuery', kind: 'deliverThenDrop', times: 1 })
    expect(await ann.person.pays(messageId)).toEqual({ ok: true })
    await expect
      .poll(async () => (await world.advance(100), world.sandbox.callsOf('answerPreCheckoutQuery').length))
      .toBe(2)
    await expect
      .poll(() =>
        logged(world)
          .filter(({ msg }) => msg === 'the answer to a checkout was not taken')
          .map(({ level }) => level),
      )
      .toEqual(['info'])
    world.sandbox.faults.add({ method: 'answerPreCheckoutQuery', kind: badRequest('SOMETHING_ELSE'), times: 1 })
    await ann.person.pays(messageId, { withinMs: 300 })
    await expect
      .poll(() =>
        logged(world)
          .filter(({ msg }) => msg === 'the answer to a checkout was not taken')
          .map(({ level }) => level),
      )
      .toEqual(['info', 'error'])
  })

  it('with a polite "later" when the database does not answer', async () => {
    const { messageId } = await order(world, ann, sale)
    const [sleeping, begun] = [signal(), signal()]
    const stuck = world.levem().store.transact(() => {
      begun.fire()
      return sleeping.fired
    })
    await begun.fired
    const paying = ann.person.pays(messageId)
    await expect
      .poll(
        async () => {
          world.clock.set(world.clock.now() + 1000)
          return orWaits(paying)
        },
        { timeout: 9000 },
      )
      .toEqual(refused(en.like('checkout-later')))
    sleeping.fire()
    await stuck
  })
})

describe('a payment that cannot be written down', () => {
  beforeEach(() => open())

  it('is tried until it can, and nobody is told to try again', async () => {
    const { open: held, messageId } = await order(world, ann, sale)
    const { services } = world.levem()
    const { receive } = services.payments
    let failures = 0
    Object.assign(services.payments, {
      receive: (...args: Parameters<typeof receive>) =>
        (failures += 1) <= 7 ? Promise.reject(new Error('the database is gone')) : receive(...args),
    })
    const heard = ann.heard().length
    expect(await ann.person.pays(messageId)).toEqual({ ok: true })
    await expect
      .poll(
        async () => {
          world.clock.set(world.clock.now() + 30_000)
          await new Promise((resolve) => setTimeout(resolve, 5))
          return failures
        },
        { timeout: 5000 },
      )
      .toBe(8)
    await world.settle()
    expect(await standing(world, held)).toEqual({ state: 'confirmed', tickets: 1, refunds: [] })
    expect(
      ann
        .heard()
        .slice(heard)
        .map(({ text }) => text)
        .join('\n'),
    ).not.toMatch(either(en.like('defect'), en.like('refusal-busy')))
  })
})

describe.each(databases)('one invoice on $name', (database) => {
  beforeEach(() => open({ database }))

  it('paid by many fingers at once is one order; all else goes back', async () => {
    const stars = await publishForStars(world, olga.id)
    const { open: held, messageId } = await order(world, ann, stars)
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => ann.person.pays(messageId)))
    const paid = outcomes.filter(({ ok }) => ok).length
    await world.settle()
    expect(paid).toBeGreaterThan(1)
    expect(await standing(world, held)).toEqual({
      state: 'confirmed',
      tickets: 1,
      refunds: Array(paid - 1).fill('surplus done stars'),
    })
  })

  it('and the last seat: who pays in time gets it, while others press', async () => {
    const last = await publish(world, olga.id, { capacity: 1 })
    const { open: held, messageId } = await order(world, ann, last)
    const boris = await meet(world, 'Boris')
    const [outcome, other] = await Promise.all([
      pay(world, ann, messageId),
      hold(world, boris, last).then(
        () => 'held',
        () => 'refused',
      ),
    ])
    expect([outcome, other]).toEqual([{ ok: true }, 'refused'])
    expect(await standing(world, held)).toEqual({ state: 'confirmed', tickets: 1, refunds: [] })
  })
})
