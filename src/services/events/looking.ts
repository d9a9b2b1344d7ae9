import { type Result, catchRefusal, valueOf } from '../../domain/catchRefusal.js'
import { type EventWithTypes, hasEnded } from '../../domain/event.js'
import { typesToCome } from '../../domain/sale.js'
import type { SeenEvent } from '../../domain/sight.js'
import { createBatcher } from '../../runtime/batcher.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { theEvent } from '../../store/tables/openings.js'
import { mustExist, withTypes, withTypesOf } from '../finders.js'
import { createLinkGuessing, mustNotBeGuessing } from '../people/guessing.js'
import { seenBy } from '../sight.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type Look = { readonly personId: number; readonly eventId: number }

/**
 * An event's card for one person; `isReminded`: they asked to be told when it goes on sale; `isFollowing`: they hear of
 * the next events of its organizer.
 */
export type EventCard = SeenEvent & { readonly isReminded: boolean; readonly isFollowing: boolean }

/** Looking at an event as a guest: what is hidden is there only for who has opened it. */
export const createLooking = ({ store, clock }: Needs) => {
  const findByKey = createLinkGuessing({ store, clock })
  // Many who look at once are a few questions to the database; what one may not see is one's own affair.
  const look = createBatcher((looks: readonly Look[]): Promise<readonly Result<EventCard>[]> =>
    store.transact(async (tx) => {
      const ids = [...new Set(looks.map(({ eventId }) => eventId))]
      const found = new Map((await withTypes(tx, await tx.events.ofIds(ids))).map((each) => [each.event.id, each]))
      const all: Result<EventCard>[] = []
      const follows = await followsAmong(tx, looks, found)
      for (const { personId, eventId } of looks)
        all.push(
          await catchRefusal(async () => {
            const seen = await seenBy(tx, personId, mustExist(found.get(eventId)))
            const isFollowing = follows.get(seen.event.organizerId)?.has(personId) ?? false
            return cardFor(tx, { personId, isFollowing }, seen, clock.now())
          }),
        )
      return all
    }),
  )

  return {
    /** An event's card. Refuses with eventNotFound. */
    see: async (one: Look): Promise<EventCard> => valueOf(await look(one)),

    /** The event whose link a person came by, which opens it to them if it is unlisted. Refuses with eventNotFound. */
    arrive: ({ personId, slug }: { readonly personId: number; readonly slug: string }): Promise<EventCard> =>
      store.transact(async (tx) => {
        const found = await withTypesOf(tx, await tx.events.findBySlug(slug))
        const { id: eventId, isUnlisted } = found.event
        if (isUnlisted) await tx.openings.add({ personId, eventId, at: clock.now() }, [theEvent])
        const seen = await seenBy(tx, personId, found)
        const isFollowing = (await tx.follows.find(personId, found.event.organizerId)) !== undefined
        return cardFor(tx, { personId, isFollowing }, seen, clock.now())
      }),

    /**
     * Opens the hidden type whose link a person came by. Refuses with linkUnknown, also when the link was renewed
     * since, and tooManyGuesses.
     */
    openType: async ({ key, ...act }: Look & { readonly key: string }): Promise<void> => {
      await store.transact((tx) => mustNotBeGuessing(tx, act.personId, clock.now()))
      await findByKey({ personId: act.personId, text: key }, async (tx) => {
        const type = (await tx.ticketTypes.ofEvents([act.eventId])).find(({ linkKey }) => linkKey === key)
        if (type?.isHidden) await tx.openings.add({ ...act, at: clock.now() }, [type.id])
        return type
      })
    },
  }
}

/** Who of those who look follows which organizer: a question for each organizer, however many look. */
const followsAmong = async (
  tx: Tx,
  looks: readonly Look[],
  found: ReadonlyMap<number, EventWithTypes>,
): Promise<ReadonlyMap<number, ReadonlySet<number>>> => {
  const personIds = [...new Set(looks.map(({ personId }) => personId))]
  const follows = new Map<number, ReadonlySet<number>>()
  for (const organizerId of new Set([...found.values()].map(({ event }) => event.organizerId)))
    follows.set(organizerId, await tx.follows.among(organizerId, personIds))
  return follows
}

type Looker = { readonly personId: number; readonly isFollowing: boolean }

const cardFor = async (tx: Tx, { personId, isFollowing }: Looker, seen: SeenEvent, now: number): Promise<EventCard> => {
  const { event, shown } = seen
  const maySoon = event.state === 'published' && !hasEnded(event, now) && typesToCome(event, shown, now).length > 0
  return { ...seen, isFollowing, isReminded: maySoon && (await tx.openingReminders.isSet(personId, event.id)) }
}
