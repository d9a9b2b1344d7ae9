import { en, inOrder, ru } from '../../../../support/texts/words.js'
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
  return talker.presses({ data: `o:${event.id}` }, en('button-ways'))
}
const waysNow = async (found: EventWithType) => (await eventNow(world, found)).event.paymentMethods

describe('ways to pay', () => {
  it('are opened and closed one by one; one stays', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    expect(await openWays(ann, found)).toMatch(
      inOrder(en.like('ways-about-provider'), en.like('ways-about-transfer'), en.like('ways-about-atDoor')),
    )
    expect(screenOf(ann).buttons).toEqual([
      `✔️ ${en('way-provider')}`,
      en('way-transfer'),
      en('way-atDoor'),
      en('button-back'),
    ])
    await ann.presses(en('way-atDoor'))
    expect(screenOf(ann).buttons).toEqual([
      `✔️ ${en('way-provider')}`,
      en('way-transfer'),
      `✔️ ${en('way-atDoor')}`,
      en('button-back'),
    ])
    await ann.presses(`✔️ ${en('way-provider')}`)
    await ann.presses(`✔️ ${en('way-atDoor')}`)
    expect(ann.toast()).toBe(en('refusal-lastWayStays'))
    expect(await waysNow(found)).toEqual(['atDoor'])
    expect(await ann.presses(en('button-back'))).toMatch(
      inOrder(
        en.like('manage', { money: '₽0' }),
        en.like('manage-ways', { ways: en('way-in-words', { way: 'atDoor' }) }),
      ),
    )
  })

  it('by transfer ask where to, and show it as buyers see it', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await openWays(ann, found)
    expect(await ann.presses(en('way-transfer'))).toMatch(en.like('ways-ask-transfer'))
    expect(await waysNow(found)).toEqual(['provider'])
    await ann.does((person) => person.sendsPhoto())
    expect(ann.sees()).toBe(en('refusal-otherKind', { kind: 'photo', asked: 'transferDetails' }))
    expect(await ann.says('x'.repeat(501))).toMatch(en.like('refusal-descriptionTooLong', { length: 501, max: 500 }))
    expect(await ann.says('Card <1234>\nBank & Co')).toContain(
      en('ways-transfer-details', { details: 'Card <1234>\nBank & Co' }),
    )
    expect(await waysNow(found)).toEqual(['provider', 'transfer'])
    await ann.presses(en('button-transfer-details'), en('button-back'))
    expect(await ann.says('Another card')).toMatch(en.like('finding-none'))
    // Closed and opened again it still knows.
    await ann.presses({ data: `ow:${found.event.id}` })
    await ann.presses(`✔️ ${en('way-transfer')}`, en('way-transfer'))
    expect((await eventNow(world, found)).event).toMatchObject({
      paymentMethods: ['provider', 'transfer'],
      transferDetails: 'Card <1234>\nBank & Co',
    })
  })

  it('of prices in Stars are Stars only', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { price: { minor: 150, currency: 'XTR' } })
    expect(await openWays(ann, found)).toBe(`${en('ways-head', { title: 'Jazz night' })}\n\n${en('ways-stars')}`)
    expect(screenOf(ann).buttons).toEqual([en('button-back')])
    await forge(world, ann, `vO:${found.event.id}:atDoor`)
    expect(ann.toast()).toMatch(en.like('refusal-wayClosed'))
    expect(await waysNow(found)).toEqual(['stars'])
  })

  it('that are not there any more leave a warning: nobody can buy', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await world.restart({ providerToken: undefined })
    expect(await openWays(ann, found)).toMatch(inOrder(en.like('ways-none-open'), en.like('ways-no-provider')))
    expect(screenOf(ann).buttons).toEqual([en('way-transfer'), en('way-atDoor'), en('button-back')])
    expect(await ann.presses(en('button-back'))).toMatch(en.like('ways-none-open'))
    await ann.presses(en('button-ways'), en('way-atDoor'))
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
      await ann.presses({ data: `o:${found.event.id}` }, ru('button-ways')),
      await ann.presses(ru('way-transfer')),
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
    await ann.presses({ data: `o:${found.event.id}` }, en('button-cancel-event'))
    expect(ann.sees()).toBe(
      [
        en('manage-cancel-ask', { title: 'Jazz night', sold: 3 }),
        '',
        en('manage-cancel-orders', { orders: 1 }),
        en('manage-cancel-tasks', { sum: '₽3,000' }),
      ].join('\n'),
    )
    await ann.presses(en('button-yes-do-it'))
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
    await ann.presses({ data: `o:${found.event.id}` }, en('button-cancel-event'))
    expect(ann.sees()).not.toMatch(en.like('manage-cancel-orders'))
  })
})
