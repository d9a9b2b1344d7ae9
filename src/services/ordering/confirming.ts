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
export const issueTickets = (
  tx: Tx,
  { evenOffSale, ...sale }: Omit<Sale, 'type'> & { readonly evenOffSale: boolean },
  needs: Issuing,
): Promise<Limits | undefined> => issueAll(tx, [sale], { ...needs, evenOffSale })

type Issuing = { readonly clock: Clock; readonly codes: Codes }
type Limits = Pick<Event, 'capacity' | 'saleFrom'>
type All<T> = readonly [T, ...T[]]

/** The same of several orders of one event, in the order in which they are to be numbered. */
export const issueAll = async (
  tx: Tx,
  sales: All<Omit<Sale, 'type'>>,
  { evenOffSale, clock, codes }: Issuing & { readonly evenOffSale: boolean },
): Promise<Limits | undefined> => {
  const [{ event }] = sales
  const heardAt = earliest(sales.map((sale) => heardOf(sale, clock.now())))
  const count = sales.reduce((sum, { order }) => sum + order.quantity, 0)
  const numbers = await tx.events.nextNumbers(event.id, count, { evenOffSale, heardAt })
  if (!numbers) return undefined
  const places = sales.flatMap(({ order }) => Array.from({ length: order.quantity }, () => order))
  await tx.tickets.insert(
    places.map((order, i) => ({
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
  if (event.hasQuestions) for (const { order } of sales) await findByName(tx, event, await tx.tickets.ofOrder(order.id))
  return numbers
}

// Who gives tickets away hears of no sale.
const heardOf = (sale: Omit<Sale, 'type'>, now: number): number | undefined =>
  sale.test || sale.order.paymentMethod === 'guestList'
    ? undefined
    : saleHeardAt(sale, sale.sellerId ?? sale.order.buyerId, now)

const earliest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((at) => at !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

type Announcing = NewsPolicy & { readonly clock: Clock }

/**
 * Tells of a confirmed order: its tickets to the buyer, the sale to the notification chat, which hears nothing of what
 * is hidden.
 */
export const announceSale = (tx: Tx, sale: Sale, needs: Announcing): Promise<void> => announceAll(tx, [sale], needs)

/** The same of several orders of one ticket type that were confirmed at one moment. */
export const announceAll = async (tx: Tx, sales: All<Sale>, { clock, announceUnlisted }: Announcing): Promise<void> => {
  const [{ event, order }] = sales
  const news: NewAnnouncement[] = []
  for (const sale of sales) {
    if (!sale.test) news.push(ticketsOf(sale))
    if (mayTellChat(event, { announceUnlisted })) news.push(...(await newsOf(tx, sale)))
  }
  // As the order says: the proof of the day counts both.
  await tx.announcements.add(news, order.confirmedAt ?? clock.now())
  const holders = sales.filter(({ test = false }) => !test).map((sale) => sale.order.buyerId)
  await tellAccess(tx, { event, ticketTypeId: order.ticketTypeId, holders }, clock.now())
  await tx.audit.addAll(sales.map((sale) => auditOf(sale, clock.now())))
}

const auditOf = ({ event, order, sellerId }: Sale, at: number) => ({
  at,
  actorId: sellerId ?? order.buyerId,
  action: 'order.confirmed',
  subject: `order:${order.id}`,
  details: { event: event.id, quantity: order.quantity, minor: order.total.minor, way: order.paymentMethod },
})

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
