import { type AskedQuestion, askedOf, type BuyerQuestion, isAskedFor } from '../../domain/buyerQuestion.js'
import type { Event } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import type { Tx } from '../../store/store.js'

/** An event, and whether it has ever asked anything. */
export type EventThatAsks = Pick<Event, 'id' | 'hasQuestions'>

type AskedOrder = { readonly event: EventThatAsks } & {
  readonly order: Pick<Order, 'id' | 'ticketTypeId' | 'quantity'>
}

/** What an event asks who buys, in the organizer's order. Costs nothing where it has never asked. */
export const questionsOf = async (tx: Tx, { id, hasQuestions }: EventThatAsks): Promise<readonly BuyerQuestion[]> =>
  hasQuestions ? tx.buyerQuestions.ofEvent(id) : []

/** The one that asks for the names on its tickets. */
export const nameQuestionOf = async (tx: Tx, event: EventThatAsks): Promise<BuyerQuestion | undefined> =>
  (await questionsOf(tx, event)).find(({ kind }) => kind === 'name')

/** What is asked of an order, with what was answered so far. Costs nothing where an event has never asked. */
export const askedOfOrder = async (tx: Tx, { event, order }: AskedOrder): Promise<readonly AskedQuestion[]> => {
  const questions = await questionsOf(tx, event)
  return questions.length === 0 ? [] : askedOf(order, questions, await tx.answers.ofOrders([order.id]))
}

/** For which of its ticket types an event asks anything. */
export const asksOf = async (tx: Tx, event: EventThatAsks): Promise<(ticketTypeId: number) => boolean> => {
  const questions = await questionsOf(tx, event)
  return (ticketTypeId) => questions.some((question) => isAskedFor(question, ticketTypeId))
}
