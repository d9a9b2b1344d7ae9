import { afterEach, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import type { Ticket } from '../../../src/domain/ticket.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { mayMissTheRace } from '../../support/database/racing.js'

describe.each(databases)('a ticket that is in when its order is refunded, on $name', (database) => {
  let house: House
  let sale: Sale
  afterEach(() => house.drop())

  const open = async (guards = true): Promise<void> => {
    house = await openHouse(database, { guards })
    sale = await house.sale({ price: 500 })
  }
  /** Somebody who has paid and is in. */
  const inside = async (): Promise<Ticket> => {
    const buyerId = await house.person('Anna')
    const requestKey = randomCodes.key()
    const { order } = await house.services.ordering.hold({
      buyerId,
      ticketTypeId: sale.type.id,
      quantity: 1,
      requestKey,
    })
    await house.services.payments.receive({
      chargeId: `charge ${order.id}`,
      payload: order.payload ?? '',
      payerId: buyerId,
      amount: order.total,
      method: 'provider',
    })
    const ticket = first(await house.store.transact((tx) => tx.tickets.ofOrder(order.id)))
    await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: ticket.id })
    return ticket
  }
  const undo = ({ id }: Ticket, by = house.services) => by.checkIn.undo({ personId: sale.organizer, ticketId: id })
  const refund = ({ orderId }: Ticket) => house.services.refunds.refund({ personId: sale.organizer, orderId })
  /** Tickets that would let somebody in though their money went back. */
  const reborn = async (tickets: readonly Ticket[]): Promise<number> => {
    const now = await Promise.all(tickets.map(({ id }) => house.ticket(id)))
    return now.filter(({ state, checkedInAt }) => state === 'valid' && checkedInAt === undefined).length
  }

  test('stays in: its check-in cannot be undone', async () => {
    await open()
    const ticket = await inside()
    await refund(ticket)
    expect(await refused(undo(ticket))).toBe('undoRefunded')
    expect(await house.services.checkIn.byCode({ personId: sale.organizer, code: ticket.code })).toMatchObject({
      admission: { kind: 'letInJustNow' },
    })
  })

  test('dies when its check-in was undone before', async () => {
    await open()
    const ticket = await inside()
    await undo(ticket)
    await refund(ticket)
    expect(await house.ticket(ticket.id)).toMatchObject({ state: 'returned' })
    // Its holder gave nothing back: it is the organizer's refund that ended it.
    expect(await house.services.checkIn.byCode({ personId: sale.organizer, code: ticket.code })).toMatchObject({
      admission: { kind: 'refunded' },
    })
  })

  const bothAtOnce = async (): Promise<number> => {
    const tickets: Ticket[] = []
    while (tickets.length < 20) tickets.push(await inside())
    await Promise.all(tickets.flatMap((ticket) => [refused(undo(ticket, house.others)), refused(refund(ticket))]))
    return reborn(tickets)
  }

  test('is in or dead, never valid again, when both come at once', async () => {
    await open()
    expect(await bothAtOnce()).toBe(0)
  })

  test('negative control: without locks some are valid again', mayMissTheRace, async () => {
    await open(false)
    expect(await bothAtOnce()).toBeGreaterThan(0)
  })
})
