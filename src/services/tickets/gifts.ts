import { eventFactsOf } from '../../domain/eventFacts.js'
import type { Event } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import { giftUntil, mustBeAhead, mustBeGivable, mustHold, type Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Gift } from '../../store/tables/gifts.js'
import { tellAccess } from '../access/telling.js'
import { findByName } from '../buyerQuestions/ticketNames.js'
import type { Codes } from '../codes.js'
import { forgetKept } from '../eventNews/keeping.js'
import { mustNotBeBlocked } from '../guests/blocking.js'
import { findEvent, findTicket, typeIn } from '../finders.js'
import { createLinkGuessing } from '../people/guessing.js'
import { mustBeFreeOfOffers } from '../waiting/onOffer.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly codes: Codes }
type Act = { readonly personId: number; readonly ticketId: number }
type Link = { readonly personId: number; readonly token: string }

/** A ticket that somebody gives away, by a link that works once. */
export type GiftLink = {
  readonly token: string
  readonly expiresAt: number
  readonly event: Event
  readonly ticket: Ticket
}

/**
 * What a link gives, as it stands for whoever opened it: `own` is the giver's, `accepted` the receiver's, `open` may be
 * accepted, `given` its giver sees once somebody has accepted it.
 */
export type GiftView = {
  readonly event: Event
  readonly typeName: string
  readonly from: string
  readonly expiresAt: number
  readonly state: 'open' | 'own' | 'accepted' | 'given'
  /** Set for its giver, once somebody has accepted it. */
  readonly given?: GivenAway | undefined
  /** Set for whoever accepted it. */
  readonly ticketId: number | undefined
}

/** A ticket that somebody gave away: who has accepted it. */
export type GivenAway = { readonly title: string; readonly number: number; readonly to: string }

type Opened = {
  readonly gift: Gift
  readonly ticket: Ticket
  readonly event: Event
  readonly typeName: string
  readonly state: GiftView['state']
}

/** Giving tickets to somebody. */
export const createGifts = (needs: Needs) => {
  const { store, clock } = needs
  const open = createLinkGuessing({ store, clock })
  return {
    /**
     * Makes a link that gives a ticket away, within two days; an earlier one of it ends. Refuses with ticketNotFound,
     * notHolder, ticketUsed, ticketReturned, eventCancelled, eventEnded, ticketOnOffer.
     */
    create: (act: Act): Promise<GiftLink> => store.transact((tx) => create(tx, act, needs)),

    /**
     * What a link gives. Refuses with linkUnknown, linkUsed, linkExpired, ticketUsed, eventCancelled, eventEnded,
     * tooManyGuesses.
     */
    view: ({ personId, token }: Link): Promise<GiftView> =>
      open({ personId, text: token }, async (tx) => {
        const opened = await openGift(tx, { personId, token }, clock)
        return opened && viewOf(tx, opened)
      }),

    /**
     * Makes the ticket the person's own, under new codes; both are told. A repeat changes nothing. Gives the ticket's
     * id. Refuses like `view`, and with ownTicket, guestBlocked, ticketOnOffer.
     */
    accept: ({ personId, token }: Link): Promise<number> =>
      open({ personId, text: token }, async (tx) => {
        const opened = await openGift(tx, { personId, token }, clock)
        if (opened?.state === 'own') throw new Refusal('ownTicket')
        if (opened?.state === 'given') throw new Refusal('linkUsed')
        if (opened?.state === 'open') await accept(tx, personId, opened, needs)
        return opened?.ticket.id
      }),

    /** Who accepted a ticket that this person gave away; undefined if they did not, or hold it again. */
    givenAway: ({ personId, ticketId }: Act): Promise<GivenAway | undefined> =>
      store.transact(async (tx) => {
        const gift = await tx.gifts.lastAccepted(ticketId, personId)
        const ticket = gift && (await tx.tickets.find(ticketId))
        if (!ticket || ticket.holderId === personId) return undefined
        return givenTo(tx, gift, { ...(await findEvent(tx, ticket.eventId)), ticket })
      }),

    /** Ends the link of a ticket, if there is one. Refuses with ticketNotFound, notHolder. */
    withdraw: ({ personId, ticketId }: Act): Promise<void> =>
      store.transact(async (tx) => {
        const { ticket } = await findTicket(tx, ticketId)
        mustHold(personId, ticket)
        if ((await tx.gifts.close(ticketId, clock.now())) > 0)
          await writeDown(tx, personId, { action: 'ticket.offerWithdrawn', ticket }, clock.now())
      }),
  }
}

const create = async (tx: Tx, { personId, ticketId }: Act, { clock, codes }: Needs): Promise<GiftLink> => {
  const { ticket, event } = await findTicket(tx, ticketId)
  mustHold(personId, ticket)
  mustBeGivable(event, ticket, clock.now())
  await mustBeFreeOfOffers(tx, ticket, clock.now())
  const [token, expiresAt] = [codes.ticket(), giftUntil(event, clock.now())]
  await tx.gifts.close(ticketId, clock.now())
  await tx.gifts.add({ token, ticketId, giverId: personId, expiresAt }, clock.now())
  await writeDown(tx, personId, { action: 'ticket.offered', ticket }, clock.now())
  return { token, expiresAt, event, ticket }
}

