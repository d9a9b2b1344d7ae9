import { isSoldAtDoor, type SaleMethod, walkInName, walkInOf } from '../../domain/doorSale.js'
import { type EventWithTypes, type TicketType, withType } from '../../domain/event.js'
import { type Money, times } from '../../domain/money.js'
import { type Order, paymentMethodOf } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import { mayTellChat } from '../../domain/sight.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { typeIn } from '../finders.js'
import { announceSale, issueTickets } from '../ordering/confirming.js'
import { type Blocked, fitsIntoEvent, isBlocked, mustFitIntoEvent, takeSeatsAtDoor } from '../ordering/seats.js'
import { saleOf, type SoldAtDoor } from './soldAtDoor.js'

type Needs = NewsPolicy & { readonly clock: Clock; readonly codes: Codes }

/** What somebody sells at a door. `requestKey` names the screen: a repeat gives the first sale. */
export type SellingAtDoor = {
  readonly personId: number
  readonly eventId: number
  readonly ticketTypeId: number
  readonly quantity: number
  readonly method: SaleMethod
  readonly requestKey: string
  /** The total that was said, in minor units: if it is another by now, nothing is sold. */
  readonly shownMinor: number
}

/** Sells at the door what was not sold by this request before. Refuses as createDoorSales says. */
export const sellNow = async (
  tx: Tx,
  found: EventWithTypes,
  wish: SellingAtDoor,
  needs: Needs,
): Promise<SoldAtDoor | Blocked> => {
  const { clock } = needs
  const { event } = found
  const { quantity, personId: sellerId } = wish
  const type = await takeSeats(tx, found, wish, clock)
  if (isBlocked(type)) return type
  const total = times(type.price, quantity)
  if (total.minor !== wish.shownMinor) throw new Refusal('priceChanged')
  const order = await writeSale(tx, { wish, total, isTold: mayTellChat(event, needs) }, clock.now())
  const sale = { ...withType(found, type), order, type, sellerId }
  const issued = await issueTickets(tx, { ...sale, evenOffSale: true }, needs)
  if (!issued) throw new Refusal('eventCancelled', { title: event.title })
  const blocked = await mustFit(tx, { ...sale, quantity, capacity: issued.capacity }, clock)
  if (blocked) return blocked
  await letIn(tx, order, wish, clock.now())
  await announceSale(tx, sale, needs)
  return saleOf(tx, await tx.doorSales.findByRequestKey(wish.requestKey))
}

// Once it has begun nobody in line is offered anything any more.
const isPastLine = ({ event }: Pick<EventWithTypes, 'event'>, clock: Clock): boolean => clock.now() >= event.startsAt

const takeSeats = (
  tx: Tx,
  found: EventWithTypes,
  { ticketTypeId, quantity }: SellingAtDoor,
  clock: Clock,
): Promise<TicketType | Blocked> => {
  const type = typeIn(found, ticketTypeId)
  if (!isSoldAtDoor(type)) throw new Refusal('wayClosed')
  return takeSeatsAtDoor(tx, { event: found.event, type, quantity, isPastLine: isPastLine(found, clock) }, clock)
}

type Written = { readonly wish: SellingAtDoor; readonly total: Money; readonly isTold: boolean }

/** The sale, who bought, and their order. Refuses with busy what the same request writes at this moment. */
const writeSale = async (tx: Tx, { wish, total, isTold }: Written, now: number): Promise<Order> => {
  const { eventId, ticketTypeId, personId: sellerId, method, quantity, requestKey } = wish
  const saleId = await tx.doorSales.add({ eventId, sellerId, method, quantity, requestKey, amount: total, soldAt: now })
  if (saleId === undefined) throw new Refusal('busy')
  const buyerId = walkInOf(saleId)
  await tx.people.meet({ id: buyerId, displayName: walkInName(saleId), languageCode: undefined }, now)
  return tx.orders.insert({
    ...{ eventId, ticketTypeId, buyerId, quantity, total, requestKey, isTold },
    paymentMethod: paymentMethodOf(total),
    state: 'confirmed',
    createdAt: now,
    confirmedAt: now,
  })
}

type Fitting = Parameters<typeof mustFitIntoEvent>[1]

const mustFit = async (tx: Tx, sale: Fitting, clock: Clock): Promise<Blocked | undefined> => {
  if (!isPastLine(sale, clock)) return mustFitIntoEvent(tx, sale, clock)
  const fits = await fitsIntoEvent(tx, { eventId: sale.event.id, capacity: sale.capacity }, clock)
  if (isBlocked(fits)) return fits
  if (!fits) throw new Refusal('soldOut', { title: sale.event.title })
  return undefined
}

const letIn = async (
  tx: Tx,
  order: Order,
  { personId, method, eventId }: SellingAtDoor,
  now: number,
): Promise<void> => {
  const tickets = await tx.tickets.ofOrder(order.id)
  const how = { personId, now, isPaid: order.total.minor > 0, how: method }
  for (const ticket of tickets)
    if (!(await tx.checkIns.letIn(ticket, how))) throw new Error(`ticket ${ticket.id} was issued and is not valid`)
  await tx.audit.addAll(
    tickets.map(({ id, number }) => ({
      ...{ at: now, actorId: personId, action: 'ticket.soldAtDoor', subject: `ticket:${id}` },
      details: { event: eventId, number },
    })),
  )
  await tx.arrivals.count(tickets.map(() => ({ eventId, at: now, change: 1 })))
  await tx.ticketTypes.countIn(order.ticketTypeId, tickets.length)
}
