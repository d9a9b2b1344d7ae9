import { afterEach, describe, expect, it } from 'vitest'
import type { CheckInResult } from '../../../src/domain/door.js'
import type { Ticket } from '../../../src/domain/ticket.js'
import { first, type House, openHouse, refused } from '../../support/house.js'
import { not } from '../../support/inspect.js'
import { databases } from '../../support/database/databases.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const kindOf = (scan: CheckInResult): string => ('admission' in scan ? scan.admission.kind : scan.as)
const isIn = { checked_in_at: not(null) }

describe.each(databases)('two scanners at once on $name', (database) => {
  let house: House
  afterEach(() => house.drop())

  const counted = (): Promise<number> => house.inspect.sum('ticket_types', 'checked_in')

  const doorOf = async (quantity: number, guards = true) => {
    house = await openHouse(database, { guards })
    const sale = await house.sale({ capacity: 1000 })
    const [vera, ivan, anna] = [await house.person('Vera'), await house.person('Ivan'), await house.person('Anna')]
    await house.joins(vera, sale)
    await house.joins(ivan, sale)
    const tickets: Ticket[] = []
    for (let n = 0; n < quantity; n += 10) tickets.push(...(await house.buys(anna, sale, 10)))
    // One process lines its scans up: it takes two for them to meet.
    const scanAll = async ({ processes = 2 } = {}) => {
      const doors = [house.services.checkIn, processes === 1 ? house.services.checkIn : house.others.checkIn]
      return Promise.all(
        tickets.map(({ code }) =>
          Promise.all(
            [vera, ivan].map(async (personId, n) =>
              kindOf((await doors[n]?.byCode({ personId, code })) ?? { as: 'nobody' }),
            ),
          ),
        ),
      )
    }
    return { sale, vera, ivan, anna, tickets, scanAll }
  }

  it.each([1, 2])('let each of 300 tickets in once, and the counter is right (processes: %i)', async (processes) => {
    const { scanAll } = await doorOf(300)
    const answers = await scanAll({ processes })
    expect(answers.map((pair) => [...pair].sort())).toEqual(Array(300).fill(['alreadyIn', 'letIn']))
    expect([await house.inspect.count('tickets', isIn), await counted()]).toEqual([300, 300])
  })

  it('negative control: without the guard some are let in twice', mayMissTheRace, async () => {
    const { scanAll } = await doorOf(300, false)
    expect((await scanAll()).filter((pair) => pair.every((kind) => kind === 'letIn')).length).toBeGreaterThan(0)
  })

  it('who take the money and let in, undo and scan again, all at once, leave a counter that is the number of tickets that are in', async () => {
    const { vera, ivan, tickets } = await doorOf(50)
    const { checkIn: door } = house.services
    await Promise.all(
      tickets.flatMap(({ id, code }) => [
        door.letInPaid({ personId: vera, ticketId: id }),
        door.byCode({ personId: ivan, code }),
        refused(door.undo({ personId: ivan, ticketId: id })),
        refused(door.undo({ personId: vera, ticketId: id })),
        door.letIn({ personId: ivan, ticketId: id }),
      ]),
    )
    expect(await counted()).toBe(await house.inspect.count('tickets', isIn))
  })

  it('and a holder who gives the ticket away or back at that moment: either it is in, or it is gone', async () => {
    const { sale, vera, anna, tickets } = await doorOf(60)
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    const boris = await house.person('Boris')
    const { checkIn: door, gifts, tickets: own } = house.services
    const outcomes = await Promise.all(
      tickets.map(async ({ id, code }, n) => {
        const { token } = await gifts.create({ personId: anna, ticketId: id })
        const leave = () =>
          n % 2 === 0 ? gifts.accept({ personId: boris, token }) : own.giveBack({ personId: anna, ticketId: id })
        const [scan, left] = await Promise.all([door.byCode({ personId: vera, code }), refused(leave())])
        return [kindOf(scan) === 'letIn', left === 'done']
      }),
    )
    expect(outcomes.filter(([wasLetIn, left]) => wasLetIn === left)).toEqual([])
    expect(await house.inspect.count('tickets', { ...isIn, state: not('valid') })).toBe(0)
    expect(await house.inspect.count('tickets', { ...isIn, holder_id: boris })).toBe(0)
    expect(await house.inspect.sum('ticket_types', 'taken')).toBe(
      await house.inspect.count('tickets', { state: 'valid' }),
    )
  })

  it('a gift that twenty people accept at once is one person’s, and an invitation makes one of twenty staff', async () => {
    const { sale, anna, tickets } = await doorOf(10)
    const { token } = await house.services.gifts.create({ personId: anna, ticketId: first(tickets).id })
    const invitation = await house.services.staff.invite({ personId: sale.organizer, eventId: sale.event.id })
    const people: number[] = []
    for (let n = 0; n < 20; n += 1) people.push(await house.person(`Guest ${n}`))
    const outcomes = async (act: (personId: number) => Promise<unknown>) =>
      (await Promise.all(people.map((personId) => refused(act(personId))))).sort()
    const oneOfTwenty = ['done', ...Array<string>(19).fill('linkUsed')]
    expect(await outcomes((personId) => house.services.gifts.accept({ personId, token }))).toEqual(oneOfTwenty)
    expect(await outcomes((personId) => house.services.staff.accept({ personId, token: invitation.token }))).toEqual(
      oneOfTwenty,
    )
    expect(await house.inspect.count('staff')).toBe(3)
  })

  it('a ticket given back twice at once frees one seat', async () => {
    const { sale, anna, tickets } = await doorOf(40)
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    const outcomes = await Promise.all(
      tickets.flatMap(({ id: ticketId }) =>
        [1, 2].map(() => refused(house.services.tickets.giveBack({ personId: anna, ticketId }))),
      ),
    )
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(40)
    expect([await house.inspect.sum('ticket_types', 'taken'), await house.inspect.sum('orders', 'returned')]).toEqual([
      0, 40,
    ])
  })
})
