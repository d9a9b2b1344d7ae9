import type { Event } from '../../domain/event.js'
import type { PageRequest } from '../../domain/page.js'
import type { PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { LineState } from '../../domain/lineState.js'
import type { WaitingEntry } from '../../domain/waitingList.js'
import { createBatcher } from '../../runtime/batcher.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { OrderWithEvent } from '../finders.js'
import type { TicketView } from '../tickets/ticketViews.js'
import { askableFor, join, leave, type Wish } from './joining.js'
import {
  letIn,
  type LettingIn,
  lineFor,
  offerTo,
  setCodeForLine,
  setLine,
  setOfferMinutes,
  setTypeForLine,
} from './organizing.js'
import { keep, offerBack } from './sellingBack.js'
import { tellOffer } from './unheard.js'
import { waitOf } from './views.js'
import type { Askable, Line, Wait, WaitingCount } from './wait.js'
import { type LineFailed, workLines, type Worked } from './working.js'

type Needs = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly setup: PaymentSetup
}
type Act = { readonly personId: number; readonly eventId: number }
type EntryAct = { readonly personId: number; readonly entryId: number }
type TicketAct = { readonly personId: number; readonly ticketId: number }

// Somebody is offered something at the very moment at which they leave.
const tries = 5

/** What somebody waits for of an event. Many who look at once are a question to the database for each event. */
const createSeeing = ({ store, clock }: Pick<Needs, 'store' | 'clock'>) =>
  createBatcher((acts: readonly Act[]): Promise<readonly (Wait | undefined)[]> =>
    store.transact(async (tx) => {
      const people = [...new Set(acts.map(({ personId }) => personId))]
      const entries: WaitingEntry[] = []
      for (const eventId of new Set(acts.map((act) => act.eventId)))
        entries.push(...(await tx.waitingEntries.ofPeopleIn(people, eventId)))
      const waits: (Wait | undefined)[] = []
      for (const { personId, eventId } of acts) {
        const entry = entries.find((one) => one.personId === personId && one.eventId === eventId)
        waits.push(entry && (await waitOf(tx, entry, clock.now())))
      }
      return waits
    }),
  )

