import { minuteMs } from './duration.js'
import { anyTimeBefore, doorOpensAt, usualDoorsBefore } from './door.js'
import type { Event } from './event.js'
import { type Order, isHeld } from './order.js'
import { Refusal } from './refusal.js'
import { offerUntil } from './waitingList.js'
import { mayGiveBack, mustBeGivable, type Ticket } from './ticket.js'

/**
 * How a ticket stands that cannot be given back: it may be given up for somebody who waits, it is, or it is offered to
 * somebody, until then (UTC milliseconds).
 */
export type SellBack =
  { readonly state: 'may' } | { readonly state: 'on' } | { readonly state: 'offered'; readonly until: number }

type Bought = Pick<Order, 'paymentMethod' | 'quantity'>

/**
 * Until when what others still hold may be offered to who waits (UTC milliseconds): until the door opens; where it lets
 * in at any time, until it usually would.
 */
export const sellBackUntil = ({ startsAt, doorsBefore }: Pick<Event, 'startsAt' | 'doorsBefore'>): number =>
  doorOpensAt({ startsAt, doorsBefore: doorsBefore === anyTimeBefore ? usualDoorsBefore : doorsBefore })

/**
 * Until when an offer stands whose person hears of it at `now` (UTC milliseconds). Who gives a ticket up for it
 * (`isBacked`) comes to the door with it, unless it is sold by then.
 */
export const offeredUntil = (
  event: Event,
  { now, isBacked }: { readonly now: number; readonly isBacked: boolean },
): number => (isBacked ? Math.min(offerUntil(event, now), sellBackUntil(event)) : offerUntil(event, now))

// What somebody was given they do not sell.
const isGiven = ({ paymentMethod }: Bought): boolean => paymentMethod === 'guestList'

// Telegram gives Stars back all or not at all.
const isWhole = ({ paymentMethod, quantity }: Bought): boolean => paymentMethod === 'stars' && quantity > 1

/**
 * Refuses with ticketReturned, ticketUsed, eventCancelled, eventEnded, sellBackNotNeeded (it can be given back),
 * sellBackClosed, starsAreWhole unless the ticket may be given up for somebody who waits.
 */
export const mustBeSellable = (event: Event, ticket: Ticket, order: Bought, now: number): void => {
  mustBeGivable(event, ticket, now)
  if (mayGiveBack(event, ticket, now)) throw new Refusal('sellBackNotNeeded')
  if (event.line === 'closed' || isGiven(order) || now >= sellBackUntil(event)) throw new Refusal('sellBackClosed')
  if (isWhole(order)) throw new Refusal('starsAreWhole', { eventId: event.id })
}

const maySell = (...what: Parameters<typeof mustBeSellable>): boolean => {
  try {
    mustBeSellable(...what)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** How a ticket stands; `offer` is the order that is offered in its place. undefined: there is nothing to give up. */
export const sellBackOf = (
  event: Event,
  ticket: Ticket,
  { order, offer }: { readonly order: Bought; readonly offer: Order | undefined },
  now: number,
): SellBack | undefined => {
  if (ticket.forLineAt === undefined) return maySell(event, ticket, order, now) ? { state: 'may' } : undefined
  if (offer?.state === 'held' && offer.heldUntil !== undefined) return { state: 'offered', until: offer.heldUntil }
  return { state: 'on' }
}

/** Refuses with ticketOnOffer (`minutes`) while somebody is offered what this ticket stands for. */
export const mustNotBeOnOffer = (offer: Pick<Order, 'state' | 'heldUntil'> | undefined, now: number): void => {
  if (!offer || offer.state !== 'held') return
  const left = isHeld(offer, now) ? (offer.heldUntil ?? now) - now : 0
  throw new Refusal('ticketOnOffer', { minutes: Math.max(1, Math.ceil(left / minuteMs)) })
}
