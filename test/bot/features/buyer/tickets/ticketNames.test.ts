import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { quickPrinter } from '../../../../support/announcing.js'
import { type EventWithType, expectNoDefect, forge, meet, openCalmWorld, publish } from '../../../../support/talker.js'
import type { Talker } from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
let olga: Talker
let found: EventWithType
beforeAll(async () => {
  world = await openCalmWorld({ printer: quickPrinter })
  olga = await meet(world, 'Olga')
  found = await publish(world, olga.id, { title: 'Names', hours: 24 * 30, price: { minor: 0, currency: 'RUB' } })
  const name = { kind: 'name', scope: 'ticket', text: 'Name', choices: [] } as const
  await world.levem().services.buyerQuestions.add({ personId: olga.id, eventId: found.event.id, ...name })
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const heardOf = (talker: Talker): string =>
  talker
    .heard()
    .map(({ text }) => text)
    .join('\n')
const ticketOf = async ({ id }: Talker): Promise<number> => {
  const [ticket] = await world.levem().store.transact((tx) => tx.tickets.validOf(id, found.event.id))
  return ticket?.id ?? 0
}

describe('the name on a ticket that was not bought', () => {
  it('is told to whoever is given the ticket, with a button to write theirs', async () => {
    const bob = await meet(world, 'Bob')
    const kim = await meet(world, 'Kim')
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses(en('button-buy'), '1')
    await bob.says('Ann Ash')
    await bob.presses(en('button-take-free'))
    // Who bought it was asked.
    expect(bob.buttons()).not.toContain(en('button-ticket-name'))
    expect(heardOf(bob)).not.toMatch(en.like('ticket-name-now'))

    const gifts = world.levem().services.gifts
    const { token } = await gifts.create({ personId: bob.id, ticketId: await ticketOf(bob) })
    await kim.does((person) => person.opens(`g_${token}`))
    await kim.presses(en('button-gift-accept'))
    expect(heardOf(kim)).toContain(en('ticket-name-now', { isNamed: 'yes', name: 'Ann Ash' }))
    await kim.presses(en('button-ticket-name'), en('button-change-answer', { name: 'Name' }))
    await kim.says('Kim Karlsson')
    expect(kim.sees()).toMatch(en.like('answers-line', { text: 'Name', answer: 'Kim Karlsson', isAnswered: 'yes' }))
    // They have no order of this.
    expect(kim.buttons()).toContain(en('button-my-tickets'))
    expect(kim.buttons()).not.toContain(en('button-my-orders'))
    await olga.says('/start')
    await forge(world, olga, routes.openDoor.data({ eventId: found.event.id }))
    await olga.says('karlsson')
    expect(olga.buttons().some((label) => label.includes('Kim Karlsson · Kim'))).toBe(true)
  })

  it('is asked for with tickets of the guest list, of one by a button', async () => {
    const lea = await meet(world, 'Lea', { username: 'lea_sings' })
    const max = await meet(world, 'Max', { username: 'max_plays' })
    const { lists } = world.levem().services.guestList
    const act = { personId: olga.id, eventId: found.event.id, ticketTypeId: found.type.id, requestKey: 'list' }
    const { draft } = await lists.write({ ...act, words: '@lea_sings; band\n@max_plays +1; band' })
    await lists.issue({ personId: olga.id, draftId: draft.id })
    await world.settle()
    expect(heardOf(lea)).toContain(en('ticket-name-now', { isNamed: 'no', name: '' }))
    await lea.presses(en('button-ticket-name'), en('button-change-answer', { name: 'Name' }))
    await lea.presses(en('button-own-name'))
    expect(lea.sees()).toMatch(en.like('answers-line', { text: 'Name', answer: 'Lea', isAnswered: 'yes' }))
    expect(heardOf(max)).toContain(en('tickets-name-each'))
  })

  it('is not asked for when it can be written no more', async () => {
    const own = { personId: olga.id, eventId: found.event.id }
    await world.levem().services.buyerQuestions.setAnswerHours({ ...own, hours: -1 })
    const zoe = await meet(world, 'Zoe', { username: 'zoe_late' })
    const { lists } = world.levem().services.guestList
    const act = { ...own, ticketTypeId: found.type.id, requestKey: 'late', words: '@zoe_late; band' }
    const { draft } = await lists.write(act)
    await lists.issue({ personId: olga.id, draftId: draft.id })
    await world.settle()
    expect(heardOf(zoe)).toMatch(en.like('tickets-given', { organizer: 'Olga' }))
    expect(heardOf(zoe)).not.toContain(en('ticket-name-now', { isNamed: 'no', name: '' }))
    expect(zoe.buttons()).not.toContain(en('button-ticket-name'))
  })
})