/** The waiting list: who waits for tickets of an event that has none left, and is offered what comes free. */
export const createWaiting = (needs: Needs) => {
  const { store, clock } = needs
  const act = () => ({ ...needs, now: clock.now() })
  return {
    /** What a person may wait for. Refuses with eventNotFound. */
    askableFor: (one: Act): Promise<Askable> => store.transact((tx) => askableFor(tx, one, clock.now())),

    /**
     * A person waits, or changes what for: they keep their place unless they want more seats than before. Whoever is
     * offered something now is shown that. Refuses with eventNotFound, eventCancelled, eventEnded, eventNotOnSale,
     * lineClosed, quantityOutOfRange, perPersonLimit, ticketsLeft (`left`), typeGone, guestBlocked.
     */
    join: (wish: Wish): Promise<Wait> => store.transact((tx) => join(tx, wish, clock.now())),

    /**
     * A person waits no longer; what they are offered is let go. A repeat changes nothing. Refuses with beingPaid while
     * an offer is being paid.
     */
    leave: async (one: Act): Promise<void> => {
      for (let left = tries; left > 0; left -= 1) if (await store.transact((tx) => leave(tx, one, clock.now()))) return
      throw new Refusal('busy')
    },

    /** What a person waits for of an event; undefined: nothing. */
    see: createSeeing(needs),

    /** All that a person waits for, the soonest event first. */
    ofPerson: (personId: number): Promise<readonly Wait[]> =>
      store.transact((tx) => waitsOf(tx, personId, clock.now())),

    /** An offer that is about to be told: its clock begins now if that is late. undefined: it is over. */
    tell: (orderId: number): Promise<OrderWithEvent | undefined> =>
      store.transact((tx) => tellOffer(tx, orderId, clock.now())),

    /** How many wait for an event's tickets. */
    count: (eventId: number): Promise<WaitingCount> => store.transact((tx) => tx.lines.count(eventId)),

    /**
     * Settles offers that are over, ends lines, and makes the next offers: at most so many as can be told at once. An
     * event whose line cannot be worked is given to `failed`, and the others go on; without it all stops.
     */
    work: (failed: LineFailed = rethrow): Promise<Worked> => workLines(needs, failed),

    /** The line, for its organizer: a page of it after an entry's id. Refuses with eventNotFound, notYours. */
    line: (one: Act & PageRequest): Promise<Line> => store.transact((tx) => lineFor(tx, one)),

    /**
     * Opens, pauses or closes a line; closed: nobody waits any more, seats are everybody's at once, and who waited is
     * told. Opened again it is empty. Refuses with eventNotFound, notYours, eventCancelled.
     */
    setLine: (one: Act & { readonly to: LineState }): Promise<Event> =>
      store.transact((tx) => setLine(tx, one, clock.now())),

    /** How long offers last. Refuses with eventNotFound, notYours, eventCancelled, offerMinutes. */
    setOfferMinutes: (one: Act & { readonly minutes: number }): Promise<Event> =>
      store.transact((tx) => setOfferMinutes(tx, one, clock.now())),

    /**
     * Offers somebody in line what is free, whatever their place, the hour, and whether the line is paused. A repeat
     * gives the same offer. Refuses with notWaiting, notYours, eventCancelled, eventEnded, eventNotOnSale, noSeatsFree,
     * holdsOrder, perPersonLimit, noWayToPay, typeGone.
     */
    offerTo: (one: EntryAct): Promise<OrderWithEvent> => store.transact((tx) => offerTo(tx, one, act())),

    /**
     * Lets the first in a type's line in, of so many seats together at most: there are as many seats more as it takes.
     * How many people are offered how many seats. Refuses with eventNotFound, notYours, eventCancelled, eventEnded,
     * eventNotOnSale, typeGone, lineEmpty, capacityOutOfRange, quantityOutOfRange, and lineMoved where no more so many
     * are `taken` as were when it was decided.
     */
    letIn: (one: LettingIn): Promise<WaitingCount> => store.transact((tx) => letIn(tx, one, act())),

    /**
     * Sells a type to who waits only, or to everybody. Refuses with eventNotFound, notYours, eventCancelled,
     * typeGone.
     */
    setTypeForLine: (one: Act & { readonly ticketTypeId: number; readonly forLine: boolean }): Promise<void> =>
      store.transact((tx) => setTypeForLine(tx, one, clock.now())),

    /** Lets a promo code be redeemed for offers only, or by everybody. Refuses with promoCodeUnknown, notYours. */
    setCodeForLine: (one: {
      readonly personId: number
      readonly promoCodeId: number
      readonly forLine: boolean
    }): Promise<void> => store.transact((tx) => setCodeForLine(tx, one, clock.now())),

    /**
     * A holder gives a ticket up if somebody waits for it: it stays theirs until that one has paid. Refuses with
     * ticketNotFound, notHolder, ticketUsed, ticketReturned, eventCancelled, eventEnded, sellBackClosed,
     * sellBackNotNeeded (it can be given back), starsAreWhole.
     */
    offerBack: (one: TicketAct): Promise<TicketView> => store.transact((tx) => offerBack(tx, one, clock.now())),

    /** They keep it after all. A repeat changes nothing. Refuses with ticketNotFound, notHolder, ticketOnOffer. */
    keep: (one: TicketAct): Promise<TicketView> => store.transact((tx) => keep(tx, one, clock.now())),
  }
}

const rethrow: LineFailed = (error) => {
  throw error
}

const waitsOf = async (tx: Tx, personId: number, now: number): Promise<readonly Wait[]> => {
  const waits: Wait[] = []
  for (const entry of await tx.waitingEntries.ofPerson(personId)) {
    const wait = await waitOf(tx, entry, now)
    if (wait) waits.push(wait)
  }
  return waits.sort((a, b) => a.event.startsAt - b.event.startsAt || a.entryId - b.entryId)
}
