import { dueOf } from '../../domain/door.js'
import type { Event, TicketType } from '../../domain/event.js'
import type { Money } from '../../domain/money.js'
import { accessOf, type AccessTerms } from '../../domain/onlineAccess.js'
import type { Order } from '../../domain/order.js'
import type { Refund } from '../../domain/refund.js'
import { Refusal } from '../../domain/refusal.js'
import { type SellBack, sellBackOf } from '../../domain/sellBack.js'
import { mayGiveBack, mustHold, type Ticket } from '../../domain/ticket.js'
import type { Tx } from '../../store/store.js'
import { asksNameOf, namesOn } from '../buyerQuestions/ticketAnswers.js'
import { findOrder } from '../finders.js'

/** An order with what its buyer still holds of it, and what of its money went back. */
export type OrderWithTickets = {
  readonly order: Order
  readonly event: Event
  readonly type: TicketType
  readonly tickets: readonly Ticket[]
  readonly refunds: readonly Refund[]
}

/**
 * A ticket with all that its holder may see. `due` is to be paid at the door; `hasGiftLink`: a link that gives it to
 * somebody is open.
 */
export type TicketView = {
  readonly ticket: Ticket
  readonly event: Event
  readonly type: TicketType
  readonly order: Order
  readonly holderName: string
  /** The name on it, where its organizer asks for one. */
  readonly name?: string | undefined
  /** Its holder may write one now. */
  readonly asksName?: boolean
  readonly due: Money | undefined
  readonly mayGiveBack: boolean
  readonly hasGiftLink: boolean
  /** Whether it may be given up for somebody who waits, or is. */
  readonly sellBack?: SellBack | undefined
  /** How to get in online, without the text. */
  readonly access?: AccessTerms | undefined
  /** It was given away, and is taken back. */
  readonly isTakenBack?: boolean
}

/** What a person holds of one order, by number. */
export type HeldOfOrder = readonly TicketView[]

/** Tickets as their holders see them, in this order, with few questions to the database. */
export const viewsOf = async (tx: Tx, tickets: readonly Ticket[], now: number): Promise<readonly TicketView[]> => {
  const events = byId(await tx.events.ofIds(unique(tickets.map(({ eventId }) => eventId))))
  const types = byId(await tx.ticketTypes.ofIds(unique(tickets.map(({ ticketTypeId }) => ticketTypeId))))
  const orders = byId(await tx.orders.ofIds(unique(tickets.map(({ orderId }) => orderId))))
  const offers = byId(await tx.orders.ofIds(unique(tickets.flatMap(({ lineOrderId = [] }) => lineOrderId))))
  const accesses = await tx.onlineAccesses.termsOf([...events.keys()])
  const takenBack = await tx.guestEntries.revokedOf(
    unique(tickets.flatMap(({ state, orderId }) => (state === 'returned' ? [orderId] : []))),
  )
  const names = await tx.people.names(unique(tickets.map(({ holderId }) => holderId)))
  const withLink = await tx.gifts.offered(
    tickets.map(({ id }) => id),
    now,
  )
  const namesOnThem = await namesOn(tx, events.values(), tickets)
  const asksName = await asksNameOf(tx, events.values(), now)
  return tickets.flatMap((ticket) => {
    const [event, type] = [events.get(ticket.eventId), types.get(ticket.ticketTypeId)]
    const order = orders.get(ticket.orderId)
    if (!event || !type || !order) return []
    const facts = {
      name: namesOnThem.get(ticket.id),
      asksName: ticket.state === 'valid' && asksName(ticket),
      due: dueOf(order, ticket),
      mayGiveBack: mayGiveBack(event, ticket, now),
      hasGiftLink: withLink.has(ticket.id),
      isTakenBack: takenBack.has(order.id),
      sellBack: sellBackOf(event, ticket, { order, offer: offers.get(ticket.lineOrderId ?? 0) }, now),
      access: accessOf(
        accesses.filter(({ eventId }) => eventId === event.id),
        type.id,
      ),
    }
    return [{ ticket, event, type, order, holderName: names.get(ticket.holderId) ?? '', ...facts }]
  })
}

/** One ticket for its holder. Refuses with ticketNotFound, notHolder. */
export const viewOfTicket = async (
  tx: Tx,
  { personId, ticketId }: { readonly personId: number; readonly ticketId: number },
  now: number,
): Promise<TicketView> => {
  const ticket = await tx.tickets.find(ticketId)
  const [view] = ticket ? await viewsOf(tx, [ticket], now) : []
  if (!view) throw new Refusal('ticketNotFound')
  mustHold(personId, view.ticket)
  return view
}

/** An order with its tickets and refunds. */
export const withTickets = async (tx: Tx, order: Order): Promise<OrderWithTickets> => ({
  ...(await findOrder(tx, order)),
  tickets: await tx.tickets.ofBuyersOrders([order.id]),
  refunds: await tx.refunds.ofOrder(order.id),
})

const unique = (ids: readonly number[]): readonly number[] => [...new Set(ids)]

const byId = <T extends { readonly id: number }>(things: readonly T[]): ReadonlyMap<number, T> =>
  new Map(things.map((thing) => [thing.id, thing]))
