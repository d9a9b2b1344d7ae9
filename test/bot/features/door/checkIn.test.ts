import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../src/bot/ui/routes.js'
import type { World } from '../../../support/world.js'
import {
  buy,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  type Talker,
  type EventWithType,
} from '../../../support/talker.js'
import { carry, firstLine, free, hire, openDoor, scans } from '../../../support/tickets.js'
import { en, inOrder, ru } from '../../../support/texts/words.js'

const minute = 60_000

let world: World
let ann: Talker
let vera: Talker
let bob: Talker
let event: EventWithType
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  ;({ ann, vera, event } = await openDoor(world))
  bob = await meet(world, 'Bob')
})
afterEach(() => expectNoDefect(world))

describe('a scanned ticket', () => {
  it('is let in: who, which, how many', async () => {
    const [ticket] = await carry(world, bob.id, event, 2)
    expect(await scans(vera, ticket)).toMatch(
      inOrder(
        en.like('verdict-letIn'),
        en.like('verdict-ticket', {
          holder: 'Bob',
          hasType: 'no',
          number: '1',
          code: ticket.spelled,
          order: String(ticket.order.id),
          title: 'Jazz night',
          in: 1,
          of: 2,
        }),
      ),
    )
    expect(vera.sees()).toContain(en('verdict-party', { in: 1, size: 2 }))
    expect(vera.buttons()).toEqual([
      en('button-let-in-rest', { way: 'asIs', some: 'yes', count: 1, due: '' }),
      ...[en('button-undo'), en('button-door')],
    ])
  })

  it('is let in by the organizer, too, in Russian', async () => {
    const olga = await meet(world, 'Ольга', { languageCode: 'ru' })
    const own = await publish(world, olga.id, { title: 'Джаз', price: free })
    const [ticket] = await carry(world, bob.id, own)
    expect(await scans(olga, ticket)).toMatch(
      inOrder(
        ru.begins('verdict-letIn'),
        ru.like('verdict-ticket', { holder: 'Bob', hasType: 'no', number: '1', title: 'Джаз', in: 1, of: 1 }),
      ),
    )
    await world.advance(3 * minute)
    expect(firstLine(await scans(olga, ticket))).toBe(ru('verdict-alreadyIn', { time: '12:00', by: 'Ольга' }))
  })

  it('that is in already says when, in the event’s zone, and by whom', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    const at = new Date(world.clock.now() + 3 * 3_600_000).toISOString().slice(11, 16)
    expect(firstLine(await scans(ann, ticket))).toBe(en('verdict-alreadyIn', { time: at, by: 'Vera' }))
    expect(ann.buttons()).toEqual([en('button-undo-anytime'), en('button-door')])
  })

  it('scanned again by the same person within two minutes was let in by them just now; later it is simply in', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    await world.advance(minute)
    expect(firstLine(await scans(vera, ticket))).toMatch(en.opens('verdict-letInJustNow'))
    expect(vera.buttons()).toContain(en('button-undo'))
    await world.advance(minute)
    expect(firstLine(await scans(vera, ticket))).toMatch(en.opens('verdict-alreadyIn'))
  })

  it('to pay at the door is let in only when it is paid', async () => {
    const paid = await publish(world, ann.id, { price: { minor: 250_000, currency: 'RUB' } })
    await hire(world, paid, vera.id)
    const [ticket] = await carry(world, bob.id, paid)
    expect(await scans(vera, ticket)).toMatch(
      inOrder(en.begins('verdict-toPay', { due: '₽2,500' }), en.like('verdict-ticket', { in: 0, of: 1 })),
    )
    expect(vera.buttons()).toEqual([en('button-paid-let-in'), en('button-door')])
    expect(await vera.presses(en('button-paid-let-in'))).toMatch(
      inOrder(en.begins('verdict-letIn-paid', { paid: '₽2,500' }), en.like('verdict-ticket', { in: 1, of: 1 })),
    )
    expect(firstLine(await scans(ann, ticket))).toMatch(en.opens('verdict-alreadyIn'))
  })

  it('at the door of another event says where it belongs, and lets nobody in', async () => {
    const other = await publish(world, ann.id, { title: 'Supper', price: free })
    await hire(world, other, vera.id)
    const [ticket] = await carry(world, bob.id, event)
    await world.levem().services.doorView.open({ personId: vera.id, eventId: other.event.id })
    const seen = await scans(vera, ticket)
    expect(firstLine(seen)).toMatch(en.opens('verdict-wrongEvent'))
    expect(seen).toMatch(
      inOrder(
        en.begins('verdict-wrongEvent', {
          title: 'Jazz night',
          when: /Mon, 23 November, 12:00[^]*/u,
          here: 'Supper',
        }),
        en.like('verdict-ticket', { in: 0, of: 1 }),
      ),
    )
    await vera.presses(en('button-that-door'))
    expect(firstLine(await scans(vera, ticket))).toBe(en('verdict-letIn'))
  })

  it('of a cancelled event, given back, or given away says so', async () => {
    const { publishing, tickets, gifts } = world.levem().services
    const [back] = await carry(world, bob.id, event)
    const [away] = await carry(world, bob.id, event)
    await publishing.setGiveBack({ personId: ann.id, eventId: event.event.id, hours: 0 })
    await tickets.giveBack({ personId: bob.id, ticketId: back.id })
    expect(firstLine(await scans(vera, back))).toMatch(en.opens('verdict-returned'))
    const eve = await meet(world, 'Eve')
    const { token } = await gifts.create({ personId: bob.id, ticketId: away.id })
    await gifts.accept({ personId: eve.id, token })
    expect(firstLine(await scans(vera, away))).toMatch(en.opens('verdict-givenAway'))
    expect(await scans(vera, away)).toContain('“Jazz night”')
    const [late] = await carry(world, bob.id, event)
    await publishing.cancel(ann.id, event.event.id)
    expect(firstLine(await scans(vera, late))).toMatch(en.opens('verdict-eventCancelled'))
  })

  it('by its holder shows the ticket; by a stranger only what it is for; unknown codes all answer the same', async () => {
    const [ticket] = await carry(world, bob.id, event)
    const eve = await meet(world, 'Eve')
    expect(await scans(eve, ticket)).toBe(en('scan-stranger', { title: 'Jazz night' }))
    expect(eve.buttons()).not.toContain(en('button-door'))
    expect(await scans(bob, ticket)).toMatch(/Jazz night/u)
    const own = await scans(bob, ticket)
    expect(own).not.toMatch(en.like('verdict-letIn'))
    expect(own).not.toMatch(en.like('scan-stranger'))
    const nobody = en('scan-nobody')
    for (const payload of [
      't_AAAAAAAAAAAAAAAAAAAAAA',
      't_short',
      `t_${ticket.code.toLowerCase()}`,
      `t_${ticket.shortCode}`,
    ]) {
      expect(await scans(eve, { payload })).toBe(nobody)
      expect(await scans(vera, { payload })).toBe(en('verdict-nobody-near'))
    }
    expect(firstLine(await scans(vera, ticket))).toBe(en('verdict-letIn'))
  })

  it('is no secret that the log keeps', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    await vera.presses(en('button-undo'))
    expect(world.log.join('')).not.toContain(ticket.code)
    expect(world.log.join('')).not.toContain(ticket.shortCode)
  })
})

