import { mustOrganize } from '../domain/access.js'
import type { Event, TicketType } from '../domain/event.js'
import { Refusal } from '../domain/refusal.js'
import type { Ticket } from '../domain/ticket.js'
import type { Tx } from '../store/tx.js'

/** An event with its ticket type. */
export type EventWithType = { readonly event: Event; readonly type: TicketType }

/** Loads an event with its ticket type. Refuses with eventNotFound. */
export const loadEvent = async (tx: Tx, eventId: number): Promise<EventWithType> => withType(tx, await tx.events.find(eventId))

/** Loads an event for its organizer. Refuses with eventNotFound, notYours. */
export const loadOwn = async (tx: Tx, personId: number, eventId: number): Promise<EventWithType> => {
  const found = await loadEvent(tx, eventId)
  mustOrganize(personId, found.event)
  return found
}

/** Loads a ticket with its event. Refuses with ticketNotFound. */
export const loadTicket = async (tx: Tx, ticketId: number): Promise<{ readonly ticket: Ticket; readonly event: Event }> => {
  const ticket = await tx.tickets.find(ticketId)
  if (!ticket) throw new Refusal('ticketNotFound')
  return { ticket, event: (await loadEvent(tx, ticket.eventId)).event }
}

/** Refuses with eventNotFound what is not there. */
export const mustExist = (found: EventWithType | undefined): EventWithType => {
  if (!found) throw new Refusal('eventNotFound')
  return found
}

/** Adds the ticket type to an event that may not exist. Refuses with eventNotFound. */
export const withType = async (tx: Tx, event: Event | undefined): Promise<EventWithType> => mustExist(event && (await withTypes(tx, [event]))[0])

/** Adds the ticket types to many events with one question to the database. */
export const withTypes = async (tx: Tx, events: readonly Event[]): Promise<readonly EventWithType[]> => {
  const types = await tx.ticketTypes.ofEvents(events.map(({ id }) => id))
  const byEvent = new Map(types.map((type) => [type.eventId, type]))
  return events.flatMap((event) => {
    const type = byEvent.get(event.id)
    return type ? [{ event, type }] : []
  })
}
