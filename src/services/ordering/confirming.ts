import { type Event, type EventWithTypes, withType } from '../../domain/event.js'
import { saleHeardAt } from '../../domain/hearing.js'
import type { NewAnnouncement } from '../../domain/announcement.js'
import { capacityOfShown, leftOfShown, mayTellChat, type SeenEvent, seenByAll } from '../../domain/sight.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { tellAccess } from '../access/telling.js'
import { findByName } from '../buyerQuestions/ticketNames.js'
import type { Codes } from '../codes.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { findEvent, type OrderWithEvent } from '../finders.js'

/** A confirmed order, for the announcements. `test` marks a self-test, `sellerId` who sold it at the door. */
export type Sale = OrderWithEvent & { readonly test?: boolean; readonly sellerId?: number }

/**
 * Issues an order's tickets, of which its organizer is to hear: the event's limits as they are now, or undefined when
 * it is off sale (`evenOffSale`: cancelled).
 */
export const issueTickets = async (
  tx: Tx,
  { evenOffSale, ...sale }: Omit<Sale, 'type'> & { readonly evenOffSale: boolean },
  { clock, codes }: { readonly clock: Clock; readonly codes: Codes },
): Promise<Pick<Event, 'capacity' | 'saleFrom'> | undefined> => {
  const { event, order } = sale
  // Who gives tickets away hears of no sale.
  const isHeard = !sale.test && order.paymentMethod !== 'guestList'
  const heardAt = isHeard ? saleHeardAt(sale, sale.sellerId ?? order.buyerId, clock.now()) : undefined
  const numbers = await tx.events.nextNumbers(event.id, order.quantity, { evenOffSale, heardAt })
  if (!numbers) return undefined
  await tx.tickets.insert(
    Array.from({ length: order.quantity }, (_, i) => ({
      orderId: order.id,
      eventId: event.id,
      ticketTypeId: order.ticketTypeId,
      holderId: order.buyerId,
      holderName: order.buyerName,
      number: numbers.first + i,
      code: codes.ticket(),
      shortCode: codes.short(),
      state: 'valid',
      issuedAt: clock.now(),
      isDue: order.paymentMethod === 'atDoor',
    })),
  )
  if (event.hasQuestions) await findByName(tx, event, await tx.tickets.ofOrder(order.id))
  return numbers
}

/**
 * Tells of a confirmed order: its tickets to the buyer, the sale to the notification chat, which hears nothing of what
 * is hidden.
 */
export const announceSale = async (
  tx: Tx,
  sale: Sale,
  { clock, announceUnlisted }: NewsPolicy & { readonly clock: Clock },
): Promise<void> => {
  const { event, order, test = false } = sale
  await tx.announcements.add(
    [...(test ? [] : [ticketsOf(sale)]), ...(mayTellChat(event, { announceUnlisted }) ? await newsOf(tx, sale) : [])],
    // As the order says: the proof of the day counts both.
    order.confirmedAt ?? clock.now(),
  )
  if (!test) await tellAccess(tx, { event, ticketTypeId: order.ticketTypeId, holderId: order.buyerId }, clock.now())
  await tx.audit.add({
    at: clock.now(),
    actorId: sale.sellerId ?? order.buyerId,
    action: 'order.confirmed',
    subject: `order:${order.id}`,
    details: { event: event.id, quantity: order.quantity, minor: order.total.minor, way: order.paymentMethod },
  })
}

const newsOf = async (tx: Tx, sale: Sale): Promise<readonly NewAnnouncement[]> => {
  const seen = seenByAll(await asOfNow(tx, sale))
  const left = leftOfShown(seen)
  // With the last one that is paid, not with the last one that is held.
  const isSoldOut = left === 0 && !sale.test && mayEndSale(seen, sale) && !(await mayComeBack(tx, seen))
  if (!isSoldOut) return [issuedOf(sale, left)]
  const { people } = await tx.lines.count(sale.event.id)
  return [issuedOf(sale, left), soldOutOf(sale, seen, people)]
}

// An offer was nobody else's to buy.
// A hidden type takes seats from the others only where the event as a whole has no more.
const mayEndSale = ({ event, shown }: SeenEvent, { type, order }: Sale): boolean =>
  order.offeredAt === undefined &&
  (!type.isHidden || (event.capacity !== undefined && shown.some(({ capacity, taken }) => capacity > taken)))

// What is held may be free again; of a hidden type it is no seat of the others, unless the event as a whole is full.
const mayComeBack = async (tx: Tx, { event, types, shown }: SeenEvent): Promise<boolean> => {
  const held = await tx.holds.byType(event.id)
  return (event.capacity === undefined ? shown : types).some(({ id }) => held.has(id))
}

/**
 * The event as many types as there are: whoever confirmed a hold, or bought one type of several, knows but their own.
 */
const asOfNow = async (tx: Tx, { order, type, event, types }: Sale): Promise<EventWithTypes> =>
  order.heldUntil === undefined && types.length === 1 ? withType({ event, types }, type) : findEvent(tx, event.id)

const ticketsOf = ({ order, event }: Sale): NewAnnouncement => ({
  to: order.buyerId,
  key: `tickets:${order.id}`,
  eventId: event.id,
  message: { kind: 'tickets', orderId: order.id },
})

// The name of a hidden type, and the code that opens it, are for those who have them.
const issuedOf = (
  { order, type, event: { id, slug, title }, test = false, sellerId }: Sale,
  left: number,
): NewAnnouncement => ({
  to: 'chat',
  key: `issued:${order.id}`,
  eventId: id,
  actorId: sellerId ?? order.buyerId,
  message: {
    kind: 'ticketsIssued',
    slug,
    title,
    ...(type.name !== '' && !type.isHidden && { type: type.name }),
    orderId: order.id,
    ...(order.promoCode !== undefined && !type.isHidden && { promoCode: order.promoCode }),
    quantity: order.quantity,
    total: order.total,
    paymentWay: order.paymentMethod,
    buyer: order.buyerName,
    left,
    ...(test && { test }),
    ...(sellerId !== undefined && { soldAtDoor: true as const }),
  },
})

const soldOutOf = ({ order }: Sale, seen: SeenEvent, waiting: number): NewAnnouncement => ({
  to: 'chat',
  key: `soldOut:${order.id}`,
  eventId: seen.event.id,
  message: {
    kind: 'soldOut',
    slug: seen.event.slug,
    title: seen.event.title,
    capacity: capacityOfShown(seen),
    ...(waiting > 0 && { waiting }),
  },
})
