import { type Event, mustBeOnSale, publicSeatsOf, type TicketType, withType } from '../../domain/event.js'
import { times } from '../../domain/money.js'
import { type PaymentMethod, paymentMethodOf } from '../../domain/order.js'
import { isPrepaid, type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { mustBeInSale } from '../../domain/sale.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { asksOf } from '../buyerQuestions/asked.js'
import { findEvent, findEventOfType, type OrderWithEvent } from '../finders.js'
import { mayTellChat } from '../../domain/sight.js'
import { mustNotBeBlocked } from '../guests/blocking.js'
import { seenTypeOf } from '../sight.js'
import { announceSale, issueTickets } from './confirming.js'
import { type Blocked, isBlocked, mustFitIntoEvent, takeSeats } from './seats.js'

/** A wish to buy. `requestKey` names the confirmation screen: a repeat with the same key returns the first order. */
export type Purchase = {
  readonly buyerId: number
  readonly ticketTypeId: number
  readonly quantity: number
  readonly requestKey: string
  /** The total that the buyer was shown, in minor units: if it is another by now, they are asked again. */
  readonly shownMinor?: number
  readonly test?: boolean
}

/** What it takes to sell at once. */
export type BuyingNeeds = NewsPolicy & { readonly clock: Clock; readonly codes: Codes; readonly setup: PaymentSetup }

/** What is known before any seat is taken. `mayHaveRoom`: holds that are over still keep seats of the type. */
export type Outlook = {
  readonly isRepeat: boolean
  readonly mayHaveRoom: boolean
  readonly event: Event | undefined
  readonly type: TicketType | undefined
}

/** What there is to know of these purchases, with a few questions to the database. */
export const outlooksFor = async (
  tx: Tx,
  purchases: readonly Purchase[],
  clock: Clock,
): Promise<readonly Outlook[]> => {
  const types = await tx.ticketTypes.ofIds([...new Set(purchases.map(({ ticketTypeId }) => ticketTypeId))])
  const events = await tx.events.ofIds([...new Set(types.map(({ eventId }) => eventId))])
  // What holds that are over still keep counts as free.
  const isFull = purchases.some(({ ticketTypeId, quantity }) =>
    types.some(({ id, capacity, taken }) => id === ticketTypeId && capacity - taken < quantity),
  )
  const over = isFull ? await tx.holds.overdueTypes(clock.now()) : new Set<number>()
  // Last: whose own order took the seats meanwhile must find it.
  const orders = await tx.orders.ofRequestKeys(purchases.map(({ requestKey }) => requestKey))
  return purchases.map(({ requestKey, ticketTypeId }) => {
    const type = types.find(({ id }) => id === ticketTypeId)
    return {
      mayHaveRoom: over.has(ticketTypeId),
      isRepeat: orders.some((order) => order.requestKey === requestKey),
      type,
      event: events.find(({ id }) => id === type?.eventId),
    }
  })
}

/**
 * When all is gone, most need no lock and no transaction to hear so: refuses with typeGone, eventCancelled,
 * eventNotOnSale, eventEnded, soldOut, tooFewLeft. Whoever may have a chance goes on: the guard that takes decides.
 */
export const mustBeAvailable = (
  { isRepeat, mayHaveRoom, event, type }: Outlook,
  { quantity }: Purchase,
  now: number,
): void => {
  if (isRepeat || mayHaveRoom) return
  if (!event || !type) throw new Refusal('typeGone')
  // Of what is not for everybody's eyes nobody learns how many are left.
  if (event.isUnlisted || type.isHidden) return
  mustBeOnSale(event, now)
  const left = publicSeatsOf(type)
  if (left < quantity)
    throw left > 0 ? new Refusal('tooFewLeft', { left }) : new Refusal('soldOut', { title: event.title })
}

/** Takes the seats, confirms the order, issues and announces its tickets. */
export const buyAtOnce = async (
  tx: Tx,
  purchase: Purchase,
  eventId: number | undefined,
  needs: BuyingNeeds,
): Promise<OrderWithEvent | Blocked> => {
  const { clock, setup } = needs
  const { quantity, buyerId, ticketTypeId } = purchase
  const found = await (eventId === undefined ? findEventOfType(tx, ticketTypeId) : findEvent(tx, eventId))
  const { event } = found
  const before = await seenTypeOf(tx, buyerId, found, ticketTypeId)
  mustBeOnSale(event, clock.now())
  mustBeInSale(event, before, clock.now())
  await mustNotBeBlocked(tx, buyerId, event)
  const methods = paymentMethodsFor(found, setup)
  mustNotBePrepaid(before, methods)
  if ((await asksOf(tx, event))(ticketTypeId)) throw new Refusal('asksFirst')
  const type = await takeSeats(tx, { event, type: before, buyerId, quantity }, clock)
  if (isBlocked(type)) return type
  const total = times(type.price, quantity)
  if (isPrepaid(type.price, methods) || (purchase.shownMinor ?? total.minor) !== total.minor)
    throw new Refusal('priceChanged')
  const as = { now: clock.now(), isTold: mayTellChat(event, needs) }
  const order = await tx.orders.insert(confirmedOrderOf(purchase, type, as))
  const { test = false } = purchase
  const issued = await issueTickets(tx, { ...withType(found, type), order, test, evenOffSale: false }, needs)
  if (!issued) throw await offSale(tx, event)
  mustBeInSale(issued, type, clock.now())
  const blocked = await mustFitIntoEvent(tx, { event, type, quantity, capacity: issued.capacity }, clock)
  if (blocked) return blocked
  const bought = { ...found, order, type }
  await announceSale(tx, { ...bought, test }, needs)
  return bought
}

/** A new order that is confirmed now, for what its seats cost now; `isTold`: the notification chat is to hear of it. */
export const confirmedOrderOf = (
  { buyerId, quantity, requestKey }: Purchase,
  { id: ticketTypeId, eventId, price }: TicketType,
  { now, isTold }: { readonly now: number; readonly isTold: boolean },
) => {
  const total = times(price, quantity)
  return {
    ...{ eventId, ticketTypeId, buyerId, quantity, total, requestKey, isTold },
    ...{ paymentMethod: paymentMethodOf(total), state: 'confirmed' as const, createdAt: now, confirmedAt: now },
  }
}

/** Refuses with wayClosed, or noWayToPay where there is none, what has to be paid beforehand. */
const mustNotBePrepaid = ({ price, eventId }: TicketType, methods: readonly PaymentMethod[]): void => {
  if (isPrepaid(price, methods)) throw new Refusal(methods.length === 0 ? 'noWayToPay' : 'wayClosed', { eventId })
}

/** It was on sale when this purchase began, and somebody cancelled it or took it off since. */
export const offSale = async (tx: Tx, { id, title }: Event): Promise<Refusal> => {
  const event = await tx.events.find(id)
  if (!event) return new Refusal('eventNotFound')
  return new Refusal(event.state === 'cancelled' ? 'eventCancelled' : 'eventNotOnSale', { title })
}
