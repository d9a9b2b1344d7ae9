import { isHeld } from '../../domain/order.js'
import { placesCounted, type WaitingEntry } from '../../domain/waitingList.js'
import type { Tx } from '../../store/store.js'
import { findEvent, findOrder, type OrderWithEvent } from '../finders.js'
import type { Wait } from './wait.js'

/** What somebody waits for as they see it; undefined when what they were offered is over. */
export const waitOf = async (tx: Tx, entry: WaitingEntry, now: number): Promise<Wait | undefined> => {
  const { id: entryId, eventId, quantity, createdAt: since, orderId, ticketTypeIds, isAny } = entry
  const offer = orderId === undefined ? undefined : await offerOf(tx, orderId, now)
  if (orderId !== undefined && !offer) return undefined
  const { event, types } = await findEvent(tx, eventId)
  const place = offer ? 1 : await placeOf(tx, entry)
  return {
    ...{ entryId, event, quantity, since, offer, isAny },
    types: types.filter(({ id }) => ticketTypeIds.includes(id)),
    place: Math.min(place, placesCounted),
    placeIsMore: place > placesCounted,
  }
}

/** What is offered, while it stands. */
export const offerOf = async (tx: Tx, orderId: number, now: number): Promise<OrderWithEvent | undefined> => {
  const order = await tx.orders.find(orderId)
  return order && isHeld(order, now) ? findOrder(tx, order) : undefined
}

const placeOf = async (tx: Tx, { id, ticketTypeIds }: WaitingEntry): Promise<number> => {
  let best = placesCounted + 1
  for (const typeId of ticketTypeIds) best = Math.min(best, await tx.waitingTypes.placeIn(typeId, id, placesCounted))
  return best
}
