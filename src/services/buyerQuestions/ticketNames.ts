import { isCalled } from '../../domain/nameSearch.js'
import type { DoorTicket } from '../../domain/door.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Tx } from '../../store/store.js'
import type { EventThatAsks } from './asked.js'
import { answersOfTickets, nameIn, namesOn } from './ticketAnswers.js'

/**
 * Lets tickets be found by the names that stand on them: to be called whenever one is answered, and whenever a ticket
 * with one comes to somebody. Costs nothing where the event has never asked.
 */
export const findByName = async (tx: Tx, event: EventThatAsks, tickets: readonly Ticket[]): Promise<void> => {
  if (!event.hasQuestions) return
  const names = await namesOn(tx, [event], tickets)
  const named = tickets.flatMap(({ id, eventId, holderId }) => {
    const name = names.get(id)
    return name === undefined ? [] : [{ eventId, holderId, name }]
  })
  await tx.holderNames.addOfTickets(named)
}

/** The valid tickets of an event with such a name on them, where the door may see it. */
export const ticketsNamed = async (
  tx: Tx,
  event: EventThatAsks,
  text: string,
  limit: number,
): Promise<readonly number[]> => {
  if (!event.hasQuestions) return []
  const tickets = await tx.ticketLookups.ofIds(await tx.doorSearch.nearName(event.id, text, limit))
  const names = await namesAtDoor(tx, event, tickets)
  return tickets.flatMap(({ id }) => (isCalled(names.get(id) ?? '', text) ? [id] : [])).slice(0, limit)
}

/** The names on tickets, by their ids, where the door may see them. */
export const namesAtDoor = async (
  tx: Tx,
  event: EventThatAsks,
  tickets: readonly Pick<DoorTicket, 'id' | 'orderId' | 'number'>[],
): Promise<ReadonlyMap<number, string>> => {
  const answersOf = await answersOfTickets(tx, event, tickets)
  return new Map(
    tickets.flatMap((ticket) => {
      const name = nameIn(answersOf(ticket).filter(({ question }) => question.atDoor))
      return name === undefined ? [] : [[ticket.id, name] as const]
    }),
  )
}
