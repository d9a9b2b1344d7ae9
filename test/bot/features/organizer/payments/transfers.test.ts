import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
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
import { en, inOrder } from '../../../../support/texts/words.js'

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
const notFound = (): Promise<string> => olga.presses(en('button-not-found'), en('button-really-not-found'))

describe('a transfer, for the organizer,', () => {
  it('comes with its picture; confirmed, the tickets go out, and the message says so', async () => {
    const order = await shown(await sale())
    expect(newest()?.message.photo).toBeDefined()
    expect(plain(olga.sees())).toMatch(
      inOrder(
        en.begins('news-proofWaits', {
          title: 'Jazz night',
          order: String(order.id),
          buyer: 'Ann',
          quantity: 2,
          amount: '₽3,000',
        }),
        en.like('proof-kept'),
      ),
    )
    const data = dataOf(olga, 'ty:')
    const messages = olga.heard().length
    expect(plain(await olga.presses(en('button-money-is-there')))).toBe(
      en('transfer-confirmed', {
        title: 'Jazz night',
        order: String(order.id),
        buyer: 'Ann',
        amount: '₽3,000',
        quantity: order.quantity,
      }),
    )
    expect([screenOf(olga).buttons, olga.heard().length]).toEqual([[], messages])
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
    await forge(world, olga, data)
    expect(olga.sees()).toMatch(en.like('transfer-confirmed'))
    await forge(world, olga, routes.askNotFound.data({ orderId: order.id }))
    expect(olga.sees()).toMatch(en.like('transfer-settled'))
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
  })

  it('is answered by nobody else', async () => {
    const order = await shown(await sale(), 1)
    const seen = { at: (await orderNow(world, order.id)).proofAt ?? 0, count: 1 }
    for (const data of [
      routes.confirmTransfer.data({ orderId: order.id }),
      routes.askNotFound.data({ orderId: order.id }),
      routes.notFound.data({ orderId: order.id, ...seen }),
      routes.notFoundWithLine.data({ orderId: order.id, ...seen }),
      routes.keepLooking.data({ orderId: order.id, ...seen }),
      routes.undoReject.data({ orderId: order.id }),
      routes.foundPayment.data({ orderId: order.id }),
      routes.openTransfer.data({ orderId: order.id }),
      routes.cameTooLate.data({ orderId: order.id, method: 'transfer' }),
    ]) {
      await forge(world, bob, data)
      expect(bob.toast(), data).toBe(en('refusal-notYours'))
    }
    expect((await orderNow(world, order.id)).state).toBe('held')
  })

  it('that is not found is told to the buyer, who can show it again; a message that came late says nothing old', async () => {
    const order = await shown(await sale(), 1)
    const told = await ann.hears(() => notFound())
    expect(told).toEqual([
      expect.stringMatching(en.like('news-proofRejected', { order: String(order.id), state: 'held' })),
    ])
    expect(plain(olga.sees())).toMatch(en.like('transfer-rejected', { amount: '₽1,500', buyer: 'Ann' }))
    const { payments } = world.levem().services
    olga.person.blocks()
    await payments.showProof({ personId: ann.id, orderId: order.id, fileId: await pictureOf(bob) })
    await world.settle()
    await payments.confirmTransfer({ personId: olga.id, orderId: order.id })
    const heard = await olga.hears(async () => {
      olga.person.unblocks()
      await olga.says('/help')
      await world.advance(5000)
    })
    expect(heard.filter((text) => en.like('news-proofWaits').test(text))).toEqual([])
  })

  it('that was not found by a slip is looked at again: the answers stand far apart, and the buyer is told', async () => {
    const order = await shown(await sale(), 1)
    const rows = (olga.heard().at(-1)?.keyboard ?? []).map((row) =>
      row.map((button) => (typeof button === 'string' ? button : button.text)),
    )
    expect(rows).toEqual([
      ...[[en('button-money-is-there')], [en('button-write-buyer')], [en('button-all-transfers')]],
      [en('button-not-found')],
    ])
    await notFound()
    expect((await orderNow(world, order.id)).proofAt).toBeUndefined()
    const told = await ann.hears(() => olga.presses(en('button-undo-not-found')))
    expect(told).toEqual([en('news-proofTakenUp', { title: 'Jazz night', order: String(order.id) })])
    expect((await orderNow(world, order.id)).proofAt).toBe(world.clock.now())
    expect(plain(olga.sees())).toMatch(
      inOrder(en.begins('transfer-taken-up'), en.like('news-proofWaits', { buyer: 'Ann' })),
    )
    await olga.presses(en('button-money-is-there'))
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
    await forge(world, olga, routes.undoReject.data({ orderId: order.id }))
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
  })

  it('is found in a list when its message was lost', async () => {
    const found = await sale()
    const order = await shown(found, 1)
    await openMoney(olga)
    await olga.presses(en('button-waiting-transfers', { count: 1 }))
    expect(screenOf(olga).buttons.map(plain)).toEqual([
      en('transfer-line', { order: String(order.id), buyer: 'Ann', amount: '₽1,500' }),
      en('button-back'),
    ])
    await olga.presses(/· Ann$/u)
    expect(newest()?.message.photo).toBeDefined()
    await olga.presses(en('button-money-is-there'))
    await forge(world, olga, routes.waitingTransfers.data({ eventId: found.event.id, after: 0 }))
    expect(olga.sees()).toBe(en('transfers-none', { title: 'Jazz night' }))
    expect(plain(await openMoney(olga))).toMatch(
      inOrder(
        en.like('money-head', { title: 'Jazz night' }),
        en.like('money-way', { way: 'transfer', gross: '₽1,500', payments: 1 }),
      ),
    )
  })

  it('whose picture Telegram does not have any more comes as words', async () => {
    const { order } = await hold(world, ann, await sale())
    await world.levem().services.payments.showProof({ personId: ann.id, orderId: order.id, fileId: 'AgACAgIAAx0gone' })
    await world.settle()
    expect(newest()?.message.photo).toBeUndefined()
    expect(plain(olga.sees())).toMatch(en.like('news-proofWaits', { buyer: 'Ann', amount: '₽1,500' }))
    await notFound()
  })

  it('that came when the seats were gone becomes a refund to make, once, and the buyer is told', async () => {
    const found = await sale(1)
    const order = await shown(found, 1)
    const data = dataOf(olga, 'ty:')
    const expired = await ann.hears(() => sleepThrough(25 * 3_600_000))
    expect(expired).toContainEqual(
      expect.stringMatching(en.like('news-holdExpired-looking', { title: 'Jazz night', quantity: 1 })),
    )
    await paid(world, bob, found)
    await forge(world, olga, data)
    expect(olga.toast()).toBe(en('refusal-soldOut', { title: 'Jazz night' }))
    expect(plain(olga.sees())).toMatch(
      en.like('transfer-too-late', { lost: 'seats', order: String(order.id), title: 'Jazz night' }),
    )
    const heard = await ann.hears(() => olga.presses(en('button-came-too-late')))
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(
        inOrder(
          en.begins('news-paymentReturned', { amount: '₽1,500', why: 'soldOut', title: 'Jazz night' }),
          en.like('money-back', { way: 'transfer', amount: '₽1,500' }),
        ),
      ),
    ])
    expect(olga.heard().map(({ text }) => plain(text))).toContainEqual(
      expect.stringMatching(
        inOrder(
          en.begins('news-refundDue', { about: 'event', title: 'Jazz night', reason: 'surplus' }),
          en.like('refund-task', { amount: '₽1,500', person: 'Ann', order: String(order.id) }),
          en.like('refund-task-how', { how: 'transfer' }),
        ),
      ),
    )
    await forge(world, olga, data)
    expect(plain(olga.sees())).toMatch(en.like('transfer-goes-back', { amount: '₽1,500', buyer: 'Ann' }))
    expect((await orderNow(world, order.id)).state).toBe('expired')
    await forge(world, olga, routes.waitingTransfers.data({ eventId: found.event.id, after: 0 }))
    expect(olga.sees()).toMatch(en.like('transfers-none'))
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
    await olga.presses(en('button-waiting-transfers', { count: 2 }), /· Bob$/u)
    expect(await bob.hears(() => notFound())).toEqual([])
    await openMoney(olga)
    await olga.presses(en('button-waiting-transfers', { count: 1 }), /· Ann$/u, en('button-money-is-there'))
    expect(plain(olga.sees())).toMatch(
      en.like('transfer-too-late', { lost: 'paid', order: String(came.id), title: 'Jazz night' }),
    )
    const heard = await ann.hears(() => olga.presses(en('button-came-too-late')))
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(en.begins('news-paymentReturned', { amount: '₽1,500', why: 'paidTwice' })),
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
    expect(told).toContainEqual(expect.stringMatching(en.like('news-heldEventCancelled', { looking: 'yes' })))
    await openMoney(olga)
    await olga.presses(en('button-waiting-transfers', { count: 2 }), /· Bob$/u)
    const heard = await bob.hears(() => notFound())
    expect(heard).toEqual([
      en('news-proofRejected', { title: 'Jazz night', order: String(missing.id), state: 'over', until: '' }),
    ])
    await openMoney(olga)
    await olga.presses(en('button-waiting-transfers', { count: 1 }), /· Ann$/u, en('button-money-is-there'))
    expect(plain(olga.sees())).toMatch(
      en.like('transfer-too-late', { lost: 'event', title: 'Jazz night', order: String(came.id) }),
    )
    await olga.presses(en('button-came-too-late'))
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
      en('news-paymentToCheck', {
        title: 'Jazz night',
        order: String(order.id),
        buyer: 'Ann',
        quantity: 2,
        amount: '₽3,000',
      }),
    )
    expect(plain(await olga.presses(en('button-it-was-paid')))).toMatch(
      en.like('payment-found', { amount: '₽3,000', buyer: 'Ann' }),
    )
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
    // Given back later: no provider's number is made up.
    await world.levem().services.refunds.refund({ personId: olga.id, orderId: order.id })
    await forge(world, olga, routes.refundTasks.data({ eventId: found.event.id, after: 0 }))
    expect(plain(olga.sees())).toMatch(
      inOrder(
        en.like('refund-task', { amount: '₽3,000', person: 'Ann' }),
        en.like('refund-task-how', { how: 'provider' }),
      ),
    )
  })
})
