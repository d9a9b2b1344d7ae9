import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../../../../../src/domain/duration.js'
import type { TicketPictureFacts } from '../../../../../src/print/ticketPicture.js'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { en, ru } from '../../../../support/texts/words.js'
import { like } from '../../../../support/inspect.js'
import {
  buy,
  eventNow,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../../support/talker.js'
import { giftIn } from '../../../../support/tickets.js'
import { noon, realPrinter, type World } from '../../../../support/world.js'

const drawn: TicketPictureFacts[] = []
let world: World
let ann: Talker
beforeAll(async () => {
  const printer = {
    ...realPrinter,
    ticket: (facts: TicketPictureFacts) => {
      drawn.push(facts)
      return realPrinter.ticket(facts)
    },
  }
  world = await openCalmWorld({ printer })
  ann = await meet(world, 'Ann')
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const canary = 'https://stream.example/k3y-f0r-h0lders'
const access = en.like('access', { title: 'Jazz night' })
const heardIt = (talker: Talker): number => talker.heard().filter(({ text }) => text.includes(canary)).length

const setUp = async (answers: Parameters<typeof publish>[2] = {}): Promise<EventWithType> =>
  publish(world, ann.id, {
    venue: '',
    // The clock goes on from test to test.
    hours: Math.ceil((world.clock.now() - noon) / hourMs) + 3,
    price: { minor: 0, currency: 'RUB' },
    ...answers,
  })

const openSettings = async ({ event }: EventWithType): Promise<void> => {
  await forge(world, ann, routes.settingsOf.data({ eventId: event.id }))
  await ann.presses(en('button-online-access'))
}

const sets = async (found: EventWithType, when: string, text = canary): Promise<string> => {
  await openSettings(found)
  await ann.presses(en(when))
  return ann.says(text)
}

const comes = async (name: string, found: EventWithType, profile = {}): Promise<Talker> => {
  const talker = await meet(world, name, profile)
  await buy(world, talker.id, await eventNow(world, found))
  await world.settle()
  return talker
}

const until = async (found: EventWithType, minutesBefore: number): Promise<void> =>
  world.advance((await eventNow(world, found)).event.startsAt - minutesBefore * minuteMs - world.clock.now())

const ticketIdOf = async (talker: Talker, { event }: EventWithType): Promise<number> => {
  const rows = await world.inspect.rows('tickets', { event_id: event.id, holder_id: talker.id })
  return Number(rows[0]?.['id'])
}

describe('online access with the ticket', () => {
  it('is written by the organizer and comes to those who have tickets, those who buy, and at a tap', async () => {
    const found = await setUp()
    const bob = await comes('Bob', found)
    await openSettings(found)
    expect(ann.sees()).toMatch(en.like('access-none'))
    expect(await ann.presses(en('access-ticket'))).toMatch(en.like('access-ask'))
    await ann.does((person) => person.says(`Stream: ${canary}`, { entities: [{ type: 'bold', offset: 0, length: 6 }] }))
    expect(ann.sees()).toMatch(en.begins('access-set'))
    expect(bob.sees()).toMatch(access)
    expect(bob.heard().at(-1)?.html).toContain('<b>Stream</b>')
    const carl = await comes('Carl', found)
    expect(carl.sees()).toMatch(access)
    expect(carl.heard().at(-2)?.text).toMatch(en.like('ticket-access-now'))
    await carl.says('/mytickets')
    expect(await carl.presses(en('button-access'))).toContain(canary)
    expect([heardIt(bob), heardIt(carl)]).toEqual([1, 2])
  })

  it('is a button of the reminder, which does not promise once more what has come', async () => {
    const found = await setUp({ hours: Math.ceil((world.clock.now() - noon) / hourMs) + 72 })
    await sets(found, 'access-ticket')
    const bob = await comes('Bob', found)
    await until(found, 120)
    await world.advance(minuteMs)
    expect(bob.sees()).toMatch(en.opens('news-reminder'))
    expect(bob.sees()).not.toMatch(en.like('ticket-access-now'))
    expect(await bob.presses(en('button-access'))).toContain(canary)
  })

  it('says when it was changed, to holders only', async () => {
    const found = await setUp()
    const bob = await comes('Bob', found)
    await sets(found, 'access-ticket', 'Room 1')
    const dora = await meet(world, 'Dora')
    await openSettings(found)
    await ann.presses(en('button-access-text'))
    await ann.says(canary)
    expect(bob.sees()).toMatch(en.like('access', { title: 'Jazz night', isChange: 'yes' }))
    expect([heardIt(bob), heardIt(dora)]).toEqual([1, 0])
  })

  it('goes to whoever gets the ticket, and not any more to who gave it away', async () => {
    const found = await setUp()
    const bob = await comes('Bob', found)
    await sets(found, 'access-ticket')
    await bob.says('/mytickets')
    const start = giftIn(await bob.presses(en('button-offer')))
    const ticketId = await ticketIdOf(bob, found)
    const kim = await meet(world, 'Ким', { languageCode: 'ru' })
    await kim.does((person) => person.opens(start))
    await kim.presses(ru('button-gift-accept'))
    expect(kim.heard().filter(({ text }) => ru.like('access', { title: 'Jazz night' }).test(text))).toHaveLength(1)
    const before = heardIt(bob)
    await forge(world, bob, routes.showAccess.data({ ticketId }))
    expect(bob.toast()).toBe(en('refusal-notHolder'))
    await sets(found, 'button-access-text', `${canary}/2`)
    expect(heardIt(bob)).toBe(before)
  })

  it('is taken away by the organizer: the button says so', async () => {
    const found = await setUp()
    const bob = await comes('Bob', found)
    await sets(found, 'access-ticket')
    await openSettings(found)
    await ann.presses(en('button-access-remove'), en('button-yes-do-it'))
    expect(ann.sees()).toMatch(en.like('access-none'))
    await forge(world, bob, routes.showAccess.data({ ticketId: await ticketIdOf(bob, found) }))
    expect(bob.toast()).toBe(en('refusal-accessNone'))
  })
})

describe('online access before the start', () => {
  it('comes unasked at its time, once, over a restart', async () => {
    const found = await setUp()
    const bob = await comes('Bob', found)
    await sets(found, 'access-m30')
    expect(heardIt(bob)).toBe(0)
    await bob.says('/mytickets')
    await bob.presses(en('button-access'))
    expect(bob.toast()).toMatch(en.like('access-later'))
    await until(found, 31)
    expect(heardIt(bob)).toBe(0)
    await world.restart()
    await until(found, 30)
    expect([heardIt(bob), bob.sees()]).toEqual([1, expect.stringMatching(access)])
    await world.restart()
    await until(found, 5)
    expect(heardIt(bob)).toBe(1)
  })

  it('comes after the bot was away at its time, while the event is not over', async () => {
    const found = await setUp()
    const bob = await comes('Bob', found)
    await sets(found, 'access-m60')
    await until(found, 61)
    await world.levem().stop()
    world.clock.set(world.clock.now() + 20 * minuteMs)
    await world.restart()
    await world.settle()
    expect(heardIt(bob)).toBe(1)
  })

  it.each([
    [
      'moved',
      (id: number) => world.levem().store.transact((tx) => tx.events.change(id, { startsAt: world.clock.now() + 1e8 })),
    ],
    ['cancelled', (id: number) => world.levem().services.publishing.cancel(ann.id, id)],
  ])('does not come when the event is %s a second before', async (_, act) => {
    const found = await setUp()
    const bob = await comes('Bob', found)
    await sets(found, 'access-m15')
    await until(found, 15 + 1 / 60)
    await act(found.event.id)
    await world.advance(2 * minuteMs)
    expect(heardIt(bob)).toBe(0)
  })
})

describe('a ticket for no door', () => {
  it('has no word of one, in the message, on its picture and its screen', async () => {
    const found = await setUp()
    drawn.length = 0
    const bob = await comes('Bob', found)
    expect(drawn.map(({ isOnline, venue }) => [isOnline, venue])).toEqual([[true, en('venue-online')]])
    await bob.says('/mytickets')
    await bob.presses(en('button-offer'))
    const texts = bob.heard().map(({ text }) => text)
    expect(texts.filter((text) => /\bdoor\b/iu.test(text)).slice(1)).toEqual([])
  })

  it('negative control: one for a place has', async () => {
    const found = await setUp({ venue: 'Club' })
    drawn.length = 0
    const bob = await comes('Bob', found)
    expect(drawn[0]?.isOnline).toBeUndefined()
    expect(bob.sees()).toMatch(/\bdoor\b/u)
  })
})

describe('strangers', () => {
  it('see no access: not by a button, not on the card, not by being staff', async () => {
    const found = await setUp()
    const bob = await comes('Bob', found)
    await sets(found, 'access-ticket')
    const ticketId = await ticketIdOf(bob, found)
    const sam = await meet(world, 'Sam')
    const { services } = world.levem()
    const { token } = await services.staff.invite({ personId: ann.id, eventId: found.event.id })
    await services.staff.accept({ personId: sam.id, token })
    const { eventId, ...type } = { eventId: found.event.id, ticketTypeId: 0 }
    for (const data of [
      routes.showAccess.data({ ticketId }),
      routes.openAccess.data({ eventId, ...type }),
      routes.accessesOf.data({ eventId }),
      routes.askAccess.data({ eventId, ...type, before: 'ticket' }),
      routes.removeAccess.data({ eventId, ...type }),
      routes.openEvent.data({ eventId }),
      routes.settingsOf.data({ eventId }),
    ])
      await forge(world, sam, data)
    expect(heardIt(sam)).toBe(0)
    expect(await services.onlineAccess.settings({ personId: ann.id, eventId })).toMatchObject({
      accesses: [{ text: canary }],
    })
  })
})

describe('the text', () => {
  it('stands in no line of the log, in no message to the chat, and in no announcement', async () => {
    const found = await setUp()
    await comes('Bob', found)
    await sets(found, 'access-ticket')
    await comes('Carl', found)
    await sets(found, 'button-access-text', `${canary}/new`)
    const chat = world.sandbox.chat(world.chat.id)
    expect(JSON.stringify(chat)).not.toContain('k3y-f0r')
    expect(world.chat.messages().filter(({ text }) => text.includes('k3y-f0r'))).toEqual([])
    expect(world.log.filter((line) => line.includes('k3y-f0r'))).toEqual([])
    expect(await world.inspect.count('announcements', { news: like('%k3y-f0r%') })).toBe(0)
    expect(await world.inspect.count('audit', { details: like('%k3y-f0r%') })).toBe(0)
  })
})

describe('ticket types', () => {
  it('may have an access of their own, set by the organizer', async () => {
    const found = await setUp({ venue: 'Club' })
    await world.levem().services.saleSettings.addType({
      personId: ann.id,
      eventId: found.event.id,
      name: 'Stream',
      price: { minor: 0, currency: 'RUB' },
      capacity: 10,
    })
    await openSettings(found)
    expect(ann.buttons()).toEqual([
      en('button-access-all'),
      en('button-access-type', { name: en('type-unnamed') }),
      en('button-access-type', { name: 'Stream' }),
      en('button-back'),
    ])
    await ann.presses(en('button-access-type', { name: 'Stream' }), en('access-m15'))
    expect(await ann.says(canary)).toContain(canary)
    await ann.presses(en('access-m60'))
    expect(ann.sees()).toMatch(en.like('access-when'))
    await ann.presses(en('button-back'))
    expect(ann.sees()).toMatch(en.like('access-settings'))
  })
})
