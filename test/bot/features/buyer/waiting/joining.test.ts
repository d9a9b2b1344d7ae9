import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import {
  buy,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'
import { comes, soldOut, waits } from '../../../../support/people/waiting.js'
import type { World } from '../../../../support/world.js'

let world: World
let olga: Talker
let vera: Talker
let anna: Talker
beforeEach(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Olga')
  vera = await meet(world, 'Vera')
  anna = await meet(world, 'Anna')
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

const services = () => world.levem().services
const waitOf = (guest: Talker, { event }: EventWithType) =>
  services().waiting.see({ personId: guest.id, eventId: event.id })

describe('waiting for a ticket', () => {
  let found: EventWithType
  beforeEach(async () => {
    found = await soldOut(world, olga, vera, { capacity: 3 })
  })

  it('is offered by the card of an event that is sold out, which then shows the place in line', async () => {
    await comes(anna, found)
    expect(screenOf(anna).buttons).toContain(en('button-wait'))
    expect(await anna.presses(en('button-wait'))).toMatch(
      en.begins('wait-how-many', { title: 'Jazz night', hasTypes: 'no' }),
    )
    expect(await anna.presses('2')).toMatch(
      en.begins('wait-place', { isMore: 'no', ordinal: '1st', quantity: 2, title: 'Jazz night' }),
    )
    expect(anna.sees()).toMatch(en.like('wait-how', { quantity: 2, lasts: en('offer-lasts', { time: 'm30' }) }))
    await comes(anna, found)
    expect(anna.sees()).toMatch(en.like('card-wait', { isMore: 'no', ordinal: '1st', quantity: 2 }))
    expect(screenOf(anna).buttons).toContain(en('button-wait-place'))
    expect(screenOf(anna).buttons).not.toContain(en('button-wait'))
    expect(await anna.presses(en('button-wait-place'))).toMatch(en.begins('wait-place', { ordinal: '1st' }))
    await anna.presses(en('button-open-event'))
    expect(anna.sees()).toMatch(en.like('card-wait'))
  })

  it('is in line by time, and speaks each person’s language', async () => {
    const boris = await meet(world, 'Борис', { languageCode: 'ru' })
    const kim = await meet(world, 'Kim')
    await waits(en, anna, found)
    expect(await waits(ru, boris, found, 2)).toMatch(
      ru.begins('wait-place', { isMore: 'no', ordinal: '2', quantity: 2 }),
    )
    expect(await waits(en, kim, found)).toMatch(en.begins('wait-place', { ordinal: '3rd', quantity: 1 }))
    await comes(boris, found)
    expect(boris.sees()).toMatch(ru.like('card-wait', { isMore: 'no', ordinal: '2', quantity: 2 }))
    await anna.presses(en('button-leave-line'))
    expect(anna.sees()).toMatch(en.begins('wait-left'))
    await forge(world, kim, routes.waitInLine.data({ eventId: found.event.id }))
    expect(kim.sees()).toMatch(en.begins('wait-place', { ordinal: '2nd' }))
  })

  it('takes a number that is typed, and no other words', async () => {
    await comes(anna, found)
    await anna.presses(en('button-wait'))
    expect(await anna.says('three please')).toMatch(en.begins('wait-place', { quantity: 3 }))
    await anna.presses(en('button-change-wish'))
    expect(await anna.says('12')).toMatch(en.begins('refusal-quantityOutOfRange'))
    expect(await anna.says('2')).toMatch(en.begins('wait-place', { quantity: 2 }))
    expect((await waitOf(anna, found))?.quantity).toBe(2)
  })

  it('asks nobody how many who has all that one may have', async () => {
    const { saleSettings } = services()
    const act = { personId: olga.id, eventId: found.event.id, ticketTypeId: found.type.id }
    await saleSettings.changeType({ ...act, fields: { perPerson: 3 } })
    await comes(vera, found)
    await vera.presses(en('button-wait'))
    expect(vera.sees()).toMatch(en.begins('refusal-perPersonLimit', { max: 3 }))
    await saleSettings.changeType({ ...act, fields: { perPerson: 4 } })
    await vera.presses(en('button-wait'))
    expect(vera.sees()).toMatch(en.begins('wait-how-many', { title: 'Jazz night', hasTypes: 'no' }))
    expect(screenOf(vera).buttons).toEqual(['1', en('button-back')])
  })

  it('is left with one press, which shows the card, and twice is once', async () => {
    await waits(en, anna, found)
    await anna.presses(en('button-leave-line'))
    expect(anna.sees()).toMatch(en.begins('wait-left'))
    expect(screenOf(anna).buttons).toContain(en('button-wait'))
    await forge(world, anna, routes.leaveLine.data({ eventId: found.event.id }))
    expect(await waitOf(anna, found)).toBeUndefined()
  })

  it('stands below My tickets, with the way to the place', async () => {
    await waits(en, anna, found)
    expect(await anna.says('/mytickets')).toMatch(en.like('waits-head'))
    expect(anna.sees()).toMatch(
      en.like('waits-line', { isOffered: 'no', isMore: 'no', ordinal: '1st', title: 'Jazz night' }),
    )
    await anna.presses(/^🔔 25 Nov · Jazz night/u)
    expect(anna.sees()).toMatch(en.begins('wait-place', { ordinal: '1st' }))
    // Somebody with one ticket sees it at once, unless they wait for something.
    await publish(world, olga.id, { title: 'Other', hours: 48 }).then((other) => buy(world, anna.id, other))
    expect(await anna.says('/mytickets')).toMatch(en.like('waits-line', { title: 'Jazz night' }))
    await anna.presses(/^🔔/u, en('button-leave-line'))
    expect(await anna.says('/mytickets')).not.toMatch(en.like('waits-head'))
  })

  it('is not offered where the organizer closed it, and says so to an old button', async () => {
    await comes(anna, found)
    await services().waiting.setLine({ personId: olga.id, eventId: found.event.id, to: 'closed' })
    await anna.presses(en('button-wait'))
    expect(anna.sees()).toMatch(en.begins('refusal-lineClosed', { title: 'Jazz night' }))
    expect(screenOf(anna).buttons).not.toContain(en('button-wait'))
  })

  it('is not needed when there are tickets by now: the card sells them', async () => {
    await comes(anna, found)
    await anna.presses(en('button-wait'))
    const act = { personId: olga.id, eventId: found.event.id }
    await services().saleSettings.changeType({ ...act, ticketTypeId: found.type.id, fields: { capacity: 9 } })
    await anna.presses('2')
    expect(anna.sees()).toMatch(/Jazz night/u)
    expect(screenOf(anna).buttons).toContain(en('button-buy'))
    expect(await waitOf(anna, found)).toBeUndefined()
  })

  it('negative control: an event that has tickets offers no line', async () => {
    const other = await publish(world, olga.id, { hours: 72 })
    await comes(anna, other)
    expect(screenOf(anna).buttons).not.toContain(en('button-wait'))
  })
})

describe('of several types', () => {
  let found: EventWithType
  const add = async (name: string, capacity: number) => {
    const act = { personId: olga.id, eventId: found.event.id }
    const price = { minor: 50_000, currency: 'RUB' }
    const { types } = await services().saleSettings.addType({ ...act, name, price, capacity })
    return types.at(-1)?.id ?? 0
  }
  beforeEach(async () => {
    found = await soldOut(world, olga, vera, { capacity: 2 })
    const act = { personId: olga.id, eventId: found.event.id, ticketTypeId: found.type.id }
    await services().saleSettings.changeType({ ...act, fields: { name: 'Stalls' } })
  })

  it('those that would do are ticked, and none before', async () => {
    const balcony = await add('Balcony', 2)
    await buy(world, vera.id, { ...found, type: { ...found.type, id: balcony } }, 2)
    await comes(anna, found)
    expect(await anna.presses(en('button-wait'))).toMatch(en.begins('wait-which', { title: 'Jazz night' }))
    expect(screenOf(anna).buttons).toEqual(['Stalls · ₽1,500', 'Balcony · ₽500', en('button-back')])
    await anna.presses('Stalls · ₽1,500', 'Balcony · ₽500', '✔️ Stalls · ₽1,500', 'Stalls · ₽1,500')
    expect(screenOf(anna).buttons).toEqual([
      '✔️ Stalls · ₽1,500',
      '✔️ Balcony · ₽500',
      en('button-how-many'),
      en('button-back'),
    ])
    await anna.presses('✔️ Stalls · ₽1,500', en('button-how-many'), '2')
    expect(anna.sees()).toMatch(en.like('wait-types', { types: 'Balcony' }))
    expect((await waitOf(anna, found))?.types.map(({ name }) => name)).toEqual(['Balcony'])
    await anna.presses(en('button-change-wish'), 'Stalls · ₽1,500', 'Balcony · ₽500', en('button-how-many'), '1')
    expect(anna.sees()).toMatch(en.like('wait-any-type'))
  })

  it('one that is sold out can be waited for while others sell', async () => {
    await add('Balcony', 5)
    await comes(anna, found)
    expect(screenOf(anna).buttons.slice(0, 2)).toEqual([en('button-buy'), en('button-wait')])
    await anna.presses(en('button-buy'))
    expect(screenOf(anna).buttons).toContain(en('button-wait'))
    await anna.presses(en('button-wait'), '1')
    expect(anna.sees()).toMatch(en.like('wait-types', { types: 'Stalls' }))
    await comes(anna, found)
    expect(screenOf(anna).buttons.slice(0, 2)).toEqual([en('button-buy'), en('button-wait-place')])
  })

  it('a button that was drawn before there was another type asks again', async () => {
    await comes(anna, found)
    await anna.presses(en('button-wait'))
    const balcony = await add('Balcony', 1)
    await buy(world, vera.id, { ...found, type: { ...found.type, id: balcony } })
    expect(await anna.presses('2')).toMatch(en.begins('wait-which'))
    expect(await waitOf(anna, found)).toBeUndefined()
  })

  it('a hidden one is waited for only by who has opened it', async () => {
    const secret = await add('Friends', 1)
    await buy(world, vera.id, { ...found, type: { ...found.type, id: secret } })
    await services().saleSettings.hideType({
      personId: olga.id,
      eventId: found.event.id,
      ticketTypeId: secret,
      isHidden: true,
    })
    await comes(anna, found)
    expect(await anna.presses(en('button-wait'))).toMatch(
      en.begins('wait-how-many', { hasTypes: 'yes', types: 'Stalls' }),
    )
    // Bit 2 is the hidden one's.
    const forged = { eventId: found.event.id, mask: 2, of: 2, upTo: secret, quantity: 1 }
    await forge(world, anna, routes.joinLine.data(forged))
    expect(await waitOf(anna, found)).toBeUndefined()
  })
})
