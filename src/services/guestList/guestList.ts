import { mayGiveTickets } from '../../domain/access.js'
import { mustTakePlace } from '../../domain/event.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findOwnEvent } from '../finders.js'
import { findGuestListEvent } from './access.js'
import { createGuestEntries } from './entries.js'
import { createGuestLinks } from './links.js'
import { createGuestLists } from './lists.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly codes: Codes }
type OfEvent = { readonly personId: number; readonly eventId: number }

/** Tickets that an organizer gives away, or staff who were let. */
export const createGuestList = (needs: Needs) => ({
  entries: createGuestEntries(needs),
  lists: createGuestLists(needs),
  links: createGuestLinks(needs),

  /** The event, for whoever keeps its list. Refuses with eventNotFound, guestListOnly. */
  event: ({ personId, eventId }: OfEvent) => needs.store.transact((tx) => findGuestListEvent(tx, personId, eventId)),

  /** Whether a person keeps the list of an event. */
  isKeeper: ({ personId, eventId }: OfEvent): Promise<boolean> =>
    needs.store.transact(async (tx) => {
      const event = await tx.events.find(eventId)
      return event !== undefined && mayGiveTickets(personId, event, await tx.staff.givesTickets(personId, eventId))
    }),

  /**
   * Lets staff keep the list, who are told, or not any more. A repeat, and who is no staff, changes nothing. Refuses
   * with eventNotFound, notYours, eventCancelled.
   */
  letStaff: ({
    staffId,
    isLet,
    ...act
  }: OfEvent & { readonly staffId: number; readonly isLet: boolean }): Promise<void> =>
    needs.store.transact(async (tx) => {
      const { event } = await findOwnEvent(tx, act.personId, act.eventId)
      mustTakePlace(event)
      if (!(await tx.staff.setGivesTickets(staffId, act.eventId, isLet))) return
      const now = needs.clock.now()
      await tx.audit.add({
        at: now,
        actorId: act.personId,
        action: isLet ? 'staff.givesTickets' : 'staff.givesNoTickets',
        subject: `event:${act.eventId}`,
        details: { staff: staffId },
      })
      const message = { kind: 'staffGivesTickets' as const, eventId: event.id, ...eventFactsOf(event) }
      const news = { to: staffId, key: `staffGives:${event.id}:${staffId}:${now}`, eventId: event.id, message }
      await tx.announcements.add(isLet ? [news] : [], now)
    }),
})
