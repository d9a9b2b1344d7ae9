import { mustOrganize } from '../domain/access.js'
import type { Event, EventWithTypes, TicketType } from '../domain/event.js'
import type { Order } from '../domain/order.js'
import { isOnline } from '../domain/place.js'
import { Refusal } from '../domain/refusal.js'
import type { Ticket } from '../domain/ticket.js'
import type { Tx } from '../store/store.js'

/** Loads an event with its ticket types. Refuses with eventNotFound. */
export const findEvent = async (tx: Tx, eventId: number): Promise<EventWithTypes> =>
  withTypesOf(tx, await tx.events.find(eventId))

/** Loads the event of a ticket type. Refuses with typeGone one that is not there. */
export const findEventOfType = async (tx: Tx, ticketTypeId: number): Promise<EventWithTypes> => {
  const type = await tx.ticketTypes.find(ticketTypeId)
  if (!type) throw new Refusal('typeGone')
  return findEvent(tx, type.eventId)
}

/** Loads an event for its organizer. Refuses with eventNotFound, notYours. */
export const findOwnEvent = async (tx: Tx, personId: number, eventId: number): Promise<EventWithTypes> => {
  const found = await findEvent(tx, eventId)
  mustOrganize(personId, found.event)
  return found
}

/** An order with what it is for. */
export type OrderWithEvent = EventWithTypes & { readonly order: Order; readonly type: TicketType }

/** Loads an order with what it is for. Refuses with orderNotFound. */
export const findOrder = async (tx: Tx, order: Order | undefined): Promise<OrderWithEvent> => {
  if (!order) throw new Refusal('orderNotFound')
  const found = await findEvent(tx, order.eventId)
  return { ...found, order, type: typeIn(found, order.ticketTypeId) }
}

/** Loads an order for its event's organizer. Refuses with orderNotFound, notYours. */
export const findOrderForOrganizer = async (
  tx: Tx,
  { personId, orderId }: { readonly personId: number; readonly orderId: number },
): Promise<OrderWithEvent> => {
  const found = await findOrder(tx, await tx.orders.find(orderId))
  mustOrganize(personId, found.event)
  return found
}

/** Loads a ticket with its event. Refuses with ticketNotFound. */
export const findTicket = async (
  tx: Tx,
  ticketId: number,
): Promise<{ readonly ticket: Ticket; readonly event: Event }> => {
  const ticket = await tx.tickets.find(ticketId)
  if (!ticket) throw new Refusal('ticketNotFound')
  return { ticket, event: (await findEvent(tx, ticket.eventId)).event }
}

/** One of an event's types. Refuses with typeGone one that is not there. */
export const typeIn = ({ types }: { readonly types: readonly TicketType[] }, ticketTypeId: number): TicketType => {
  const type = types.find(({ id }) => id === ticketTypeId)
  if (!type) throw new Refusal('typeGone')
  return type
}

/** Refuses with eventNotFound what is not there. */
export const mustExist = (found: EventWithTypes | undefined): EventWithTypes => {
  if (!found) throw new Refusal('eventNotFound')
  return found
}

/** False of an event online for which nobody has written how to get in. */
export const hasAccess = async (tx: Tx, event: Event): Promise<boolean> =>
  !isOnline(event) || (await tx.onlineAccesses.termsOf([event.id])).length > 0

/** Adds the ticket types to an event that may not exist. Refuses with eventNotFound. */
export const withTypesOf = async (tx: Tx, event: Event | undefined): Promise<EventWithTypes> =>
  mustExist(event && (await withTypes(tx, [event]))[0])

/** Adds the ticket types to many events with one question to the database. */
export const withTypes = async (tx: Tx, events: readonly Event[]): Promise<readonly EventWithTypes[]> => {
  const all = await tx.ticketTypes.ofEvents(events.map(({ id }) => id))
  const byEvent = new Map<number, [TicketType, ...TicketType[]]>()
  for (const type of all) {
    const types = byEvent.get(type.eventId)
    if (types) types.push(type)
    else byEvent.set(type.eventId, [type])
  }
  return events.flatMap((event) => {
    const types = byEvent.get(event.id)
    return types ? [{ event, types }] : []
  })
}
