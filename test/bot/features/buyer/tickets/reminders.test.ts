import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
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
import { noon } from '../../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const hour = 3_600_000
const minute = 60_000

// At seven in the evening, in three days or a little more.
const publishIn = (organizer: Talker, title: string): Promise<EventWithType> => {
  const days = Math.ceil((world.clock.now() - noon) / (24 * hour)) + 3
  return publish(world, organizer.id, { title, hours: 24 * days + 7 })
}

/** Turns the clock to so many hours before the start. */
const until = (hoursBefore: number, { event }: EventWithType): Promise<void> =>
  world.advance(Math.round(event.startsAt - hoursBefore * hour) - world.clock.now())

/** The organizer changes the start. */
const moves = async ({ id }: Talker, { event }: EventWithType, startsAt: number): Promise<void> => {
  const { drafts, publishing } = world.levem().services
  const { key } = await drafts.edit(id, event.id)
  await drafts.answer(id, { question: 'startsAt', value: startsAt })
  await publishing.publish({ personId: id, key, eventId: event.id })
}

const reminder = en.like('news-reminder')
const remindersOf = (talker: Talker, title: string) =>
  talker.heard().filter(({ text }) => reminder.test(text) && text.includes(title))

describe('reminders', () => {
  it('offer the way in online that came with the ticket, and do not promise it again', async () => {
    const [amy, ben] = [await meet(world, 'Amy'), await meet(world, 'Ben')]
    const found = await publishIn(amy, 'Streamed')
    const act = { personId: amy.id, eventId: found.event.id, ticketTypeId: undefined }
    await world.levem().services.onlineAccess.set({ ...act, text: 'https://stream.example', minutes: undefined })
    await buy(world, ben.id, found)
    await until(24, found)
    await world.advance(minute)
    const [reminded] = remindersOf(ben, 'Streamed')
    expect(reminded?.text).not.toMatch(en.like('ticket-access-now'))
    expect(screenOf(ben).buttons).toEqual([en('button-access'), en('button-cannot-come'), en('button-no-reminders')])
    await ben.presses(en('button-access'))
    expect(ben.sees()).toContain('https://stream.example')
  })

  it('come the day before and two hours before, with place, code, picture and what is to be paid', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publishIn(ann, 'Remember')
    await buy(world, bob.id, found)
    await until(24, found)
    await world.advance(minute)
    const [first, ...more] = remindersOf(bob, 'Remember')
    expect(more).toEqual([])
    expect(first?.text).toMatch(en.opens('news-reminder', { day: 'tomorrow', title: 'Remember' }))
    expect(first?.text).toContain('📍 Blue Note')
    expect(first?.text).toContain(en('reminder-due', { total: '₽1,500' }))
    expect(first?.text).toMatch(/No\. 1 · \w{4}-\w{4}/u)
    expect(first?.message.photo).toBeDefined()
    expect(screenOf(bob).buttons).toEqual([en('button-cannot-come'), en('button-no-reminders')])
    await until(2, found)
    await world.advance(minute)
    expect(remindersOf(bob, 'Remember')).toHaveLength(2)
    expect(remindersOf(bob, 'Remember')[1]?.text).toMatch(en.opens('news-reminder', { day: 'today' }))
    await world.advance(2 * hour)
    expect(remindersOf(bob, 'Remember')).toHaveLength(2)
    expect(remindersOf(ann, 'Remember')).toHaveLength(0)
  })

  it('of several tickets say all codes with buttons, and the pictures follow', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Борис', { languageCode: 'ru' })]
    const found = await publishIn(ann, 'Several')
    await buy(world, bob.id, found, 2)
    await buy(world, bob.id, found, 1)
    await world.settle()
    const news = await bob.hears(() => until(23.9, found))
    expect(news).toHaveLength(2)
    expect(news[0]).toMatch(ru.opens('news-reminder', { day: 'tomorrow', title: 'Several' }))
    expect(news[0]).toContain(ru('reminder-codes', { quantity: 3 }))
    expect(news[0]?.match(/№ \d · \w{4}-\w{4}/gu)).toHaveLength(3)
    expect(news[1]).toMatch(ru.begins('tickets-pictures'))
  })

  it('are not for who bought a moment before, nor who was let in, gave the ticket away or back', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const [late, lee, max] = [await meet(world, 'Late'), await meet(world, 'Lee'), await meet(world, 'Max')]
    const { services, store } = world.levem()
    const found = await publishIn(ann, 'Who')
    await services.publishing.setGiveBack({ personId: ann.id, eventId: found.event.id, hours: 0 })
    const ticketOf = async ({ id }: Talker): Promise<number> => {
      const { order } = await buy(world, id, found)
      return store.transact(async (tx) => (await tx.tickets.ofOrder(order.id))[0]?.id ?? 0)
    }
    const [given, back, used] = [await ticketOf(bob), await ticketOf(lee), await ticketOf(max)]
    const { token } = await services.gifts.create({ personId: bob.id, ticketId: given })
    await services.gifts.accept({ personId: kim.id, token })
    await services.tickets.giveBack({ personId: lee.id, ticketId: back })
    await services.checkIn.letInPaid({ personId: ann.id, ticketId: used })
    await until(26, found)
    await buy(world, late.id, found)
    await until(24, found)
    await world.advance(minute)
    expect(remindersOf(kim, 'Who')).toHaveLength(1)
    expect([bob, late, lee, max].map((talker) => remindersOf(talker, 'Who').length)).toEqual([0, 0, 0, 0])
    // In time for the second one.
    await until(2, found)
    await world.advance(minute)
    expect(remindersOf(late, 'Who')).toHaveLength(1)
  })

  it('can be switched off by the holder in the reminder, and on again on the ticket', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publishIn(ann, 'Quiet')
    await buy(world, bob.id, found)
    await until(24, found)
    await world.advance(minute)
    await bob.presses(en('button-no-reminders'))
    expect(bob.toast()).toBe(en('reminders-muted'))
    expect(screenOf(bob).buttons).toEqual([en('button-cannot-come'), en('button-reminders-again')])
    await until(3, found)
    await bob.says('/mytickets')
    expect(bob.buttons()).toContain(en('button-reminders-again'))
    await world.advance(1.5 * hour)
    expect(remindersOf(bob, 'Quiet')).toHaveLength(1)
  })

  it('are switched on again by the same button', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publishIn(ann, 'Wavering')
    await buy(world, bob.id, found)
    await until(24, found)
    await world.advance(minute)
    await bob.presses(en('button-no-reminders'), en('button-reminders-again'))
    expect(bob.toast()).toBe(en('reminders-again'))
    expect(screenOf(bob).buttons).toEqual([en('button-cannot-come'), en('button-no-reminders')])
    await until(1.9, found)
    expect(remindersOf(bob, 'Wavering')).toHaveLength(2)
  })

  it('of several tickets have a way in for each access that they have', async () => {
    const [amy, ben] = [await meet(world, 'Amy'), await meet(world, 'Ben')]
    const found = await publishIn(amy, 'Two ways')
    const act = { personId: amy.id, eventId: found.event.id }
    const { saleSettings, onlineAccess, ordering } = world.levem().services
    await saleSettings.changeType({ ...act, ticketTypeId: found.type.id, fields: { name: 'Hall' } })
    const price = { minor: 0, currency: 'RUB' }
    await saleSettings.addType({ ...act, name: 'Stream', price, capacity: 5 })
    const stream = (await world.levem().services.events.find(act.eventId)).types[1]?.id ?? 0
    await onlineAccess.set({ ...act, ticketTypeId: found.type.id, text: 'https://hall.example', minutes: undefined })
    await onlineAccess.set({ ...act, ticketTypeId: stream, text: 'https://stream.example', minutes: undefined })
    await buy(world, ben.id, found)
    for (const [i, quantity] of [1, 2].entries())
      await ordering.buy({
        buyerId: ben.id,
        ticketTypeId: stream,
        quantity,
        requestKey: `two-ways-${i}`,
        shownMinor: 0,
      })
    await world.settle()
    await until(24, found)
    await world.advance(minute)
    const ways = ['Hall', 'Stream'].map((name) => en('button-access-of', { name }))
    const [reminded] = remindersOf(ben, 'Two ways')
    const labels = (reminded?.keyboard ?? [])
      .flat()
      .map((button) => (typeof button === 'string' ? button : button.text))
    expect(labels).toEqual([...ways, en('button-cannot-come'), en('button-no-reminders')])
    await ben.presses(ways[1] ?? '')
    expect(ben.sees()).toContain('https://stream.example')
    // An order of several tickets has it, too.
    await ben.says('/mytickets')
    await ben.presses(/2–3|3–4/u)
    expect(ben.buttons()).toContain(en('button-access'))
    await ben.presses(en('button-access'))
    expect(ben.sees()).toContain('https://stream.example')
  })

  it('switched on again come', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publishIn(ann, 'Loud')
    await buy(world, bob.id, found)
    await until(24, found)
    await world.advance(minute)
    await bob.presses(en('button-no-reminders'))
    await bob.says('/mytickets')
    await bob.presses(en('button-reminders-again'))
    expect(bob.buttons()).not.toContain(en('button-reminders-again'))
    await until(1.9, found)
    expect(remindersOf(bob, 'Loud')).toHaveLength(2)
  })

  it('can be switched off by the organizer; switched on again, what was missed is not said', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publishIn(ann, 'Off')
    await buy(world, bob.id, found)
    await ann.says('/myevents')
    await ann.presses({ data: `o:${found.event.id}` }, en('button-settings'), en('button-reminders'))
    await ann.presses(en('button-reminders-off'), en('button-back'))
    expect(ann.sees()).toContain(en('settings-reminders', { on: 'no' }))
    await until(20, found)
    await ann.presses(en('button-reminders'), en('button-reminders-on'))
    await world.advance(minute)
    expect(remindersOf(bob, 'Off')).toHaveLength(0)
    await until(1.9, found)
    expect(remindersOf(bob, 'Off')).toHaveLength(1)
  })

  it('lead whoever cannot come to giving the ticket back or away', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publishIn(ann, 'Cannot')
    await buy(world, bob.id, found)
    await until(24, found)
    await world.advance(minute)
    await bob.presses(en('button-cannot-come'))
    expect(bob.buttons()).toEqual([en('button-offer'), en('button-back')])
    await world.levem().services.publishing.setGiveBack({ personId: ann.id, eventId: found.event.id, hours: 3 })
    await bob.presses({ data: `zc:${found.event.id}` })
    expect(bob.buttons()).toEqual([en('button-give-back'), en('button-offer'), en('button-back')])
    await bob.presses(en('button-give-back'), en('button-yes-do-it'))
    await forge(world, bob, `zc:${found.event.id}`)
    expect(bob.toast()).toBe(en('refusal-ticketNotFound'))
    await until(1.9, found)
    expect(remindersOf(bob, 'Cannot')).toHaveLength(1)
  })

  it('cannot be switched off by who has no ticket', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publishIn(ann, 'Forged')
    await forge(world, bob, `zm:${found.event.id}`)
    expect(bob.toast()).toBe(en('refusal-ticketNotFound'))
    await forge(world, bob, 'zm:999999')
    expect(bob.toast()).toBe(en('refusal-ticketNotFound'))
  })

  it('of a moved event come before its new start only', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publishIn(ann, 'Moved')
    await buy(world, bob.id, found)
    // A second before they are due; the new start is in an hour less than a day.
    await until(24 + 1 / 3600, found)
    await moves(ann, found, found.event.startsAt - hour)
    await until(23, found)
    expect(remindersOf(bob, 'Moved')).toHaveLength(0)
    await until(3, found)
    expect(remindersOf(bob, 'Moved')).toHaveLength(1)
    expect(remindersOf(bob, 'Moved')[0]?.text).toContain('18:00')
    await until(1.5, found)
    expect(remindersOf(bob, 'Moved')).toHaveLength(1)
  })
})
