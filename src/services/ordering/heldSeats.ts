import { type EventWithTypes, takenOf, type TicketType } from '../../domain/event.js'
import type { HeldSeats } from '../../domain/sight.js'
import type { Tx } from '../../store/store.js'

/**
 * What of these types of an event is held for people who have not paid yet; undefined when nothing is. What was sold
 * is counted with each sale, so that of all types together nothing has to be summed up.
 */
export const heldSeatsOf = async (
  tx: Tx,
  { event, types }: EventWithTypes,
  some: readonly TicketType[],
): Promise<HeldSeats | undefined> => {
  const heldOfAll = takenOf(types) - (await tx.eventCounters.admissionsOf(event.id))
  if (heldOfAll <= 0) return undefined
  const seats = some.length === types.length ? heldOfAll : await heldOf(tx, event.id, some)
  const until = seats > 0 ? await tx.holds.lastOfEvent(event.id) : undefined
  return until === undefined ? undefined : { seats, until }
}

const heldOf = async (tx: Tx, eventId: number, some: readonly TicketType[]): Promise<number> => {
  const byType = await tx.holds.byType(eventId)
  return some.reduce((sum, { id }) => sum + (byType.get(id) ?? 0), 0)
}
