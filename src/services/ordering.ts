import { type Event, leftOf, mustBeOnSale, type TicketType } from '../domain/event.js'
import { times } from '../domain/money.js'
import { checkQuantity, type Order, paymentWayOf } from '../domain/order.js'
import { Refusal } from '../domain/refusal.js'
import type { Store } from '../store/store.js'
import type { Tx } from '../store/tx.js'
import type { Clock } from './clock.js'
import type { Codes } from './codes.js'
import { gather } from './gather.js'
import { type EventWithType, loadEvent } from './load.js'

/** A wish to buy. `requestKey` names the confirmation screen: a repeat with the same key returns the first order. */
export type Purchase = {
  readonly buyerId: number
  readonly ticketTypeId: number
  readonly quantity: number
  readonly requestKey: string
  /** The total that the buyer was shown, in minor units: if it is another by now, they are asked again. */
  readonly shownMinor?: number
  readonly test?: boolean
}

/** The order and what it is for. */
export type Bought = EventWithType & { readonly order: Order }

/** Buying. */
export const createOrdering = ({ store, clock, codes }: { readonly store: Store; readonly clock: Clock; readonly codes: Codes }) => {
  const place = async (tx: Tx, purchase: Purchase): Promise<Bought> => {
    const { quantity, buyerId, ticketTypeId } = purchase
    const before = await tx.ticketTypes.find(ticketTypeId)
    const event = before && (await tx.events.find(before.eventId))
    if (!event) throw new Refusal('eventNotFound')
    mustBeOnSale(event, clock.now())
    const taken = await tx.ticketTypes.take(ticketTypeId, quantity)
    if (taken === undefined) throw tooFew(event, leftOf((await tx.ticketTypes.find(ticketTypeId)) ?? before))
    const type = { ...before, taken }
    const total = times(type.price, quantity)
    if (purchase.shownMinor !== undefined && purchase.shownMinor !== total.minor) throw new Refusal('priceChanged')
    const order = await tx.orders.insert({
      eventId: event.id, ticketTypeId: type.id, buyerId, quantity, total, paymentWay: paymentWayOf(total),
      state: 'confirmed', createdAt: clock.now(), requestKey: purchase.requestKey,
    })
    await issue(tx, event, order)
    const bought = { order, event, type }
    await announce(tx, bought, purchase.test ?? false)
    await tx.audit.add({ at: clock.now(), actorId: buyerId, action: 'order.confirmed', subject: `order:${order.id}`, details: { event: event.id, quantity, minor: total.minor } })
    return bought
  }

  const issue = async (tx: Tx, event: Event, order: Order): Promise<void> => {
    const first = await tx.tickets.nextNumber(event.id, order.quantity)
    if (first === undefined) throw await offSale(tx, event)
    await tx.tickets.insert(Array.from({ length: order.quantity }, (_, i) => ({
      orderId: order.id, eventId: event.id, ticketTypeId: order.ticketTypeId, holderId: order.buyerId,
      number: first + i, code: codes.ticket(), shortCode: codes.short(), state: 'valid', issuedAt: clock.now(),
    })))
  }

  const announce = (tx: Tx, { order, event, type }: Bought, test: boolean): Promise<void> => {
    const left = leftOf(type)
    const about = { to: 'chat', eventId: event.id, actorId: order.buyerId } as const
    const { slug, title } = event
    return tx.announcements.add([
      ...(test ? [] : [{ to: order.buyerId, key: `tickets:${order.id}`, eventId: event.id, news: { kind: 'tickets', orderId: order.id } as const }]),
      { ...about, key: `issued:${order.id}`, news: { kind: 'ticketsIssued', slug, title, quantity: order.quantity, total: order.total, paymentWay: order.paymentWay, buyer: order.buyerName, left, ...(test && { test }) } },
      ...(left > 0 || test ? [] : [{ to: 'chat' as const, eventId: event.id, key: `soldOut:${order.id}`, news: { kind: 'soldOut', slug, title, capacity: type.capacity } as const }]),
    ], clock.now())
  }

  /** What there is to know before any seat is taken. Many who press at once are a few questions to the database. */
  const look = gather((purchases: readonly Purchase[]): Promise<readonly Look[]> =>
    store.transact(async (tx) => {
      const orders = await tx.orders.ofRequestKeys(purchases.map(({ requestKey }) => requestKey))
      const types = await tx.ticketTypes.ofIds([...new Set(purchases.map(({ ticketTypeId }) => ticketTypeId))])
      const events = await tx.events.ofIds([...new Set(types.map(({ eventId }) => eventId))])
      return purchases.map(({ requestKey, ticketTypeId }) => {
        const type = types.find(({ id }) => id === ticketTypeId)
        return { isRepeat: orders.some((order) => order.requestKey === requestKey), type, event: events.find(({ id }) => id === type?.eventId) }
      })
    }))

  return {
    /**
     * Takes the seats, confirms the order and issues its tickets, all or nothing.
     * Refuses with quantityOutOfRange, eventNotFound, eventCancelled, eventNotOnSale, eventEnded, soldOut, tooFewLeft, priceChanged.
     */
    buy: async (purchase: Purchase): Promise<Bought> => {
      checkQuantity(purchase.quantity)
      const { isRepeat, event, type } = await look(purchase)
      // When all is gone, most need no lock and no transaction to hear so. Whoever may have a chance gets one: the guard in `take` decides.
      if (!isRepeat) mustBeAvailable(event, type, purchase.quantity, clock.now())
      return store.transact(async (tx) => {
        const first = await tx.orders.findByRequestKey(purchase.requestKey)
        return first ? { order: first, ...(await loadEvent(tx, first.eventId)) } : place(tx, purchase)
      })
    },
  }
}

type Look = { readonly isRepeat: boolean; readonly event: Event | undefined; readonly type: TicketType | undefined }

const mustBeAvailable = (event: Event | undefined, type: TicketType | undefined, quantity: number, now: number): void => {
  if (!event || !type) throw new Refusal('eventNotFound')
  mustBeOnSale(event, now)
  if (leftOf(type) < quantity) throw tooFew(event, leftOf(type))
}

const tooFew = ({ title }: Event, left: number): Refusal => (left > 0 ? new Refusal('tooFewLeft', { left }) : new Refusal('soldOut', { title }))

// It was on sale when this purchase began, and somebody cancelled it or took it off since.
const offSale = async (tx: Tx, { id, title }: Event): Promise<Refusal> => {
  const event = await tx.events.find(id)
  if (!event) return new Refusal('eventNotFound')
  return new Refusal(event.state === 'cancelled' ? 'eventCancelled' : 'eventNotOnSale', { title })
}

/** What `createOrdering` gives. */
export type Ordering = ReturnType<typeof createOrdering>
