import type { NewAnnouncement } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import type { Event, EventWithTypes } from '../../domain/event.js'
import { isNameOnly } from '../../domain/person.js'
import type { Order } from '../../domain/order.js'
import { type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { Refusal } from '../../domain/refusal.js'
import { isUnused, mustBeAhead, type Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { forgetKept } from '../eventNews/keeping.js'
import { guestTicketsOf } from '../payments/moneyReports.js'
import { type TicketView, viewsOf } from '../tickets/ticketViews.js'
import { type EntryState, findEntry, findGuestListEvent, type GuestEntryView, viewsOfEntries } from './access.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type OfEvent = { readonly personId: number; readonly eventId: number }
type OfEntry = { readonly personId: number; readonly entryId: number }

/** A page of a guest list, the newest first; `tickets` are all that can be used, or were. */
export type GuestListPage = EventWithTypes & Page<GuestEntryView> & { readonly tickets: number }

/** One of its entries, with its tickets by number and who issued it. */
export type GuestEntryPage = EventWithTypes &
  GuestEntryView & {
    readonly tickets: readonly TicketView[]
    readonly issuedByName: string
    /** Some of its tickets can still be taken back. */
    readonly isRevocable: boolean
  }

/** Who stands on a guest list, and taking it back. Each refuses with eventNotFound, guestListOnly. */
export const createGuestEntries = ({ store, clock }: Needs) => ({
  /** A page of the list; `after` is the id of an entry. */
  list: ({ personId, eventId, ...page }: OfEvent & PageRequest): Promise<GuestListPage> =>
    store.transact(async (tx) => {
      const found = await findGuestListEvent(tx, personId, eventId)
      const entries = await tx.guestEntries.ofEvent(eventId, { after: page.after, limit: page.size + 1 })
      const { rows, hasMore } = pageOf(entries, page.size)
      const tickets = guestTicketsOf(await tx.eventCounters.ofEvent(eventId))
      return { ...found, rows: await viewsOfEntries(tx, found, rows), hasMore, tickets }
    }),

  /** One entry. Refuses with guestEntryGone. */
  view: (act: OfEntry): Promise<GuestEntryPage> => store.transact((tx) => viewOf(tx, act, clock.now())),

  /**
   * Takes an entry back: what was not used of it is dead, its seats are free, and its holders are told. A repeat
   * changes nothing. Refuses with guestEntryGone.
   */
  revoke: (act: OfEntry): Promise<GuestEntryPage> =>
    store.transact(async (tx) => {
      await revoke(tx, act, clock.now())
      return viewOf(tx, act, clock.now())
    }),

  /**
   * Sends its tickets once more: to whoever has them, or, without Telegram, to whoever asks. Refuses with
   * guestEntryGone, eventCancelled, eventEnded, guestsNone, sentLately.
   */
  sendAgain: (act: OfEntry): Promise<GuestEntryPage> =>
    store.transact(async (tx) => {
      const view = await viewOf(tx, act, clock.now())
      mustBeAhead(view.event, clock.now())
      await sendAgain(tx, act.personId, view, clock.now())
      return view
    }),
})

const viewOf = async (tx: Tx, act: OfEntry, now: number): Promise<GuestEntryPage> => {
  const { entry, ...found } = await findEntry(tx, act)
  const [view] = await viewsOfEntries(tx, found, [entry])
  if (!view) throw new Refusal('guestEntryGone')
  const tickets = await tx.tickets.ofOrder(entry.orderId)
  const names = await tx.people.names([entry.issuedBy])
  return {
    ...found,
    ...view,
    tickets: await viewsOf(tx, tickets, now),
    issuedByName: names.get(entry.issuedBy) ?? '',
    isRevocable: entry.revokedAt === undefined && tickets.some(isUnused),
  }
}

const sendAgain = async (tx: Tx, askerId: number, view: GuestEntryPage, now: number): Promise<void> => {
  const { order, event, state, tickets } = view
  if (!mayBeSent[state] || !tickets.some(({ ticket }) => ticket.state === 'valid')) throw new Refusal('guestsNone')
  if (!(await tx.guestMarks.claimSending({ eventId: event.id, personId: order.buyerId }, now)))
    throw new Refusal('sentLately')
  const kind = state === 'name' ? ('guestTickets' as const) : ('tickets' as const)
  const to = state === 'name' ? askerId : order.buyerId
  const message = { kind, orderId: order.id }
  await tx.announcements.add([{ to, key: `guestAgain:${now}:${order.id}`, eventId: event.id, message }], now)
}

// Of a link nobody took nobody is to see the tickets: they get other codes.
const mayBeSent: Readonly<Record<EntryState, boolean>> = { open: false, given: true, name: true, revoked: false }

const revoke = async (tx: Tx, act: OfEntry, now: number): Promise<void> => {
  const { entry, event } = await findEntry(tx, act)
  if (!(await tx.guestEntries.revoke(entry.id, now))) return
  // The order first: whoever cancels the event goes the same way.
  const order = await tx.orders.lock(entry.orderId)
  if (order?.state !== 'confirmed') return
  const killed = await tx.tickets.killOfOrder(order.id)
  if (killed.length > 0) await bury(tx, { order, event, killed }, now)
  await tx.audit.add({
    at: now,
    actorId: act.personId,
    action: 'guestList.revoked',
    subject: `order:${order.id}`,
    details: { event: event.id, tickets: killed.length },
  })
}

type Killed = { readonly order: Order; readonly event: Event; readonly killed: readonly Ticket[] }

const bury = async (tx: Tx, { order, event, killed }: Killed, now: number): Promise<void> => {
  const { id: orderId, ticketTypeId } = order
  for (const { id } of killed) await tx.gifts.close(id, now)
  if (!(await tx.orders.giveBack(orderId, now, killed.length)))
    throw new Error(`order ${orderId} has fewer tickets than were killed`)
  if (!(await tx.ticketTypes.giveBack(ticketTypeId, killed.length)))
    throw new Error(`ticket type ${ticketTypeId} has fewer seats taken than tickets`)
  for (const personId of holdersOf(killed)) await forgetKept(tx, { personId, eventId: event.id })
  await tx.announcements.add(newsFor(event, orderId, killed), now)
}

const holdersOf = (killed: readonly Ticket[]): readonly number[] =>
  [...new Set(killed.map(({ holderId }) => holderId))].filter((holderId) => !isNameOnly(holderId))

const newsFor = (event: Event, orderId: number, killed: readonly Ticket[]): readonly NewAnnouncement[] =>
  holdersOf(killed).map((to) => ({
    to,
    key: `guestRevoked:${orderId}:${to}`,
    eventId: event.id,
    message: {
      kind: 'guestTicketsRevoked',
      quantity: killed.filter(({ holderId }) => holderId === to).length,
      ...eventFactsOf(event),
    },
  }))
