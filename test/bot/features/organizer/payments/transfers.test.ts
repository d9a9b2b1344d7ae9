import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../../../../src/domain/order.js'
import type { World } from '../../../../support/world.js'
import { quickPrinter } from '../../../../support/announcing.js'
import {
  dataOf,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { hold, openShop, openMoney, orderNow, paid, pictureOf, plain } from '../../../../support/payments.js'

let world: World
let olga: Talker
let ann: Talker
let bob: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  ;[olga, ann, bob] = [await meet(world, 'Olga'), await meet(world, 'Ann'), await meet(world, 'Bob')]
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const day = 86_400_000

/** The clock jumps, as that of a machine that slept. */
const sleepThrough = async (ms: number): Promise<void> => {
  world.clock.set(world.clock.now() + ms)
  await world.advance(2000)
}

/** An event that takes transfers. */
const sale = async (capacity = 100): Promise<EventWithType> => {
  const found = await publish(world, olga.id, { hours: 30 * 24, capacity })
  await world
    .levem()
    .services.saleSettings.setTransfer({ personId: olga.id, eventId: found.event.id, details: 'Card 2200 0000' })
  return found
}

/** Somebody holds tickets and shows that the money is on its way. */
const shown = async (found: EventWithType, quantity = 2, buyer = ann): Promise<Order> => {
  const { order } = await hold(world, buyer, found, quantity)
  const fileId = await pictureOf(buyer)
  await world.levem().services.payments.showProof({ personId: buyer.id, orderId: order.id, fileId })
  await world.settle()
  return order
}
const newest = () => olga.heard().at(-1)

describe('a transfer, for the organizer,', () => {
  it('comes with its picture; confirmed, the tickets go out, and the message says so', async () => {
    const order = await shown(await sale())
    expect(newest()?.message.photo).toBeDefined()
    expect(plain(olga.sees())).toBe(
      `🏦 Ann has transferred ₽3,000\n\n“Jazz night”, order no. ${order.id}, 2 tickets. Please look at your account: is the money there?`,
    )
    const data = dataOf(olga, 'ty:')
    const messages = olga.heard().length
    expect(plain(await olga.presses('✅ Money is there'))).toBe(
      `✅ The money is there: ₽3,000 from Ann, order no. ${order.id} for “Jazz night”. The tickets are on their way.`,
    )
    expect([screenOf(olga).buttons, olga.heard().length]).toEqual([[], messages])
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
    await forge(world, olga, data)
    expect(olga.sees()).toContain('✅ The money is there')
    await forge(world, olga, `tr:${order.id}`)
    expect(olga.sees()).toContain('needs no answer any more')
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
  })

  it('is answered by nobody else', async () => {
    const order = await shown(await sale(), 1)
    for (const data of [
      `ty:${order.id}`,
      `tr:${order.id}`,
      `tf:${order.id}`,
      `tv:${order.id}`,
      `tb:${order.id}:transfer`,
    ]) {
      await forge(world, bob, data)
      expect(bob.toast(), data).toBe("Only the event's organizer can do that.")
    }
    expect((await orderNow(world, order.id)).state).toBe('held')
  })

  it('that is not found is told to the buyer, who can show it again; a message that came late says nothing old', async () => {
    const order = await shown(await sale(), 1)
    const told = await ann.hears(() => olga.presses('✖️ Not found'))
    expect(told).toEqual([
      expect.stringMatching(new RegExp(`could not find the money for your order no\\. ${order.id} yet`, 'u')),
    ])
    expect(plain(olga.sees())).toContain('✖️ Not found: ₽1,500 from Ann')
    const { payments } = world.levem().services
    olga.person.blocks()
    await payments.showProof({ personId: ann.id, orderId: order.id, fileId: await pictureOf(ann) })
    await world.settle()
    await payments.confirmTransfer({ personId: olga.id, orderId: order.id })
    const heard = await olga.hears(async () => {
      olga.person.unblocks()
      await olga.says('/help')
      await world.advance(5000)
    })
    expect(heard.filter((text) => text.includes('has transferred'))).toEqual([])
  })

  it('is found in a list when its message was lost', async () => {
    const found = await sale()
    const order = await shown(found, 1)
    await openMoney(olga)
    await olga.presses('🏦 Transfers to check (1)')
    expect(screenOf(olga).buttons.map(plain)).toEqual([`no. ${order.id} · Ann · ₽1,500`, '‹ Back'])
    await olga.presses(/· Ann ·/u)
    expect(newest()?.message.photo).toBeDefined()
    await olga.presses('✅ Money is there')
    await forge(world, olga, `tw:${found.event.id}:0`)
    expect(olga.sees()).toBe('🏦 Jazz night: no transfers to check.')
    expect(plain(await openMoney(olga))).toBe('💰 Jazz night\n\n🏦 By transfer: ₽1,500 · 1 payment')
  })

  it('whose picture Telegram does not have any more comes as words', async () => {
    const { order } = await hold(world, ann, await sale())
    await world.levem().services.payments.showProof({ personId: ann.id, orderId: order.id, fileId: 'AgACAgIAAx0gone' })
    await world.settle()
    expect(newest()?.message.photo).toBeUndefined()
    expect(plain(olga.sees())).toContain('🏦 Ann has transferred ₽1,500')
    await olga.presses('✖️ Not found')
  })

  it('that came when the seats were gone becomes a refund to make, once, and the buyer is told', async () => {
    const found = await sale(1)
    const order = await shown(found, 1)
    const data = dataOf(olga, 'ty:')
    const expired = await ann.hears(() => sleepThrough(25 * 3_600_000))
    expect(expired).toContainEqual(
      expect.stringMatching(/The time to pay for “Jazz night” is over\. Your seat is free again/u),
    )
    await paid(world, bob, found)
    await forge(world, olga, data)
    expect(olga.toast()).toBe('“Jazz night” is sold out.')
    expect(plain(olga.sees())).toContain(
      `⚠️ The seats of order no. ${order.id} for “Jazz night” are gone. If the money did come, press the button`,
    )
    const heard = await ann.hears(() => olga.presses('✋ It came: I give it back'))
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(
        /^↩️ Your payment of ₽1,500 goes back\.\n\nThe time to pay was over, and all seats for “Jazz night” were taken[\s\S]*The organizer gives ₽1,500 back by hand/u,
      ),
    ])
    expect(olga.heard().map(({ text }) => plain(text))).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^↩️ Money to give back: “Jazz night”\n\nThis payment could not be honoured.*\n\n₽1,500 to Ann · order no\\. ${order.id}\n🏦 Transfer it back`,
          'u',
        ),
      ),
    )
    await forge(world, olga, data)
    expect(plain(olga.sees())).toContain('gets no tickets for this money: ₽1,500 from Ann goes back')
    expect((await orderNow(world, order.id)).state).toBe('expired')
    await forge(world, olga, `tw:${found.event.id}:0`)
    expect(olga.sees()).toContain('no transfers to check')
    const { tasks } = await world.levem().services.moneyReports.ofEvent(olga.id, found.event.id)
    expect(tasks).toBe(1)
  })

  it('that came besides another payment goes back, too', async () => {
    const found = await sale()
    const [came, missing] = [await shown(found, 1), await shown(found, 1, bob)]
    for (const { payload = '', total, buyerId } of [came, missing]) {
      await world.levem().services.payments.receive({
        payload,
        chargeId: `card-${buyerId}`,
        payerId: buyerId,
        amount: total,
        method: 'provider',
      })
    }
    await openMoney(olga)
    await olga.presses('🏦 Transfers to check (2)', /· Bob ·/u)
    expect(await bob.hears(() => olga.presses('✖️ Not found'))).toEqual([])
    await openMoney(olga)
    await olga.presses('🏦 Transfers to check (1)', /· Ann ·/u, '✅ Money is there')
    expect(plain(olga.sees())).toContain(
      `⚠️ Order no. ${came.id} for “Jazz night” is paid already, in another way. If the money did come`,
    )
    const heard = await ann.hears(() => olga.presses('✋ It came: I give it back'))
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(/^↩️ Your payment of ₽1,500 goes back\.\n\n.*paid or closed already/u),
    ])
    expect([(await orderNow(world, came.id)).state, (await orderNow(world, missing.id)).state]).toEqual([
      'confirmed',
      'confirmed',
    ])
    expect(await world.levem().services.moneyReports.ofEvent(olga.id, found.event.id)).toMatchObject({
      tasks: 1,
      underReview: 0,
      total: { gross: 450_000, refunded: 150_000, net: 300_000 },
    })
  })

  it('that is on its way when the event is cancelled is still asked for, and goes back if it came', async () => {
    const found = await sale()
    const [came, missing] = [await shown(found, 1), await shown(found, 1, bob)]
    const told = await bob.hears(async () => {
      await world.levem().services.publishing.cancel(olga.id, found.event.id)
      await world.advance(2000)
    })
    expect(told).toContainEqual(
      expect.stringContaining('If your transfer has gone through, the organizer gives it back'),
    )
    await openMoney(olga)
    await olga.presses('🏦 Transfers to check (2)', /· Bob ·/u)
    const heard = await bob.hears(() => olga.presses('✖️ Not found'))
    expect(heard).toEqual([
      `🔎 The organizer of “Jazz night” could not find the money for your order no. ${missing.id}, which is cancelled. If the transfer did go through, please write to the organizer.`,
    ])
    await openMoney(olga)
    await olga.presses('🏦 Transfers to check (1)', /· Ann ·/u, '✅ Money is there')
    expect(plain(olga.sees())).toContain(
      `⚠️ “Jazz night” does not take place any more, and order no. ${came.id} gets no tickets. If the money did come`,
    )
    await olga.presses('✋ It came: I give it back')
    expect(await world.levem().services.moneyReports.ofEvent(olga.id, found.event.id)).toMatchObject({
      tasks: 1,
      underReview: 0,
      total: { gross: 150_000, refunded: 150_000, net: 0 },
    })
  })
})

describe('after a long silence', () => {
  it('the organizer is asked about orders that may have been paid at the provider; the answer brings the tickets', async () => {
    const found = await publish(world, olga.id, { hours: 30 * 24 })
    const { order } = await hold(world, ann, found, 2)
    const [{ payments, downtime: silence }, since] = [world.levem().services, world.clock.now()]
    await payments.checkOut({ payload: order.payload ?? '', payerId: ann.id, amount: order.total })
    await sleepThrough(2 * day)
    await silence.listToCheck(since)
    await world.settle()
    expect(plain(olga.sees())).toBe(
      [
        '🔎 Was this order paid?\n',
        `The bot was away for a long time. “Jazz night”, order no. ${order.id}: Ann, 2 tickets, ₽3,000. Please look at your payment provider. If it was paid, press the button: the tickets go out.`,
      ].join('\n'),
    )
    expect(plain(await olga.presses('✅ It was paid'))).toContain('✅ Paid: ₽3,000 from Ann')
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
    // Given back later: no provider's number is made up.
    await world.levem().services.refunds.refund({ personId: olga.id, orderId: order.id })
    await forge(world, olga, `rt:${found.event.id}:0`)
    expect(plain(olga.sees())).toMatch(/₽3,000 to Ann · order no\. \d+\n💳 Refund it at your payment provider\.$/u)
  })
})
