import { en, inOrder, ru } from '../../../support/texts/words.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { badRequest, forbidden, tooManyRequests } from 'telegram-sandbox'
import { openWorld, type World } from '../../../support/world.js'
import {
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  publish,
  type Talker,
  type EventWithType,
} from '../../../support/talker.js'
import { carry, free, hire, openDoor, scans } from '../../../support/tickets.js'

const second = 1000
const minute = 60 * second

let world: World
let ann: Talker
let vera: Talker
let bob: Talker
let event: EventWithType
beforeEach(async () => {
  world = await openCalmWorld()
  ;({ ann, vera, event } = await openDoor(world))
  bob = await meet(world, 'Bob')
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

/** The newest live screen of a person. */
const live = (who: Talker): string => who.heard().findLast(({ text }) => en.opens('door').test(text))?.text ?? ''
const shows = (who: Talker, words: string | RegExp): Promise<void> =>
  world.sandbox.until(() => (typeof words === 'string' ? live(who).includes(words) : words.test(live(who))))
/** Lets time pass, a second at a time, with what is drawn in it. */
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= second) {
    await world.advance(second)
    await world.levem().liveDoors.idle()
  }
}
const edits = (): number => world.sandbox.callsOf('editMessageText').length

describe('/door', () => {
  it('of the only event opens it at once', async () => {
    await carry(world, bob.id, event, 2)
    expect(await vera.says('/door')).toMatch(
      inOrder(
        en.begins('door', { title: 'Jazz night', when: 'Mon, 23 November, 12:00 (GMT+3)', in: 0, of: 2 }),
        en.like('door-how'),
      ),
    )
    expect(vera.buttons()).toEqual([en('button-search'), en('button-who-is-in'), en('button-leave-door')])
    expect(await ann.says('/door')).toMatch(en.opens('door', { title: 'Jazz night' }))
    expect(ann.buttons()).toEqual([
      en('button-search'),
      en('button-who-is-in'),
      ...[en('button-sell'), en('button-takings')],
      en('button-hand-over'),
      en('button-leave-door'),
    ])
  })

  it('asks which when there are several, and stays where it was opened', async () => {
    const other = await publish(world, ann.id, { title: 'Supper', hours: 2, price: free })
    await hire(world, other, vera.id)
    expect(await vera.says('/door')).toBe(en('door-choose'))
    expect(vera.buttons()).toEqual(['22 Nov, 14:00 · Supper', '23 Nov, 12:00 · Jazz night'])
    expect(await vera.presses('23 Nov, 12:00 · Jazz night')).toMatch(en.opens('door', { title: 'Jazz night' }))
    expect(await vera.says('/door')).toMatch(en.opens('door', { title: 'Jazz night' }))
    expect(await vera.presses(en('button-leave-door'))).toBe(en('door-left'))
    await vera.presses(en('button-doors'))
    expect(await vera.presses('22 Nov, 14:00 · Supper')).toMatch(en.opens('door', { title: 'Supper' }))
  })

  it('without any event says how to come by one, in both languages', async () => {
    expect(await bob.says('/door')).toMatch(en.like('door-none'))
    expect(await (await meet(world, 'Боря', { languageCode: 'ru' })).says('/door')).toMatch(ru.like('door-none'))
  })

  it('speaks Russian', async () => {
    const olga = await meet(world, 'Ольга', { languageCode: 'ru' })
    await hire(world, event, olga.id)
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    expect(await olga.says('/door')).toMatch(
      inOrder(
        ru.begins('door', { title: 'Jazz night', when: 'пн, 23 ноября, 12:00 (GMT+3)', in: 1, of: 1 }),
        ru.like('door-latest'),
        ru.like('door-line', { time: '12:00', holder: 'Bob', number: '1', by: 'Vera' }),
        ru.like('door-how'),
      ),
    )
  })

  it('tells what is still to pay', async () => {
    const paid = await publish(world, ann.id, { title: 'Supper', price: { minor: 100, currency: 'RUB' } })
    await carry(world, bob.id, paid, 2)
    await forge(world, ann, `do:${paid.event.id}`)
    expect(ann.sees()).toMatch(en.like('door', { in: 0, of: 2, toPay: 2 }))
  })

  it('with an open form says where typed words go', async () => {
    await goTo(ann, 'venue')
    expect(await ann.hears(() => ann.person.says('/door'))).toEqual([
      expect.stringMatching(en.opens('door-form-open')),
      expect.stringMatching(en.opens('door', { title: 'Jazz night' })),
    ])
  })

  it('left on an old screen leaves the door of that event only', async () => {
    const other = await publish(world, ann.id, { title: 'Supper', price: free })
    await hire(world, other, vera.id)
    await forge(world, vera, `do:${event.event.id}`)
    await forge(world, vera, `do:${other.event.id}`)
    await forge(world, vera, `dl:${event.event.id}`)
    expect(await world.levem().services.doorView.current(vera.id)).toMatchObject({ event: { id: other.event.id } })
    await forge(world, vera, `dl:${other.event.id}`)
    expect(await world.levem().services.doorView.current(vera.id)).toBeUndefined()
  })
})

