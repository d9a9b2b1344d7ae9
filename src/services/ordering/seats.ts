import { capacityOf, type Event, leftOf, leftOfAll, type TicketType, withType } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import type { Clock } from '../../runtime/clock.js'
import type { Codes } from '../codes.js'
import { findEvent, findOrder, type OrderWithEvent, typeIn } from '../finders.js'
import { eventFactsOf } from '../../domain/announcement.js'

const overdueAtOnce = 50
const roomTries = 5

/** What a purchase came to, for the announcements. */
export type Issued = OrderWithEvent & { readonly test?: boolean }

/**
 * Thrown to undo a transaction that holds stand in the way of whose time is over: `withRoom` ends them, each by itself,
 * and begins anew.
 */
export class HoldsOver extends Error {
  readonly orderIds: readonly number[]

  constructor(orderIds: readonly number[]) {
    super(`the time of these orders is over: ${orderIds.join(', ')}`)
    this.orderIds = orderIds
  }
}

type Needs = { readonly store: Store; readonly clock: Clock; readonly codes: Codes }

/**
 * Seats: taking them, giving them back, and the tickets for them. Rows are locked in one order, so that nobody waits
 * for each other in a circle: orders,
 * tickets, ticket type, event, promo code. Where that cannot be, the database undoes one of two and the store runs it
 * again.
 */