describe('undo', () => {
  it('takes a check-in back within five minutes, and the ticket can be let in again', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    await world.advance(5 * minute - 1000)
    expect(await vera.presses(en('button-undo'))).toMatch(
      inOrder(en.begins('verdict-undone'), en.like('verdict-ticket', { holder: 'Bob', in: 0, of: 1 })),
    )
    expect(await vera.presses(en('button-let-in'))).toMatch(
      inOrder(en.begins('verdict-letIn'), en.like('verdict-ticket', { in: 1, of: 1 })),
    )
  })

  it('after five minutes, or a second time, says why not', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    await vera.presses(en('button-undo'))
    await forge(world, vera, routes.undoLetIn.data({ ticketId: ticket.id }))
    expect(vera.toast()).toMatch(en.like('refusal-notCheckedIn'))
    await scans(vera, ticket)
    await world.advance(5 * minute)
    await vera.presses(en('button-undo'))
    expect(vera.toast()).toBe(en('refusal-undoTooLate'))
  })
})

describe('buttons of the door', () => {
  const verbs = ['di', 'dp', 'du'] as const

  it.each(verbs)('"%s" pressed by a guest, a stranger or staff of another event does nothing', async (verb) => {
    const [ticket] = await carry(world, bob.id, event)
    const eve = await meet(world, 'Eve')
    const other = await publish(world, ann.id, { title: 'Supper' })
    await hire(world, other, eve.id)
    if (verb === 'du') await scans(vera, ticket)
    for (const who of [bob, eve, await meet(world, 'Sid')]) {
      await forge(world, who, `${verb}:${ticket.id}`)
      expect(who.toast()).toBe(en('refusal-staffOnly'))
    }
    expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
      count: { in: verb === 'du' ? 1 : 0 },
    })
  })

  it.each(['do', 'ds', 'dw', 'dW', 'si', 'so'])('"%s" is not for guests', async (verb) => {
    const { id } = event.event
    await forge(
      world,
      bob,
      verb === 'dW' ? routes.whoIsInPage.data({ eventId: id, at: 0, ticketId: 0 }) : `${verb}:${id}`,
    )
    expect([en('refusal-staffOnly'), en('refusal-notYours')]).toContain(bob.toast())
  })

  it.each([
    routes.letIn.data({ ticketId: 0 }),
    routes.letIn.data({ ticketId: 99999 }),
    routes.letInPaid.data({ ticketId: 99999 }),
    routes.undoLetIn.data({ ticketId: 99999 }),
    routes.openDoor.data({ eventId: 99999 }),
    routes.whoIsIn.data({ eventId: 99999 }),
    routes.staffOf.data({ eventId: 99999 }),
    routes.inviteStaff.data({ eventId: 99999 }),
  ])('"%s" of what is not there answers politely', async (data) => {
    await forge(world, vera, data)
    expect([en('refusal-ticketNotFound'), en('refusal-eventNotFound')]).toContain(vera.toast())
  })

  it('of staff that was removed do nothing any more', async () => {
    const [first, second] = await carry(world, bob.id, event, 2)
    await scans(vera, first)
    await world.levem().services.staff.remove({ personId: ann.id, eventId: event.event.id, staffId: vera.id })
    await forge(world, vera, routes.undoLetIn.data({ ticketId: first.id }))
    expect(vera.toast()).toMatch(en.begins('refusal-staffOnly'))
    expect(second && (await scans(vera, second))).toBe(en('scan-stranger', { title: 'Jazz night' }))
  })

  it('in a group are nobody’s', async () => {
    const [ticket] = await carry(world, bob.id, event)
    const group = world.sandbox.group('Door', {})
    group.addBot(ann.person)
    group.addMember(vera.person)
    await world.settle()
    await forge(world, vera, routes.letIn.data({ ticketId: ticket.id }), group.id)
    expect(vera.toast()).toBe(ru('button-old'))
    vera.person.says(`https://t.me/${world.sandbox.botUsername}?start=t_${ticket.code}`, { in: group })
    vera.person.says(ticket.spelled, { in: group })
    vera.person.sendsPhoto({ in: group })
    await world.settle()
    expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
      count: { in: 0, of: 1 },
    })
  })
})

describe('guessing', () => {
  it('is slowed down, for links and typed codes alike, and what is there can still be scanned', async () => {
    const [ticket] = await carry(world, bob.id, event)
    const eve = await meet(world, 'Eve')
    for (let i = 0; i < 20; i += 1) await scans(eve, { payload: `t_${String(i).padStart(22, 'A')}` })
    expect(await scans(eve, { payload: 't_BBBBBBBBBBBBBBBBBBBBBB' })).toBe(
      en('refusal-tooManyGuesses', { minutes: 10 }),
    )
    expect(await eve.says('K7QF-2M9X')).toMatch(en.like('refusal-tooManyGuesses'))
    expect(await scans(eve, ticket)).toMatch(en.like('refusal-tooManyGuesses'))
    expect(await eve.says('/help')).toMatch(en.like('help'))
    await buy(world, eve.id, event)
    await world.advance(10 * minute)
    expect(await scans(eve, ticket)).toBe(en('scan-stranger', { title: 'Jazz night' }))
  })
})
