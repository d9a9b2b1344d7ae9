import { routes } from '../../../../../src/bot/ui/routes.js'
import { en, ru } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { noon, realPrinter, type World } from '../../../../support/world.js'
import {
  buy,
  expectNoDefect,
  eventNow,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { bytesOf, giftIn, linkOf, picturesOf, readCodes, ticketOf } from '../../../../support/tickets.js'

let world: World
let ann: Talker
beforeAll(async () => {
  world = await openCalmWorld({ printer: realPrinter })
  ann = await meet(world, 'Ann')
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const hour = 3_600_000
// The clock goes on from test to test.
const hoursFromNow = (hours: number): number => Math.round((world.clock.now() - noon) / hour) + hours

/** Bob holds the only ticket of a sold-out event. */
const bought = async (wishes: Parameters<typeof publish>[2] = {}) => {
  const bob = await meet(world, 'Bob')
  const found = await publish(world, ann.id, { capacity: 1, hours: 200, ...wishes })
  const { order } = await buy(world, bob.id, found)
  await world.settle()
  return { bob, found, order }
}

/** Bob makes the link; gives its start. */
const offers = async (bob: Talker): Promise<string> => {
  await bob.says('/mytickets')
  return giftIn(await bob.presses(/🎁/u))
}

const opens = (talker: Talker, start: string): Promise<string> => talker.does((person) => person.opens(start))

describe('giving a ticket to somebody', () => {
  it('of a sold-out event: a link, a yes, a new code; both are told, and the old code is dead', async () => {
    const { bob, found, order } = await bought()
    const before = await ticketOf(world, order.id)
    const start = await offers(bob)
    expect(start).toMatch(/^g_[\w-]{22}$/u)
    expect(bob.sees()).toMatch(
      /^🎁 A link for ticket no\. 1, “Jazz night”[^]*It works once, until Tue, 24 November, 12:0\d \(GMT\+3\)\. Until somebody accepts, the ticket stays yours; then your picture and code are no longer valid\.$/u,
    )
    expect(screenOf(bob).buttons).toEqual(['📣 Send the link', '📋 Link', '✖️ Withdraw the link', '‹ Back'])

    const kim = await meet(world, 'Ким', { languageCode: 'ru' })
    expect(await opens(kim, start)).toMatch(
      /^🎁 Bob: билет для вас\n\n🎟 Jazz night\n📅 [^]*📍 Blue Note\n\nСсылка действует до /u,
    )
    expect(kim.sees()).not.toContain(before.code)
    await kim.presses('✅ Принять')
    expect(kim.heard().at(-2)?.text).toBe(ru('gift-accepted'))

    const after = await ticketOf(world, order.id)
    expect([after.holderId, after.number]).toEqual([kim.id, before.number])
    expect([after.code === before.code, after.shortCode === before.shortCode]).toEqual([false, false])
    expect(kim.sees()).toMatch(/^🎁 Вам передали билет: Bob\.[^]*🎟 Jazz night/u)
    expect(await readCodes([bytesOf(world, picturesOf(kim)[0])])).toEqual([linkOf(after)])
    expect(picturesOf(kim)[0]?.protectContent).toBe(true)
    expect(bob.sees()).toBe(
      '🎁 Ким has accepted your ticket no. 1 to “Jazz night”.\n\nThe picture in your chat is no longer valid: its code has been given away.',
    )
    expect((await eventNow(world, found)).type.taken).toBe(1)
    const { checkIn: door } = world.levem().services
    expect(await door.byCode({ personId: ann.id, code: before.code })).toMatchObject({
      as: 'staff',
      givenAway: { event: { id: found.event.id } },
    })
    expect(await bob.says('/mytickets')).toBe(en('tickets-none'))
  })

  it('and the new holder can give it on, and back to the first', async () => {
    const { bob, order } = await bought()
    const kim = await meet(world, 'Kim')
    await opens(kim, await offers(bob))
    await kim.presses('✅ Accept')
    await opens(bob, await offers(kim))
    await bob.presses('✅ Accept')
    expect((await ticketOf(world, order.id)).holderId).toBe(bob.id)
    expect(await bob.says('/mytickets')).toContain('👤 Bob')
  })

  it('two who accept at once: one has it, the other hears that the link is used', async () => {
    const { bob, order } = await bought()
    const [kim, leo] = [await meet(world, 'Kim'), await meet(world, 'Leo')]
    const start = await offers(bob)
    for (const talker of [kim, leo]) await opens(talker, start)
    for (const talker of [kim, leo]) talker.person.presses('✅ Accept')
    await world.settle()
    const { holderId } = await ticketOf(world, order.id)
    const [winner, other] = holderId === kim.id ? [kim, leo] : [leo, kim]
    expect(winner.id).toBe(holderId)
    expect(other.sees()).toBe(en('refusal-linkUsed'))
    expect(picturesOf(other)).toEqual([])
    expect(bob.heard().filter(({ text }) => text.includes('has accepted your ticket'))).toHaveLength(1)
  })

  it('accepting twice, by a double tap or an update that comes twice, is once', async () => {
    const { bob } = await bought()
    const kim = await meet(world, 'Kim')
    await opens(kim, await offers(bob))
    world.sandbox.repeatUpdates(2)
    await kim.does((person) => {
      person.presses('✅ Accept')
      person.presses('✅ Accept')
    })
    world.sandbox.repeatUpdates(1)
    expect(picturesOf(kim)).toHaveLength(1)
    expect(bob.heard().filter(({ text }) => text.includes('has accepted your ticket'))).toHaveLength(1)
  })

  it('a no changes nothing', async () => {
    const { bob, order } = await bought()
    const kim = await meet(world, 'Kim')
    await opens(kim, await offers(bob))
    expect(await kim.presses('No, thank you')).toBe(en('gift-declined'))
    expect((await ticketOf(world, order.id)).holderId).toBe(bob.id)
  })
})

describe("a gift's link", () => {
  it("of one's own says so, and can be sent on", async () => {
    const { bob, order } = await bought()
    const start = await offers(bob)
    expect(await opens(bob, start)).toMatch(/^This is your own link[^]*Send it on:$/u)
    await forge(world, bob, `gy:${start.slice(2)}`)
    expect(bob.sees()).toMatch(en.like('refusal-ownTicket'))
    expect((await ticketOf(world, order.id)).holderId).toBe(bob.id)
  })

  it('is replaced by a newer one, and ends when it is withdrawn', async () => {
    const { bob } = await bought()
    const kim = await meet(world, 'Kim')
    const first = await offers(bob)
    await bob.presses('‹ Back')
    expect(bob.sees()).toMatch(en.like('ticket-offered'))
    const second = giftIn(await bob.presses('🎁 New link'))
    expect(await opens(kim, first)).toBe(en('refusal-linkExpired'))
    expect(await opens(kim, second)).toContain('Bob gives you a ticket')
    expect(await bob.presses('✖️ Withdraw the link')).toBe(en('gift-withdrawn'))
    expect(await kim.presses('✅ Accept')).toBe(en('refusal-linkExpired'))
    expect(await bob.presses('‹ Back')).toContain('Code for the door')
  })

  it('expires after 48 hours, and not before', async () => {
    const { bob } = await bought()
    const kim = await meet(world, 'Kim')
    const start = await offers(bob)
    await world.advance(48 * hour - 1000)
    expect(await opens(kim, start)).toContain('Bob gives you a ticket')
    await world.advance(1000)
    expect(await kim.presses('✅ Accept')).toBe(en('refusal-linkExpired'))
  }, 120_000)

  it('to a ticket that was let in meanwhile, or to a cancelled event, says that', async () => {
    const { bob, order } = await bought()
    const kim = await meet(world, 'Kim')
    const start = await offers(bob)
    await world.levem().services.checkIn.letInPaid({ personId: ann.id, ticketId: (await ticketOf(world, order.id)).id })
    expect(await opens(kim, start)).toBe(en('refusal-ticketUsed'))
    const other = await bought({ title: 'Called off' })
    const second = await offers(other.bob)
    await world.levem().services.publishing.cancel(ann.id, other.found.event.id)
    expect(await opens(kim, second)).toBe(en('gift-over', { title: 'Called off', isCancelled: 'yes' }))
    expect(screenOf(kim).buttons).toEqual([en('button-events')])
  })

  it('ends with its event: before two days are over, and says so kindly, whoever opens it', async () => {
    const { bob, found } = await bought({ title: 'Soon', hours: hoursFromNow(5) })
    const kim = await meet(world, 'Ким', { languageCode: 'ru' })
    const start = await offers(bob)
    expect(await opens(kim, start)).toMatch(ru.begins('gift-look'))
    await world.advance(found.event.startsAt - world.clock.now() - 1000)
    expect(await opens(kim, start)).toMatch(ru.begins('gift-look'))
    await world.advance(1000)
    expect(await kim.presses(ru('button-gift-accept'))).toBe(ru('gift-over', { title: 'Soon', isCancelled: 'no' }))
    await world.advance(hour)
    expect(await opens(kim, start)).toBe(ru('gift-over', { title: 'Soon', isCancelled: 'no' }))
    expect(await opens(bob, start)).toBe(en('gift-over', { title: 'Soon', isCancelled: 'no' }))
  }, 120_000)

  it('once accepted, its giver sees by whom: by the link, and by the old buttons of its screen', async () => {
    const { bob, order } = await bought()
    const kim = await meet(world, 'Kim')
    const start = await offers(bob)
    await opens(kim, start)
    await kim.presses(en('button-gift-accept'))
    const { id: ticketId } = await ticketOf(world, order.id)
    const given = en('news-ticketGiven', { to: 'Kim', number: '1', title: 'Jazz night' })
    for (const data of [
      routes.withdrawOffer.data({ ticketId }),
      routes.openTicket.data({ ticketId }),
      routes.offerTicket.data({ ticketId }),
    ]) {
      await forge(world, bob, data)
      expect([bob.sees(), screenOf(bob).buttons]).toEqual([given, [en('button-my-tickets')]])
    }
    expect(await opens(bob, start)).toBe(given)
    await forge(world, bob, routes.acceptGift.data({ token: start.slice(2) }))
    expect(bob.sees()).toBe(en('refusal-linkUsed'))
    // A negative control: nobody else learns who has it.
    const eve = await meet(world, 'Eve')
    await forge(world, eve, routes.openTicket.data({ ticketId }))
    expect(eve.toast()).toBe(en('refusal-notHolder'))
    expect(await opens(eve, start)).toBe(en('refusal-linkUsed'))
  })

  it('that nobody made is unknown, in either language', async () => {
    const [kim, lev] = [await meet(world, 'Kim'), await meet(world, 'Лев', { languageCode: 'ru' })]
    expect(await opens(kim, `g_${'A'.repeat(22)}`)).toBe(en('refusal-linkUnknown'))
    expect(await opens(lev, 'g_short')).toMatch(/ссылк/iu)
  })

  it('is made and withdrawn by the holder only, whatever a forged button says', async () => {
    const { bob, order } = await bought()
    const { id } = await ticketOf(world, order.id)
    const start = await offers(bob)
    for (const talker of [await meet(world, 'Eve'), ann]) {
      for (const verb of ['ga', 'gw', 'gb', 'gB']) {
        await forge(world, talker, `${verb}:${id}`)
        expect(talker.toast(), verb).toMatch(en.like('refusal-notHolder'))
      }
    }
    expect(await opens(await meet(world, 'Kim'), start)).toContain('Bob gives you a ticket')
  })
})
