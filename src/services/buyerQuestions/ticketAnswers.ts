import { mayChangeAnswers } from '../../domain/buyerAnswer.js'
import { type BuyerQuestion, isAskedFor } from '../../domain/buyerQuestion.js'
import type { Ticket } from '../../domain/ticket.js'
import type { TicketLookup } from '../../store/queries/ticketLookups.js'
import type { Tx } from '../../store/store.js'
import { type EventThatAsks, nameQuestionOf, questionsOf } from './asked.js'

/** What was answered to a question, never nothing. */
export type TicketAnswer = { readonly question: BuyerQuestion; readonly value: string }

type OfOrder = Pick<Ticket, 'orderId' | 'number'>

/**
 * What was answered of these tickets of an event, each with what was answered of its order, in the organizer's order.
 * Costs nothing where the event has never asked.
 */
export const answersOfTickets = async (
  tx: Tx,
  event: EventThatAsks,
  tickets: readonly OfOrder[],
): Promise<(ticket: OfOrder) => readonly TicketAnswer[]> => {
  const questions = tickets.length > 0 ? await questionsOf(tx, event) : []
  if (questions.length === 0) return () => []
  const orderIds = [...new Set(tickets.map(({ orderId }) => orderId))]
  const firsts = await tx.answers.firstNumbers(orderIds)
  const given = new Map(
    (await tx.answers.ofOrders(orderIds)).map(({ orderId, questionId, place, value }) => [
      `${orderId}:${questionId}:${place}`,
      value,
    ]),
  )
  return ({ orderId, number }) =>
    questions.flatMap((question) => {
      const place = question.scope === 'order' ? 0 : number - (firsts.get(orderId) ?? number) + 1
      const value = given.get(`${orderId}:${question.id}:${place}`)
      return value ? [{ question, value }] : []
    })
}

/** The name that stands on a ticket, where its organizer asks for one; undefined: its holder's. */
export const nameIn = (answers: readonly TicketAnswer[]): string | undefined =>
  answers.find(({ question }) => question.kind === 'name')?.value

/** The names on tickets of several events, by the tickets' ids. */
export const namesOn = async (
  tx: Tx,
  events: Iterable<EventThatAsks>,
  tickets: readonly Ticket[],
): Promise<ReadonlyMap<number, string>> => {
  const names = new Map<number, string>()
  for (const event of events) {
    const mine = tickets.filter(({ eventId }) => eventId === event.id)
    const answersOf = await answersOfTickets(tx, event, mine)
    for (const ticket of mine) {
      const name = nameIn(answersOf(ticket))
      if (name !== undefined) names.set(ticket.id, name)
    }
  }
  return names
}

/** Of which types these events want a name on each ticket that its holder may write now. */
export const asksNameOf = async (
  tx: Tx,
  events: Iterable<EventThatAsks & Parameters<typeof mayChangeAnswers>[0]>,
  now: number,
): Promise<(ticket: Pick<Ticket, 'eventId' | 'ticketTypeId'>) => boolean> => {
  const asked = new Map<number, BuyerQuestion>()
  for (const event of events) {
    const question = mayChangeAnswers(event, now) ? await nameQuestionOf(tx, event) : undefined
    if (question) asked.set(event.id, question)
  }
  return ({ eventId, ticketTypeId }) => {
    const question = asked.get(eventId)
    return question !== undefined && isAskedFor(question, ticketTypeId)
  }
}

/** A ticket at the door, with what its organizer lets the door see. Only for who works there. */
export const withDoorAnswers = async (tx: Tx, lookup: TicketLookup): Promise<TicketLookup> => {
  if (!lookup.event.hasQuestions) return lookup
  const answers = (await answersOfTickets(tx, lookup.event, [lookup.ticket]))(lookup.ticket)
  const seen = answers.flatMap(({ question: { text, kind, atDoor }, value }) => (atDoor ? [{ text, kind, value }] : []))
  return { ...lookup, ticket: { ...lookup.ticket, answers: seen } }
}
