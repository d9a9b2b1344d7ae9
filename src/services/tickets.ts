import type { Event, TicketType } from '../domain/event.js'
import type { Order } from '../domain/order.js'
import type { Ticket } from '../domain/ticket.js'
import type { Store, Tx } from '../store/store.js'
import type { Page } from './events.js'
import { loadEvent } from './load.js'

/** An order with its valid tickets: what a buyer holds. */
export type OrderWithTickets = { readonly order: Order; readonly event: Event; readonly type: TicketType; readonly tickets: readonly Ticket[] }

/** What buyers hold. */
export const createTickets = ({ store }: { readonly store: Store }) => ({
  /** The order with its tickets as they are now; undefined when there is no such order. */
  ofOrder: (orderId: number): Promise<OrderWithTickets | undefined> =>
    store.transact(async (tx) => {
      const order = await tx.orders.find(orderId)
      return order && withTickets(tx, order)
    }),

  /** The person's orders, newest first. */
  ofBuyer: (personId: number, { after, size }: { readonly after?: number | undefined; readonly size: number }): Promise<Page<OrderWithTickets>> =>
    store.transact(async (tx) => {
      const orders = await tx.orders.ofBuyer(personId, { limit: size + 1, ...(after !== undefined && { after }) })
      const rows: OrderWithTickets[] = []
      for (const order of orders.slice(0, size)) rows.push(await withTickets(tx, order))
      return { rows, hasMore: orders.length > size }
    }),
})

const withTickets = async (tx: Tx, order: Order): Promise<OrderWithTickets> => ({ order, ...(await loadEvent(tx, order.eventId)), tickets: await tx.tickets.ofOrder(order.id) })

/** What `createTickets` gives. */
export type Tickets = ReturnType<typeof createTickets>
