import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { routes } from '../../../../src/bot/ui/routes.js'
import { expectNoDefect, forge, meet, openCalmWorld } from '../../../support/talker.js'
import { carry, hire, openDoor, scans } from '../../../support/tickets.js'
import { en } from '../../../support/texts/words.js'
import type { World } from '../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const price = { minor: 150_000, currency: 'RUB' }
const rest = (facts: object) => en('button-let-in-rest', { way: 'asIs', some: 'yes', due: '', ...facts })
const undo = (number: number) => en('button-one-of-several', { act: 'undo', number: String(number) })

it('lets the others of an order in by one tap, in a message of its own, and each is undone by itself', async () => {
  const { vera, event } = await openDoor(world)
  const bob = await meet(world, 'Bob')
  const [ticket, second] = await carry(world, bob.id, event, 5)
  await world.levem().services.checkIn.letIn({ personId: vera.id, ticketId: second?.id ?? 0 })
  expect(await scans(vera, ticket)).toContain(en('verdict-party', { in: 2, size: 5 }))
  const said = await vera.presses(rest({ count: 3 }))
  expect(said.split('\n')[0]?.trim()).toBe('✅ 5 LET IN')
  expect(said).toContain('no. 2 · Bob · by you just now')
  expect(said).toContain('5 of 5 in')
  expect(vera.buttons()).toEqual([1, 2, 3, 4, 5].map(undo))
  // The button is used up, and what it stood below stays.
  expect(vera.heard().at(-2)?.text).toContain(en('verdict-letIn').trim())
  expect(await vera.presses(undo(4))).toMatch(en.begins('verdict-undone'))
})

it('shows below each what was answered for the door', async () => {
  const { ann, vera, event } = await openDoor(world)
  const { buyerQuestions, answers } = world.levem().services
  const bob = await meet(world, 'Bob')
  const [ticket] = await carry(world, bob.id, event, 2)
  const asked = { kind: 'text', scope: 'ticket', text: 'Allergies?', choices: [] } as const
  const { question } = await buyerQuestions.add({ personId: ann.id, eventId: event.event.id, ...asked })
  await buyerQuestions.change({ personId: ann.id, questionId: question.id, fields: { atDoor: true } })
  const slot = { personId: bob.id, orderId: ticket.order.id, questionId: question.id, place: 2 }
  await answers.give({ ...slot, reply: { kind: 'typed', text: 'Nuts' } })
  await scans(vera, ticket)
  const said = await vera.presses(rest({ count: 1 }))
  const [first = '', second = '', below = ''] = said.split('\n').filter((line) => /no\. \d|Allergies/u.test(line))
  expect([first, second]).toEqual([expect.stringContaining('no. 1 · Bob'), expect.stringContaining('no. 2 · Bob')])
  expect(below).toContain('Nuts')
})

it('takes the money for all of them, in the words of the reader', async () => {
  const { ann, event } = await openDoor(world, { price })
  const olga = await meet(world, 'Ольга', { languageCode: 'ru' })
  await hire(world, event, olga.id)
  const bob = await meet(world, 'Bob')
  const [ticket, second] = await carry(world, bob.id, event, 3)
  await scans(olga, ticket)
  const all = /^💰 Взято 4.500.₽, входят: 3$/u
  // Somebody else takes the money of one of them meanwhile: nobody pays twice.
  await world.levem().services.checkIn.letInPaid({ personId: ann.id, ticketId: second?.id ?? 0 })
  expect(await olga.presses(all)).toMatch(/к оплате: 2/u)
  expect(olga.sees()).toContain('отметка: Ann')
  const two = /^💰 Взято 3.000.₽, входят: 2$/u
  expect(await olga.presses(two)).toMatch(/оплачено 1.500.₽/u)
  expect(await world.levem().services.moneyReports.ofEvent(ann.id, event.event.id)).toMatchObject({
    total: { gross: 450_000, payments: 3 },
  })
})

it('is offered to who looks for an order by its number, money comes after', async () => {
  const { vera, event } = await openDoor(world, { price })
  const bob = await meet(world, 'Bob')
  const [{ order }] = await carry(world, bob.id, event, 2)
  await vera.says('/door', String(order.id))
  const button = en('button-let-in-order', { state: 'toPay', order: String(order.id), count: 2 })
  expect(await vera.presses(button)).toContain('2 to pay')
  expect(await vera.presses(rest({ way: 'paid', some: 'no', due: '₽3,000', count: 2 }))).toContain('2 LET IN')
})

it('is not offered to who came alone, nor for what is not valid, and is refused to guests', async () => {
  const { ann, vera, event } = await openDoor(world)
  const bob = await meet(world, 'Bob')
  const [alone] = await carry(world, bob.id, event)
  await scans(vera, alone)
  expect(vera.buttons()).toEqual([en('button-undo'), en('button-door')])
  const [back] = await carry(world, bob.id, event, 3)
  await world.levem().services.publishing.setGiveBack({ personId: ann.id, eventId: event.event.id, hours: 0 })
  await world.levem().services.tickets.giveBack({ personId: bob.id, ticketId: back.id })
  await scans(vera, back)
  expect(vera.buttons()).toEqual([en('button-door')])
  await forge(world, bob, routes.letInTogether.data({ ticketId: back.id, way: 'asIs', shown: 2 }))
  expect(bob.toast()).toBe(en('refusal-staffOnly'))
})
