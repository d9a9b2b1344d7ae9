import {
  isSoldAtDoor,
  mustSellAt,
  mustSellNow,
  saleMethods,
  type Taking,
  walkInNameFrom,
} from '../../domain/doorSale.js'
import { leftOf, type Event, type EventWithTypes, mustTakePlace, type TicketType } from '../../domain/event.js'
import { checkQuantity, quantityLimit } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { withRoom } from '../ordering/room.js'
import { sellNow, type SellingAtDoor } from './selling.js'
import { findSale, saleOf, type SoldAtDoor, undoSale } from './soldAtDoor.js'

type Needs = NewsPolicy & {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
}
type AtEvent = { readonly personId: number; readonly eventId: number }
type OfSale = { readonly personId: number; readonly saleId: number }

/** A type at the door: `most` of it can be sold now in one go. */
export type TypeAtDoor = { readonly type: TicketType; readonly left: number; readonly most: number }

/** What was taken at an event's door, by person and way; everybody's for its organizer, else one's own. */
export type Takings = {
  readonly event: Event
  readonly rows: readonly (Taking & { readonly name: string })[]
}

/** Selling at the door: what is sold is paid and let in at once, and counts by who took the money. */
export const createDoorSales = (needs: Needs) => {
  const { store, clock } = needs
  return {
    /**
     * What this person can sell now. Refuses with eventNotFound, staffOnly, mayNotSell, eventCancelled, eventEnded,
     * saleTooEarly.
     */
    choices: (act: AtEvent): Promise<EventWithTypes & { readonly choices: readonly TypeAtDoor[] }> =>
      store.transact(async (tx) => {
        const found = await findToSell(tx, act, clock.now())
        return { ...found, choices: choicesIn(found, clock.now()) }
      }),

    /**
     * Sells tickets, takes their money and lets them in, all or nothing. Refuses as `choices`, and with
     * quantityOutOfRange, typeGone, priceChanged, soldOut, tooFewLeft, lineFirst.
     */
    sell: (wish: SellingAtDoor): Promise<SoldAtDoor> => {
      checkQuantity(wish.quantity)
      if (!saleMethods.includes(wish.method)) throw new Refusal('wayClosed')
      return withRoom(needs, async (tx) => {
        const first = await tx.doorSales.findByRequestKey(wish.requestKey)
        return first ? saleOf(tx, first) : sellNow(tx, await findToSell(tx, wish, clock.now()), wish, needs)
      })
    },

    /** A sale for who made it, or organizes the event. Refuses with saleNotFound. */
    view: (own: OfSale): Promise<SoldAtDoor> => store.transact((tx) => findSale(tx, own)),

    /** Gives whoever bought a name. Refuses with saleNotFound, textNeeded. */
    name: ({ text, ...own }: OfSale & { readonly text: string }): Promise<SoldAtDoor> =>
      store.transact((tx) => nameBuyer(tx, own, text, clock)),

    /**
     * Takes a sale back: its tickets die, their seats are free, and the money counts as given back. A repeat changes
     * nothing. Refuses with saleNotFound, saleUndoTooLate, eventCancelled.
     */
    undo: (own: OfSale): Promise<SoldAtDoor> => store.transact((tx) => undoSale(tx, own, clock)),

    /** What was taken. Refuses with eventNotFound, staffOnly. */
    takings: ({ personId, eventId }: AtEvent): Promise<Takings> =>
      store.transact((tx) => takingsOf(tx, personId, eventId)),

    /** Whether staff may sell, too. Refuses with eventNotFound, notYours, eventCancelled. */
    setStaffSells: ({ isOn, ...act }: AtEvent & { readonly isOn: boolean }): Promise<Event> =>
      store.transact((tx) => setStaffSells(tx, act, isOn, clock)),
  }
}

const findToSell = async (tx: Tx, { personId, eventId }: AtEvent, now: number): Promise<EventWithTypes> => {
  const found = await findEvent(tx, eventId)
  mustSellAt({ personId, isStaff: await tx.staff.isAt(personId, eventId) }, found.event)
  mustSellNow(found.event, now)
  return found
}

// Nobody in line is offered anything once it has begun.
const choicesIn = (found: EventWithTypes, now: number): readonly TypeAtDoor[] => {
  const isPastLine = now >= found.event.startsAt
  const forAll = (type: TicketType): TicketType => (isPastLine ? { ...type, waiting: 0, forLine: false } : type)
  const [first, ...others] = found.types
  const seats: EventWithTypes = { event: found.event, types: [forAll(first), ...others.map(forAll)] }
  return seats.types.filter(isSoldAtDoor).map((type) => {
    const left = leftOf(seats, type)
    return { type, left, most: Math.min(left, quantityLimit) }
  })
}

const nameBuyer = async (tx: Tx, own: OfSale, text: string, clock: Clock): Promise<SoldAtDoor> => {
  const { order, event, sale } = await findSale(tx, own)
  const displayName = walkInNameFrom(text)
  await tx.people.meet({ id: order.buyerId, displayName, languageCode: undefined }, clock.now())
  const note = { actorId: own.personId, action: 'doorSale.named', subject: `order:${order.id}` }
  await tx.audit.add({ at: clock.now(), ...note, details: { event: event.id, sale: sale.id } })
  return findSale(tx, own)
}

const takingsOf = async (tx: Tx, personId: number, eventId: number): Promise<Takings> => {
  const { event } = await findEvent(tx, eventId)
  const isOrganizer = event.organizerId === personId
  if (!isOrganizer && !(await tx.staff.isAt(personId, eventId))) throw new Refusal('staffOnly')
  const rows = await tx.doorTakings.ofEvent(eventId, isOrganizer ? undefined : personId)
  const names = await tx.people.names([...new Set(rows.map((row) => row.personId))])
  return { event, rows: rows.map((row) => ({ ...row, name: names.get(row.personId) ?? '' })) }
}

const setStaffSells = async (tx: Tx, { personId, eventId }: AtEvent, isOn: boolean, clock: Clock): Promise<Event> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  mustTakePlace(event)
  if ((event.staffSells ?? false) === isOn) return event
  await tx.events.change(eventId, { staffSells: isOn })
  await tx.audit.add({
    at: clock.now(),
    actorId: personId,
    action: 'event.staffSellsSet',
    subject: `event:${eventId}`,
    details: { isOn: isOn ? 1 : 0 },
  })
  return { ...event, staffSells: isOn }
}
