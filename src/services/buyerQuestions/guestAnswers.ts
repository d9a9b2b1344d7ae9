import { mustOrganize } from '../../domain/access.js'
import { answerFrom } from '../../domain/buyerAnswer.js'
import { isAskedFor, type QuestionKind } from '../../domain/buyerQuestion.js'
import { Refusal } from '../../domain/refusal.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Tx } from '../../store/store.js'
import { findTicket } from '../finders.js'
import { placeOf } from './answering.js'
import { type EventThatAsks, nameQuestionOf } from './asked.js'
import { answersOfTickets } from './ticketAnswers.js'
import { findByName } from './ticketNames.js'

/** What a guest answered, for the organizer: of an order, or of the ticket with this number. */
export type GuestAnswer = {
  readonly orderId: number
  readonly number: number | undefined
  readonly text: string
  readonly kind: QuestionKind
  readonly value: string
}

/** What was answered of these tickets of an event, by orders; what is of a whole order comes first, and once. */
export const guestAnswers = async (
  tx: Tx,
  event: EventThatAsks,
  tickets: readonly Ticket[],
): Promise<readonly GuestAnswer[]> => {
  const answersOf = await answersOfTickets(tx, event, tickets)
  const all = tickets.flatMap((ticket) =>
    answersOf(ticket).map(({ question: { scope, text, kind, id }, value }) => ({
      key: `${id}:${scope === 'order' ? ticket.orderId : `#${ticket.number}`}`,
      one: { orderId: ticket.orderId, number: scope === 'order' ? undefined : ticket.number, text, kind, value },
    })),
  )
  const once = [...new Map(all.map(({ key, one }) => [key, one])).values()]
  return once.sort((a, b) => a.orderId - b.orderId || (a.number ?? 0) - (b.number ?? 0))
}

/** Whether an event asks for names on tickets. */
export const asksNames = async (tx: Tx, event: EventThatAsks): Promise<boolean> =>
  (await nameQuestionOf(tx, event)) !== undefined

/**
 * The organizer writes another name on a ticket. Refuses with ticketNotFound, notYours, questionGone where none is
 * asked for, textNeeded, answerTooLong.
 */
export const renameTicket = async (
  tx: Tx,
  { personId, ticketId, text }: { readonly personId: number; readonly ticketId: number; readonly text: string },
  now: number,
): Promise<void> => {
  const { ticket, event } = await findTicket(tx, ticketId)
  mustOrganize(personId, event)
  const question = await nameQuestionOf(tx, event)
  if (!question || !isAskedFor(question, ticket.ticketTypeId)) throw new Refusal('questionGone')
  const value = answerFrom(question, text)
  await tx.orders.lock(ticket.orderId)
  const place = await placeOf(tx, ticket)
  const { orderId, eventId } = ticket
  await tx.answers.put({ eventId, orderId, questionId: question.id, place, personId, value, at: now })
  await findByName(tx, event, [ticket])
  await tx.audit.add({
    at: now,
    actorId: personId,
    action: 'ticket.renamed',
    subject: `ticket:${ticketId}`,
    details: { event: eventId, number: ticket.number },
  })
}
