import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { TicketPictureFacts } from '../../../../../src/print/ticketPicture.js'
import { spellShortCode } from '../../../../../src/domain/shortCode.js'
import { quickPrinter } from '../../../../support/announcing.js'
import { expectNoDefect, forge, meet, openCalmWorld, publish, type Talker } from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
let olga: Talker
const drawn: TicketPictureFacts[] = []
beforeAll(async () => {
  const ticket = (facts: TicketPictureFacts) => {
    drawn.push(facts)
    return quickPrinter.ticket(facts)
  }
  world = await openCalmWorld({ printer: { ...quickPrinter, ticket } })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

describe('the name on a ticket', () => {
  it('is on its picture, with its guest, at the door, and its organizer may write another', async () => {
    const { event } = await publish(world, olga.id, { title: 'Names', price: { minor: 0, currency: 'RUB' } })
    await forge(world, olga, routes.askQuestionText.data({ eventId: event.id, kind: 'name', scope: 'ticket' }))
    const bob = await meet(world, 'Bob')
    await bob.says(`/buy ${event.slug}`)
    await bob.presses(en('button-buy'), '1')
    await bob.says('Ann Ash')
    await bob.presses(en('button-take-free'))
    expect(drawn.map(({ holder }) => holder)).toEqual(['Ann Ash'])
    const [ticket] = await world.levem().store.transact((tx) => tx.tickets.validOf(bob.id, event.id))
    if (!ticket) throw new Error('no ticket')

    const place = { eventId: event.id, guestId: bob.id, type: 0, pay: 'any', at: 'any', after: 0 } as const
    await forge(world, olga, routes.openGuest.data(place))
    expect(olga.sees()).toContain('No. 1 · Name on the ticket — Ann Ash')
    await olga.presses(en('button-rename-ticket', { number: '1', name: 'Ann Ash' }))
    await olga.says('Anna Ash')
    expect(olga.sees()).toContain('No. 1 · Name on the ticket — Anna Ash')
    await forge(world, bob, routes.showPicture.data({ ticketId: ticket.id }))
    expect(drawn.at(-1)?.holder).toBe('Anna Ash')

    await forge(world, olga, routes.openDoor.data({ eventId: event.id }))
    await olga.says(spellShortCode(ticket.shortCode))
    expect(olga.heard().map(({ text }) => text)).toContainEqual(
      expect.stringContaining(en('verdict-answer', { text: 'Name on the ticket', answer: 'Anna Ash' })),
    )
    await forge(world, olga, routes.filesOf.data({ eventId: event.id }))
    expect(olga.buttons()).toContain(en('button-file', { kind: en('files-answers'), format: 'CSV' }))
  })
})
