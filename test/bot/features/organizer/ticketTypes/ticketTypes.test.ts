import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  buy,
  dataOf,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

/** Opens an event's ticket types. */
const openTypes = async (talker: Talker, { event }: EventWithType): Promise<string> => {
  await talker.says('/myevents')
  return talker.presses({ data: `o:${event.id}` }, '🎟 Ticket types')
}
const typesNow = async ({ event }: EventWithType) => (await world.levem().services.events.find(event.id)).types

describe('ticket types of an event', () => {
  it('are listed with what is sold, being paid and left, and one more is added', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id, { capacity: 10 })
    const { saleSettings: offers, ordering } = world.levem().services
    await buy(world, bob.id, found, 4)
    await offers.setTransfer({ personId: ann.id, eventId: found.event.id, details: 'Card 1' })
    await ordering.hold({ buyerId: kim.id, ticketTypeId: found.type.id, quantity: 1, requestKey: 'k' })
    expect(await openTypes(ann, found)).toBe(
      '🎟 Jazz night — ticket types\n\nTicket · ₽1,500: 4 sold, 1 being paid, 5 left\n\n🔢 Over all types there is no other limit: 10 seats.',
    )
    await ann.presses('➕ Another ticket type')
    expect(ann.sees()).toContain('What is the first ticket type called? The one for ₽1,500.')
    expect(await ann.says('Adult')).toContain('What is the next ticket type called?')
    await ann.does((person) => person.sendsPhoto())
    expect(ann.sees()).toContain('This needs text')
    expect(await ann.says('Child')).toContain('What does “Child” cost?')
    expect(await ann.says('15 $')).toContain('Prices here are in RUB')
    expect(await ann.says('500')).toContain('How many tickets “Child” are there?')
    expect(await ann.says('20')).toMatch(
      /^✔️ “Child” is added\.[^]*Adult · ₽1,500: 4 sold, 1 being paid, 5 left\nChild · ₽500: 0 sold, 20 left/u,
    )
    expect(await ann.says('21')).toContain("I'm not sure what you mean")
    await ann.says('/myevents')
    expect(await ann.presses({ data: `o:${found.event.id}` })).toContain('🎟 Sold: 4 · being paid: 1 · left: 25')
  })

  it('are changed one answer at a time; a refusal keeps the question open, and no limit takes it away', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { hours: 24 * 40 })
    await openTypes(ann, found)
    await ann.presses('🎟 Ticket')
    expect(screenOf(ann)).toEqual({
      text: '🎟 Ticket — Jazz night\n\n💰 Price: ₽1,500\n🔢 Tickets: 100 — 0 sold, 100 left\n🗓 On sale from: at once\n🏁 On sale until: the end of the event\n👤 At most per person: no limit',
      buttons: ['✏️ Name', '💰 Price', '🔢 Number', '🗓 Sale from', '🏁 Sale until', '👤 Per person', '‹ Back'],
    })
    await ann.presses('✏️ Name')
    expect(await ann.says('x'.repeat(41))).toContain('41 characters; 40 fit')
    expect(await ann.says('Adult <b>')).toMatch(/^✔️ Saved\.\n\n🎟 Adult <b> — Jazz night/u)
    await ann.presses('💰 Price')
    expect(ann.sees()).toContain('Now it costs ₽1,500; orders that are there keep their price.')
    expect(await ann.says('2000')).toContain('💰 Price: ₽2,000')
    await ann.presses('🔢 Number')
    expect(await ann.says('0')).toContain('Please give a number from 1 to')
    expect(await ann.says('50')).toContain('🔢 Tickets: 50 — 0 sold, 50 left')
    await ann.presses('🏁 Sale until')
    expect(await ann.says('whenever')).toContain('could not make out the date')
    expect(await ann.says('yesterday')).toMatch(/^✔️ Saved\.\n\n🎟 Adult <b> \(no longer on sale\) — Jazz night\n/u)
    await ann.presses('🏁 Sale until')
    expect(await ann.says('1.12.2026')).toContain('🏁 On sale until: Tue, 1 December 2026, 23:59 (GMT+3)')
    await ann.presses('🗓 Sale from')
    expect(await ann.says('2.12.2026')).toContain('The end has to be after the start')
    expect(await ann.says('25.11.2026')).toContain('🗓 On sale from: Wed, 25 November 2026, 00:00 (GMT+3)')
    await ann.presses('👤 Per person')
    expect(await ann.says('2')).toContain('👤 At most per person: 2')
    await ann.presses('👤 Per person', 'No limit')
    expect(ann.sees()).toContain('👤 At most per person: no limit')
    await ann.presses('🗓 Sale from', 'No limit', '🏁 Sale until', 'No limit')
    expect((await typesNow(found))[0]).toMatchObject({
      name: 'Adult <b>',
      price: { minor: 200_000 },
      capacity: 50,
      saleFrom: undefined,
      saleUntil: undefined,
      perPerson: undefined,
    })
  })

  it('that nobody ordered are removed after a question, others stay', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id)
    const { saleSettings: offers } = world.levem().services
    const {
      types: [, child, last],
    } = await offers
      .addType({
        personId: ann.id,
        eventId: found.event.id,
        name: 'Child',
        price: { minor: 5, currency: 'RUB' },
        capacity: 2,
      })
      .then(() =>
        offers.addType({
          personId: ann.id,
          eventId: found.event.id,
          name: 'Last',
          price: { minor: 7, currency: 'RUB' },
          capacity: 2,
        }),
      )
    await openTypes(ann, found)
    await ann.presses('🎟 Child', '🗑 Remove this type')
    expect(ann.sees()).toBe('Remove “Child” from “Jazz night”? Nobody has ordered it.')
    const remove = dataOf(ann, 'yR:')
    expect(await ann.presses('‹ Back', '🗑 Remove this type', 'Yes, do it')).toContain('🗑 The ticket type is removed.')
    await ann.presses('🎟 Last')
    await buy(world, bob.id, { event: found.event, type: last ?? found.type })
    expect(await ann.presses('🗑 Remove this type', 'Yes, do it')).toBe(
      'Remove “Last” from “Jazz night”? Nobody has ordered it.',
    )
    expect(ann.toast()).toContain('has orders')
    await forge(world, ann, remove)
    expect(ann.toast()).toBe('This ticket type is no longer there.')
    expect((await typesNow(found)).map(({ id }) => id)).toEqual([found.type.id, last?.id])
    expect(child?.name).toBe('Child')
  })

  it('have a number of seats over all of them', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id)
    await buy(world, bob.id, found, 3)
    await openTypes(ann, found)
    await ann.presses('🔢 Seats in all')
    expect(await ann.says('2')).toContain('3 are taken already')
    expect(await ann.says('5')).toContain('🔢 Over all types 5 seats are sold at most.')
    expect(ann.sees()).toContain('3 sold, 2 left')
    await ann.presses('🔢 Seats in all', 'No limit')
    expect(ann.sees()).toContain('3 sold, 97 left')
  })

  it('are nobody else’s to see or change, and an answer after "back" is no answer', async () => {
    const [ann, eve] = [await meet(world, 'Ann'), await meet(world, 'Eve')]
    const found = await publish(world, ann.id)
    const ids = `${found.event.id}:${found.type.id}`
    for (const data of [
      `ot:${found.event.id}`,
      `yt:${ids}`,
      `ya:${ids}:price`,
      `yn:${ids}:perPerson`,
      `yr:${ids}`,
      `yR:${ids}`,
      `yp:${found.event.id}`,
      `yc:${found.event.id}`,
      `yC:${found.event.id}`,
    ]) {
      await forge(world, eve, data)
      expect(eve.toast()).toBe("Only the event's organizer can do that.")
    }
    await openTypes(ann, found)
    await ann.presses('🎟 Ticket', '💰 Price', '‹ Back')
    expect(await ann.says('1')).toContain("I'm not sure what you mean")
    await ann.presses({ data: `ot:${found.event.id}` })
    await ann.presses('🎟 Ticket', '💰 Price')
    // A question that is open gives way to the form.
    await forge(world, ann, 'n')
    await ann.says('77')
    expect(ann.sees()).toContain('What is it about?')
    expect(await typesNow(found)).toEqual([found.type])
  })

  it('cannot share a name, and a question of a cancelled event is not asked for ever', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await openTypes(ann, found)
    await ann.presses('➕ Another ticket type')
    await ann.says('Adult')
    expect(await ann.says('adult ')).toBe('There is a ticket type “adult” already. Please choose another name.')
    expect(await ann.says('Child')).toContain('What does “Child” cost?')
    await world.levem().services.publishing.cancel(ann.id, found.event.id)
    expect(await ann.says('500')).toContain('How many tickets')
    expect(await ann.says('5')).toContain('is cancelled')
    expect(await ann.says('5')).toContain("I'm not sure what you mean")
  })

  it('wait for no answer any more when the door is opened', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id)
    await buy(world, bob.id, found)
    await openTypes(ann, found)
    await ann.presses('🎟 Ticket', '✏️ Name')
    await forge(world, ann, `do:${found.event.id}`)
    await ann.says('Bob')
    expect(ann.sees()).toContain('Bob')
    expect((await typesNow(found))[0].name).toBe('')
  })

  it('in Russian speak Russian', async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    const found = await publish(world, ann.id, { title: 'Джаз', venue: 'Клуб' })
    await ann.says('/myevents')
    const seen = [
      await ann.presses({ data: `o:${found.event.id}` }),
      await ann.presses('🎟 Виды билетов'),
      await ann.presses('➕ Ещё вид билетов'),
      await ann.says('Взрослый'),
      await ann.says('Детский'),
      await ann.says('100'),
      await ann.says('3'),
      await ann.presses('🎟 Детский'),
    ]
    for (const label of [
      '✏️ Название',
      '💰 Цена',
      '🔢 Число',
      '🗓 Продажа с',
      '🏁 Продажа до',
      '👤 На человека',
      '🗑 Убрать этот вид',
    ])
      seen.push(await ann.presses(label), await ann.presses('‹ Назад'))
    expect(
      seen
        .join('\n')
        .replaceAll(/Europe\/Moscow|https\S+/gu, '')
        .match(/[A-Za-z]{4,}/gu),
    ).toBeNull()
    expect(ann.sees()).toContain('🔢 Билетов: 3 — продано 0, осталось 3')
  })
})
