import { capacityOf, leftOfAll, withType } from '../../domain/event.js'
import type { NewAnnouncement } from '../../domain/announcement.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { tellAccess } from '../access/telling.js'
import type { Codes } from '../codes.js'
import { findEvent, type OrderWithEvent } from '../finders.js'

/** A confirmed order, for the announcements. `test` marks a self-test. */
export type Sale = OrderWithEvent & { readonly test?: boolean }

/**
 * Issues an order's tickets: the event's capacity as it is now, or undefined when it is off sale (`evenOffSale`:
 * cancelled).
 */
export const issueTickets = async (
  tx: Tx,
  { event, order, evenOffSale }: Pick<OrderWithEvent, 'event' | 'order'> & { readonly evenOffSale: boolean },
  { clock, codes }: { readonly clock: Clock; readonly codes: Codes },
): Promise<{ readonly capacity: number | undefined } | undefined> => {
  const numbers = await tx.events.nextNumbers(event.id, order.quantity, { evenOffSale })
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
    })),
  )
  return { capacity: numbers.capacity }
}

/** Tells of a confirmed order: its tickets to the buyer, the sale to the notification chat. */
export const announceSale = async (tx: Tx, sale: Sale, clock: Clock): Promise<void> => {
  const { event, order, test = false } = sale
  const left = await leftNow(tx, sale)
  // With the last one that is paid, not with the last one that is held.
  const isSoldOut = left === 0 && !test && !(await tx.holds.isAnyOf(event.id))
  await tx.announcements.add(
    [...(test ? [] : [ticketsOf(sale)]), issuedOf(sale, left), ...(isSoldOut ? [soldOutOf(sale)] : [])],
    clock.now(),
  )
  if (!test) await tellAccess(tx, { event, ticketTypeId: order.ticketTypeId, holderId: order.buyerId }, clock.now())
  await tx.audit.add({
    at: clock.now(),
    actorId: order.buyerId,
    action: 'order.confirmed',
    subject: `order:${order.id}`,
    details: { event: event.id, quantity: order.quantity, minor: order.total.minor, way: order.paymentMethod },
  })
}

/**
 * How many tickets are left, as many types as there are: whoever confirmed a hold, or bought one type of several, knows
 * but their own.
 */
const leftNow = async (tx: Tx, { order, type, event, types }: Sale): Promise<number> =>
  leftOfAll(
    order.heldUntil === undefined && types.length === 1
      ? withType({ event, types }, type)
      : await findEvent(tx, event.id),
  )

const ticketsOf = ({ order, event }: Sale): NewAnnouncement => ({
  to: order.buyerId,
  key: `tickets:${order.id}`,
  eventId: event.id,
  message: { kind: 'tickets', orderId: order.id },
})

const issuedOf = ({ order, type, event: { id, slug, title }, test = false }: Sale, left: number): NewAnnouncement => ({
  to: 'chat',
  key: `issued:${order.id}`,
  eventId: id,
  actorId: order.buyerId,
  message: {
    kind: 'ticketsIssued',
    slug,
    title,
    ...(type.name !== '' && { type: type.name }),
    orderId: order.id,
    ...(order.promoCode !== undefined && { promoCode: order.promoCode }),
    quantity: order.quantity,
    total: order.total,
    paymentWay: order.paymentMethod,
    buyer: order.buyerName,
    left,
    ...(test && { test }),
  },
})

const soldOutOf = ({ order, event, types }: Sale): NewAnnouncement => ({
  to: 'chat',
  key: `soldOut:${order.id}`,
  eventId: event.id,
  message: { kind: 'soldOut', slug: event.slug, title: event.title, capacity: capacityOf({ event, types }) },
})
