import { afterEach, describe, expect, it } from 'vitest'
import type { Person } from 'telegram-sandbox'
import { databases } from '../../support/database/databases.js'
import { answersTo, openRush, type Rush } from './rush.js'
import { size } from '../size.js'
import { like } from '../../support/inspect.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const done = /Done!|Готово!/u
const ticket = /Order no\.|Заказ №/u
const soldOut = /is sold out|закончились/u
const tooFew = /Not that many any more|Столько билетов уже нет/u

const whoSees = (people: readonly Person[], pattern: RegExp): readonly Person[] =>
  people.filter((person) => answersTo(person).some((text) => pattern.test(text)))
const times = <T>(length: number, value: (index: number) => T): readonly T[] =>
  Array.from({ length }, (_, index) => value(index))

const seatsTaken = ({ inspect }: Rush): Promise<number> => inspect.sum('ticket_types', 'taken')
const tickets = ({ inspect }: Rush): Promise<number> => inspect.count('tickets', { state: 'valid' })
const ordered = ({ inspect }: Rush): Promise<number> => inspect.sum('orders', 'quantity', { state: 'confirmed' })

describe.each(databases)('the last seats, through the whole bot on $name', (database) => {
  let rush: Rush
  afterEach(() => rush.close())

  const [seats, people] = size([30, 150], [100, 1000])

  it(`go to exactly ${seats} of ${people} people who press at once; the others read that it is sold out`, async () => {
    rush = await openRush({ database, seats, wishes: times(people, () => 1) })
    await rush.press()
    expect([await tickets(rush), await ordered(rush), await seatsTaken(rush)]).toEqual([seats, seats, seats])
    const lucky = whoSees(rush.buyers, done)
    expect(lucky).toHaveLength(seats)
    expect(whoSees(rush.buyers, ticket)).toEqual(lucky)
    expect(whoSees(rush.buyers, soldOut)).toEqual(rush.buyers.filter((buyer) => !lucky.includes(buyer)))
    expect(rush.buyers.filter((buyer) => buyer.toasts().length !== 1)).toEqual([])
  })

  it('also where each buys alone, as there is a limit for a person', async () => {
    rush = await openRush({ database, seats, perPerson: 10, wishes: times(people, () => 1) })
    await rush.press()
    expect([await tickets(rush), await ordered(rush), await seatsTaken(rush)]).toEqual([seats, seats, seats])
  })

  it('negative control: without the guards more are sold than there are', mayMissTheRace, async () => {
    // Who buys together looks and takes in one transaction: one process alone has no race there.
    rush = await openRush({ database, seats, perPerson: 10, wishes: times(size(150, 300), () => 1), guards: false })
    await rush.press()
    expect(await tickets(rush)).toBeGreaterThan(seats)
  })

  it('are never split or sold twice when people take two to ten at a time', async () => {
    const [room, asking] = size([200, 120], [500, 300])
    rush = await openRush({ database, seats: room, wishes: times(asking, (index) => 2 + (index % 9)) })
    await rush.press()
    const sold = await tickets(rush)
    expect([await ordered(rush), await seatsTaken(rush)]).toEqual([sold, sold])
    // Whoever was refused wanted more than were left at that moment; what is left at the end is less than the smallest
    // wish.
    expect(room - sold).toBeLessThan(2)
    const lucky = whoSees(rush.buyers, done)
    expect(lucky).toHaveLength(await rush.inspect.count('orders'))
    expect(whoSees(rush.buyers, ticket)).toEqual(lucky)
    const refused = rush.buyers.filter((buyer) => !lucky.includes(buyer))
    expect(
      refused.filter((buyer) => !answersTo(buyer).some((text) => soldOut.test(text) || tooFew.test(text))),
    ).toEqual([])
    expect(await rush.inspect.incompleteOrders()).toBe(0)
  })
})

// That the guard makes the difference is shown where the race can be played step by step: test/store/lastSeats.test.ts.
const crowd = size(80, 200)
describe.each(databases)(`an event that is cancelled while ${crowd} people press on $name`, (database) => {
  let rush: Rush
  afterEach(() => rush.close())

  it.each(size([20, 50], [20, 120]))(
    'has no order that is still confirmed (cancelled after %i presses)',
    async (cancelAfter) => {
      rush = await openRush({ database, seats: 1000, wishes: times(crowd, () => 1) })
      await rush.press(cancelAfter)
      expect((await rush.inspect.rows('events')).map(({ state }) => state)).toEqual(['cancelled'])
      expect([await ordered(rush), await tickets(rush)]).toEqual([0, 0])
      expect(whoSees(rush.buyers, done)).toHaveLength(await rush.inspect.count('orders'))
      // Everybody knows: who had bought is told of the cancellation when their turn comes, who had not was refused.
      const told = await rush.inspect.count('announcements', { key: like('cancelled:%:%') })
      expect(whoSees(rush.buyers, /is cancelled|отменено\./u).length + told).toBe(crowd)
    },
  )
})
