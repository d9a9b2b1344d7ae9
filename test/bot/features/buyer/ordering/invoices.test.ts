import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { quickPrinter } from '../../../../support/announcing.js'
import { invoiceOf, openShop, pay } from '../../../../support/payments.js'
import { expectNoDefect, meet, publish, type Talker } from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const invoicesOf = ({ person }: Talker): readonly number[] =>
  person
    .messages()
    .filter(({ message }) => message.invoice !== undefined)
    .map(({ message_id: id }) => id)

const payByCard = en('button-pay', { way: 'provider', total: '₽1,500' })

/** Somebody with a held order, which can be paid in one way, by card, or in two. */
const ordering = async (ways: 1 | 2): Promise<Talker> => {
  const { event } = await publish(world, olga.id)
  const act = { personId: olga.id, eventId: event.id }
  const { saleSettings, promoCodes } = world.levem().services
  if (ways === 2) await saleSettings.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
  await promoCodes.create({ ...act, code: 'HALF', discount: { percent: 50 } })
  const bob = await meet(world, 'Bob')
  await bob.says(`/buy ${event.slug}`)
  await bob.presses(en('button-buy'), '1')
  return bob
}

describe('of an order there is one invoice in the chat', () => {
  it('when it is asked for again', async () => {
    const bob = await ordering(2)
    await bob.presses(payByCard)
    const [first] = invoicesOf(bob)
    await world.restart()
    await bob.presses(payByCard)
    expect(invoicesOf(bob)).toHaveLength(1)
    expect(invoicesOf(bob)).not.toContain(first)
    expect(await pay(world, bob, invoiceOf(bob))).toMatchObject({ ok: true })
  })

  it('after a promo code: the one of the new price', async () => {
    const bob = await ordering(1)
    const [first] = invoicesOf(bob)
    await bob.presses(en('button-promo-code'))
    await bob.says('half')
    expect(invoicesOf(bob)).toHaveLength(1)
    expect(invoicesOf(bob)).not.toContain(first)
    await bob.presses(en('button-drop-code'))
    expect(invoicesOf(bob)).toHaveLength(1)
    expect(await pay(world, bob, invoiceOf(bob))).toMatchObject({ ok: true })
  })

  it('none where the way has to be chosen again, or another was chosen', async () => {
    const [bob, kim] = [await ordering(2), await ordering(2)]
    for (const buyer of [bob, kim]) await buyer.presses(payByCard)
    await bob.presses(en('button-promo-code'))
    await bob.says('half')
    await kim.presses(en('button-pay', { way: 'atDoor', total: '₽1,500' }))
    expect([invoicesOf(bob), invoicesOf(kim)]).toEqual([[], []])
  })

  it('none of an order that was given up', async () => {
    const bob = await ordering(1)
    expect(invoicesOf(bob)).toHaveLength(1)
    await bob.presses(en('button-give-up'))
    expect(invoicesOf(bob)).toEqual([])
  })
})
