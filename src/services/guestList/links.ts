import { eventFactsOf } from '../../domain/eventFacts.js'
import type { Event } from '../../domain/event.js'
import { type GuestEntry, reasonFrom } from '../../domain/guestList.js'
import { checkQuantity, type Order } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import { mustBeAhead, type Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findByName } from '../buyerQuestions/ticketNames.js'
import type { Codes } from '../codes.js'
import { findOrder } from '../finders.js'
import { mustNotBeBlocked } from '../guests/blocking.js'
import { withRoom } from '../ordering/room.js'
import { isBlocked } from '../ordering/seats.js'
import { createLinkGuessing } from '../people/guessing.js'
import { findGuestListEvent } from './access.js'
import { type GuestGift, giveAway, tellHolder } from './issuing.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly codes: Codes }
type Link = { readonly personId: number; readonly token: string }

/** Tickets for one person or name, or for whoever takes them by a link. */
export type GiftOrder = {
  readonly personId: number
  readonly eventId: number
  readonly ticketTypeId: number
  readonly quantity: number
  readonly reason: string | undefined
  readonly requestKey: string
}

/** What a link gives, to whoever opened it; `taken`: they have it already. */
export type GuestLinkView = {
  readonly event: Event
  readonly typeName: string
  readonly quantity: number
  readonly state: 'open' | 'taken'
}

/** Tickets for one guest, and one-time links for whoever takes them. */
export const createGuestLinks = (needs: Needs) => {
  const open = createLinkGuessing(needs)
  return {
    /**
     * Gives tickets to a person who is known to the bot. A repeat with the same key gives nothing more. Refuses with
     * eventNotFound, guestListOnly, guestNotFound, quantityOutOfRange, guestReasonNeeded, wordsTooLong, and as
     * giveAway.
     */
    give: ({ guestId, ...order }: GiftOrder & { readonly guestId: number }): Promise<GuestEntry> =>
      giveOnce(order, async (tx) => {
        const name = (await tx.people.names([guestId])).get(guestId)
        if (name === undefined) throw new Refusal('guestNotFound')
        return { personId: guestId, name }
      }),

    /**
     * Makes a link by which one person takes so many tickets, which are issued at once and wait for them. Refuses as
     * give.
     */
    make: (order: GiftOrder): Promise<GuestEntry> =>
      giveOnce(order, () => Promise.resolve({ name: reasonFrom(order.reason), token: needs.codes.ticket() })),

    /**
     * What a link gives. Refuses with linkUnknown, linkUsed, linkExpired, eventCancelled, eventEnded, tooManyGuesses.
     */
    view: ({ personId, token }: Link): Promise<GuestLinkView> =>
      open({ personId, text: token }, async (tx) => {
        const opened = await openLink(tx, { personId, token }, needs.clock)
        return opened && viewOf(opened)
      }),

    /**
     * Takes what a link gives: of two at once one does. A repeat changes nothing. Refuses as view, and with
     * guestBlocked.
     */
    take: ({ personId, token }: Link): Promise<GuestLinkView> =>
      open({ personId, text: token }, async (tx) => {
        const opened = await openLink(tx, { personId, token }, needs.clock)
        if (opened?.state === 'open') await take(tx, personId, opened, needs)
        return opened && { ...viewOf(opened), state: 'taken' }
      }),
  }

  async function giveOnce(
    { personId, eventId, ticketTypeId, ...order }: GiftOrder,
    giftFor: (tx: Tx) => Promise<Pick<GuestGift, 'personId' | 'name' | 'token'>>,
  ): Promise<GuestEntry> {
    const quantity = checkQuantity(order.quantity)
    const reason = reasonFrom(order.reason)
    return withRoom(needs, async (tx) => {
      const found = await findGuestListEvent(tx, personId, eventId)
      const first = await tx.orders.findByRequestKey(order.requestKey)
      const before = first && (await tx.guestEntries.findByOrder(first.id))
      if (before) return before
      const gift = { ...(await giftFor(tx)), quantity, reason, requestKey: order.requestKey }
      const entries = await giveAway(tx, { found, ticketTypeId, giverId: personId }, [gift], needs)
      if (isBlocked(entries)) return entries
      const [entry] = entries
      if (!entry) throw new Error('nothing was given')
      return entry
    })
  }
}

