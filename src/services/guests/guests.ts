import { mustOrganize } from '../../domain/access.js'
import { priceOfOne, type Order } from '../../domain/order.js'
import type { Event, EventWithTypes, TicketType } from '../../domain/event.js'
import { type GuestCounts, type GuestFilter, type GuestGroup, noteFrom, standingsOf } from '../../domain/guest.js'
import { type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { Refusal } from '../../domain/refusal.js'
import { mustBeAhead } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { OfGuest } from '../../store/tables/guestMarks.js'
import { asksNames, type GuestAnswer, guestAnswers } from '../buyerQuestions/guestAnswers.js'
import { findEvent, findOwnEvent, typeIn } from '../finders.js'
import { type TicketView, viewsOf } from '../tickets/ticketViews.js'
import { leaveUnoffered } from '../waiting/joining.js'
import { type FoundGuest, searchGuests } from './searching.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type OfEvent = { readonly personId: number; readonly eventId: number }
type Act = OfEvent & { readonly guestId: number }

/** An event's guests: a page of them, and what all tickets come to. */
export type GuestPage = EventWithTypes & Page<GuestGroup> & { readonly counts: GuestCounts }

/** One guest of an event, for its organizer; of many orders and tickets the newest. */
export type GuestView = {
  readonly event: Event
  readonly types: readonly TicketType[]
  readonly guest: { readonly id: number; readonly name: string; readonly username: string | undefined }
  readonly orders: Page<Order>
  readonly tickets: Page<TicketView>
  /** What they, and who had their tickets before them, answered to the organizer's questions. */
  readonly answers: readonly GuestAnswer[]
  /** Tickets have names of their own. */
  readonly asksNames: boolean
  readonly note: string | undefined
  readonly isBlocked: boolean
  /** The guest organizes it. */
  readonly isSelf: boolean
}

const ordersShown = 5
const ticketsShown = 20

/** The guests of an event, for its organizer. Each refuses with eventNotFound, notYours. */
export const createGuests = ({ store, clock }: Needs) => {
  const mark = (act: Act, work: (tx: Tx, guest: OfGuest) => Promise<unknown>): Promise<GuestView> =>
    store.transact(async (tx) => {
      await findGuest(tx, act)
      await work(tx, { eventId: act.eventId, personId: act.guestId })
      return viewOf(tx, act, clock.now())
    })

  return {
    /** What people hold of orders, one row each, the newest tickets first; `after` is the number of a ticket. */
    list: ({ personId, eventId, filter, ...page }: OfEvent & PageRequest & { readonly filter: GuestFilter }) =>
      store.transact(async (tx): Promise<GuestPage> => {
        const found = await findOwnEvent(tx, personId, eventId)
        const rows = await tx.guestLists.page(wantedBy(found, filter), { after: page.after, limit: page.size + 1 })
        const { hasMore } = pageOf(rows, page.size)
        const groups = await groupsOf(tx, found, rows.slice(0, page.size))
        return { ...found, counts: await countsOf(tx, eventId), rows: groups, hasMore }
      }),

    /** Who is meant by a name, an @name, a number of a ticket or an order (both, if it is both) or a short code. */
    search: ({ personId, eventId, text }: OfEvent & { readonly text: string }) =>
      store.transact(async (tx): Promise<EventWithTypes & { readonly found: readonly FoundGuest[] }> => {
        const found = await findOwnEvent(tx, personId, eventId)
        return { ...found, found: await searchGuests(tx, found.event, text) }
      }),

    /** One of them. Refuses with guestNotFound who has nothing to do with the event, too. */
    view: (act: Act): Promise<GuestView> => store.transact((tx) => viewOf(tx, act, clock.now())),

    /** Keeps a note about a guest, which takes the place of an earlier one. Refuses as view, and as noteFrom. */
    setNote: ({ text, ...act }: Act & { readonly text: string }): Promise<GuestView> =>
      mark(act, (tx, guest) => tx.guestMarks.setNote(guest, noteFrom(text), clock.now())),

    /** Forgets the note. Refuses as view. */
    dropNote: (act: Act): Promise<GuestView> =>
      mark(act, (tx, guest) => tx.guestMarks.setNote(guest, undefined, clock.now())),

    /**
     * From now on the guest can neither buy here, nor wait in line, nor ask, nor accept tickets; what they have and are
     * offered stays. Refuses as view.
     */
    setBlocked: ({ isBlocked, ...act }: Act & { readonly isBlocked: boolean }): Promise<GuestView> =>
      mark(act, async (tx, guest) => {
        await tx.guestMarks.setBlocked(guest, isBlocked, clock.now())
        if (isBlocked) await leaveUnoffered(tx, guest, clock.now())
        await writeDown(tx, act, isBlocked ? 'guest.blocked' : 'guest.unblocked', clock.now())
      }),

    /** Who is blocked; `after` is the id of a row. */
    blocked: ({ personId, eventId, ...page }: OfEvent & PageRequest) =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        const rows = await tx.guestMarks.blockedOf(eventId, { after: page.after, limit: page.size + 1 })
        return { event, ...pageOf(rows, page.size) }
      }),

    /**
     * Sends the guest's valid tickets once more; how many. Refuses as view, and with eventCancelled, eventEnded,
     * guestsNone, sentLately.
     */
    sendAgain: (act: Act): Promise<GuestView & { readonly sent: number }> =>
      store.transact(async (tx) => {
        const view = await viewOf(tx, act, clock.now())
        const sent = await sendAgain(tx, act, view, clock.now())
        return { ...view, sent }
      }),
  }
}

