import type { Event } from '../../domain/event.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { areSimilar } from '../../domain/similarQuestions.js'
import { wordsOf } from '../../domain/styledText.js'
import { contactOf, mostAnswered, type Thread } from '../../domain/thread.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { ThreadOpening } from '../../store/tables/threadMessages.js'
import type { ThreadCounts } from '../../store/tables/threadCounts.js'
import { findOwnEvent } from '../finders.js'
import { findOwnThread, type OwnThread } from './answering.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type OfThread = { readonly personId: number; readonly threadId: number }
type OfEvent = { readonly personId: number; readonly eventId: number }

export type { ThreadCounts } from '../../store/tables/threadCounts.js'

/** A question that waits, with how it begins; without once that is forgotten. */
export type OpenQuestion = { readonly thread: Thread; readonly opening: ThreadOpening | undefined }

/** The open questions of an event, a page of them; `newest` is the newest message that anybody can have read in it. */
export type Questions = Page<OpenQuestion> & {
  readonly event: Event
  readonly counts: ThreadCounts
  readonly newest: number
  /** How many more ask much the same as those that are ticked. */
  readonly similar: number
}

/** The questions of an event, for its organizer: which wait, and who may not ask. All refuse with notYours. */
export const createQuestions = ({ store, clock }: Needs) => {
  const change = (act: OfThread, work: (tx: Tx, thread: Thread) => Promise<unknown>): Promise<OwnThread> =>
    store.transact(async (tx) => {
      const { event, thread } = await findOwnThread(tx, act)
      await work(tx, thread)
      return { event, thread: (await tx.threads.find(thread.id)) ?? thread }
    })

  return {
    /** A page of an event's open questions, those first that wait longest. Refuses with eventNotFound, notYours. */
    open: ({ personId, eventId, ...page }: OfEvent & PageRequest): Promise<Questions> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        const threads = pageOf(await tx.threads.openOf(eventId, oneMoreThan(page)), page.size)
        const counts = await tx.threads.countsOf(eventId)
        return {
          event,
          hasMore: threads.hasMore,
          rows: await withAllWords(tx, threads.rows),
          counts,
          newest: await tx.threadMessages.newest(),
          similar: counts.ticked > 0 ? (await similarToTicked(tx, eventId)).length : 0,
        }
      }),

    /** What an event's threads come to. Refuses with eventNotFound, notYours. */
    counts: ({ personId, eventId }: OfEvent): Promise<ThreadCounts> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return tx.threads.countsOf(eventId)
      }),

    /** Ticks an open question, or unticks it. Refuses with threadNotFound, notYours. */
    tick: ({ isTicked, ...act }: OfThread & { readonly isTicked: boolean }): Promise<OwnThread> =>
      change(act, (tx, thread) => (isTicked ? tx.threads.tick(thread, clock.now()) : tx.threads.untick(thread))),

    /** Ticks the open questions that ask much the same as those that are. Refuses with eventNotFound, notYours. */
    tickSimilar: ({ personId, eventId }: OfEvent): Promise<Event> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        for (const thread of await similarToTicked(tx, eventId)) await tx.threads.tick(thread, clock.now())
        return event
      }),

    /** The guest cannot write about the event any more; what they asked needs no answer. Refuses as `tick`. */
    block: (act: OfThread): Promise<OwnThread> =>
      change(act, async (tx, thread) => {
        if (await tx.threads.block(thread, clock.now())) await writeDown(tx, act, 'guest.blocked', clock.now())
        await tx.threads.close(thread)
      }),

    /** The guest may write again. Refuses as `tick`. */
    unblock: (act: OfThread): Promise<OwnThread> =>
      change(act, async (tx, thread) => {
        if (await tx.threads.unblock(thread)) await writeDown(tx, act, 'guest.unblocked', clock.now())
      }),

    /** A page of who may not write about an event. Refuses with eventNotFound, notYours. */
    blocked: ({
      personId,
      eventId,
      ...page
    }: OfEvent & PageRequest): Promise<Page<Thread> & { readonly event: Event }> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        return { event, ...pageOf(await tx.threads.blockedOf(eventId, oneMoreThan(page)), page.size) }
      }),

    /**
     * Where guests reach the organizer instead of through the bot; undefined: through the bot. Refuses with
     * eventNotFound, notYours, contactForm, contactLong.
     */
    setContact: ({ personId, eventId, text }: OfEvent & { readonly text: string | undefined }): Promise<Event> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        const contact = text === undefined ? undefined : contactOf(text)
        await tx.events.change(eventId, { contact })
        await tx.audit.add({
          ...{ at: clock.now(), actorId: personId, action: 'event.contactSet', subject: `event:${eventId}` },
        })
        return { ...event, contact }
      }),
  }
}

const withOpenings = async (tx: Tx, threads: readonly Thread[]): Promise<readonly OpenQuestion[]> => {
  const openings = await tx.threadMessages.openings(threads.flatMap(({ openMessage }) => openMessage ?? []))
  const byId = new Map(openings.map((opening) => [opening.id, opening]))
  return threads.map((thread) => ({ thread, opening: byId.get(thread.openMessage ?? 0) }))
}

/** The same with all that the guests have written since. */
const withAllWords = async (tx: Tx, threads: readonly Thread[]): Promise<readonly OpenQuestion[]> => {
  const began = ({ openMessage = Infinity }: Thread): number => openMessage
  const all = threads.length > 0 ? await tx.threadMessages.since(Math.min(...threads.map(began)), threads) : []
  return threads.map((thread) => {
    const [first, ...later] = all.filter(({ id, threadId }) => threadId === thread.id && id >= began(thread))
    if (!first) return { thread, opening: undefined }
    const words = [first, ...later].map((one) => one.words).filter((said) => said !== '')
    return { thread, opening: { ...first, words: words.join('\n') } }
  })
}

// Of as many as are answered at once, those that wait longest; in one order, whoever else ticks at the same time.
const similarToTicked = async (tx: Tx, eventId: number): Promise<readonly Thread[]> => {
  const open = await withOpenings(tx, await tx.threads.openOf(eventId, { limit: mostAnswered }))
  const wordsIn = ({ opening }: OpenQuestion): string => wordsOf(opening?.words ?? '')
  const ticked = open.filter(({ thread }) => thread.isTicked).map(wordsIn)
  return open
    .filter((one) => !one.thread.isTicked && ticked.some((words) => areSimilar(words, wordsIn(one))))
    .map(({ thread }) => thread)
    .toSorted((a, b) => a.id - b.id)
}

const writeDown = (tx: Tx, { personId, threadId }: OfThread, action: string, at: number): Promise<void> =>
  tx.audit.add({ at, actorId: personId, action, subject: `thread:${threadId}` })
