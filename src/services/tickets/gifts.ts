import type { Event } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import { giftMs, mustBeGivable, mustHold, type Ticket } from '../../domain/ticket.js'
import type { Gift } from '../../store/tables/gifts.js'
import type { Store, Tx } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import type { Codes } from '../codes.js'
import { createLinkGuessing } from '../people/guessing.js'
import { findEvent, findTicket, typeIn } from '../finders.js'
import { eventFactsOf } from '../../domain/announcement.js'

type Act = { readonly personId: number; readonly ticketId: number }
type Link = { readonly personId: number; readonly token: string }

/**
 * A ticket offered by a link, as it stands for whoever opened it: `own` is the giver's, `accepted` the receiver's,
 * `open` may be accepted.
 */
export type GiftView = {
  readonly event: Event
  readonly typeName: string
  readonly from: string
  readonly expiresAt: number
  readonly state: 'open' | 'own' | 'accepted'
  /** Set for whoever accepted it. */
  readonly ticketId: number | undefined
}

type Opened = {
  readonly gift: Gift
  readonly ticket: Ticket
  readonly event: Event
  readonly typeName: string
  readonly state: GiftView['state']
}

/** Giving tickets to somebody. */
export const createGifts = ({
  store,
  clock,
  codes,
}: {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
}) => {
  const open = createLinkGuessing({ store, clock })
  const audit = (
    tx: Tx,
    actorId: number,
    action: string,
    { id, eventId, number }: Ticket,
    details: Record<string, number> = {},
  ) =>
    tx.audit.add({
      at: clock.now(),
      actorId,
      action,
      subject: `ticket:${id}`,
      details: { event: eventId, number, ...details },
    })

  // undefined: no such link.
  const look = async (tx: Tx, personId: number, token: string): Promise<Opened | undefined> => {
    const gift = await tx.gifts.find(token)
    const ticket = gift && (await tx.tickets.find(gift.ticketId))
    if (!ticket) return undefined
    const found = await findEvent(tx, ticket.eventId)
    const { event } = found
    const all = { gift, ticket, event, typeName: typeIn(found, ticket.ticketTypeId).name }
    if (gift.receiverId === personId && ticket.holderId === personId) return { ...all, state: 'accepted' }
    if (gift.receiverId !== undefined) throw new Refusal('linkUsed')
    // Somebody may have accepted it between these two looks: then it is used, not expired.
    if (ticket.holderId !== gift.giverId && (await tx.gifts.find(token))?.receiverId !== undefined)
      throw new Refusal('linkUsed')
    if (gift.closedAt !== undefined || gift.expiresAt <= clock.now() || ticket.holderId !== gift.giverId)
      throw new Refusal('linkExpired')
    mustBeGivable(event, ticket, clock.now())
    return { ...all, state: gift.giverId === personId ? 'own' : 'open' }
  }

  const take = async (tx: Tx, personId: number, { gift, ticket, event }: Opened): Promise<void> => {
    const now = clock.now()
    if (!(await tx.gifts.accept(gift.id, personId, now))) throw new Refusal('linkUsed')
    // Its holder came to the door with it, or gave it back, since it was read.
    if (!(await tx.tickets.give(ticket, { holderId: personId, code: codes.ticket(), shortCode: codes.short() })))
      throw new Refusal('linkExpired')
    await tx.formerCodes.add(ticket, now)
    await tx.gifts.close(ticket.id, now)
    await audit(tx, personId, 'ticket.given', ticket, { from: gift.giverId })
    await tell(tx, personId, gift, ticket, event)
  }

  const tell = async (tx: Tx, personId: number, gift: Gift, ticket: Ticket, event: Event): Promise<void> => {
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
      clock.now(),
    )
  }

  return {
    /**
     * Offers a ticket by a link that works once, within two days; an earlier offer of it ends.
     * Refuses with ticketNotFound, notHolder, ticketUsed, ticketReturned, eventCancelled, eventEnded.
     */
    create: ({
      personId,
      ticketId,
    }: Act): Promise<{
      readonly token: string
      readonly expiresAt: number
      readonly event: Event
      readonly ticket: Ticket
    }> =>
      store.transact(async (tx) => {
        const { ticket, event } = await findTicket(tx, ticketId)
        mustHold(personId, ticket)
        mustBeGivable(event, ticket, clock.now())
        const [token, expiresAt] = [codes.ticket(), clock.now() + giftMs]
        await tx.gifts.close(ticketId, clock.now())
        await tx.gifts.add({ token, ticketId, giverId: personId, expiresAt }, clock.now())
        await audit(tx, personId, 'ticket.offered', ticket)
        return { token, expiresAt, event, ticket }
      }),

    /**
     * What a link offers. Refuses with linkUnknown, linkUsed, linkExpired, ticketUsed, eventCancelled, eventEnded,
     * tooManyGuesses.
     */
    view: ({ personId, token }: Link): Promise<GiftView> =>
      open(personId, async (tx) => {
        const opened = await look(tx, personId, token)
        if (!opened) return undefined
        const { gift, event, typeName, state } = opened
        const from = (await tx.people.names([gift.giverId])).get(gift.giverId) ?? ''
        return {
          event,
          typeName,
          from,
          expiresAt: gift.expiresAt,
          state,
          ticketId: state === 'accepted' ? gift.ticketId : undefined,
        }
      }),

    /**
     * Makes the ticket the person's own, under new codes; both are told. A repeat changes nothing. Gives the ticket's
     * id.
     * Refuses like `view`, and with ownTicket.
     */
    accept: ({ personId, token }: Link): Promise<number> =>
      open(personId, async (tx) => {
        const opened = await look(tx, personId, token)
        if (opened?.state === 'own') throw new Refusal('ownTicket')
        if (opened?.state === 'open') await take(tx, personId, opened)
        return opened?.ticket.id
      }),

    /** Ends the offer of a ticket, if there is one. Refuses with ticketNotFound, notHolder. */
    withdraw: ({ personId, ticketId }: Act): Promise<void> =>
      store.transact(async (tx) => {
        const { ticket } = await findTicket(tx, ticketId)
        mustHold(personId, ticket)
        if ((await tx.gifts.close(ticketId, clock.now())) > 0)
          await audit(tx, personId, 'ticket.offerWithdrawn', ticket)
      }),
  }
}

/** What `createGifts` gives. */
export type Gifts = ReturnType<typeof createGifts>
