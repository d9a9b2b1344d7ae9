import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { Language } from '../../../../../src/domain/person.js'
import {
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, wordsOf } from '../../../../support/texts/words.js'
import { comes, givesBack, heardOf, soldOut, waits } from '../../../../support/people/waiting.js'
import type { World } from '../../../../support/world.js'

const minute = 60_000

let world: World
let olga: Talker
let vera: Talker
beforeEach(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Olga')
  vera = await meet(world, 'Vera')
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

const services = () => world.levem().services
const ticketsOf = async ({ id }: Talker) =>
  (await services().tickets.ofHolder({ personId: id, when: 'upcoming', size: 9 })).rows
const settings = (found: EventWithType) => ({ personId: olga.id, eventId: found.event.id })

describe.each<Language>(['en', 'ru'])('what comes free, in "%s"', (language) => {
  const say = wordsOf[language]

  it('is offered to the first in line, who lets it pass, and then to the second, who takes it', async () => {
    const [anna, boris, kim] = await Promise.all(
      ['Anna', 'Boris', 'Kim'].map((name) => meet(world, name, { languageCode: language })),
    )
    if (!anna || !boris || !kim) throw new Error('somebody is missing')
    const found = await soldOut(world, olga, vera)
    for (const guest of [anna, boris, kim]) await waits(say, guest, found)
    await givesBack(world, vera, found)
    await world.advance(minute)
    expect(anna.sees()).toMatch(say.like('news-offer', { title: 'Jazz night', quantity: 1 }))
    expect(screenOf(anna).buttons).toEqual([say('button-take-offer'), say('button-decline-offer')])
    await comes(anna, found)
    expect(anna.sees()).toMatch(say.like('card-offered', { quantity: 1 }))
    expect(screenOf(anna).buttons[0]).toBe(say('button-take-offer'))
    await comes(boris, found)
    expect(boris.sees()).toMatch(say.like('card-wait', { isMore: 'no', quantity: 1 }))
    expect(heardOf(boris, say.like('news-offer'))).toEqual([])

    await world.advance(31 * minute)
    expect(anna.sees()).toMatch(say.like('news-offerOver', { quantity: 1, title: 'Jazz night' }))
    expect(boris.sees()).toMatch(say.like('news-offer', { quantity: 1 }))
    expect(await boris.presses(say('button-take-offer'))).toContain('Jazz night')
    await boris.presses(say('button-pay', { way: 'atDoor' }))
    await world.advance(minute)
    expect(await ticketsOf(boris)).toHaveLength(1)
    expect(await ticketsOf(anna)).toEqual([])
    await comes(kim, found)
    expect(kim.sees()).toMatch(say.like('card-wait', { isMore: 'no' }))
    // Whoever let it pass may wait again, behind the others.
    await comes(anna, found)
    await anna.presses(say('button-wait'), '1')
    expect(anna.sees()).toMatch(say.begins('wait-place', { isMore: 'no', ordinal: language === 'en' ? '2nd' : '2' }))
  })

  it('can be declined, which is over at once, and pressing twice is once', async () => {
    const anna = await meet(world, 'Anna', { languageCode: language })
    const boris = await meet(world, 'Boris', { languageCode: language })
    const found = await soldOut(world, olga, vera)
    for (const guest of [anna, boris]) await waits(say, guest, found)
    await givesBack(world, vera, found)
    await world.advance(minute)
    const offer = anna.heard().at(-1)
    await anna.presses(say('button-decline-offer'))
    expect(anna.sees()).toMatch(say.begins('offer-declined', { quantity: 1, title: 'Jazz night' }))
    expect(screenOf(anna).buttons).toEqual([say('button-wait-again'), say('button-open-event')])
    const data = (offer?.keyboard.flat() ?? []).flatMap((button) =>
      typeof button === 'object' && 'callback_data' in button ? [button.callback_data] : [],
    )
    await forge(world, anna, data[1] ?? '')
    expect(anna.sees()).toMatch(say.begins('offer-declined'))
    await world.advance(minute)
    expect(boris.sees()).toMatch(say.like('news-offer'))
    expect(heardOf(anna, say.like('news-offerOver'))).toEqual([])
    expect(heardOf(anna, say.like('news-offer'))).toEqual([])
  })
})

describe('an offer', () => {
  let anna: Talker
  beforeEach(async () => {
    anna = await meet(world, 'Anna')
  })

  const offered = async (found: EventWithType, quantity = 1): Promise<void> => {
    await waits(en, anna, found, quantity)
    await givesBack(world, vera, found, quantity)
    await world.advance(minute)
  }

  it('that is over says so to whoever opens it', async () => {
    const found = await soldOut(world, olga, vera)
    await offered(found)
    const data = routes.openOrder.data({
      orderId: (await services().waiting.see({ personId: anna.id, eventId: found.event.id }))?.offer?.order.id ?? 0,
    })
    await world.advance(31 * minute)
    await forge(world, anna, data)
    expect(anna.sees()).toMatch(en.begins('offer-ended', { title: 'Jazz night' }))
    expect(screenOf(anna).buttons).toEqual([en('button-wait-again'), en('button-open-event')])
    // Nobody else waited: it is on sale again.
    await anna.presses(en('button-wait-again'))
    expect(screenOf(anna).buttons).toContain(en('button-buy'))
  })

  it('of what is free is taken with one press', async () => {
    const found = await soldOut(world, olga, vera, { capacity: 2, price: { minor: 0, currency: 'RUB' } })
    await offered(found, 2)
    expect(anna.sees()).toMatch(en.like('news-offer', { quantity: 2, price: en('price-free') }))
    await anna.presses(en('button-take-offer'), en('button-take-free'))
    await world.advance(minute)
    expect(await ticketsOf(anna)).toHaveLength(2)
  })

  it('by transfer waits for its receipt, as an order does', async () => {
    const found = await soldOut(world, olga, vera)
    await services().saleSettings.setTransfer({ ...settings(found), details: 'Card 1' })
    await services().saleSettings.setPaymentMethod({ ...settings(found), method: 'atDoor', isOpen: false })
    await offered(found)
    await anna.presses(en('button-take-offer'))
    expect(anna.sees()).toMatch(en.like('order-transfer'))
    await anna.does((person) => person.sendsPhoto())
    expect(anna.sees()).toMatch(en.begins('proof-taken'))
  })

  it('online is taken as elsewhere', async () => {
    const found = await soldOut(world, olga, vera, { venue: '' })
    await offered(found)
    expect(anna.sees()).toContain(en('venue-online'))
    await anna.presses(en('button-take-offer'), en('button-pay', { way: 'atDoor' }))
    await world.advance(minute)
    expect(await ticketsOf(anna)).toHaveLength(1)
  })

  it('names its type, where there are several', async () => {
    const found = await soldOut(world, olga, vera)
    const act = settings(found)
    await services().saleSettings.changeType({ ...act, ticketTypeId: found.type.id, fields: { name: 'Stalls' } })
    await services().saleSettings.addType({
      ...act,
      name: 'Balcony',
      price: { minor: 50_000, currency: 'RUB' },
      capacity: 5,
    })
    await offered(found)
    expect(anna.sees()).toContain('Stalls × 1')
  })

  it('that nobody could hear of does not run out: its clock begins when it is told', async () => {
    const found = await soldOut(world, olga, vera)
    const boris = await meet(world, 'Boris')
    await waits(en, anna, found)
    await waits(en, boris, found)
    await world.sandbox.faults.goDark()
    await givesBack(world, vera, found)
    await world.advance(90 * minute)
    expect(heardOf(anna, en.like('news-offer'))).toEqual([])
    await world.sandbox.faults.heal()
    await world.advance(2 * minute)
    expect(anna.sees()).toMatch(en.like('news-offer', { quantity: 1 }))
    await world.advance(25 * minute)
    await anna.presses(en('button-take-offer'), en('button-pay', { way: 'atDoor' }))
    await world.advance(minute)
    expect(await ticketsOf(anna)).toHaveLength(1)
    expect(heardOf(boris, en.like('news-offer'))).toEqual([])
  })

  it('gets the code that its person brought by a link, when they take it, and no other', async () => {
    const found = await soldOut(world, olga, vera)
    const { bring } = services().promoCodes
    const create = (code: string, percent: number) =>
      services().promoCodes.create({ ...settings(found), code, discount: { percent } })
    await create('HALF', 50)
    await bring({ personId: anna.id, eventId: found.event.id, text: 'HALF' })
    await offered(found)
    expect(await anna.presses(en('button-take-offer'))).toContain('₽750')
    const [order] = await world.inspect.rows('orders', { state: 'held' })
    expect([Number(order?.['total_minor']), await world.inspect.rows('promo_codes')]).toMatchObject([
      75_000,
      [{ used: 1 }],
    ])
  })

  it('is nobody else’s: a stranger who forges its buttons learns nothing', async () => {
    const found = await soldOut(world, olga, vera)
    await offered(found)
    const stranger = await meet(world, 'Mallory')
    for (const data of [routes.openOrder.data({ orderId: 2 }), routes.cancelOrder.data({ orderId: 2 })]) {
      await forge(world, stranger, data)
      expect(stranger.sees()).not.toContain('Jazz night')
    }
    await comes(anna, found)
    expect(anna.sees()).toMatch(en.like('card-offered'))
  })
})

describe('a line that is over', () => {
  let anna: Talker
  let found: EventWithType
  beforeEach(async () => {
    anna = await meet(world, 'Anna')
    found = await soldOut(world, olga, vera)
    await publish(world, olga.id, { title: 'Next', hours: 200 })
    await waits(en, anna, found)
  })

  it.each(['started', 'cancelled', 'closed'] as const)(
    'because it is %s is told with why, and ways on',
    async (why) => {
      if (why === 'started') await world.advance(73 * 60 * minute)
      if (why === 'cancelled') await services().publishing.cancel(olga.id, found.event.id)
      if (why === 'closed') await services().waiting.setLine({ ...settings(found), to: 'closed' })
      await world.advance(minute)
      expect(heardOf(anna, en.like('news-lineOver', { why, title: 'Jazz night' }))).toHaveLength(1)
      expect(screenOf(anna).buttons).toContain(en('button-organizers-others'))
      expect(await anna.says('/mytickets')).not.toMatch(en.like('waits-head'))
    },
  )
})
