import { type Event, type EventWithTypes, hasEnded, mustTakePlace } from '../../domain/event.js'
import { checkSaleFrom } from '../../domain/sale.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { beginTellingFollowers, endTellingFollowers } from '../following/tellingFollowers.js'
import { announceEvent, type NewsPolicy } from '../eventNews/news.js'
import { handChatNewsOn } from '../eventNews/newDates.js'

type Needs = NewsPolicy & { readonly store: Store; readonly clock: Clock }
type Act = { readonly personId: number; readonly eventId: number }

/** Before whom an event stands, and from when on it sells. */
export const createSelling = (needs: Needs) => {
  const { store, clock } = needs
  return {
    /**
     * Makes an event listed or unlisted. One that is listed for the first time is announced; of one that is taken out,
     * what the notification chat has not heard yet it does not hear. Refuses with eventNotFound, notYours,
     * eventCancelled.
     */
    setListing: (act: Act & { readonly isUnlisted: boolean }): Promise<Event> =>
      store.transact((tx) => setListing(tx, act, needs)),

    /**
     * From when on an event sells, in UTC milliseconds; undefined: at once. Refuses with eventNotFound, notYours,
     * eventCancelled, saleAfterEnd.
     */
    setSaleFrom: (act: Act & { readonly saleFrom: number | undefined }): Promise<Event> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, act.personId, act.eventId)
        mustTakePlace(event)
        checkSaleFrom(act.saleFrom, event)
        await tx.events.change(act.eventId, { saleFrom: act.saleFrom })
        await writeDown(tx, act, 'event.saleFromSet', clock.now())
        return { ...event, saleFrom: act.saleFrom }
      }),
  }
}

const setListing = async (
  tx: Tx,
  { isUnlisted, ...act }: Act & { readonly isUnlisted: boolean },
  needs: Needs,
): Promise<Event> => {
  mustTakePlace((await findOwnEvent(tx, act.personId, act.eventId)).event)
  const isChanged = await tx.events.list(act.eventId, isUnlisted)
  const found = await findEvent(tx, act.eventId)
  if (!isChanged) return found.event
  const now = needs.clock.now()
  await writeDown(tx, act, isUnlisted ? 'event.unlisted' : 'event.listed', now)
  if (isUnlisted) await withdraw(tx, found.event, needs)
  if (!isUnlisted && sells(found, now)) {
    await announceEvent(tx, found, needs)
    await beginTellingFollowers(tx, found.event, now)
  }
  return found.event
}

const withdraw = async (tx: Tx, event: Event, { clock, announceUnlisted }: Needs): Promise<void> => {
  const now = clock.now()
  if (!announceUnlisted) {
    await handChatNewsOn(tx, event, now)
    await tx.announcements.withdrawFromChat(event.id, now)
  }
  await endTellingFollowers(tx, event, now)
}

const sells = ({ event }: EventWithTypes, now: number): boolean => event.state === 'published' && !hasEnded(event, now)

const writeDown = (tx: Tx, { personId, eventId }: Act, action: string, at: number): Promise<void> =>
  tx.audit.add({ at, actorId: personId, action, subject: `event:${eventId}` })
