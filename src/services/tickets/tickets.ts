import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { createBatcher } from '../../runtime/batcher.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import { giveTicketBack } from './giveBack.js'
import {
  type HeldOfOrder,
  type OrderWithTickets,
  type TicketView,
  viewOfTicket,
  viewsOf,
  withTickets,
} from './ticketViews.js'

type Act = { readonly personId: number; readonly ticketId: number }

/** Some of what a person holds: still ahead, or behind. */
type PageOfHolder = PageRequest & { readonly personId: number; readonly when: 'upcoming' | 'past' }

/** What people hold. */
export const createTickets = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  /** The order with what its buyer still holds of it; undefined when there is no such order. */
  ofOrder: (orderId: number): Promise<OrderWithTickets | undefined> =>
    store.transact(async (tx) => {
      const order = await tx.orders.find(orderId)
      return order && withTickets(tx, order)
    }),

  /** The person's orders, newest first. */
  ofBuyer: (personId: number, page: PageRequest): Promise<Page<OrderWithTickets>> =>
    store.transact(async (tx) => {
      const { rows: orders, hasMore } = pageOf(await tx.orderLists.ofBuyer(personId, oneMoreThan(page)), page.size)
      const rows: OrderWithTickets[] = []
      for (const order of orders) rows.push(await withTickets(tx, order))
      return { rows, hasMore }
    }),

  /**
   * What a person holds: still ahead, soonest first, or behind, latest first; after the ticket with the id `after`.
   * What they gave back is in neither.
   */
  ofHolder: ({ personId, when, after, size }: PageOfHolder): Promise<Page<TicketView>> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const tickets = await tx.tickets.ofHolder(personId, { when, now, after, limit: size + 1 })
      return pageOf(await viewsOf(tx, tickets, now), size)
    }),

  /** The same, all of an order together; after the order whose first ticket has the id `after`. */
  ordersOfHolder: ({ personId, when, after, size }: PageOfHolder): Promise<Page<HeldOfOrder>> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const firsts = await tx.tickets.firstsOfHolder(personId, { when, now, after, limit: size + 1 })
      const held = await tx.tickets.heldOfOrders(
        personId,
        firsts.map(({ orderId }) => orderId),
      )
      const views = await viewsOf(tx, held, now)
      return pageOf(
        firsts.map(({ orderId, state }) =>
          views.filter(({ ticket }) => ticket.orderId === orderId && ticket.state === state),
        ),
        size,
      )
    }),

  /** What a person holds of an order, by number. */
  heldOfOrder: ({ personId, orderId }: { readonly personId: number; readonly orderId: number }): Promise<HeldOfOrder> =>
    store.transact(async (tx) => viewsOf(tx, await tx.tickets.heldOfOrders(personId, [orderId]), clock.now())),

  /** One ticket for its holder, whatever its state. Refuses with ticketNotFound, notHolder. */
  view: (act: Act): Promise<TicketView> => store.transact((tx) => viewOfTicket(tx, act, clock.now())),

  /**
   * The valid tickets of an order that its buyer still holds, by number. What a crowd has just bought is told to many
   * at once: they are looked up together.
   */
  viewsOfOrder: createBatcher((orderIds: readonly number[]): Promise<readonly HeldOfOrder[]> =>
    store.transact(async (tx) => {
      const tickets = await tx.tickets.ofBuyersOrders([...new Set(orderIds)])
      const valid = tickets.filter(({ state }) => state === 'valid')
      const views = await viewsOf(tx, valid, clock.now())
      return orderIds.map((id) => views.filter(({ order }) => order.id === id))
    }),
  ),

  /**
   * Keeps Telegram's file_id of a ticket's picture, so that it is not drawn again; not when the ticket got another code
   * meanwhile.
   */
  rememberPicture: (ticketId: number, code: string, fileId: string): Promise<void> =>
    store.transact((tx) => tx.tickets.rememberPicture({ id: ticketId, code }, fileId)),

  /** See giveTicketBack. */
  giveBack: (act: Act): Promise<TicketView> =>
    store.transact(async (tx) => {
      await giveTicketBack(tx, act, clock)
      return viewOfTicket(tx, act, clock.now())
    }),
})