describe('the live screen', () => {
  it('edits itself when somebody else lets people in, and tells the latest three', async () => {
    const tickets = await carry(world, bob.id, event, 4)
    await vera.says('/door')
    const count = vera.heard().length
    for (const ticket of tickets) await scans(ann, ticket)
    await pass(3 * second)
    await shows(vera, 'In: 4 of 4')
    expect(live(vera)).toMatch(
      inOrder(
        en.like('door-latest'),
        en.like('door-line', { time: '12:00', holder: 'Bob', number: '4', by: 'Ann' }),
        en.like('door-line', { time: '12:00', holder: 'Bob', number: '3', by: 'Ann' }),
        en.like('door-line', { time: '12:00', holder: 'Bob', number: '2', by: 'Ann' }),
      ),
    )
    expect(vera.heard()).toHaveLength(count)
    expect(vera.buttons()).toContain(en('button-search'))
  })

  it('is drawn at most every three seconds, however many come', async () => {
    const tickets = await carry(world, bob.id, event, 10)
    await vera.says('/door')
    await pass(20 * second)
    const before = edits()
    for (const ticket of tickets) {
      await scans(ann, ticket)
      await pass(second)
    }
    await pass(3 * second)
    await shows(vera, 'In: 10 of 10')
    expect(edits() - before).toBeLessThanOrEqual(5)
    expect(edits() - before).toBeGreaterThanOrEqual(2)
  })

  it('hears of sales, too, and goes on after a restart', async () => {
    await vera.says('/door')
    await pass(20 * second)
    const [ticket] = await carry(world, bob.id, event)
    await pass(20 * second)
    await shows(vera, 'In: 0 of 1')
    await world.restart()
    await scans(ann, ticket)
    await pass(3 * second)
    await shows(vera, 'In: 1 of 1')
  })

  it('is the newest one only; the one before stays as it was', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await vera.says('/door')
    await vera.says('/door')
    await scans(ann, ticket)
    await pass(3 * second)
    await shows(vera, 'In: 1 of 1')
    expect(
      vera
        .heard()
        .filter(({ text }) => en.opens('door').test(text))
        .map(({ text }) => /(\d) of 1/u.exec(text)?.[1]),
    ).toEqual(['0', '1'])
  })

  it('obeys 429, and then shows what is true by then', async () => {
    const [first, second_] = await carry(world, bob.id, event, 2)
    await vera.says('/door')
    await pass(20 * second)
    const fault = world.sandbox.faults.add({ method: 'editMessageText', chat: vera.id, kind: tooManyRequests(30) })
    await scans(ann, first)
    await world.sandbox.until(() => fault.hits() === 1)
    await pass(29 * second)
    expect(fault.hits()).toBe(1)
    fault.remove()
    if (second_) await scans(ann, second_)
    await pass(5 * second)
    await shows(vera, 'In: 2 of 2')
  })

  it.each([
    ['blocked', forbidden('bot was blocked by the user')],
    ['gone', badRequest('message to edit not found')],
  ])('that is %s is forgotten: it is not tried again', async (_, kind) => {
    const [first, second_] = await carry(world, bob.id, event, 2)
    await vera.says('/door')
    await pass(20 * second)
    const fault = world.sandbox.faults.add({ method: 'editMessageText', chat: vera.id, kind })
    await scans(ann, first)
    await world.sandbox.until(() => fault.hits() === 1)
    if (second_) await scans(ann, second_)
    await pass(minute)
    expect(fault.hits()).toBe(1)
    fault.remove()
    expect(await vera.says('/door')).toMatch(en.like('door', { in: 2, of: 2 }))
  })

  it('whose edit fails for another reason is tried again', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await vera.says('/door')
    await pass(20 * second)
    const fault = world.sandbox.faults.add({ method: 'editMessageText', chat: vera.id, kind: 'dropBefore', times: 2 })
    await scans(ann, ticket)
    await world.sandbox.until(() => fault.hits() === 1)
    await pass(10 * second)
    await shows(vera, 'In: 1 of 1')
  })

  it('of an event that is cancelled says so', async () => {
    await vera.says('/door')
    await world.levem().services.publishing.cancel(ann.id, event.event.id)
    await pass(20 * second)
    await shows(vera, en.like('card-cancelled'))
    await vera.presses(en('button-search'))
    expect(vera.toast()).toBe(en('refusal-eventCancelled', { title: 'Jazz night' }))
  })
})