const wantedBy = ({ event, types }: EventWithTypes, { ticketTypeId, ...filter }: GuestFilter) => ({
  eventId: event.id,
  // A type that was removed since is nobody's.
  ticketTypeIds: types.flatMap(({ id }) => (ticketTypeId === undefined || ticketTypeId === id ? [id] : [])),
  standings: standingsOf(filter),
})

const countsOf = async (tx: Tx, eventId: number): Promise<GuestCounts> => {
  const numbers = await tx.doorViews.numbers(eventId)
  return { tickets: numbers.of, in: numbers.in, owing: await tx.doorViews.toPay(eventId) }
}

type Row = Awaited<ReturnType<Tx['guestLists']['page']>>[number]

const groupsOf = async (tx: Tx, found: EventWithTypes, rows: readonly Row[]): Promise<readonly GuestGroup[]> => {
  const people = await tx.people.called([...new Set(rows.map(({ holderId }) => holderId))])
  const orders = new Map((await tx.orders.ofIds(rows.map(({ orderId }) => orderId))).map((one) => [one.id, one]))
  return rows.flatMap(({ holderId, ticketTypeId, owing, ...row }) => {
    const [person, order] = [people.get(holderId), orders.get(row.orderId)]
    if (!person || !order) return []
    const { minor, currency } = priceOfOne(order)
    const due = owing > 0 && order.paymentMethod === 'atDoor' ? { minor: minor * owing, currency } : undefined
    const typeName = typeIn(found, ticketTypeId).name
    const isGiven = order.paymentMethod === 'guestList'
    return [{ personId: holderId, name: person.displayName, username: person.username, ...row, typeName, due, isGiven }]
  })
}

/** Refuses with guestNotFound who never had anything to do with the event: nobody's name is told by a number. */
const findGuest = async (tx: Tx, { personId, eventId, guestId }: Act) => {
  const found = await findEvent(tx, eventId)
  mustOrganize(personId, found.event)
  const ids = await tx.guestLists.ticketsOf(eventId, guestId, ticketsShown + 1)
  const orders = await tx.orderLists.ofBuyerAt(guestId, eventId, { limit: ordersShown + 1 })
  const marks = await tx.guestMarks.of({ eventId, personId: guestId })
  const person = (await tx.people.called([guestId])).get(guestId)
  if (!person || (ids.length === 0 && orders.length === 0 && !marks)) throw new Refusal('guestNotFound')
  return { ...found, ids, orders, marks, person }
}

const viewOf = async (tx: Tx, act: Act, now: number): Promise<GuestView> => {
  const { event, types, ids, orders, marks, person } = await findGuest(tx, act)
  const tickets = await viewsOf(tx, await tx.tickets.ofIds(ids.slice(0, ticketsShown)), now)
  return {
    event,
    types,
    guest: { id: act.guestId, name: person.displayName, username: person.username },
    orders: pageOf(orders, ordersShown),
    tickets: { rows: tickets, hasMore: ids.length > ticketsShown },
    answers: await guestAnswers(
      tx,
      event,
      tickets.map(({ ticket }) => ticket),
    ),
    asksNames: await asksNames(tx, event),
    note: marks?.note,
    isBlocked: marks?.blockedAt !== undefined,
    isSelf: event.organizerId === act.guestId,
  }
}

const sendAgain = async (tx: Tx, act: Act, { event, tickets }: GuestView, now: number): Promise<number> => {
  mustBeAhead(event, now)
  const valid = tickets.rows.filter(({ ticket }) => ticket.state === 'valid')
  if (valid.length === 0) throw new Refusal('guestsNone')
  if (!(await tx.guestMarks.claimSending({ eventId: event.id, personId: act.guestId }, now)))
    throw new Refusal('sentLately')
  await tx.announcements.add(
    valid.map(({ ticket: { id: ticketId } }) => ({
      to: act.guestId,
      key: `again:${now}:${ticketId}`,
      eventId: event.id,
      message: { kind: 'ticketShown' as const, ticketId },
    })),
    now,
  )
  await writeDown(tx, act, 'tickets.sentAgain', now)
  return valid.length
}

const writeDown = (tx: Tx, { personId, eventId, guestId }: Act, action: string, now: number): Promise<void> =>
  tx.audit.add({ at: now, actorId: personId, action, subject: `event:${eventId}`, details: { guest: guestId } })