export const createSeats = ({ store, clock, codes }: Needs) => {
  /**
   * Gives back what an order that is not held or confirmed any more had: so many seats (all, if not told), and its use
   * of a promo code.
   */
  const release = async (tx: Tx, order: Order, quantity = order.quantity): Promise<void> => {
    if (quantity > 0 && !(await tx.ticketTypes.giveBack(order.ticketTypeId, quantity)))
      throw new Error(`ticket type ${order.ticketTypeId} has fewer seats taken than order ${order.id} gives back`)
    if (order.promoCodeId !== undefined) await tx.promoCodes.release(order.promoCodeId)
  }

  /** Ends a hold whose time is over: its seats are free, and its buyer is told. False if it is not held any more. */
  const expire = async (tx: Tx, orderId: number): Promise<boolean> => {
    const order = await tx.orders.lock(orderId)
    if (!order || !(await tx.orders.expire(orderId, clock.now()))) return false
    const { event } = await findOrder(tx, order)
    await tx.announcements.add(
      [
        {
          to: order.buyerId,
          key: `expired:${order.id}`,
          eventId: event.id,
          message: {
            kind: 'holdExpired',
            quantity: order.quantity,
            ...(order.proofAt !== undefined && { isLooking: true }),
            ...eventFactsOf(event),
          },
        },
      ],
      clock.now(),
    )
    await tx.audit.add({
      at: clock.now(),
      action: 'order.expired',
      subject: `order:${order.id}`,
      details: { event: event.id, quantity: order.quantity },
    })
    await release(tx, order)
    return true
  }

  const expireEach = async (orderIds: readonly number[]): Promise<number> => {
    let expired = 0
    for (const id of orderIds) if (await store.transact((tx) => expire(tx, id))) expired += 1
    return expired
  }

  /** One transaction, begun anew when holds that are over were in its way. Refuses with busy when that never ends. */
  const withRoom = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let left = roomTries; left > 0; left -= 1) {
      try {
        return await store.transact(work)
      } catch (error) {
        if (!(error instanceof HoldsOver)) throw error
        await expireEach(error.orderIds)
      }
    }
    throw new Refusal('busy')
  }

  const mustHaveNoneOver = async (
    tx: Tx,
    of: { readonly ticketTypeId: number } | { readonly eventId: number },
  ): Promise<void> => {
    const over = await tx.orders.overdue({ now: clock.now(), limit: overdueAtOnce, of })
    if (over.length > 0) throw new HoldsOver(over)
  }

  /** Takes seats of a type, all or none: the type as it is now, or undefined. Throws HoldsOver. */
  const takeOfType = async (tx: Tx, ticketTypeId: number, quantity: number): Promise<TicketType | undefined> => {
    const type = await tx.ticketTypes.take(ticketTypeId, quantity)
    if (!type) await mustHaveNoneOver(tx, { ticketTypeId })
    return type
  }

  /** Whether the seats that were taken fit into what the whole event has. Its row must be locked. Throws HoldsOver. */
  const fits = async (tx: Tx, eventId: number, capacity: number | undefined): Promise<boolean> => {
    if (capacity === undefined || (await tx.ticketTypes.takenOfEvent(eventId)) <= capacity) return true
    await mustHaveNoneOver(tx, { eventId })
    return false
  }

  /**
   * How many tickets are left, as many types as there are: whoever confirmed a hold, or bought one type of several,
   * knows but their own.
   */
  const leftNow = async (tx: Tx, { order, type, ...found }: OrderWithEvent): Promise<number> =>
    leftOfAll(
      order.heldUntil === undefined && found.types.length === 1
        ? withType(found, type)
        : await findEvent(tx, found.event.id),
    )

  /** What is left without the seats that were just taken, as a refusal. */
  const tooFew = async (
    tx: Tx,
    { event, type }: Pick<OrderWithEvent, 'event' | 'type'>,
    justTaken = 0,
  ): Promise<Refusal> => {
    const found = await findEvent(tx, event.id)
    const now = typeIn(found, type.id)
    const before = { ...now, taken: now.taken - justTaken }
    const left = leftOf(withType(found, before), before)
    return left > 0 ? new Refusal('tooFewLeft', { left }) : new Refusal('soldOut', { title: event.title })
  }

  return {
    release,
    expireEach,
    withRoom,
    takeOfType,
    fits,

    /**
     * Takes seats for somebody; the type as it is now. Refuses with soldOut, tooFewLeft, perPersonLimit. Throws
     * HoldsOver.
     */
    take: async (
      tx: Tx,
      {
        event,
        type,
        buyerId,
        quantity,
      }: Pick<OrderWithEvent, 'event' | 'type'> & { readonly buyerId: number; readonly quantity: number },
    ): Promise<TicketType> => {
      const taken = await takeOfType(tx, type.id, quantity)
      if (!taken) throw await tooFew(tx, { event, type })
      const { perPerson } = taken
      if (perPerson !== undefined && (await tx.orders.quantityOf(buyerId, type.id, clock.now())) + quantity > perPerson)
        throw new Refusal('perPersonLimit', { max: perPerson })
      return taken
    },

    /**
     * Refuses with soldOut or tooFewLeft unless the seats that were just taken fit into the event, whose row must be
     * locked.
     */
    mustFit: async (
      tx: Tx,
      { event, type }: Pick<OrderWithEvent, 'event' | 'type'>,
      quantity: number,
      capacity: number | undefined,
    ): Promise<void> => {
      if (!(await fits(tx, event.id, capacity))) throw await tooFew(tx, { event, type }, quantity)
    },

    /**
     * Issues an order's tickets: the event's capacity as it is now, or undefined when it is off sale (`evenOffSale`:
     * cancelled).
     */
    issue: async (
      tx: Tx,
      event: Event,
      order: Order,
      how: { readonly evenOffSale: boolean },
    ): Promise<{ readonly capacity: number | undefined } | undefined> => {
      const numbers = await tx.tickets.nextNumber(event.id, order.quantity, how)
      if (!numbers) return undefined
      await tx.tickets.insert(
        Array.from({ length: order.quantity }, (_, i) => ({
          orderId: order.id,
          eventId: event.id,
          ticketTypeId: order.ticketTypeId,
          holderId: order.buyerId,
          number: numbers.first + i,
          code: codes.ticket(),
          shortCode: codes.short(),
          state: 'valid',
          issuedAt: clock.now(),
        })),
      )
      return { capacity: numbers.capacity }
    },

    /** Tells of a confirmed order: its tickets to the buyer, the sale to the notification chat. */
    announce: async (tx: Tx, { order, type, test = false, ...found }: Issued): Promise<void> => {
      const { event } = found
      const left = await leftNow(tx, { ...found, order, type })
      // With the last one that is paid, not with the last one that is held.
      const isSoldOut = left === 0 && !test && !(await tx.orders.isAnyHeldOf(event.id))
      const about = { to: 'chat', eventId: event.id, actorId: order.buyerId } as const
      const { slug, title } = event
      await tx.announcements.add(
        [
          ...(test
            ? []
            : [
                {
                  to: order.buyerId,
                  key: `tickets:${order.id}`,
                  eventId: event.id,
                  message: { kind: 'tickets', orderId: order.id } as const,
                },
              ]),
          {
            ...about,
            key: `issued:${order.id}`,
            message: {
              kind: 'ticketsIssued',
              slug,
              title,
              quantity: order.quantity,
              total: order.total,
              paymentWay: order.paymentMethod,
              buyer: order.buyerName,
              left,
              ...(test && { test }),
            },
          },
          ...(!isSoldOut
            ? []
            : [
                {
                  to: 'chat' as const,
                  eventId: event.id,
                  key: `soldOut:${order.id}`,
                  message: { kind: 'soldOut', slug, title, capacity: capacityOf(found) } as const,
                },
              ]),
        ],
        clock.now(),
      )
      await tx.audit.add({
        at: clock.now(),
        actorId: order.buyerId,
        action: 'order.confirmed',
        subject: `order:${order.id}`,
        details: { event: event.id, quantity: order.quantity, minor: order.total.minor, way: order.paymentMethod },
      })
    },
  }
}

/** What `createSeats` gives. */
export type Seats = ReturnType<typeof createSeats>
