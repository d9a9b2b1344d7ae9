import { dayMs } from '../../domain/duration.js'
import type { Store } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import type { Codes } from '../codes.js'
import type { Publishing } from '../events/publishing.js'
import type { Ordering } from '../ordering/ordering.js'

// Negative ids are chats', never persons': no real person can be taken for these.
const organizerId = -1
const buyerId = -2

type Needs = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly publishing: Publishing
  readonly ordering: Ordering
  readonly zone: string
  readonly currency: string
}

/** What a self-test does: the main job on the real database, leaving nothing behind. */
export const createSelfTestData = ({ store, clock, codes, publishing, ordering, zone, currency }: Needs) => ({
  /** Creates the test organizer and the test buyer. */
  meet: (names: { readonly organizer: string; readonly buyer: string }): Promise<void> =>
    store.transact(async (tx) => {
      await tx.people.meet({ id: organizerId, displayName: names.organizer, languageCode: undefined }, clock.now())
      await tx.people.meet({ id: buyerId, displayName: names.buyer, languageCode: undefined }, clock.now())
    }),

  /** Publishes a test event that starts tomorrow; gives its id. */
  publish: async ({ title, venue }: { readonly title: string; readonly venue: string }): Promise<number> => {
    const key = codes.key()
    const answers = {
      title,
      description: null,
      startsAt: clock.now() + dayMs,
      endsAt: null,
      venue,
      price: { minor: 0, currency },
      capacity: 2,
      poster: null,
    }
    await store.transact((tx) =>
      tx.drafts.write(
        { personId: organizerId, key, eventId: undefined, answers, asked: 'preview', day: undefined, zone, currency },
        clock.now(),
      ),
    )
    return (await publishing.publish({ personId: organizerId, key, test: true })).event.id
  },

  /** The test buyer takes one ticket. */
  buy: async (eventId: number): Promise<void> => {
    const [type] = await store.transact((tx) => tx.ticketTypes.ofEvents([eventId]))
    if (type) await ordering.buy({ buyerId, ticketTypeId: type.id, quantity: 1, requestKey: codes.key(), test: true })
  },

  /** What the test event's announcements came to so far: how many still wait, and the latest failure. */
  progress: (eventId: number): Promise<{ readonly waiting: number; readonly error: string | undefined }> =>
    store.transact((tx) => tx.announcements.progress(eventId)),

  /** Removes all that the self-test made, and what an interrupted one left. */
  remove: (): Promise<void> => store.transact((tx) => tx.selfTestData.remove([organizerId, buyerId])),
})

export type SelfTestData = ReturnType<typeof createSelfTestData>
