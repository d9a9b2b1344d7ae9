import { quietMs } from '../../domain/night.js'
import type { SeenEvent } from '../../domain/sight.js'
import { type Follow, mayFollow } from '../../domain/following.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import { toldOf } from '../eventNews/newDates.js'
import { findSeen } from '../sight.js'
import { type ToSay, toSay } from '../messaging/toSay.js'

type Needs = { readonly store: Store; readonly clock: Clock }

/** An event that somebody hears of because they follow its organizer. */
export type FollowedEvent = SeenEvent & { readonly follow: Follow }

/** Following organizers: hearing of each next public event of theirs, once. Nobody else sees who follows whom. */
export const createFollowing = ({ store, clock }: Needs) => ({
  /**
   * From now on the person hears of the next events of whoever organizes this one; `isNew` is false if they did before.
   * Refuses with eventNotFound, followSelf.
   */
  follow: ({ personId, eventId }: { readonly personId: number; readonly eventId: number }) =>
    store.transact(async (tx) => {
      const { event } = await findSeen(tx, { personId, eventId })
      if (!mayFollow(personId, event)) throw new Refusal('followSelf')
      const isNew = await tx.follows.add({ personId, organizerId: event.organizerId }, clock.now())
      return { organizerName: event.organizerName, isNew }
    }),

  /** Ends one of the person's follows; what is not theirs, or ended before, stays as it is. */
  stop: async ({ personId, followId }: { readonly personId: number; readonly followId: number }): Promise<void> => {
    await store.transact((tx) => tx.follows.remove(followId, personId))
  },

  /** The person hears no more of whoever organizes this event; a repeat changes nothing. */
  leave: ({ personId, eventId }: { readonly personId: number; readonly eventId: number }): Promise<void> =>
    store.transact(async (tx) => {
      const event = await tx.events.find(eventId)
      if (event) await tx.follows.end(personId, event.organizerId)
    }),

  /** Whether a person follows an organizer. */
  isFollowing: (personId: number, organizerId: number): Promise<boolean> =>
    store.transact(async (tx) => (await tx.follows.find(personId, organizerId)) !== undefined),

  /** Whom a person follows, the latest first. */
  ofPerson: (personId: number, page: PageRequest): Promise<Page<Follow>> =>
    store.transact(async (tx) => pageOf(await tx.follows.ofPerson(personId, oneMoreThan(page)), page.size)),

  /** How many follow an organizer: for themself. */
  countOf: (organizerId: number): Promise<number> => store.transact((tx) => tx.follows.count(organizerId)),

  /**
   * An event to tell a follower of, as it is now, or the next date that came with it where it was taken away;
   * undefined: none is public any more, or they follow no more.
   */
  news: (personId: number, eventId: number): Promise<ToSay<FollowedEvent> | undefined> =>
    store.transact(async (tx) => {
      const begun = await tx.events.find(eventId)
      const event = begun && (await toldOf(tx, begun, clock.now()))
      if (!event) return undefined
      const follow = await tx.follows.find(personId, event.organizerId)
      if (!follow) return undefined
      return toSay(
        { ...(await findSeen(tx, { personId, eventId: event.id })), follow },
        quietMs(clock.now(), event.zone),
      )
    }),
})
