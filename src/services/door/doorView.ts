import { mustWorkAt } from '../../domain/access.js'
import {
  doorClosesAfterMs,
  doorModeEndsAt,
  type DoorTicket,
  type DoorView,
  isDoorNear,
  isDoorOpen,
  mustHaveDoor,
} from '../../domain/door.js'
import { dayMs, minuteMs, secondMs } from '../../domain/duration.js'
import { closesAt, type Event } from '../../domain/event.js'
import type { DoorSearch } from '../../store/queries/doorSearch.js'
import type { DoorNumbers } from '../../store/queries/doorViews.js'
import type { EventPlace } from '../../store/tables/events.js'
import type { Store, Tx } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { namesAtDoor, ticketsNamed } from '../buyerQuestions/ticketNames.js'
import { findEvent } from '../finders.js'
import { searchOf } from './searchOf.js'

type Person = { readonly personId: number }
type AtEvent = Person & { readonly eventId: number }

const lastInShown = 3
const mostFound = 10

/** A ticket that was found at the door; `byOrder`: by the number of its order; `name`: what stands on it. */
export type FoundAtDoor = DoorTicket & { readonly byOrder: boolean; readonly name: string | undefined }

/** A message whose door has changed since it was drawn, what it should show, and when it may be drawn, if not yet. */
type DueDoor = {
  readonly personId: number
  readonly messageId: number
  readonly view: DoorView
  readonly nextAt: number | undefined
}

/** A door where somebody stands no more: the message that showed it, and whether they may open it again. */
export type LeftDoor = {
  readonly personId: number
  readonly messageId: number | undefined
  readonly event: Event
  readonly mayReopen: boolean
}

// Whoever draws a message has so long; then it is somebody else's turn.
const drawingMs = 40 * secondMs
// A time beyond that is of a clock that was set back since.
const longestWaitMs = minuteMs

/** Standing at an event's door: the live view, search, and who is in. */
export const createDoorView = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  /** A page of the events whose door the person may open now, soonest first. */
  choices: (personId: number, page: PageRequest<EventPlace>): Promise<Page<Event>> =>
    store.transact(async (tx) =>
      pageOf(await tx.doorViews.choices(personId, { now: clock.now(), ...oneMoreThan(page) }), page.size),
    ),

  /** Whether there is any door that the person may open now. */
  hasChoice: (personId: number): Promise<boolean> =>
    store.transact(async (tx) => (await tx.doorViews.choices(personId, { now: clock.now(), limit: 1 })).length > 0),

  /**
   * Opens an event's door; the person leaves any other. Refuses with eventNotFound, staffOnly, eventCancelled,
   * eventEnded.
   */
  open: ({ personId, eventId }: AtEvent): Promise<DoorView> =>
    store.transact(async (tx) => {
      const event = await findDoor(tx, personId, eventId)
      const now = clock.now()
      mustHaveDoor(event, now)
      const view = await viewOf(tx, event, now)
      await tx.doors.open({ personId, eventId, openedAt: now }, view.version)
      await tx.audit.add({ at: now, actorId: personId, action: 'door.opened', subject: `event:${eventId}` })
      return view
    }),

  /** The door where the person stands. */
  current: (personId: number): Promise<DoorView | undefined> =>
    store.transact(async (tx) => {
      const at = await tx.doors.standing(personId)
      const event = at && (await tx.events.find(at.eventId))
      return event && isOn(event, at.openedAt, clock.now()) && (await worksAt(tx, personId, event))
        ? viewOf(tx, event, at.openedAt)
        : undefined
    }),

  /** The person leaves their door, or, when an event is named, only if it is that one's; what they left. */
  leave: (personId: number, eventId?: number): Promise<LeftDoor | undefined> =>
    store.transact(async (tx) => {
      const at = await tx.doors.standing(personId)
      if (!at || (eventId ?? at.eventId) !== at.eventId || !(await tx.doors.end(at))) return undefined
      const event = await tx.events.find(at.eventId)
      return event && isOn(event, at.openedAt, clock.now()) ? { ...at, event, mayReopen: true } : undefined
    }),

  /** Some of the doors of the person that are near or open, soonest first: two of them, if there are more. */
  near: (personId: number): Promise<readonly Event[]> =>
    store.transact(async (tx) => {
      const now = clock.now()
      return (await tx.doorViews.choices(personId, { now, limit: 2 })).filter((event) => isDoorNear(event, now))
    }),

  /** Whoever still stands at a door after its night leaves it; the doors that a message showed. */
  endOver: (): Promise<readonly LeftDoor[]> => store.transact((tx) => endOver(tx, clock.now())),

  /** An event's door without opening it. Refuses with eventNotFound, staffOnly. */
  view: ({ personId, eventId }: AtEvent): Promise<DoorView> =>
    store.transact(async (tx) => viewOf(tx, await findDoor(tx, personId, eventId), clock.now())),

  /**
   * Finds valid tickets by the beginnings of words of their holder's name, or of the name on them, in any order; by
   * their number or their order's; or by their short code or its beginning. Refuses with eventNotFound, staffOnly.
   */
  search: ({ personId, eventId, text }: AtEvent & { readonly text: string }): Promise<readonly FoundAtDoor[]> =>
    store.transact(async (tx) => {
      const event = await findDoor(tx, personId, eventId)
      const wanted = event.state === 'cancelled' ? undefined : searchOf(text)
      return wanted ? findTickets(tx, event, wanted) : []
    }),

  /** Who is in, newest first; `after` is the last one of the page before. Refuses with eventNotFound, staffOnly. */
  whoIsIn: ({
    personId,
    eventId,
    after,
    size,
  }: AtEvent & PageRequest<{ readonly at: number; readonly id: number }>): Promise<Page<DoorTicket>> =>
    store.transact(async (tx) => {
      await findDoor(tx, personId, eventId)
      return pageOf(await tx.ticketLookups.whoIsIn(eventId, { after, limit: size + 1 }), size)
    }),

  /** The message that shows the person's door from now on. */
  remember: ({ personId, messageId }: Person & { readonly messageId: number }): Promise<void> =>
    store.transact((tx) => tx.doors.remember(personId, messageId)),

  /** The message cannot be edited any more. */
  forget: ({ personId, messageId }: Person & { readonly messageId: number }): Promise<void> =>
    store.transact((tx) => tx.doors.forget(personId, messageId)),

  /** The messages whose door has changed since they were drawn, what may be drawn soonest first. */
  due: (): Promise<readonly DueDoor[]> => store.transact((tx) => dueDoors(tx, clock.now())),

  /** Takes a message to draw it, if its time has come: false if it has not, or another process draws it. */
  claim: async ({ personId, messageId, view, nextAt }: DueDoor): Promise<boolean> => {
    const now = clock.now()
    if (nextAt !== undefined && nextAt > now && nextAt < now + longestWaitMs) return false
    const shown = { personId, messageId, eventId: view.event.id, nextAt }
    return store.transact((tx) => tx.doors.claim(shown, now + drawingMs))
  },

  /** A claimed message shows this version now, or could not be drawn; it may be again in so many milliseconds. */
  drawn: (
    { personId, messageId }: Pick<DueDoor, 'personId' | 'messageId'>,
    version: string | undefined,
    againMs: number,
  ): Promise<void> =>
    store.transact((tx) => tx.doors.drawn({ personId, messageId, nextAt: clock.now() + againMs }, version)),
})

