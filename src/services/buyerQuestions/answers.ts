import type { PaymentSetup } from '../../domain/payment.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import { renameTicket } from './guestAnswers.js'
import { type OrderView, orderViewOf } from '../ordering/orderView.js'
import {
  type Answering,
  answersFor,
  type AnswersView,
  giveAnswer,
  placeOfTicket,
  type AnswerReply,
  type Slot,
} from './answering.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly setup: PaymentSetup }

/** What buyers answer, and who holds their tickets. */
export const createAnswers = ({ store, clock, setup }: Needs) => ({
  /** What a person sees of an order's answers. Refuses with orderNotFound. */
  view: (one: Answering): Promise<AnswersView> =>
    store.transact(async (tx) => answersFor(tx, one, await tx.orders.find(one.orderId), clock.now())),

  /** The same of a ticket's order, and which of its tickets it is. Refuses with ticketNotFound, notHolder. */
  ofTicket: ({ personId, ticketId }: { readonly personId: number; readonly ticketId: number }) =>
    store.transact(async (tx): Promise<AnswersView & { readonly place: number }> => {
      const { orderId, place } = await placeOfTicket(tx, { personId, ticketId })
      const order = await tx.orders.find(orderId)
      return { ...(await answersFor(tx, { personId, orderId }, order, clock.now())), place }
    }),

  /**
   * Keeps an answer instead of an earlier one; a repeat changes nothing. Gives the order as its buyer sees it. Refuses
   * with orderNotFound, holdOver, orderNotOpen, answersClosed, questionGone, questionChanged, answersMissing, and as
   * answerFrom.
   */
  give: (act: Slot & { readonly reply: AnswerReply }): Promise<OrderView> =>
    store.transact(async (tx) => orderViewOf(tx, await giveAnswer(tx, act, clock.now()), setup)),

  /**
   * The organizer writes another name on a ticket, whatever the moment. Refuses with ticketNotFound, notYours,
   * questionGone where none is asked for, textNeeded, answerTooLong.
   */
  rename: (act: { readonly personId: number; readonly ticketId: number; readonly text: string }): Promise<void> =>
    store.transact((tx) => renameTicket(tx, act, clock.now())),
})
