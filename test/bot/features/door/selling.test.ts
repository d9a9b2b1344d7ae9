import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { routes } from '../../../../src/bot/ui/routes.js'
import { buy, dataOf, expectNoDefect, forge, meet, openCalmWorld } from '../../../support/talker.js'
import { openDoor } from '../../../support/tickets.js'
import { en } from '../../../support/texts/words.js'
import type { World } from '../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const price = { minor: 150_000, currency: 'RUB' }
const allow = async (ann: Parameters<typeof forge>[1], eventId: number) => {
  await ann.says('/myevents')
  await forge(world, ann, routes.staffOf.data({ eventId }))
  await ann.presses(en('button-staff-sells'))
}

it('sells, lets in at once, and says what to take; a name comes after it; the chat hears of it', async () => {
  const { ann, vera, event } = await openDoor(world, { price, capacity: 10 })
  await vera.says('/door')
  expect(vera.buttons()).not.toContain(en('button-sell'))
  await allow(ann, event.event.id)
  expect(ann.toast()).toBe(en('staff-sells-saved', { isOn: 'yes' }))
  await vera.says('/door')
  await vera.presses(en('button-sell'))
  expect(await vera.presses('2')).toContain('₽3,000')
  const sold = await vera.presses(en('button-sell-cash'))
  expect(sold.split('\n').slice(0, 2)).toEqual(['✅ SOLD AND LET IN: 2', '💵 ₽3,000, cash'])
  expect(vera.buttons()).toEqual(
    ['button-sell-more', 'button-sale-name', 'button-sale-undo', 'button-door'].map((key) => en(key)),
  )
  await vera.presses(en('button-sale-name'))
  expect(await vera.does((person) => person.sendsPhoto())).toBe('A picture cannot be the name. Please type it.')
  expect(await vera.says('Olga Petrova')).toContain('Olga Petrova')
  expect(await vera.says('olga')).toMatch(en.begins('search-found'))
  await world.advance(60_000)
  expect(world.chat.messages().at(-1)?.text).toContain('оплачено на входе')
  await vera.says('/door')
  expect(await vera.presses(en('button-takings'))).toMatch(/Vera: ₽3,000\n💵 cash: ₽3,000, 2 tickets/u)
  expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
    count: { in: 2, of: 2 },
  })
})

it('pressed twice is one sale, and a wrong one is taken back after a question', async () => {
  const { ann, event } = await openDoor(world, { price, capacity: 10 })
  await ann.says('/door')
  await ann.presses(en('button-sell'), '1')
  const data = dataOf(ann, 'Kx:')
  await ann.presses(en('button-sell-card'))
  await forge(world, ann, data)
  const { services } = world.levem()
  const eventId = event.event.id
  expect(await services.doorView.view({ personId: ann.id, eventId })).toMatchObject({ count: { in: 1 } })
  await ann.presses(en('button-sale-undo'))
  expect(await ann.presses(en('button-yes-do-it'))).toContain('Give ₽1,500 back')
  expect(ann.buttons()).toEqual([en('button-door')])
  expect(await services.doorView.view({ personId: ann.id, eventId })).toMatchObject({ count: { in: 0, of: 0 } })
  await ann.presses(en('button-door'))
  expect(await ann.presses(en('button-takings'))).toContain('0 tickets\n↩️ taken back: 1, ₽1,500')
})

it('of several types, one that is gone cannot be chosen; old buttons and others’ hands do nothing', async () => {
  const { ann, vera, event } = await openDoor(world, { price, capacity: 1 })
  const { services } = world.levem()
  const act = { personId: ann.id, eventId: event.event.id }
  await services.saleSettings.addType({ ...act, name: 'Balcony', price: { minor: 0, currency: 'RUB' }, capacity: 5 })
  await services.saleSettings.changeType({ ...act, ticketTypeId: event.type.id, fields: { name: 'Stalls' } })
  await ann.says('/door')
  await ann.presses(en('button-sell'), /Stalls/u, '1')
  const bob = await meet(world, 'Bob')
  await buy(world, bob.id, event)
  await ann.presses(en('button-sell-cash'))
  expect(ann.toast()).toMatch(/sold out/u)
  await forge(world, ann, routes.sellAgain.data({ eventId: event.event.id }))
  expect(ann.buttons()).toEqual([expect.stringMatching(/Balcony/u), en('button-door')])
  await ann.presses(/Balcony/u, '2')
  expect(await ann.presses(en('button-sell-free'))).toMatch(/^✅ SOLD AND LET IN: 2\nFree/u)
  for (const [who, no] of [
    [vera, 'refusal-mayNotSell'],
    [bob, 'refusal-staffOnly'],
  ] as const) {
    await forge(world, who, routes.sellAtDoor.data({ eventId: event.event.id }))
    expect(who.toast()).toBe(en(no))
  }
})