describe('a busy door', () => {
  it('stays within what Telegram bears: a minute of check-ins, one a second, and no call is refused', async () => {
    const busy = await openWorld()
    try {
      const house = await openDoor(busy)
      const guest = await meet(busy, 'Bob')
      const tickets = []
      for (let i = 0; i < 6; i += 1) tickets.push(...(await carry(busy, guest.id, house.event, 10)))
      await busy.advance(minute)
      await house.vera.says('/door')
      const before = busy.sandbox.calls.length
      for (const { payload } of tickets) {
        house.ann.person.opens(payload)
        await busy.settle()
        await busy.advance(second)
        await busy.levem().liveDoors.idle()
      }
      const calls = busy.sandbox.calls.slice(before)
      expect(calls.filter(({ status }) => status === 429)).toEqual([])
      expect(calls.filter(({ method }) => method === 'editMessageText').length).toBeGreaterThan(10)
      // Every three seconds, and once the screen that was left for this one.
      expect(calls.filter(({ method }) => method === 'editMessageText').length).toBeLessThanOrEqual(22)
    } finally {
      await busy.close()
    }
  })
})

describe('who is in', () => {
  it('is a list of pages, the latest first', async () => {
    await ann.says('/door')
    expect(await ann.presses(en('button-who-is-in'))).toBe(en('who-is-in-none', { title: 'Jazz night' }))
    const tickets = [
      ...(await carry(world, bob.id, event, 10)),
      ...(await carry(world, bob.id, event, 10)),
      ...(await carry(world, bob.id, event, 3)),
    ]
    for (const { id } of tickets) await world.levem().services.checkIn.letIn({ personId: vera.id, ticketId: id })
    await ann.says('/door')
    const first = await ann.presses(en('button-who-is-in'))
    expect(first).toMatch(
      inOrder(
        en.begins('who-is-in', { title: 'Jazz night' }),
        en.like('door-line', { time: '12:00', holder: 'Bob', number: '23', by: 'Vera' }),
      ),
    )
    expect(first.split('\n')).toHaveLength(21)
    const next = await ann.presses(en('button-next-page'))
    expect(next.split('\n').slice(1)).toEqual(
      [3, 2, 1].map((number) => en('door-line', { time: '12:00', holder: 'Bob', number: String(number), by: 'Vera' })),
    )
    expect(await ann.presses(en('button-first-page'))).toBe(first)
  })
})
