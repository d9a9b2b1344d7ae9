import type { DoorNumber } from '../../domain/doorNumber.js'
import type { Event } from '../../domain/event.js'
import type { Tx } from '../../store/store.js'
import { searchOf } from '../door/searchOf.js'

/** Somebody who was found: by their name, by the number of a ticket or an order, or by a code of a ticket. */
export type FoundGuest = {
  readonly by: 'name' | 'ticket' | 'order' | 'code'
  /** Of the ticket or the order; undefined where a name was meant. */
  readonly number: number | undefined
  readonly personId: number
  readonly name: string
}

type AskingEvent = Pick<Event, 'id' | 'hasQuestions'>
type Hit = Omit<FoundGuest, 'name'>

const mostFound = 10

/** Who is meant by a text, the best matches first. */
export const searchGuests = async (tx: Tx, event: AskingEvent, text: string): Promise<readonly FoundGuest[]> => {
  const { id: eventId } = event
  const wanted = searchOf(text)
  if (!wanted) return []
  const { name, numbers, shortCodeBegins: code } = wanted
  const hits: Hit[] = []
  for (const number of numbers) hits.push(...(await byNumber(tx, eventId, number)))
  for (const personId of await tx.doorSearch.byName(eventId, name, mostFound))
    hits.push({ by: 'name', number: undefined, personId })
  for (const personId of await onTickets(tx, event, name))
    if (!hits.some((hit) => hit.by === 'name' && hit.personId === personId))
      hits.push({ by: 'name', number: undefined, personId })
  if (code !== undefined)
    for (const { number, holderId } of await tx.doorSearch.byCode(eventId, code, mostFound))
      hits.push({ by: 'code', number, personId: holderId })
  return withNames(tx, hits.slice(0, mostFound))
}

// Who asks for no names has none to look for.
const onTickets = async (tx: Tx, { id, hasQuestions }: AskingEvent, name: string): Promise<readonly number[]> =>
  hasQuestions ? tx.doorSearch.byTicketName(id, name, mostFound) : []

/** Both meanings of a number, the one that was said first. */
const byNumber = async (tx: Tx, eventId: number, { of, number }: DoorNumber): Promise<readonly Hit[]> => {
  const tickets = (await tx.doorSearch.byNumber(eventId, number)).map(({ holderId }): Hit => ({
    by: 'ticket',
    number,
    personId: holderId,
  }))
  const order = await tx.orders.find(number)
  const orders: readonly Hit[] = order?.eventId === eventId ? [{ by: 'order', number, personId: order.buyerId }] : []
  return of === 'order' ? [...orders, ...tickets] : [...tickets, ...orders]
}

const withNames = async (tx: Tx, hits: readonly Hit[]): Promise<readonly FoundGuest[]> => {
  const names = await tx.people.names([...new Set(hits.map(({ personId }) => personId))])
  return hits.map((hit) => ({ ...hit, name: names.get(hit.personId) ?? '' }))
}
