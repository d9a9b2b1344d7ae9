import { leftOf, type TicketType, withType } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import { usesOf } from '../../domain/promoCode.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { findEvent, type OrderWithEvent, typeIn } from '../finders.js'
import { mustHaveOpened } from '../sight.js'

// Rows are locked in one order, so that nobody waits for each other in a circle: orders, tickets, ticket type, event,
// promo code. Where that cannot be, the database undoes one of two and the store runs it again.

/** Orders that stand in the way of others although the time of their holds is over: see withRoom. */
export type Blocked = { readonly blockedBy: readonly number[] }

/** Whether what was to be done found such orders in its way. */
export const isBlocked = (result: unknown): result is Blocked =>
  typeof result === 'object' && result !== null && 'blockedBy' in result

type Wanted = Pick<OrderWithEvent, 'event' | 'type'> & Pick<Order, 'quantity'>

/** Takes seats of a type, all or none: the type as it is now, or undefined. */
const takeSeatsOfType = async (
  tx: Tx,
  { ticketTypeId, quantity }: Pick<Order, 'ticketTypeId' | 'quantity'>,
  clock: Clock,
): Promise<TicketType | Blocked | undefined> =>
  (await tx.ticketTypes.take(ticketTypeId, quantity)) ?? blockedIn(tx, { ticketTypeId }, clock)

/** The same for who has paid already: they come before those who wait. */
export const takeSeatsPaid = async (
  tx: Tx,
  { ticketTypeId, quantity }: Pick<Order, 'ticketTypeId' | 'quantity'>,
  clock: Clock,
): Promise<TicketType | Blocked | undefined> =>
  (await tx.ticketTypes.takeForLine(ticketTypeId, quantity)) ?? blockedIn(tx, { ticketTypeId }, clock)

/** Takes seats for somebody; the type as it is now. Refuses with soldOut, tooFewLeft, perPersonLimit, typeGone. */
export const takeSeats = async (
  tx: Tx,
  { event, type, quantity, buyerId }: Wanted & Pick<Order, 'buyerId'>,
  clock: Clock,
): Promise<TicketType | Blocked> => {
  const taken = await takeSeatsOfType(tx, { ticketTypeId: type.id, quantity }, clock)
  if (!taken) throw await tooFew(tx, { event, type })
  if (isBlocked(taken)) return taken
  await mustHaveOpened(tx, buyerId, taken)
  const { perPerson } = taken
  if (perPerson !== undefined && (await tx.orders.quantityOf(buyerId, type.id, clock.now())) + quantity > perPerson)
    throw new Refusal('perPersonLimit', { max: perPerson })
  return taken
}

/**
 * Takes seats at the door, hidden types' too, whatever limits a person has. `isPastLine`: nobody who waits is offered
 * anything any more. Refuses with soldOut, tooFewLeft, and lineFirst while what is free is for those who wait.
 */
export const takeSeatsAtDoor = async (
  tx: Tx,
  { event, type, quantity, isPastLine }: Wanted & { readonly isPastLine: boolean },
  clock: Clock,
): Promise<TicketType | Blocked> => {
  const wanted = { ticketTypeId: type.id, quantity }
  const taken = await (isPastLine ? takeSeatsPaid(tx, wanted, clock) : takeSeatsOfType(tx, wanted, clock))
  if (taken) return taken
  const now = typeIn(await findEvent(tx, event.id), type.id)
  if (!isPastLine && isForLine(now)) throw new Refusal('lineFirst')
  const left = now.capacity - now.taken
  throw left > 0 ? new Refusal('tooFewLeft', { left }) : new Refusal('soldOut', { title: event.title })
}

const isForLine = ({ capacity, taken, waiting = 0, forLine = false }: TicketType): boolean =>
  (waiting > 0 || forLine) && taken < capacity

/**
 * Whether seats that were just taken and are paid already fit into `capacity`, that of the whole event, whose row must
 * be locked.
 */
export const fitsIntoEvent = async (
  tx: Tx,
  { eventId, capacity }: { readonly eventId: number; readonly capacity: number | undefined },
  clock: Clock,
): Promise<boolean | Blocked> => {
  if (capacity === undefined || (await tx.ticketTypes.takenOfEvent(eventId)) <= capacity) return true
  return (await blockedIn(tx, { eventId }, clock)) ?? false
}

/**
 * The same of anybody's seats: what those may be offered who wait for other types counts as taken. Refuses with
 * soldOut or tooFewLeft; undefined when they fit.
 */
export const mustFitIntoEvent = async (
  tx: Tx,
  { event, type, quantity, capacity }: Wanted & { readonly capacity: number | undefined },
  clock: Clock,
): Promise<Blocked | undefined> => {
  if (capacity === undefined || (await tx.ticketTypes.claimedOfEvent(event.id)) <= capacity) return undefined
  const blocked = await blockedIn(tx, { eventId: event.id }, clock)
  if (!blocked) throw await tooFew(tx, { event, type }, quantity)
  return blocked
}

/**
 * Gives back what an order that is not held or confirmed any more had: so many seats (all, if not told), and its use of
 * a promo code.
 */
export const releaseSeats = async (tx: Tx, order: Order, quantity = seatsOf(order)): Promise<void> => {
  await freeSeats(tx, order, quantity)
  // Whoever gave the last ticket back gave the code back, too.
  if (order.returned < order.quantity) await releaseCode(tx, order)
}

/** Gives back so many seats of an order (all that it took, if not told), and nothing else. */
export const freeSeats = async (tx: Tx, order: Order, quantity = seatsOf(order)): Promise<void> => {
  if (order.backed) await tx.ticketsForLine.untie(order.id)
  if (quantity > 0 && !(await tx.ticketTypes.giveBack(order.ticketTypeId, quantity)))
    throw new Error(`ticket type ${order.ticketTypeId} has fewer seats taken than order ${order.id} gives back`)
}

// For the others somebody still holds a ticket.
const seatsOf = ({ quantity, backed = 0 }: Order): number => quantity - backed

/** Gives back an order's use of a promo code. */
export const releaseCode = async (tx: Tx, order: Order): Promise<void> => {
  if (order.promoCodeId !== undefined) await tx.promoCodes.release(order.promoCodeId, usesOf(order))
}

const overdueAtOnce = 50

const blockedIn = async (
  tx: Tx,
  of: { readonly ticketTypeId: number } | { readonly eventId: number },
  clock: Clock,
): Promise<Blocked | undefined> => {
  const blockedBy = await tx.holds.overdue({ now: clock.now(), limit: overdueAtOnce, of })
  return blockedBy.length > 0 ? { blockedBy } : undefined
}

/** What is left without the seats that were just taken, as a refusal. */
const tooFew = async (
  tx: Tx,
  { event, type }: Pick<OrderWithEvent, 'event' | 'type'>,
  justTaken = 0,
): Promise<Refusal> => {
  const found = await findEvent(tx, event.id)
  const now = typeIn(found, type.id)
  const before = { ...now, taken: now.taken - justTaken }
  const left = leftOf(withType(found, before), before)
  return left > 0 ? new Refusal('tooFewLeft', { left }) : new Refusal('soldOut', { title: event.title })
}
