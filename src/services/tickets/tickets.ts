import { dueOf } from '../../domain/door.js'
import type { Event, TicketType } from '../../domain/event.js'
import type { Money } from '../../domain/money.js'
import type { Order } from '../../domain/order.js'
import type { Refund } from '../../domain/refund.js'
import { Refusal } from '../../domain/refusal.js'
import { mayGiveBack, mustBeReturnable, mustHold, type Ticket } from '../../domain/ticket.js'
import type { Store, Tx } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import { type Page, pageOf } from '../../domain/page.js'
import { findOrder, findTicket } from '../finders.js'
import { refundTicket } from '../refunds/ticketRefund.js'

/** An order with what its buyer still holds of it, and what of its money went back. */
export type OrderWithTickets = {
  readonly order: Order
  readonly event: Event
  readonly type: TicketType
  readonly tickets: readonly Ticket[]
  readonly refunds: readonly Refund[]
}

/**
 * A ticket with all that its holder may see. `due` is to be paid at the door; `offered`: a link that gives it to
 * somebody is open.
 */
export type TicketView = {
  readonly ticket: Ticket
  readonly event: Event
  readonly type: TicketType
  readonly order: Order
  readonly holderName: string
  readonly due: Money | undefined
  readonly mayGiveBack: boolean
  readonly hasGiftLink: boolean
}

type Act = { readonly personId: number; readonly ticketId: number }

