import type { Event } from '../../domain/event.js'
import type { PageRequest } from '../../domain/page.js'
import type { PaymentSetup } from '../../domain/payment.js'
import type { LineState } from '../../domain/waitingList.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { OrderWithEvent } from '../finders.js'
import type { TicketView } from '../tickets/ticketViews.js'
import type { Askable, Line, Wait, WaitingCount } from './wait.js'

type Needs = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly setup: PaymentSetup
}
type Act = { readonly personId: number; readonly eventId: number }
type EntryAct = { readonly personId: number; readonly entryId: number }
type TicketAct = { readonly personId: number; readonly ticketId: number }

/** A wish: so many tickets of any one of these types. */
export type Wish = Act & { readonly quantity: number; readonly ticketTypeIds: readonly number[] }

/** What a beat of the line did, and when time brings the next thing (UTC milliseconds). */
export type Worked = { readonly offered: number; readonly nextAt: number | undefined }

const notYet = (): never => {
  throw new Error('not built yet')
}

/** The waiting list: who waits for tickets of an event that has none left, and is offered what comes free. */
export const createWaiting = (_needs: Needs) => ({
  /** What a person may wait for. Refuses with eventNotFound. */
  askableFor: (_act: Act): Promise<Askable> => Promise.resolve(notYet()),

  /**
   * A person waits, or changes what for: they keep their place unless they want more seats than before. Whoever is
   * offered something now is shown that. Refuses with eventNotFound, eventCancelled, eventEnded, eventNotOnSale,
   * lineClosed, quantityOutOfRange, perPersonLimit, ticketsLeft (`left`), typeGone.
   */
  join: (_wish: Wish): Promise<Wait> => Promise.resolve(notYet()),

  /**
   * A person waits no longer; what they are offered is let go. A repeat changes nothing. Refuses with beingPaid while
   * an offer is being paid.
   */
  leave: (_act: Act): Promise<void> => Promise.resolve(notYet()),

  /** What a person waits for of an event; undefined: nothing. */
  see: (_act: Act): Promise<Wait | undefined> => Promise.resolve(notYet()),

  /** All that a person waits for, the soonest event first. */
  ofPerson: (_personId: number): Promise<readonly Wait[]> => Promise.resolve(notYet()),

  /** How many wait for an event's tickets. */
  count: (_eventId: number): Promise<WaitingCount> => Promise.resolve(notYet()),

  /** Settles offers that are over, ends lines, and makes the next offers: at most so many as can be told at once. */
  work: (): Promise<Worked> => Promise.resolve(notYet()),

  /** The line, for its organizer: a page of it after an entry's id. Refuses with eventNotFound, notYours. */
  line: (_act: Act & PageRequest): Promise<Line> => Promise.resolve(notYet()),

  /**
   * Opens, pauses or closes a line; closed: nobody waits any more, and they are told. Refuses with eventNotFound,
   * notYours, eventCancelled.
   */
  setLine: (_act: Act & { readonly to: LineState }): Promise<Event> => Promise.resolve(notYet()),

  /** How long offers last. Refuses with eventNotFound, notYours, eventCancelled, offerMinutes. */
  setOfferMinutes: (_act: Act & { readonly minutes: number }): Promise<Event> => Promise.resolve(notYet()),

  /**
   * Offers somebody in line what is free, whatever their place, the hour, and whether the line is paused. A repeat
   * gives the same offer. Refuses with notWaiting, notYours, eventCancelled, eventEnded, eventNotOnSale, noSeatsFree,
   * holdsOrder, perPersonLimit.
   */
  offerTo: (_act: EntryAct): Promise<OrderWithEvent> => Promise.resolve(notYet()),

  /**
   * Lets the first in a type's line in, of so many seats together at most: there are as many seats more as it takes.
   * How many people are offered how many seats. Refuses with eventNotFound, notYours, eventCancelled, eventEnded,
   * eventNotOnSale, typeGone, lineEmpty, capacityOutOfRange, quantityOutOfRange.
   */
  letIn: (_act: Act & { readonly ticketTypeId: number; readonly seats: number }): Promise<WaitingCount> =>
    Promise.resolve(notYet()),

  /** Sells a type to who waits only, or to everybody. Refuses with eventNotFound, notYours, eventCancelled, typeGone. */
  setTypeForLine: (_act: Act & { readonly ticketTypeId: number; readonly forLine: boolean }): Promise<void> =>
    Promise.resolve(notYet()),

  /** Lets a promo code be redeemed for offers only, or by everybody. Refuses with promoCodeUnknown, notYours. */
  setCodeForLine: (_act: {
    readonly personId: number
    readonly promoCodeId: number
    readonly forLine: boolean
  }): Promise<void> => Promise.resolve(notYet()),

  /**
   * A holder gives a ticket up if somebody waits for it: it stays theirs until that one has paid. Refuses with
   * ticketNotFound, notHolder, ticketUsed, ticketReturned, eventCancelled, eventEnded, sellBackClosed,
   * sellBackNotNeeded (it can be given back), starsAreWhole.
   */
  offerBack: (_act: TicketAct): Promise<TicketView> => Promise.resolve(notYet()),

  /** They keep it after all. A repeat changes nothing. Refuses with ticketNotFound, notHolder, ticketOnOffer. */
  keep: (_act: TicketAct): Promise<TicketView> => Promise.resolve(notYet()),
})

export type Waiting = ReturnType<typeof createWaiting>
