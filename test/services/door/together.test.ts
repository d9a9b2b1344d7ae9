import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Admission } from '../../../src/domain/door.js'
import type { TogetherWay } from '../../../src/domain/party.js'
import type { Ticket } from '../../../src/domain/ticket.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { not } from '../../support/inspect.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const kinds = (all: readonly Admission[]): readonly string[] => all.map(({ kind }) => kind)
const times = (count: number, kind: string): readonly string[] => Array<string>(count).fill(kind)

describe.each(databases)('letting a party in together on $name', (database) => {
  let house: House
  let [vera, ivan, anna] = [0, 0, 0]
  beforeEach(async () => {
    house = await openHouse(database)
  })
  afterEach(() => house.drop())

  const openSale = async (options: Parameters<House['sale']>[0] = {}): Promise<Sale> => {
    const sale = await house.sale(options)
    ;[vera, ivan, anna] = [await house.person('Vera'), await house.person('Ivan'), await house.person('Anna')]
    await house.joins(vera, sale)
    await house.joins(ivan, sale)
    return sale
  }
  const together = (
    personId: number,
    { id: ticketId }: Ticket,
    { way = 'asIs', shown = 0 }: { readonly way?: TogetherWay; readonly shown?: number } = {},
    { checkIn } = house.services,
  ) => checkIn.letInTogether({ personId, ticketId, way, shown })
  const whoIsIn = (eventId: number) => house.services.doorView.view({ personId: vera, eventId })

  test('lets in who of an order is not in, tells of the others, and counts', async () => {
    const sale = await openSale()
    const tickets = await house.buys(anna, sale, 5)
    await house.buys(anna, sale, 2)
    for (const { id: ticketId } of tickets.slice(0, 3)) await house.services.checkIn.letIn({ personId: ivan, ticketId })
    const scanned = await house.services.checkIn.byCode({ personId: vera, code: first(tickets).code })
    expect(scanned).toMatchObject({ admission: { kind: 'alreadyIn', ticket: { party: { size: 5, in: 3 } } } })
    const all = await together(vera, first(tickets))
    expect(kinds(all)).toEqual([...times(3, 'alreadyIn'), ...times(2, 'letIn')])
    expect(all.slice(0, 3)).toMatchObject(Array(3).fill({ by: 'Ivan' }))
    expect(await whoIsIn(sale.event.id)).toMatchObject({ count: { in: 5, of: 7 } })
    // Whose answer was lost asks again.
    expect(kinds(await together(vera, first(tickets)))).toEqual([...times(3, 'alreadyIn'), ...times(2, 'letInJustNow')])
    // Each is undone by itself.
    await house.services.checkIn.undo({ personId: vera, ticketId: tickets[4]?.id ?? 0 })
    expect(await whoIsIn(sale.event.id)).toMatchObject({ count: { in: 4, of: 7 } })
  })

  test('leaves out what was given to somebody, and what was given back', async () => {
    const sale = await openSale()
    const [one, given, back] = (await house.buys(anna, sale, 3)) as [Ticket, Ticket, Ticket]
    const boris = await house.person('Boris')
    const { token } = await house.services.gifts.create({ personId: anna, ticketId: given.id })
    await house.services.gifts.accept({ personId: boris, token })
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    await house.services.tickets.giveBack({ personId: anna, ticketId: back.id })
    expect(kinds(await together(vera, one))).toEqual(['letIn'])
    expect(kinds(await together(vera, await house.ticket(given.id)))).toEqual(['letIn'])
  })

  test('takes the money of as many as were shown, and of none when they are others by now', async () => {
    const sale = await openSale({ price: 150_000 })
    const tickets = await house.buys(anna, sale, 3)
    expect(kinds(await together(vera, first(tickets)))).toEqual(times(3, 'toPay'))
    await house.services.checkIn.letInPaid({ personId: ivan, ticketId: tickets[2]?.id ?? 0 })
    const late = await together(vera, first(tickets), { way: 'paid', shown: 3 })
    expect(kinds(late)).toEqual(['toPay', 'toPay', 'alreadyIn'])
    expect(first(late)).toMatchObject({ ticket: { party: { size: 3, in: 1, due: { minor: 150_000 } } } })
    const paid = await together(vera, first(tickets), { way: 'paid', shown: 2 })
    expect(paid).toMatchObject([{ kind: 'letIn', paid: { minor: 150_000 } }, { kind: 'letIn' }, { kind: 'alreadyIn' }])
    expect(await house.inspect.sum('event_counters', 'paid_minor')).toBe(450_000)
    expect(kinds(await together(vera, first(tickets), { way: 'paid', shown: 2 }))).toEqual([
      'letInJustNow',
      'letInJustNow',
      'alreadyIn',
    ])
    expect(await house.inspect.sum('event_counters', 'paid_minor')).toBe(450_000)
  })

  test('waits for the door to open, unless it is meant', async () => {
    const sale = await openSale({ opensAsUsual: true })
    const [one] = (await house.buys(anna, sale, 2)) as [Ticket, Ticket]
    expect(kinds(await together(vera, one))).toEqual(times(2, 'tooEarly'))
    expect(kinds(await together(vera, one, { way: 'early' }))).toEqual(times(2, 'letIn'))
  })

  test('is for who works at the door', async () => {
    const sale = await openSale()
    const [one] = (await house.buys(anna, sale, 2)) as [Ticket, Ticket]
    expect(await refused(together(anna, one))).toBe('staffOnly')
    expect(await refused(together(await house.person('Sam'), one))).toBe('staffOnly')
    expect(await house.inspect.count('tickets', { checked_in_at: not(null) })).toBe(0)
  })

  test('two who press at once for the same orders, while others scan: each ticket once, each knows by whom', async () => {
    const sale = await openSale({ capacity: 1000 })
    const orders: (readonly Ticket[])[] = []
    for (let n = 0; n < 12; n += 1) orders.push(await house.buys(anna, sale, 5))
    const answers = await Promise.all(
      orders.map(async (tickets) => {
        const [byVera, byIvan] = await Promise.all([
          together(vera, first(tickets)),
          together(ivan, tickets[4] ?? first(tickets), {}, house.others),
          ...tickets.map(({ code }) => house.others.checkIn.byCode({ personId: sale.organizer, code })),
        ])
        return [byVera, byIvan]
      }),
    )
    const names = { [vera]: 'Vera', [ivan]: 'Ivan', [sale.organizer]: `Organizer of Concert` }
    for (const [n, tickets] of orders.entries())
      for (const [place, { id }] of tickets.entries()) {
        const { checkedInBy = 0 } = await house.ticket(id)
        const [byVera, byIvan] = (answers[n] ?? []).map((all) => all[place])
        for (const [who, one] of [
          [vera, byVera],
          [ivan, byIvan],
        ] as const)
          expect(one).toMatchObject(
            who === checkedInBy ? { kind: 'letIn' } : { kind: 'alreadyIn', by: names[checkedInBy] },
          )
      }
    expect(await house.inspect.sum('ticket_types', 'checked_in')).toBe(60)
    expect(await house.inspect.sum('event_arrivals', 'count')).toBe(60)
  })

  test('negative control: without the guard two who press at once are both told so', mayMissTheRace, async () => {
    await house.drop()
    house = await openHouse(database, { guards: false })
    const sale = await openSale({ capacity: 1000 })
    const pairs: (readonly (readonly Admission[])[])[] = []
    for (let n = 0; n < 12; n += 1) {
      const tickets = await house.buys(anna, sale, 5)
      pairs.push(await Promise.all([together(vera, first(tickets)), together(ivan, first(tickets), {}, house.others)]))
    }
    const twice = pairs.filter(([a, b]) => a?.some(({ kind }, n) => kind === 'letIn' && b?.[n]?.kind === 'letIn'))
    expect(twice.length).toBeGreaterThan(0)
  })
})