/** What people hold. */
export const createTickets = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  const toShow = async (tx: Tx, tickets: readonly Ticket[]): Promise<readonly TicketView[]> => {
    const events = byId(await tx.events.ofIds(unique(tickets.map(({ eventId }) => eventId))))
    const types = byId(await tx.ticketTypes.ofIds(unique(tickets.map(({ ticketTypeId }) => ticketTypeId))))
    const orders = byId(await tx.orders.ofIds(unique(tickets.map(({ orderId }) => orderId))))
    const names = await tx.people.names(unique(tickets.map(({ holderId }) => holderId)))
    const offered = await tx.gifts.offered(
      tickets.map(({ id }) => id),
      clock.now(),
    )
    return tickets.flatMap((ticket) => {
      const [event, type, order] = [
        events.get(ticket.eventId),
        types.get(ticket.ticketTypeId),
        orders.get(ticket.orderId),
      ]
      if (!event || !type || !order) return []
      const facts = {
        due: dueOf(order, ticket),
        mayGiveBack: mayGiveBack(event, ticket, clock.now()),
        hasGiftLink: offered.has(ticket.id),
      }
      return [{ ticket, event, type, order, holderName: names.get(ticket.holderId) ?? '', ...facts }]
    })
  }

  const showOne = async (tx: Tx, { personId, ticketId }: Act): Promise<TicketView> => {
    const ticket = await tx.tickets.find(ticketId)
    const [shown] = ticket ? await toShow(tx, [ticket]) : []
    if (!shown) throw new Refusal('ticketNotFound')
    mustHold(personId, shown.ticket)
    return shown
  }

  return {
    /** The order with what its buyer still holds of it; undefined when there is no such order. */
    ofOrder: (orderId: number): Promise<OrderWithTickets | undefined> =>
      store.transact(async (tx) => {
        const order = await tx.orders.find(orderId)
        return order && withTickets(tx, order)
      }),

    /** The person's orders, newest first. */
    ofBuyer: (
      personId: number,
      { after, size }: { readonly after?: number | undefined; readonly size: number },
    ): Promise<Page<OrderWithTickets>> =>
      store.transact(async (tx) => {
        const orders = await tx.orders.ofBuyer(personId, { limit: size + 1, ...(after !== undefined && { after }) })
        const rows: OrderWithTickets[] = []
        for (const order of orders.slice(0, size)) rows.push(await withTickets(tx, order))
        return { rows, hasMore: orders.length > size }
      }),

    /**
     * What a person holds: still ahead, soonest first, or behind, latest first; after the ticket with the id `after`.
     * What they gave back is in neither.
     */
    ofHolder: ({
      personId,
      when,
      after,
      size,
    }: {
      readonly personId: number
      readonly when: 'upcoming' | 'past'
      readonly after?: number | undefined
      readonly size: number
    }): Promise<Page<TicketView>> =>
      store.transact(async (tx) =>
        pageOf(
          await toShow(tx, await tx.tickets.ofHolder(personId, { when, now: clock.now(), after, limit: size + 1 })),
          size,
        ),
      ),

    /** One ticket for its holder, whatever its state. Refuses with ticketNotFound, notHolder. */
    view: (act: Act): Promise<TicketView> => store.transact((tx) => showOne(tx, act)),

    /** The valid tickets of an order that its buyer still holds, by number. */
    viewsOfOrder: (orderId: number): Promise<readonly TicketView[]> =>
      store.transact(async (tx) =>
        toShow(
          tx,
          (await tx.tickets.ofBuyersOrders([orderId])).filter(({ state }) => state === 'valid'),
        ),
      ),

    /**
     * Keeps Telegram's file_id of a ticket's picture, so that it is not drawn again; not when the ticket got another
     * code meanwhile.
     */
    rememberPicture: (ticketId: number, code: string, fileId: string): Promise<void> =>
      store.transact((tx) => tx.tickets.rememberPicture({ id: ticketId, code }, fileId)),

    /**
     * Gives a ticket back: its seat is free again, an offer of it ends, and what was paid for it goes back to whoever
     * paid.
     * Refuses with ticketNotFound, notHolder, ticketUsed, ticketReturned, eventCancelled, giveBackClosed,
     * starsAreWhole.
     */
    giveBack: (act: Act): Promise<TicketView> =>
      store.transact(async (tx) => {
        const { ticket, event } = await findTicket(tx, act.ticketId)
        mustHold(act.personId, ticket)
        mustBeReturnable(event, ticket, clock.now())
        // The order first: whoever cancels the event goes the same way, and nobody waits for the other in a circle.
        if (!(await tx.orders.giveBack(ticket.orderId))) throw await notAnyMore(tx, ticket, event)
        if (!(await tx.tickets.giveBack(ticket))) throw await tooLate(tx, act, event)
        const order = await tx.orders.find(ticket.orderId)
        if (order) await refundTicket(tx, { order, ticket, event }, clock.now())
        await tx.gifts.close(ticket.id, clock.now())
        await tx.audit.add({
          at: clock.now(),
          actorId: act.personId,
          action: 'ticket.givenBack',
          subject: `ticket:${ticket.id}`,
          details: { event: event.id, number: ticket.number },
        })
        if (!(await tx.ticketTypes.giveBack(ticket.ticketTypeId, 1)))
          throw new Error(`ticket type ${ticket.ticketTypeId} has fewer seats taken than tickets`)
        return showOne(tx, act)
      }),
  }

  // Its money went back already, or the event was cancelled at this very moment.
  async function notAnyMore(tx: Tx, ticket: Ticket, event: Event): Promise<Refusal> {
    const order = await tx.orders.find(ticket.orderId)
    return order?.state === 'refunded'
      ? new Refusal('ticketReturned')
      : new Refusal('eventCancelled', { title: event.title })
  }

  // Somebody was quicker: the door, the receiver of a gift, or a second press.
  async function tooLate(tx: Tx, { personId, ticketId }: Act, event: Event): Promise<Refusal> {
    const { ticket } = await findTicket(tx, ticketId)
    mustHold(personId, ticket)
    mustBeReturnable(event, ticket, clock.now())
    return new Refusal('busy')
  }
}

const unique = (ids: readonly number[]): readonly number[] => [...new Set(ids)]

const byId = <T extends { readonly id: number }>(things: readonly T[]): ReadonlyMap<number, T> =>
  new Map(things.map((thing) => [thing.id, thing]))

const withTickets = async (tx: Tx, order: Order): Promise<OrderWithTickets> => ({
  ...(await findOrder(tx, order)),
  tickets: await tx.tickets.ofBuyersOrders([order.id]),
  refunds: await tx.refunds.ofOrder(order.id),
})

/** What `createTickets` gives. */
export type Tickets = ReturnType<typeof createTickets>
