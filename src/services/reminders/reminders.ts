import { type Event, mustTakePlace } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import { longestAheadMs, type ReminderKind, reminderSaidFrom } from '../../domain/reminder.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { EventPlace } from '../../store/tables/events.js'
import { findOwnEvent } from '../finders.js'
import { type TicketView, viewsOf } from '../tickets/ticketViews.js'
import { type OpenRound, openRounds, remindsOf, skipPastRounds, writeSome } from './rounds.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type Act = { readonly personId: number; readonly eventId: number }

/** Which reminder of whom. */
type Which = Act & { readonly which: ReminderKind; readonly startsAt: number }

/** The tickets of one event that a person can use; there is always one. */
export type UsableTickets = readonly [TicketView, ...TicketView[]]

/** A reminder as it stands now: what it tells of, and from when on it may be said (UTC milliseconds). */
export type ReminderView = { readonly tickets: UsableTickets; readonly from: number }

const pageSize = 500

/** Reminding holders of what they have tickets for. */
export const createReminders = ({ store, clock }: Needs) => ({
  /** The rounds that are to be written now, and when the next one is (UTC milliseconds), if soon. */
  look: async (): Promise<{ readonly due: readonly OpenRound[]; readonly nextAt: number | undefined }> => {
    const now = clock.now()
    const open = await openRoundsAt(store, now)
    const next = Math.min(...open.flatMap(({ at }) => (at > now ? [at] : [])))
    return { due: open.filter(({ at }) => at <= now), nextAt: next === Infinity ? undefined : next }
  },

  /** Writes the next reminders of a round; false when there are no more. A repeat writes none twice. */
  writeSome: (round: OpenRound): Promise<boolean> => store.transact((tx) => writeSome(tx, round, clock.now())),

  /** A reminder as it stands now; undefined when it is not worth saying any more, or was never to be. */
  view: (which: Which): Promise<ReminderView | undefined> => store.transact((tx) => viewOf(tx, which, clock.now())),

  /** A person's tickets of an event that can still be used, by number; undefined if there are none. */
  usable: ({ personId, eventId }: Act): Promise<UsableTickets | undefined> =>
    store.transact((tx) => usableOf(tx, { personId, eventId }, clock.now())),

  /** The person hears no more reminders of an event. Refuses with ticketNotFound whoever has no ticket. */
  mute: ({ personId, eventId }: Act): Promise<void> =>
    store.transact(async (tx) => {
      if ((await tx.reminders.usable(personId, eventId)).length === 0) throw new Refusal('ticketNotFound')
      await tx.mutedReminders.add(personId, eventId, clock.now())
    }),

  /** The person hears reminders of an event again. */
  unmute: ({ personId, eventId }: Act): Promise<void> =>
    store.transact(async (tx) => {
      await tx.mutedReminders.remove(personId, eventId)
    }),

  /** Whether the person wanted no reminders of an event. */
  isMuted: ({ personId, eventId }: Act): Promise<boolean> =>
    store.transact(async (tx) => (await tx.mutedReminders.of(personId, [eventId])).size > 0),

  /**
   * Whether holders are reminded of an event. What would have been due meanwhile is not said later. Refuses with
   * notYours, eventNotFound, eventCancelled.
   */
  set: ({ personId, eventId, isOn }: Act & { readonly isOn: boolean }): Promise<Event> =>
    store.transact(async (tx) => {
      const { event } = await findOwnEvent(tx, personId, eventId)
      mustTakePlace(event)
      if (event.hasReminders === isOn) return event
      await tx.events.change(eventId, { hasReminders: isOn })
      if (isOn) await skipPastRounds(tx, event, clock.now())
      await tx.audit.add({
        at: clock.now(),
        actorId: personId,
        action: 'event.remindersSet',
        subject: `event:${eventId}`,
        details: { on: isOn ? 1 : 0 },
      })
      return { ...event, hasReminders: isOn }
    }),
})

const openRoundsAt = async (store: Store, now: number): Promise<readonly OpenRound[]> => {
  const open: OpenRound[] = []
  const span = { from: now, until: now + longestAheadMs }
  for (let after: EventPlace | undefined; ;) {
    const page = { after, limit: pageSize }
    const events = await store.transact((tx) => tx.reminders.beginning(span, page))
    open.push(...events.flatMap((event) => openRounds(event, now)))
    after = events.at(-1)
    if (events.length < pageSize) return open
  }
}

const viewOf = async (tx: Tx, which: Which, now: number): Promise<ReminderView | undefined> => {
  const event = await tx.events.find(which.eventId)
  if (!event || !remindsOf(event, which)) return undefined
  const from = reminderSaidFrom(which.which, event, now)
  if (from === undefined || (await tx.mutedReminders.of(which.personId, [event.id])).size > 0) return undefined
  const tickets = await usableOf(tx, which, now)
  return tickets && { tickets, from }
}

const usableOf = async (tx: Tx, { personId, eventId }: Act, now: number): Promise<UsableTickets | undefined> => {
  const ids = await tx.reminders.usable(personId, eventId)
  const [first, ...others] = await viewsOf(tx, await tx.tickets.ofIds(ids), now)
  return first && [first, ...others]
}
