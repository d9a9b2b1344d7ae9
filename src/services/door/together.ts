import type { Admission } from '../../domain/door.js'
import type { TogetherWay } from '../../domain/party.js'
import { isUnused, type Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { admit, type Admitted, type Entry, lookUpForStaff, recordEntries, retryWhenBeaten } from './admitting.js'

/**
 * Lets all in who hold tickets of an order together with this one. `shown`: for so many it was said to be paid; are
 * there others by now, nobody is taken for paid.
 */
export type LettingInTogether = {
  readonly personId: number
  readonly ticketId: number
  readonly way: TogetherWay
  readonly shown: number
}

/**
 * What the door answers to each ticket of the order that this one's holder has, by number: who was let in before or by
 * somebody else at this moment is told with whom. Refuses with ticketNotFound, staffOnly.
 */
export const letInTogether = async (
  tx: Tx,
  { personId, ticketId, way, shown }: LettingInTogether,
  clock: Clock,
): Promise<readonly Admission[]> => {
  const { ticket, holderId } = await lookUpForStaff(tx, personId, ticketId)
  const tickets = await tx.tickets.heldOfOrders(holderId, [ticket.orderId])
  const how = {
    personId,
    isPaid: way === 'paid' && tickets.filter(isUnused).length === shown,
    evenEarly: way === 'early',
  }
  let entries: readonly Entry[] = []
  const admissions: Admission[] = []
  // In the order of the codes, as everybody locks them.
  for (const { id } of tickets.toSorted(byCode)) {
    const admitted = await admitOf(tx, { ...how, id, holderId }, entries, clock)
    if (admitted?.entry) entries = [...entries, admitted.entry]
    if (admitted) admissions.push(admitted.admission)
  }
  await recordEntries(tx, entries, clock.now())
  return admissions.sort((a, b) => a.ticket.number - b.ticket.number)
}

type One = {
  readonly personId: number
  readonly isPaid: boolean
  readonly evenEarly: boolean
  readonly id: number
  readonly holderId: number
}

/** Undefined for what somebody else holds by now: they are not of this party any more. */
const admitOf = async (
  tx: Tx,
  { id, holderId, ...how }: One,
  entries: readonly Entry[],
  clock: Clock,
): Promise<Admitted | undefined> => {
  const { admitted } = await retryWhenBeaten(async () => {
    const lookup = await lookUpForStaff(tx, how.personId, id)
    if (lookup.holderId !== holderId) return { admitted: undefined }
    const isPaid = how.isPaid && lookup.ticket.due !== undefined
    const one = await admit(tx, { ...how, isPaid, lookup, at: undefined }, entries, clock)
    return one && { admitted: one }
  })
  return admitted
}

const byCode = (a: Ticket, b: Ticket): number => (a.code < b.code ? -1 : 1)
