import { en } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  buy,
  type EventWithType,
  eventNow,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'

const provider = '381764678:TEST:12345'
let world: World
beforeAll(async () => {
  world = await openCalmWorld({ config: { providerToken: provider } })
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

/** Opens the ways to pay for an event. */
const openWays = async (talker: Talker, { event }: EventWithType): Promise<string> => {
  await talker.says('/myevents')
  return talker.presses({ data: `o:${event.id}` }, '💳 Ways to pay')
}
const waysNow = async (found: EventWithType) => (await eventNow(world, found)).event.paymentMethods

describe('ways to pay', () => {
  it('are opened and closed one by one; one stays', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    expect(await openWays(ann, found)).toMatch(
      /By card: right in the chat[^]*By transfer: to your card[^]*At the door: the tickets come at once/u,
    )
    expect(screenOf(ann).buttons).toEqual(['✔️ 💳 By card', '🏦 By transfer', '🚪 At the door', '‹ Back'])
    await ann.presses('🚪 At the door')
    expect(screenOf(ann).buttons).toEqual(['✔️ 💳 By card', '🏦 By transfer', '✔️ 🚪 At the door', '‹ Back'])
    await ann.presses('✔️ 💳 By card')
    await ann.presses('✔️ 🚪 At the door')
    expect(ann.toast()).toBe(en('refusal-lastWayStays'))
    expect(await waysNow(found)).toEqual(['atDoor'])
    expect(await ann.presses('‹ Back')).toContain('💰 Sales: ₽0\n💳 To pay: at the door')
  })

  it('by transfer ask where to, and show it as buyers see it', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await openWays(ann, found)
    expect(await ann.presses('🏦 By transfer')).toMatch(en.like('ways-ask-transfer'))
    expect(await waysNow(found)).toEqual(['provider'])
    await ann.does((person) => person.sendsPhoto())
    expect(ann.sees()).toBe('A picture cannot be the bank details. Please type them.')
    expect(await ann.says('x'.repeat(501))).toContain('501 characters; 500 fit')
    expect(await ann.says('Card <1234>\nBank & Co')).toContain('🏦 Buyers see:\nCard <1234>\nBank & Co')
    expect(await waysNow(found)).toEqual(['provider', 'transfer'])
    await ann.presses('✏️ Where to transfer', '‹ Back')
    expect(await ann.says('Another card')).toMatch(en.like('finding-none'))
    // Closed and opened again it still knows.
    await ann.presses({ data: `ow:${found.event.id}` })
    await ann.presses('✔️ 🏦 By transfer', '🏦 By transfer')
    expect((await eventNow(world, found)).event).toMatchObject({
      paymentMethods: ['provider', 'transfer'],
      transferDetails: 'Card <1234>\nBank & Co',
    })
  })

  it('of prices in Stars are Stars only', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { price: { minor: 150, currency: 'XTR' } })
    expect(await openWays(ann, found)).toBe(
      '💳 Jazz night — how tickets can be paid\n\n⭐ Prices are in Stars, so this event is paid in Stars, right in the chat.',
    )
    expect(screenOf(ann).buttons).toEqual(['‹ Back'])
    await forge(world, ann, `vO:${found.event.id}:atDoor`)
    expect(ann.toast()).toMatch(en.like('refusal-wayClosed'))
    expect(await waysNow(found)).toEqual(['stars'])
  })

  it('that are not there any more leave a warning: nobody can buy', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await world.restart({ providerToken: undefined })
    expect(await openWays(ann, found)).toMatch(/Nobody can buy now[^]*PAYMENT_PROVIDER_TOKEN/u)
    expect(screenOf(ann).buttons).toEqual(['🏦 By transfer', '🚪 At the door', '‹ Back'])
    expect(await ann.presses('‹ Back')).toMatch(en.like('ways-none-open'))
    await ann.presses('💳 Ways to pay', '🚪 At the door')
    expect(ann.sees()).not.toMatch(en.like('ways-none-open'))
    await world.restart({ providerToken: provider })
  })

  it('are nobody else’s business', async () => {
    const [ann, eve] = [await meet(world, 'Ann'), await meet(world, 'Eve')]
    const found = await publish(world, ann.id)
    for (const data of ['ow', 'vD']
      .map((verb) => `${verb}:${found.event.id}`)
      .concat([`vO:${found.event.id}:atDoor`, `vO:${found.event.id}:transfer`, `vC:${found.event.id}:provider`])) {
      await forge(world, eve, data)
      expect(eve.toast()).toBe(en('refusal-notYours'))
    }
    expect(await waysNow(found)).toEqual(['provider'])
  })

  it('in Russian speak Russian', async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    const found = await publish(world, ann.id, { title: 'Джаз' })
    await ann.says('/myevents')
    const seen = [
      await ann.presses({ data: `o:${found.event.id}` }, '💳 Способы оплаты'),
      await ann.presses('🏦 Переводом'),
      await ann.says('Карта 1'),
      ...screenOf(ann).buttons,
    ]
    expect(seen.join('\n').match(/[A-Za-z]{4,}/gu)).toBeNull()
  })
})

describe('cancelling an event that was paid for', () => {
  it('says beforehand how much goes back, and how', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id)
    const { saleSettings: offers, ordering, payments } = world.levem().services
    const act = { personId: ann.id, eventId: found.event.id }
    await offers.setTransfer({ ...act, details: 'Card 1' })
    await offers.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
    const { order } = await ordering.hold({
      buyerId: bob.id,
      ticketTypeId: found.type.id,
      quantity: 2,
      requestKey: 'b',
    })
    await ordering.choosePaymentMethod({ personId: bob.id, orderId: order.id, method: 'transfer' })
    await payments.showProof({ personId: bob.id, orderId: order.id, fileId: 'picture' })
    await payments.confirmTransfer({ personId: ann.id, orderId: order.id })
    const atDoor = await ordering.hold({ buyerId: kim.id, ticketTypeId: found.type.id, quantity: 1, requestKey: 'k' })
    await ordering.confirm({ personId: kim.id, orderId: atDoor.order.id })
    await ann.says('/myevents')
    await ann.presses({ data: `o:${found.event.id}` }, '✖️ Cancel the event')
    expect(ann.sees()).toBe(
      'Cancel “Jazz night”?\n\n3 tickets will no longer be valid; their holders will be told. This cannot be undone.\n\n💸 Money goes back for 1 paid order.\n🤝 ₽3,000: you give it back yourself. What to do for each order is then under “Money”.',
    )
    await ann.presses('Yes, do it')
    expect((await eventNow(world, found)).event.state).toBe('cancelled')
    expect(await ann.presses({ data: `om:${found.event.id}` })).toContain('₽3,000')
    expect(await world.levem().services.moneyReports.ofEvent(ann.id, found.event.id)).toMatchObject({
      tasks: 1,
      total: { gross: 300_000, refunded: 300_000 },
    })
  })

  it('says nothing of money where none was paid', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { price: { minor: 0, currency: 'RUB' } })
    await buy(world, bob.id, found)
    await ann.says('/myevents')
    await ann.presses({ data: `o:${found.event.id}` }, '✖️ Cancel the event')
    expect(ann.sees()).not.toContain('💸')
  })
})
