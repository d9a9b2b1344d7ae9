import { mustGiveTickets } from '../../domain/access.js'
import type { EventWithTypes, TicketType } from '../../domain/event.js'
import type { GuestEntry } from '../../domain/guestList.js'
import type { Order } from '../../domain/order.js'
import { isNameOnly } from '../../domain/person.js'
import { Refusal } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'
import { findEvent, typeIn } from '../finders.js'

/** Loads an event for whoever keeps its guest list. Refuses with eventNotFound, guestListOnly. */
export const findGuestListEvent = async (tx: Tx, personId: number, eventId: number): Promise<EventWithTypes> => {
  const found = await findEvent(tx, eventId)
  mustGiveTickets(personId, found.event, await tx.staff.givesTickets(personId, eventId))
  return found
}

/**
 * How an entry stands: `open` is a link that nobody took, `given` belongs to a person, `name` to somebody without
 * Telegram; `revoked` is taken back.
 */
export type EntryState = 'open' | 'given' | 'name' | 'revoked'

/** An entry of the guest list with its order: `valid` of its tickets can be used, or were. */
export type GuestEntryView = {
  readonly entry: GuestEntry
  readonly order: Order
  readonly type: TicketType
  readonly valid: number
  readonly state: EntryState
}

/** Loads an entry for whoever keeps the list. Refuses with guestEntryGone, eventNotFound, guestListOnly. */
export const findEntry = async (
  tx: Tx,
  { personId, entryId }: { readonly personId: number; readonly entryId: number },
): Promise<EventWithTypes & { readonly entry: GuestEntry }> => {
  const entry = await tx.guestEntries.find(entryId)
  if (!entry) throw new Refusal('guestEntryGone')
  return { ...(await findGuestListEvent(tx, personId, entry.eventId)), entry }
}

/** Entries with their orders, in this order. */
export const viewsOfEntries = async (
  tx: Tx,
  { types }: Pick<EventWithTypes, 'types'>,
  entries: readonly GuestEntry[],
): Promise<readonly GuestEntryView[]> => {
  const orders = new Map((await tx.orders.ofIds(entries.map(({ orderId }) => orderId))).map((one) => [one.id, one]))
  return entries.flatMap((entry) => {
    const order = orders.get(entry.orderId)
    if (!order) return []
    const type = typeIn({ types }, order.ticketTypeId)
    return [{ entry, order, type, valid: order.quantity - order.returned, state: stateOf(entry, order) }]
  })
}

const stateOf = ({ token, takenBy, revokedAt }: GuestEntry, { buyerId }: Order): EntryState => {
  if (revokedAt !== undefined) return 'revoked'
  if (token !== undefined && takenBy === undefined) return 'open'
  return isNameOnly(buyerId) ? 'name' : 'given'
}
