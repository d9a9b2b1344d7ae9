import { randomCodes } from '../../../src/services/codes.js'
import { first, type House, type Sale } from '../../support/house.js'

/** An hour in milliseconds. */
export const hour = 3_600_000

/** So many new people who hold a ticket each, written at once; all were let in unless told otherwise. */
export const crowd = async (house: House, sale: Sale, count: number, areIn = true): Promise<readonly number[]> => {
  const buyer = await house.person('Buyer of many')
  const ticket = first(await house.buys(buyer, sale))
  const ids = Array.from({ length: count }, (_, i) => 1_000_000 + sale.event.id * 100_000 + i)
  await house.store.transact(async (tx) => {
    await tx.people.meetAll(
      ids.map((id) => ({ id, displayName: `Guest ${id}`, languageCode: 'en' })),
      house.clock.now(),
    )
    const { orderId, ticketTypeId, eventId, issuedAt } = ticket
    for (let at = 0; at < count; at += 500)
      await tx.tickets.insert(
        ids.slice(at, at + 500).map((holderId, i) => ({
          ...{ orderId, ticketTypeId, eventId, issuedAt, holderId },
          holderName: `Guest ${holderId}`,
          number: 1000 + at + i,
          code: randomCodes.ticket(),
          shortCode: randomCodes.short(),
          state: 'valid' as const,
        })),
      )
  })
  if (areIn)
    await house.inspect.write('tickets', 'checked_in_at', house.clock.now(), {
      event_id: sale.event.id,
      state: 'valid',
    })
  if (areIn)
    await house.inspect.write('tickets', 'checked_in_by', sale.organizer, { event_id: sale.event.id, state: 'valid' })
  return ids
}

/** Somebody who buys a ticket and is let in. */
export const guest = async (house: House, sale: Sale, name: string): Promise<number> => {
  const personId = await house.person(name)
  const ticket = first(await house.buys(personId, sale))
  await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: ticket.id })
  return personId
}
