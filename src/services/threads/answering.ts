import type { Event } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import { mustOrganize } from '../../domain/access.js'
import { bulkGapMs } from '../../domain/announcement.js'
import { isNameOnly } from '../../domain/person.js'
import { Refusal } from '../../domain/refusal.js'
import { type Carried, mostAnswered, mustBeTalkedAbout, type Thread } from '../../domain/thread.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { OpenOnes } from '../../store/tables/threads.js'
import { findEvent, findOrderForOrganizer, findOwnEvent } from '../finders.js'
import { carry } from './carrying.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type OfThread = { readonly personId: number; readonly threadId: number }
type OfEvent = { readonly personId: number; readonly eventId: number }
type Written = { readonly updateId: number; readonly carried: Carried }

/** A thread with its event, for the organizer. */
export type OwnThread = { readonly event: Event; readonly thread: Thread }

/** The same of somebody who bought an order. */
export type BuyersThread = OwnThread & { readonly order: Order }

/** How many were answered at once, and how many questions are still open. */
export type AnsweredTogether = { readonly event: Event; readonly answered: number; readonly left: number }

/** What an organizer answers: nobody else may, their staff neither. */
export const createAnswering = ({ store, clock }: Needs) => ({
  /** A thread for its organizer. Refuses with threadNotFound, notYours, threadClosed. */
  view: (act: OfThread): Promise<OwnThread> => store.transact((tx) => findAnswerable(tx, act, clock.now())),

  /**
   * The thread with an order's buyer, begun if there is none yet. Refuses with orderNotFound, notYours, threadClosed,
   * threadSelf, and guestsNone where they bought at the door.
   */
  withBuyer: ({ personId, orderId }: { readonly personId: number; readonly orderId: number }): Promise<BuyersThread> =>
    store.transact(async (tx) => {
      const { event, order } = await findOrderForOrganizer(tx, { personId, orderId })
      mustBeTalkedAbout(event, clock.now())
      if (order.buyerId === personId) throw new Refusal('threadSelf')
      if (isNameOnly(order.buyerId)) throw new Refusal('guestsNone')
      return { event, order, thread: await tx.threads.findOrMake(event.id, order.buyerId, clock.now()) }
    }),

  /** Carries an answer to the guest; nothing waits any more. Refuses as `view`, and with wordsTooLong, textNeeded. */
  answer: ({ updateId, carried, ...act }: OfThread & Written): Promise<OwnThread> =>
    store.transact(async (tx) => {
      const found = await findAnswerable(tx, act, clock.now())
      // An update that is handled again; but a later picture of an album goes to all who were answered together.
      if (!(await tx.threadMessages.isOfUpdate(updateId, act.threadId)))
        await answer(tx, found, { updateId, carried }, clock.now())
      return found
    }),

  /**
   * Carries one answer to all who wait for one, at most 200 at once, and to what they wrote up to a message: what they
   * have written since waits for another. Refuses with eventNotFound, notYours, threadClosed, wordsTooLong, textNeeded.
   */
  answerTogether: ({ which, ...act }: OfEvent & Written & { readonly which: OpenOnes }): Promise<AnsweredTogether> =>
    store.transact((tx) => answerTogether(tx, act, which, clock.now())),

  /** Needs no answer. Refuses as `view`. */
  close: (act: OfThread): Promise<OwnThread> =>
    store.transact(async (tx) => {
      const found = await findAnswerable(tx, act, clock.now())
      await tx.threads.close(found.thread)
      return found
    }),
})

/** Loads a thread for its organizer. Refuses with threadNotFound, notYours. */
export const findOwnThread = async (tx: Tx, { personId, threadId }: OfThread): Promise<OwnThread> => {
  const thread = await tx.threads.find(threadId)
  if (!thread) throw new Refusal('threadNotFound')
  const { event } = await findEvent(tx, thread.eventId)
  mustOrganize(personId, event)
  return { event, thread }
}

const findAnswerable = async (tx: Tx, act: OfThread, now: number): Promise<OwnThread> => {
  const found = await findOwnThread(tx, act)
  mustBeTalkedAbout(found.event, now)
  return found
}

const answer = async (tx: Tx, { event, thread }: OwnThread, written: Written, now: number): Promise<void> => {
  await carry(tx, thread, { author: 'organizer', organizerId: event.organizerId, ...written, now })
  await tx.threads.close(thread)
}

const answerTogether = async (
  tx: Tx,
  { updateId, carried, personId, eventId }: OfEvent & Written,
  which: OpenOnes,
  now: number,
): Promise<AnsweredTogether> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  mustBeTalkedAbout(event, now)
  const before = await tx.threadMessages.threadsOfUpdate(updateId)
  const threads = before > 0 ? [] : await tx.threads.openTogether(eventId, which, mostAnswered)
  let answered = before
  const later = threads.length > 0 ? await tx.threadMessages.firstAfter(eventId, which.upTo) : undefined
  // In one order, whoever else closes some of them at the same time; who comes second finds them closed.
  for (const thread of threads.toSorted((a, b) => a.id - b.id)) {
    if (!(await tx.threads.closeAsRead({ ...thread, next: later?.get(thread.id) }))) continue
    const writing = { author: 'organizer', organizerId: event.organizerId, updateId, carried, now } as const
    await carry(tx, thread, { ...writing, afterMs: (answered - before) * bulkGapMs })
    answered += 1
  }
  return { event, answered, left: (await tx.threads.countsOf(eventId)).open }
}
