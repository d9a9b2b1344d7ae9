import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
    expect(await scans(vera, ticket)).toBe(
      `✅ LET IN\n\n👤 Bob\n🎟 No. 1 · ${ticket.spelled} · order ${ticket.order.id}\n🎪 Jazz night\n\n👥 1 of 2 are in`,
    )
    expect(vera.buttons()).toEqual(['↩️ Undo (5 min)', '🚪 To the door'])
  })

  it('is let in by the organizer, too, in Russian', async () => {
    const olga = await meet(world, 'Ольга', { languageCode: 'ru' })
    const own = await publish(world, olga.id, { title: 'Джаз', price: free })
    const [ticket] = await carry(world, bob.id, own)
    expect(await scans(olga, ticket)).toMatch(
      /^✅ ПРОПУСТИТЬ\n\n👤 Bob\n🎟 № 1 · .+ · заказ \d+\n🎪 Джаз\n\n👥 Вошли: 1 из 1$/u,
    )
    await world.advance(3 * minute)
    expect(firstLine(await scans(olga, ticket))).toBe('⚠️ УЖЕ ВОШЛИ — 12:00, отметка: Ольга')
  })

  it('that is in already says when, in the event’s zone, and by whom', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    const at = new Date(world.clock.now() + 3 * 3_600_000).toISOString().slice(11, 16)
    expect(firstLine(await scans(ann, ticket))).toBe(`⚠️ ALREADY IN — ${at}, by Vera`)
    expect(ann.buttons()).toEqual(['🚪 To the door'])
  })

  it('scanned again by the same person within two minutes was let in by them just now; later it is simply in', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    await world.advance(minute)
    expect(firstLine(await scans(vera, ticket))).toBe('✅ LET IN — by you just now')
    expect(vera.buttons()).toContain('↩️ Undo (5 min)')
    await world.advance(minute)
    expect(firstLine(await scans(vera, ticket))).toMatch(/^⚠️ ALREADY IN/u)
  })

  it('to pay at the door is let in only when it is paid', async () => {
    const paid = await publish(world, ann.id, { price: { minor: 250_000, currency: 'RUB' } })
    await hire(world, paid, vera.id)
    const [ticket] = await carry(world, bob.id, paid)
    expect(await scans(vera, ticket)).toMatch(/^💰 TO PAY: ₽2,500\nNot let in yet\.[^]*0 of 1 are in$/u)
    expect(vera.buttons()).toEqual(['💰 Paid, let in', '🚪 To the door'])
    expect(await vera.presses('💰 Paid, let in')).toMatch(/^✅ LET IN — PAID ₽2,500[^]*1 of 1 are in$/u)
    expect(firstLine(await scans(ann, ticket))).toMatch(/^⚠️ ALREADY IN/u)
  })

  it('at the door of another event says where it belongs, and lets nobody in', async () => {
    const other = await publish(world, ann.id, { title: 'Supper', price: free })
    await hire(world, other, vera.id)
    const [ticket] = await carry(world, bob.id, event)
    await world.levem().services.doorView.open({ personId: vera.id, eventId: other.event.id })
    const seen = await scans(vera, ticket)
    expect(firstLine(seen)).toBe('⛔️ ANOTHER EVENT')
    expect(seen).toMatch(/for “Jazz night”, Mon, 23 November 2026, 12:00[^]*at the door of “Supper”[^]*0 of 1 are in/u)
    await vera.presses('⇄ Go to that door')
    expect(firstLine(await scans(vera, ticket))).toBe('✅ LET IN')
  })

  it('of a cancelled event, given back, or given away says so', async () => {
    const { publishing, tickets, gifts } = world.levem().services
    const [back] = await carry(world, bob.id, event)
    const [away] = await carry(world, bob.id, event)
    await publishing.setGiveBack({ personId: ann.id, eventId: event.event.id, hours: 0 })
    await tickets.giveBack({ personId: bob.id, ticketId: back.id })
    expect(firstLine(await scans(vera, back))).toBe('⛔️ GIVEN BACK')
    const eve = await meet(world, 'Eve')
    const { token } = await gifts.create({ personId: bob.id, ticketId: away.id })
    await gifts.accept({ personId: eve.id, token })
    expect(firstLine(await scans(vera, away))).toBe('🔁 GIVEN AWAY')
    expect(await scans(vera, away)).toContain('“Jazz night”')
    const [late] = await carry(world, bob.id, event)
    await publishing.cancel(ann.id, event.event.id)
    expect(firstLine(await scans(vera, late))).toBe('⛔️ CANCELLED')
  })

  it('by its holder shows the ticket; by a stranger only what it is for; unknown codes all answer the same', async () => {
    const [ticket] = await carry(world, bob.id, event)
    const eve = await meet(world, 'Eve')
    expect(await scans(eve, ticket)).toBe('🎟 This is a ticket to “Jazz night”.')
    expect(eve.buttons()).not.toContain('🚪 To the door')
    expect(await scans(bob, ticket)).toMatch(/Jazz night/u)
    expect(await scans(bob, ticket)).not.toMatch(/LET IN|This is a ticket to/u)
    const nobody = 'There is no such ticket. Is every character right? Your own tickets: /mytickets'
    for (const payload of [
      't_AAAAAAAAAAAAAAAAAAAAAA',
      't_short',
      `t_${ticket.code.toLowerCase()}`,
      `t_${ticket.shortCode}`,
    ]) {
      expect(await scans(eve, { payload })).toBe(nobody)
      expect(await scans(vera, { payload })).toBe(nobody)
    }
    expect(firstLine(await scans(vera, ticket))).toBe('✅ LET IN')
  })

  it('is no secret that the log keeps', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    await vera.presses('↩️ Undo (5 min)')
    expect(world.log.join('')).not.toContain(ticket.code)
    expect(world.log.join('')).not.toContain(ticket.shortCode)
  })
})

