import type { Event, TicketType } from '../../src/domain/event.js'
import type { Order } from '../../src/domain/order.js'
import { Refusal } from '../../src/domain/refusal.js'
import type { NewEvent } from '../../src/store/tables/events.js'
import type { Store, Tx } from '../../src/store/store.js'

/** The moment at which store tests take place. */
export const now = Date.UTC(2026, 10, 22, 12)

/** A day in milliseconds. */
export const day = 86_400_000

/** A Telegram id of more than 32 bits. */
export const organizerId = 4_503_599_627_370_495

let made = 0

/** An event of its own organizer, published, tomorrow, unless told otherwise. */
export const makeEvent = async (tx: Tx, fields: Partial<NewEvent> = {}): Promise<Event> => {
  await tx.people.meet({ id: organizerId, displayName: 'Olga', languageCode: 'ru' }, now)
  made += 1
  return tx.events.insert({
    slug: `slug${made}`,
    organizerId,
    title: 'Concert',
    description: '',
    startsAt: now + day,
    endsAt: undefined,
    zone: 'Europe/Moscow',
    venue: 'Club',
    poster: undefined,
    state: 'published',
    createdAt: now,
    requestKey: `event${made}`,
    ...fields,
  })
}

/** What is on sale in a test. */
export type Offer = { readonly event: Event; readonly type: TicketType }

/** An event with one ticket type. */
export const makeOffer = (store: Store, capacity: number): Promise<Offer> =>
  store.transact(async (tx) => {
    const event = await makeEvent(tx)
    return {
      event,
      type: await tx.ticketTypes.insert({
        eventId: event.id,
        name: 'Entry',
        price: { minor: 150_000, currency: 'RUB' },
        capacity,
      }),
    }
  })

/** Buys like the ordering service does; refuses with soldOut. */
export const buy = async (
  tx: Tx,
  { event, type }: Offer,
  buyerId: number,
  { quantity = 1, key = `order of ${buyerId}` } = {},
): Promise<Order> => {
  const before = await tx.orders.findByRequestKey(key)
  if (before) return before
  await tx.people.meet({ id: buyerId, displayName: `Buyer ${buyerId}`, languageCode: undefined }, now)
  if (!(await tx.ticketTypes.take(type.id, quantity))) throw new Refusal('soldOut')
  const order = await tx.orders.insert({
    eventId: event.id,
    ticketTypeId: type.id,
    buyerId,
    quantity,
    total: { minor: type.price.minor * quantity, currency: 'RUB' },
    paymentMethod: 'atDoor',
    state: 'confirmed',
    createdAt: now,
    requestKey: key,
  })
  await issue(tx, order)
  return order
}

const issue = async (tx: Tx, order: Order): Promise<void> => {
  const first = await tx.events.nextNumbers(order.eventId, order.quantity)
  if (first === undefined) throw new Refusal('eventNotOnSale')
  await tx.tickets.insert(
    Array.from({ length: order.quantity }, (_, index) => ({
      orderId: order.id,
      eventId: order.eventId,
      ticketTypeId: order.ticketTypeId,
      holderId: order.buyerId,
      holderName: order.buyerName,
      number: first.first + index,
      code: `${order.requestKey}/${index}`,
      shortCode: `${order.id}/${index}`,
      state: 'valid' as const,
      issuedAt: now,
    })),
  )
}

/** How many of the promises were kept. */
export const countKept = async (promises: readonly Promise<unknown>[]): Promise<number> =>
  (await Promise.allSettled(promises)).filter((result) => result.status === 'fulfilled').length

/** The whole numbers from 1 to `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

/** The refusal this meets; undefined when it meets none. */
export const refusalOf = (work: () => unknown): Refusal | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
