import type { Event } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import { type Carried, mayWrite, mustBeTalkedAbout, slowDown, type Thread } from '../../domain/thread.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { mustNotBeBlocked } from '../guests/blocking.js'
import { findSeen } from '../sight.js'
import { carry } from './carrying.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type Act = { readonly personId: number; readonly eventId: number }

/** An event as its guest asks about it; `thread` is undefined until they do. */
export type AskedEvent = { readonly event: Event; readonly thread: Thread | undefined }

/** What a guest asks an organizer, whom the bot does not tell who it is. */
export const createAsking = ({ store, clock }: Needs) => ({
  /**
   * An event about which the person may ask. Refuses with eventNotFound, threadSelf, threadClosed, guestBlocked,
   * threadBlocked, and, if they wrote too much, with threadRests, threadWaits.
   */
  view: (act: Act): Promise<AskedEvent> =>
    store.transact(async (tx) => {
      const event = await findAskable(tx, act, clock.now())
      const thread = await tx.threads.of(act.eventId, act.personId)
      if (thread) await mustBeHeard(tx, thread, event, clock.now())
      return { event, thread }
    }),

  /** Carries a question to the organizer. Refuses as `view`, and with wordsTooLong, textNeeded. */
  ask: (
    act: Act & { readonly updateId: number; readonly carried: Carried },
  ): Promise<{ readonly event: Event; readonly thread: Thread }> => store.transact((tx) => ask(tx, act, clock.now())),

  /** From now on the organizer sees the person's name, or not any more. Refuses as `view`. */
  setNamed: (act: Act & { readonly isNamed: boolean }): Promise<AskedEvent> =>
    store.transact(async (tx) => {
      const event = await findAskable(tx, act, clock.now())
      const { id } = await tx.threads.findOrMake(act.eventId, act.personId, clock.now())
      await tx.threads.setNamed(id, act.isNamed)
      return { event, thread: await tx.threads.of(act.eventId, act.personId) }
    }),
})

const findAskable = async (tx: Tx, act: Act, now: number): Promise<Event> => {
  const { event } = await findSeen(tx, act)
  if (event.organizerId === act.personId) throw new Refusal('threadSelf')
  mustBeTalkedAbout(event, now)
  await mustNotBeBlocked(tx, act.personId, event)
  return event
}

const ask = async (
  tx: Tx,
  { updateId, carried, ...act }: Act & { readonly updateId: number; readonly carried: Carried },
  now: number,
): Promise<{ readonly event: Event; readonly thread: Thread }> => {
  const event = await findAskable(tx, act, now)
  const thread = await tx.threads.findOrMake(act.eventId, act.personId, now)
  // An update that is handled again.
  if (await tx.threadMessages.isOfUpdate(updateId, thread.id)) return { event, thread }
  const isFirst = carried.album === undefined || !(await isOfAlbum(tx, act.personId, carried.album))
  if (isFirst && !(await tx.threads.spend(thread.id, now))) throw await whyNot(tx, thread, event, now)
  if (thread.isBlocked) throw new Refusal('threadBlocked', { title: event.title })
  const messageId = await carry(tx, thread, {
    ...{ author: 'guest', organizerId: event.organizerId, updateId, carried, now },
  })
  await tx.threads.open(thread, messageId)
  return { event, thread }
}

// Nobody is asked for words that would not be carried.
const mustBeHeard = async (tx: Tx, { id, isBlocked }: Thread, { title }: Event, now: number): Promise<void> => {
  if (isBlocked) throw new Refusal('threadBlocked', { title })
  const pace = await tx.threads.paceOf(id)
  if (!mayWrite(pace, now)) throw slowDown(pace, now)
}

const isOfAlbum = async (tx: Tx, personId: number, album: string): Promise<boolean> =>
  (await tx.threadMessages.threadsOfAlbum(personId, album)).length > 0

const whyNot = async (tx: Tx, { id }: Thread, { title }: Event, now: number): Promise<Refusal> =>
  (await tx.threads.find(id))?.isBlocked
    ? new Refusal('threadBlocked', { title })
    : slowDown(await tx.threads.paceOf(id), now)