type Opened = {
  readonly entry: GuestEntry
  readonly order: Order
  readonly event: Event
  readonly typeName: string
  readonly tickets: readonly Ticket[]
  readonly state: GuestLinkView['state']
}

const viewOf = ({ event, typeName, tickets, state }: Opened): GuestLinkView => ({
  event,
  typeName,
  quantity: tickets.length,
  state,
})

/** What a link gives, if it still gives anything; undefined: no such link. */
const openLink = async (tx: Tx, { personId, token }: Link, clock: Clock): Promise<Opened | undefined> => {
  const entry = await tx.guestEntries.findByToken(token)
  if (!entry) return undefined
  const { order, event, type } = await findOrder(tx, await tx.orders.find(entry.orderId))
  const isTheirs = entry.takenBy === personId
  if (!isTheirs && entry.takenBy !== undefined) throw new Refusal('linkUsed')
  if (entry.revokedAt !== undefined) throw new Refusal('linkExpired')
  if (!isTheirs) mustBeAhead(event, clock.now())
  const tickets = (await tx.tickets.ofOrder(order.id)).filter(({ state }) => state === 'valid')
  const free = isTheirs ? tickets : tickets.filter(({ checkedInAt }) => checkedInAt === undefined)
  // Whoever it was meant for came to the door without it.
  if (free.length === 0 && !isTheirs) throw new Refusal('linkExpired')
  return { entry, order, event, typeName: type.name, tickets: free, state: isTheirs ? 'taken' : 'open' }
}

const take = async (
  tx: Tx,
  personId: number,
  { entry, order, event, tickets }: Opened,
  { clock, codes }: Needs,
): Promise<void> => {
  const now = clock.now()
  await mustNotBeBlocked(tx, personId, event)
  if (!(await tx.guestEntries.take(entry.id, personId, now))) throw await notAnyMore(tx, entry)
  if (!(await tx.orders.handOver(order.id, personId))) throw new Refusal('linkExpired')
  for (const ticket of tickets) {
    const to = { holderId: personId, code: codes.ticket(), shortCode: codes.short() }
    // Somebody was let in with it at this very moment.
    if (!(await tx.tickets.give(ticket, to))) throw new Refusal('busy')
    await tx.formerCodes.add(ticket, now)
  }
  await findByName(
    tx,
    event,
    tickets.map((ticket) => ({ ...ticket, holderId: personId })),
  )
  await tellHolder(tx, event, { ...order, buyerId: personId }, now)
  await tellGiver(tx, personId, { entry, event, quantity: tickets.length }, now)
  await tx.audit.add({
    at: now,
    actorId: personId,
    action: 'guestList.taken',
    subject: `order:${order.id}`,
    details: { event: event.id, quantity: tickets.length },
  })
}

const notAnyMore = async (tx: Tx, { id }: GuestEntry): Promise<Refusal> =>
  new Refusal((await tx.guestEntries.find(id))?.takenBy === undefined ? 'linkExpired' : 'linkUsed')

const tellGiver = async (
  tx: Tx,
  personId: number,
  { entry, event, quantity }: Pick<Opened, 'entry' | 'event'> & { readonly quantity: number },
  now: number,
): Promise<void> => {
  const name = (await tx.people.names([personId])).get(personId) ?? ''
  const message = { kind: 'guestLinkTaken' as const, name, personId, quantity, reason: entry.reason }
  await tx.announcements.add(
    [
      {
        to: entry.issuedBy,
        key: `guestLinkTaken:${entry.id}`,
        eventId: event.id,
        message: { ...message, ...eventFactsOf(event) },
      },
    ],
    now,
  )
}
