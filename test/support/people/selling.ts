import type { Store } from '../../../src/store/store.js'
import { buy, makeEvent, organizerId } from '../fixtures.js'

/** A free event whose seats its organizer has, all of them. */
export const sellTo = async (
  store: Store,
  { seats, startsAt }: { readonly seats: number; readonly startsAt: number },
): Promise<{ readonly eventId: number; readonly ticketTypeId: number; readonly organizerId: number }> =>
  store.transact(async (tx) => {
    const event = await makeEvent(tx, { startsAt })
    const price = { minor: 0, currency: 'RUB' }
    const type = await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: seats })
    await buy(tx, { event, type }, organizerId, { quantity: seats })
    return { eventId: event.id, ticketTypeId: type.id, organizerId }
  })