/** Whether somebody who opened a door then stands there still. */
const isOn = (event: Event, openedAt: number, now: number): boolean =>
  isDoorOpen(event, now) && doorModeEndsAt(event, openedAt) > now

// A message that is older shows nothing that anybody still looks at.
const worthSayingMs = doorClosesAfterMs + dayMs

const endOver = async (tx: Tx, now: number): Promise<readonly LeftDoor[]> => {
  const all = await tx.doors.afterEnd(now)
  const events = new Map(
    (await tx.events.ofIds([...new Set(all.map((one) => one.eventId))])).map((one) => [one.id, one]),
  )
  const left: LeftDoor[] = []
  for (const at of all) {
    const event = events.get(at.eventId)
    if (!event || doorModeEndsAt(event, at.openedAt) > now || !(await tx.doors.end(at))) continue
    if (at.messageId !== undefined && closesAt(event) + worthSayingMs > now)
      left.push({ ...at, event, mayReopen: isDoorOpen(event, now) })
  }
  return left
}

const viewOf = async (tx: Tx, event: Event, openedAt: number): Promise<DoorView> => {
  const numbers = await tx.doorViews.numbers(event.id)
  const [toPay, lastIn] = [await tx.doorViews.toPay(event.id), await tx.doorViews.lastIn(event.id, lastInShown)]
  const count = { in: numbers.in, of: numbers.of }
  const endsAt = doorModeEndsAt(event, openedAt)
  const keepers = new Set(await tx.staff.keepersOf(event.id))
  return { event, count, toPay, lastIn, keepers, version: versionOf(event, numbers), endsAt }
}

const dueDoors = async (tx: Tx, now: number): Promise<readonly DueDoor[]> => {
  const shown = await tx.doors.shown(now)
  const views = new Map<number, DoorView>()
  for (const event of await tx.events.ofIds([...new Set(shown.map(({ eventId }) => eventId))])) {
    const version = versionOf(event, await tx.doorViews.numbers(event.id))
    if (shown.some(({ eventId, drawn }) => eventId === event.id && drawn !== version))
      views.set(event.id, await viewOf(tx, event, now))
  }
  const due = shown.flatMap(({ personId, messageId, eventId, drawn, nextAt, openedAt }) => {
    const view = views.get(eventId)
    if (!view || view.version === drawn) return []
    return [{ personId, messageId, view: { ...view, endsAt: doorModeEndsAt(view.event, openedAt) }, nextAt }]
  })
  return due.sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0))
}

const worksAt = async (tx: Tx, personId: number, { id, organizerId }: Event): Promise<boolean> =>
  organizerId === personId || (await tx.staff.isAt(personId, id))

const findDoor = async (tx: Tx, personId: number, eventId: number): Promise<Event> => {
  const { event } = await findEvent(tx, eventId)
  mustWorkAt(personId, event, await worksAt(tx, personId, event))
  return event
}

const versionOf = (event: Event, numbers: DoorNumbers): string =>
  `${event.state}:${numbers.in}:${numbers.of}:${numbers.lastAt}:${closesAt(event)}`

// Whose name stands on a ticket comes to the door with it, whoever holds it.
const findTickets = async (tx: Tx, event: Event, wanted: DoorSearch): Promise<readonly FoundAtDoor[]> => {
  const named = await ticketsNamed(tx, event, wanted.name, mostFound)
  const found = await tx.doorSearch.tickets(event.id, wanted, mostFound)
  const byOrder = new Set(found.flatMap((one) => (one.byOrder ? [one.id] : [])))
  const ids = new Set([...named, ...found.map(({ id }) => id)])
  const tickets = await tx.ticketLookups.ofIds([...ids].slice(0, mostFound))
  const names = await namesAtDoor(tx, event, tickets)
  return tickets.map((ticket) => ({ ...ticket, byOrder: byOrder.has(ticket.id), name: names.get(ticket.id) }))
}
