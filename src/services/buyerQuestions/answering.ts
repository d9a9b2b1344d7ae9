import { answerFrom, consented, joinChoices, mayChangeAnswers } from '../../domain/buyerAnswer.js'
import { type AskedQuestion, askedOf, type BuyerQuestion, type GivenAnswer } from '../../domain/buyerQuestion.js'
import { isHeld, type Order } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import { mustHold, type Ticket } from '../../domain/ticket.js'
import type { Tx } from '../../store/store.js'
import { questionsOf } from './asked.js'
import { findByName } from './ticketNames.js'
import { findOrder, type OrderWithEvent } from '../finders.js'

/** Whose order, or whose ticket of it. */
export type Answering = { readonly personId: number; readonly orderId: number }

/** Which question of it: of the order (`place` 0) or of its ticket with this place, from 1. */
export type Slot = Answering & { readonly questionId: number; readonly place: number }

/**
 * What somebody answers. chosen: a bit for each choice as they were in this version of the question, none of several
 * is no answer; given: the consent; same: what was answered of the ticket before; skipped: nothing, where that may be.
 */
export type AnswerReply =
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'chosen'; readonly mask: number; readonly version: number }
  | { readonly kind: 'given' | 'skipped' }
  | { readonly kind: 'same' }

/** What somebody sees and may answer of an order: of all of it its buyer only, of a ticket who holds it. */
export type AnswersView = OrderWithEvent & {
  readonly asked: readonly AskedQuestion[]
  /** Whether the order is theirs. */
  readonly isBuyer: boolean
  /** Whether answers may be given or changed now. */
  readonly mayChange: boolean
}

/**
 * Keeps an answer instead of an earlier one. While the order is held its buyer answers all, afterwards whoever holds a
 * ticket what is asked about it, until the organizer's moment. Refuses with orderNotFound, holdOver, orderNotOpen,
 * notHolder, ticketReturned, answersClosed, questionGone, questionChanged, answersMissing, and as answerFrom.
 */
export const giveAnswer = async (
  tx: Tx,
  { reply, ...slot }: Slot & { readonly reply: AnswerReply },
  now: number,
): Promise<Order> => {
  const { personId, orderId, questionId, place } = slot
  // Of two answers at once one comes after the other, and neither after the order was paid or ended unseen.
  const order = await tx.orders.lock(orderId)
  const view = await answersFor(tx, slot, order, now)
  const one = view.asked.find(({ question, ...other }) => question.id === questionId && other.place === place)
  if (!one) throw new Refusal('questionGone')
  mustBeOpenForAnswers(view, now)
  const value = reply.kind === 'same' ? sameAsBefore(view, one) : valueOf(one.question, reply)
  await tx.answers.put({ eventId: view.event.id, orderId, questionId, place, personId, value, at: now })
  if (one.question.kind === 'name' && view.order.state === 'confirmed')
    await findByName(tx, view.event, await tx.tickets.ofOrder(orderId))
  return view.order
}

const mustBeOpenForAnswers = ({ order, mayChange }: AnswersView, now: number): void => {
  if (mayChange) return
  if (order.state === 'confirmed') throw new Refusal('answersClosed')
  throw new Refusal(
    order.state === 'expired' || (order.state === 'held' && !isHeld(order, now)) ? 'holdOver' : 'orderNotOpen',
  )
}

/** What was answered of the ticket before. Refuses with questionChanged where there is nothing. */
const sameAsBefore = ({ asked }: AnswersView, { question: { id }, place }: AskedQuestion): string => {
  const before = asked.find((other) => other.question.id === id && other.place === place - 1)
  if (!before?.value) throw new Refusal('questionChanged')
  return before.value
}

const valueOf = (question: BuyerQuestion, reply: Exclude<AnswerReply, { readonly kind: 'same' }>): string => {
  switch (reply.kind) {
    case 'typed':
      return answerFrom(question, reply.text)
    case 'skipped':
      if (question.isRequired) throw new Refusal('answersMissing')
      return ''
    case 'given':
      if (question.kind !== 'consent') throw new Refusal('questionChanged')
      return consented
    case 'chosen':
      return chosen(question, reply)
  }
}

const chosen = (question: BuyerQuestion, { mask, version }: { readonly mask: number; readonly version: number }) => {
  if (question.version !== version) throw new Refusal('questionChanged')
  const picked = question.choices.filter((_, index) => Math.floor(mask / 2 ** index) % 2 === 1)
  if (question.kind === 'choice' && picked.length !== 1) throw new Refusal('answerNotChoice')
  if (picked.length === 0 && question.isRequired) throw new Refusal('answersMissing')
  return joinChoices(picked)
}

/** What this person sees of an order's answers. Refuses with orderNotFound where there is nothing of theirs. */
export const answersFor = async (
  tx: Tx,
  { personId }: Answering,
  order: Order | undefined,
  now: number,
): Promise<AnswersView> => {
  const found = await findOrder(tx, order)
  const tickets = found.order.state === 'held' ? [] : await tx.tickets.ofOrder(found.order.id)
  const isTheirs = (place: number): boolean => isAnswerers(found.order, tickets, { personId, place })
  if (found.order.buyerId !== personId && !tickets.some(({ holderId }) => holderId === personId))
    throw new Refusal('orderNotFound')
  const questions = await questionsOf(tx, found.event)
  const answers = questions.length === 0 ? [] : await tx.answers.ofOrders([found.order.id])
  const known = answers.filter((answer) => maySee(personId, answer, questions))
  return {
    ...found,
    asked: askedOf(found.order, questions, known).filter(({ place }) => isTheirs(place)),
    isBuyer: found.order.buyerId === personId,
    mayChange: found.order.state === 'confirmed' ? mayChangeAnswers(found.event, now) : isHeld(found.order, now),
  }
}

const isAnswerers = (
  order: Order,
  tickets: readonly Ticket[],
  { personId, place }: { readonly personId: number; readonly place: number },
): boolean => {
  if (place === 0 || order.state === 'held') return order.buyerId === personId
  const ticket = tickets[place - 1]
  return ticket !== undefined && ticket.state !== 'returned' && ticket.holderId === personId
}

// Whoever was given a ticket sees the name on it, and nothing else that somebody answered before them.
const maySee = (
  personId: number,
  answer: Pick<GivenAnswer, 'personId' | 'questionId'>,
  questions: readonly BuyerQuestion[],
): boolean =>
  answer.personId === personId || questions.some(({ id, kind }) => id === answer.questionId && kind === 'name')

/** Which ticket of its order it is, from 1, and the order. Refuses with ticketNotFound, notHolder. */
export const placeOfTicket = async (
  tx: Tx,
  { personId, ticketId }: { readonly personId: number; readonly ticketId: number },
): Promise<{ readonly orderId: number; readonly place: number }> => {
  const ticket = await tx.tickets.find(ticketId)
  if (!ticket) throw new Refusal('ticketNotFound')
  mustHold(personId, ticket)
  return { orderId: ticket.orderId, place: await placeOf(tx, ticket) }
}

/** Which ticket of its order it is, from 1. */
export const placeOf = async (tx: Tx, { id: ticketId, orderId }: Pick<Ticket, 'id' | 'orderId'>): Promise<number> =>
  (await tx.tickets.ofOrder(orderId)).findIndex(({ id }) => id === ticketId) + 1