describe('undo', () => {
  it('takes a check-in back within five minutes, and the ticket can be let in again', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    await world.advance(5 * minute - 1000)
    expect(await vera.presses('↩️ Undo (5 min)')).toMatch(/^↩️ TAKEN BACK — NOT IN\n\n👤 Bob[^]*0 of 1 are in$/u)
    expect(await vera.presses('✅ Let in')).toMatch(/^✅ LET IN\n[^]*1 of 1 are in$/u)
  })

  it('after five minutes, or a second time, says why not', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    await vera.presses('↩️ Undo (5 min)')
    await forge(world, vera, `du:${ticket.id}`)
    expect(vera.toast()).toContain('nothing to undo')
    await scans(vera, ticket)
    await world.advance(5 * minute)
    await vera.presses('↩️ Undo (5 min)')
    expect(vera.toast()).toBe('It is too late to undo that: only the first five minutes count.')
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
      expect(who.toast()).toBe("Only the event's door staff and its organizer can do that.")
    }
    expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
      count: { in: verb === 'du' ? 1 : 0 },
    })
  })

  it.each(['do', 'ds', 'dw', 'dW', 'si', 'so'])('"%s" is not for guests', async (verb) => {
    const { id } = event.event
    await forge(world, bob, verb === 'dW' ? `dW:${id}:0:0` : `${verb}:${id}`)
    expect(bob.toast()).toMatch(/^Only the event's/u)
  })

  it.each(['di:0', 'di:99999', 'dp:99999', 'du:99999', 'do:99999', 'dw:99999', 'so:99999', 'si:99999'])(
    '"%s" of what is not there answers politely',
    async (data) => {
      await forge(world, vera, data)
      expect(vera.toast()).toMatch(/^There is no such (?:ticket|event)/u)
    },
  )

  it('of staff that was removed do nothing any more', async () => {
    const [first, second] = await carry(world, bob.id, event, 2)
    await scans(vera, first)
    await world.levem().services.staff.remove({ personId: ann.id, eventId: event.event.id, staffId: vera.id })
    await forge(world, vera, `du:${first.id}`)
    expect(vera.toast()).toMatch(/^Only the event's door staff/u)
    expect(second && (await scans(vera, second))).toBe('🎟 This is a ticket to “Jazz night”.')
  })

  it('in a group are nobody’s', async () => {
    const [ticket] = await carry(world, bob.id, event)
    const group = world.sandbox.group('Door', {})
    group.addBot(ann.person)
    group.addMember(vera.person)
    await world.settle()
    await forge(world, vera, `di:${ticket.id}`, group.id)
    expect(vera.toast()).toBe('Эта кнопка устарела.')
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
      'Too many codes that do not exist. Please try again in 10 minutes.',
    )
    expect(await eve.says('K7QF-2M9X')).toContain('Too many codes')
    expect(await scans(eve, ticket)).toContain('Too many codes')
    expect(await eve.says('/help')).toContain('What I can do')
    await buy(world, eve.id, event)
    await world.advance(10 * minute)
    expect(await scans(eve, ticket)).toBe('🎟 This is a ticket to “Jazz night”.')
  })
})
