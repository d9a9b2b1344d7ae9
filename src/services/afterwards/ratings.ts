import { checkWords, isDueAfter, mustBeRatable } from '../../domain/afterwards.js'
import { quietMs } from '../../domain/night.js'
import type { Event } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Rating } from '../../store/tables/ratings.js'
import type { Codes } from '../codes.js'
import { findEvent } from '../finders.js'
import { type ToSay, toSay } from '../messaging/toSay.js'
import { wasThere } from './guests.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly codes: Pick<Codes, 'chance'> }
type Act = { readonly personId: number; readonly eventId: number }

/** An event, and what the person said of it. */
export type RatedEvent = { readonly event: Event; readonly rating: Rating | undefined }

/**
 * How an event was: said by those who were there. Nothing about it is written into the audit; its organizer sees what
 * all of it comes to (eventReports.ts), and nobody else sees anything.
 */
export const createRatings = ({ store, clock, codes }: Needs) => {
  const change = (act: Act, work: (tx: Tx) => Promise<void>): Promise<RatedEvent> =>
    store.transact(async (tx) => {
      const event = await findRatable(tx, act, clock.now())
      await work(tx)
      return { event, rating: await tx.ratings.find(act) }
    })

  return {
    /** What the person said of an event. Refuses with eventNotFound, eventCancelled, ratingClosed, notThere. */
    view: (act: Act): Promise<RatedEvent> => change(act, () => Promise.resolve()),

    /** Gives an event so many stars, 1 to 5; the last answer counts. Refuses as `view`. */
    rate: ({ stars, ...act }: Act & { readonly stars: number }): Promise<RatedEvent> =>
      change(act, (tx) => tx.ratings.rate(act, stars, clock.now())),

    /** Takes back what the person said, if they said anything. Refuses as `view`. */
    withdraw: (act: Act): Promise<RatedEvent> => change(act, (tx) => tx.ratings.remove(act)),

    /** Adds words to the person's stars. Refuses as `view`, and with textNeeded, wordsTooLong, ratingNeeded. */
    setWords: ({ text, ...act }: Act & { readonly text: string }): Promise<RatedEvent> =>
      change(act, (tx) => setWords(tx, act, { words: checkWords(text), place: codes.chance(), now: clock.now() })),

    /** Takes the words back; the stars stay. Refuses as `view`, and with ratingNeeded. */
    dropWords: (act: Act): Promise<RatedEvent> =>
      change(act, (tx) => setWords(tx, act, { words: undefined, place: 0, now: clock.now() })),

    /**
     * The event about which a person is to be asked, as it is now; undefined: it was moved or cancelled, is over for
     * too long, they were not there after all, or said already how it was.
     */
    question: ({ personId, eventId }: Act): Promise<ToSay<Event> | undefined> =>
      store.transact(async (tx) => {
        const now = clock.now()
        const event = await tx.events.find(eventId)
        if (!event || !isDueAfter(event, 'question', now) || !(await wasThere(tx, event, personId))) return undefined
        if (await tx.ratings.find({ eventId, personId })) return undefined
        return toSay(event, quietMs(now, event.zone))
      }),
  }
}

const findRatable = async (tx: Tx, { personId, eventId }: Act, now: number): Promise<Event> => {
  const { event } = await findEvent(tx, eventId)
  // Who was not there learns nothing about it, not even that it is over.
  if (!(await wasThere(tx, event, personId))) throw new Refusal('notThere')
  mustBeRatable(event, now)
  return event
}

const setWords = async (tx: Tx, act: Act, to: Parameters<Tx['ratings']['setWords']>[1]): Promise<void> => {
  if (!(await tx.ratings.setWords(act, to))) throw new Refusal('ratingNeeded')
}
