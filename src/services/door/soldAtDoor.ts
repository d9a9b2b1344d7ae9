import { type DoorSale, mustBeUndoableBy, walkInOf } from '../../domain/doorSale.js'
import type { Order } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { findOrder, type OrderWithEvent } from '../finders.js'
import { releaseSeats } from '../ordering/seats.js'
import { killTickets } from '../refunds/orderRefund.js'

/** A sale at the door with its order and its tickets, by number. */
export type SoldAtDoor = OrderWithEvent & { readonly sale: DoorSale; readonly tickets: readonly Ticket[] }

type OfSale = { readonly personId: number; readonly saleId: number }

/** A sale as it stands now. Refuses with saleNotFound. */
export const saleOf = async (tx: Tx, sale: DoorSale | undefined): Promise<SoldAtDoor> => {
  if (!sale) throw new Refusal('saleNotFound')
  const [order] = await tx.orderLists.ofBuyerAt(walkInOf(sale.id), sale.eventId, { limit: 1 })
  const found = await findOrder(tx, order)
  return { ...found, sale, tickets: await tx.tickets.ofOrder(found.order.id) }
}

/** A sale for who made it and works there still, or organizes the event. Refuses with saleNotFound. */
export const findSale = async (tx: Tx, { personId, saleId }: OfSale): Promise<SoldAtDoor> => {
  const sold = await saleOf(tx, await tx.doorSales.find(saleId))
  const { sale, event } = sold
  const isOwn = sale.sellerId === personId && (await tx.staff.isAt(personId, event.id))
  if (!isOwn && event.organizerId !== personId) throw new Refusal('saleNotFound')
  return sold
}

/** See createDoorSales. */
export const undoSale = async (tx: Tx, own: OfSale, clock: Clock): Promise<SoldAtDoor> => {
  const found = await findSale(tx, own)
  // Locked: nobody changes its tickets meanwhile.
  const order = await tx.orders.lock(found.order.id)
  const { sale, event } = await findSale(tx, own)
  if (!order || sale.undoneAt !== undefined) return findSale(tx, own)
  if (order.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
  const now = clock.now()
  mustBeUndoableBy(sale, { personId: own.personId, isOrganizer: event.organizerId === own.personId, now })
  if (await tx.doorSales.undo(sale.id, own.personId, now)) await takeBack(tx, order, own, clock)
  return findSale(tx, own)
}

/** What it took is given back: the check-ins with their money, the tickets, the seats. */
const takeBack = async (tx: Tx, order: Order, { personId, saleId }: OfSale, clock: Clock): Promise<void> => {
  await takeOut(tx, order)
  if (!(await tx.orders.move(order.id, 'confirmed', 'refunded', clock.now()))) throw new Refusal('saleNotFound')
  const killed = await killTickets(tx, order, clock)
  await releaseSeats(tx, order, killed.length)
  await tx.audit.add({
    ...{ at: clock.now(), actorId: personId, action: 'doorSale.undone', subject: `order:${order.id}` },
    details: { event: order.eventId, sale: saleId, tickets: killed.length, minor: order.total.minor },
  })
}

const takeOut = async (tx: Tx, { id, eventId, ticketTypeId }: Order): Promise<void> => {
  let out = 0
  for (const { id: ticketId, checkedInAt: at } of await tx.tickets.ofOrder(id))
    if (at !== undefined && (await tx.checkIns.undo(ticketId, at))) {
      out += 1
      await tx.arrivals.count([{ eventId, at, change: -1 }])
    }
  if (out > 0) await tx.ticketTypes.countIn(ticketTypeId, -out)
}
