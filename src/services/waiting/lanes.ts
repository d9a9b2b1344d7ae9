import { methodsFor } from '../../domain/cardAmounts.js'
import type { EventWithTypes, TicketType } from '../../domain/event.js'
import { times } from '../../domain/money.js'
import { quantityLimit, type PaymentMethod } from '../../domain/order.js'
import { type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { saleOf } from '../../domain/sale.js'
import { sellBackUntil } from '../../domain/sellBack.js'
import type { TypeLine, WaitingEntry } from '../../domain/waitingList.js'
import type { Tx } from '../../store/store.js'

/** Why somebody in line cannot be offered a type now. */
export type Hindrance = 'holdsOrder' | 'perPersonLimit' | 'noWayToPay' | 'typeGone'

/** What an offer is decided by. */
export type Offering = { readonly now: number; readonly setup: PaymentSetup }

/** By what an offer of so many can be paid; undefined: in no way. Empty where nothing is to be paid. */
export const waysToPay = (
  found: EventWithTypes,
  { price }: TicketType,
  quantity: number,
  setup: PaymentSetup,
): readonly PaymentMethod[] | undefined => {
  const total = times(price, quantity)
  if (total.minor === 0) return []
  const methods = methodsFor(total, paymentMethodsFor(found, setup))
  return methods.length > 0 ? methods : undefined
}

/** The tickets of a type that others would give up and that may be offered now, at most for one wish. */
export const givenUp = (
  tx: Tx,
  { event }: Pick<EventWithTypes, 'event'>,
  { id, price }: TicketType,
  now: number,
): Promise<readonly number[]> =>
  now < sellBackUntil(event)
    ? tx.ticketsForLine.free(id, { mostMinor: price.minor, limit: quantityLimit })
    : Promise.resolve([])

/** Whether nobody at all could be offered so many of a type at once. */
const isOutOfQuestion = (
  found: EventWithTypes,
  type: TicketType,
  quantity: number,
  { setup }: Pick<Offering, 'setup'>,
): boolean => quantity > (type.perPerson ?? quantityLimit) || !waysToPay(found, type, quantity, setup)

/** Why this person cannot be offered tickets of this type; undefined: they can. */
export const hindranceOf = async (
  tx: Tx,
  found: EventWithTypes,
  { entry: { personId, eventId, quantity }, type }: { readonly entry: WaitingEntry; readonly type: TicketType },
  { now, setup }: Offering,
): Promise<Hindrance | undefined> => {
  if (await tx.holds.find(personId, eventId)) return 'holdsOrder'
  if (!waysToPay(found, type, quantity, setup)) return 'noWayToPay'
  if (type.isHidden && !(await tx.openings.of(personId, eventId)).has(type.id)) return 'typeGone'
  const { perPerson } = type
  if (perPerson === undefined) return undefined
  return (await tx.orders.quantityOf(personId, type.id, now)) + quantity > perPerson ? 'perPersonLimit' : undefined
}

// Nobody waits for long while those are passed over who cannot be offered anything.
const mostLooks = 200

/** The types of an event that its line may be offered. */
export const typesInLine = ({ event, types }: EventWithTypes, now: number): readonly TicketType[] =>
  types.filter((type) => (type.waiting ?? 0) > 0 && saleOf(event, type, now) === 'open')

/**
 * The lanes of an event, all of whose types are locked: read once, and only what changed again. Whoever cannot be
 * offered anything now is passed over and keeps their place.
 */
export const createLanes = (tx: Tx, offering: Offering) => {
  const known = new Map<string, WaitingEntry | undefined>()
  const passedOver = new Map<string, number>()

  const first = async (
    found: EventWithTypes,
    type: TicketType,
    quantity: number,
  ): Promise<WaitingEntry | undefined> => {
    const key = `${type.id}:${quantity}`
    if (known.has(key) || isOutOfQuestion(found, type, quantity, offering)) return known.get(key)
    for (let looks = 0; looks < mostLooks; looks += 1) {
      const entry = await tx.waitingTypes.firstOf(type.id, quantity, passedOver.get(key) ?? 0)
      if (!entry || !(await hindranceOf(tx, found, { entry, type }, offering))) {
        known.set(key, entry)
        return entry
      }
      passedOver.set(key, entry.id)
    }
    return undefined
  }

  return {
    /** The lane of a type. */
    of: async (found: EventWithTypes, type: TicketType): Promise<TypeLine> => {
      const firsts: WaitingEntry[] = []
      for (let quantity = 1; quantity <= quantityLimit; quantity += 1) {
        const entry = await first(found, type, quantity)
        if (entry) firsts.push(entry)
      }
      const backed = (await givenUp(tx, found, type, offering.now)).length
      return { ticketTypeId: type.id, free: Math.max(0, type.capacity - type.taken), backed, firsts }
    },

    /** Somebody is in line no more, or is known differently: who comes next where they stood is looked up again. */
    forget: ({ ticketTypeIds, quantity }: WaitingEntry): void => {
      for (const id of ticketTypeIds) known.delete(`${id}:${quantity}`)
    },
  }
}