/** The gift of a link, if it still gives anything; undefined: no such link. */
const openGift = async (tx: Tx, { personId, token }: Link, clock: Clock): Promise<Opened | undefined> => {
  const gift = await tx.gifts.find(token)
  const ticket = gift && (await tx.tickets.find(gift.ticketId))
  if (!ticket) return undefined
  const found = await findEvent(tx, ticket.eventId)
  const { event } = found
  const all = { gift, ticket, event, typeName: typeIn(found, ticket.ticketTypeId).name }
  const state = acceptedFor(personId, gift, ticket)
  if (state) return { ...all, state }
  // Of what is over no new link helps, and it does not matter who was first.
  mustBeAhead(event, clock.now())
  await mustBeUnaccepted(tx, token, gift, ticket)
  if (gift.closedAt !== undefined || gift.expiresAt <= clock.now() || ticket.holderId !== gift.giverId)
    throw new Refusal('linkExpired')
  mustBeGivable(event, ticket, clock.now())
  return { ...all, state: gift.giverId === personId ? 'own' : 'open' }
}

/** What a gift that somebody accepted is to its receiver and to its giver; undefined to others, and before. */
const acceptedFor = (personId: number, gift: Gift, { holderId }: Ticket): 'accepted' | 'given' | undefined => {
  if (gift.receiverId === personId && holderId === personId) return 'accepted'
  return gift.giverId === personId && gift.receiverId !== undefined && holderId !== personId ? 'given' : undefined
}

/** Refuses with linkUsed what somebody accepted. */
const mustBeUnaccepted = async (tx: Tx, token: string, gift: Gift, ticket: Ticket): Promise<void> => {
  if (gift.receiverId !== undefined) throw new Refusal('linkUsed')
  // Somebody may have accepted it between these two looks: then it is used, not expired.
  if (ticket.holderId !== gift.giverId && (await tx.gifts.find(token))?.receiverId !== undefined)
    throw new Refusal('linkUsed')
}

const displayNameOf = async (tx: Tx, personId: number): Promise<string> =>
  (await tx.people.names([personId])).get(personId) ?? ''

const givenTo = async (
  tx: Tx,
  { receiverId = 0 }: Gift,
  { event: { title }, ticket: { number } }: Pick<Opened, 'event' | 'ticket'>,
): Promise<GivenAway> => ({ title, number, to: await displayNameOf(tx, receiverId) })

const viewOf = async (tx: Tx, { gift, ticket, event, typeName, state }: Opened): Promise<GiftView> => ({
  event,
  typeName,
  from: await displayNameOf(tx, gift.giverId),
  expiresAt: gift.expiresAt,
  state,
  given: state === 'given' ? await givenTo(tx, gift, { event, ticket }) : undefined,
  ticketId: state === 'accepted' ? gift.ticketId : undefined,
})

const accept = async (tx: Tx, personId: number, opened: Opened, { clock, codes }: Needs): Promise<void> => {
  const { gift, ticket, event } = opened
  const now = clock.now()
  await mustNotBeBlocked(tx, personId, event)
  await mustBeFreeOfOffers(tx, ticket, now)
  if (!(await tx.gifts.accept(gift.id, personId, now))) throw new Refusal('linkUsed')
  // Its holder came to the door with it, or gave it back, since it was read.
  if (!(await tx.tickets.give(ticket, { holderId: personId, code: codes.ticket(), shortCode: codes.short() })))
    throw new Refusal('linkExpired')
  await findByName(tx, event, [{ ...ticket, holderId: personId }])
  await tx.formerCodes.add(ticket, now)
  await tx.gifts.close(ticket.id, now)
  await forgetKept(tx, { personId: gift.giverId, eventId: event.id })
  await writeDown(tx, personId, { action: 'ticket.given', ticket, details: { from: gift.giverId } }, now)
  await tellBoth(tx, personId, opened, now)
  await tellAccess(tx, { event, ticketTypeId: ticket.ticketTypeId, holders: [personId] }, now)
}

const tellBoth = async (tx: Tx, personId: number, { gift, ticket, event }: Opened, now: number): Promise<void> => {
  const names = await tx.people.names([personId, gift.giverId])
  const nameOf = (id: number): string => names.get(id) ?? ''
  await tx.announcements.add(
    [
      {
        to: gift.giverId,
        key: `given:${gift.id}`,
        eventId: event.id,
        message: { kind: 'ticketGiven', number: ticket.number, to: nameOf(personId), ...eventFactsOf(event) },
      },
      {
        to: personId,
        key: `received:${gift.id}`,
        eventId: event.id,
        message: { kind: 'ticketReceived', ticketId: ticket.id, from: nameOf(gift.giverId) },
      },
    ],
    now,
  )
}

const writeDown = (
  tx: Tx,
  actorId: number,
  {
    action,
    ticket: { id, eventId, number },
    details = {},
  }: { readonly action: string; readonly ticket: Ticket; readonly details?: Readonly<Record<string, number>> },
  now: number,
): Promise<void> =>
  tx.audit.add({ at: now, actorId, action, subject: `ticket:${id}`, details: { event: eventId, number, ...details } })
