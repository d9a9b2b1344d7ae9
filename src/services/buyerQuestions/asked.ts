import { type AskedQuestion, askedOf, isAskedFor } from '../../domain/buyerQuestion.js'
import type { Event } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import type { Tx } from '../../store/store.js'

type AskedOrder = { readonly event: Pick<Event, 'id' | 'hasQuestions'> } & {
  readonly order: Pick<Order, 'id' | 'ticketTypeId' | 'quantity'>
}

/** What is asked of an order, with what was answered so far. Costs nothing where an event has never asked. */
export const askedOfOrder = async (tx: Tx, { event, order }: AskedOrder): Promise<readonly AskedQuestion[]> => {
  if (!event.hasQuestions) return []
  const questions = await tx.buyerQuestions.ofEvent(event.id)
  return questions.length === 0 ? [] : askedOf(order, questions, await tx.answers.ofOrders([order.id]))
}

/** For which of its ticket types an event asks anything. */
export const asksOf = async (
  tx: Tx,
  { id, hasQuestions }: Pick<Event, 'id' | 'hasQuestions'>,
): Promise<(ticketTypeId: number) => boolean> => {
  const questions = hasQuestions ? await tx.buyerQuestions.ofEvent(id) : []
  return (ticketTypeId) => questions.some((question) => isAskedFor(question, ticketTypeId))
}
