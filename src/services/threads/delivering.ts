import type { Event } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import { belongsMs, type Thread, type ThreadAuthor } from '../../domain/thread.js'
import type { Store, Tx } from '../../store/store.js'
import type { ThreadMessage } from '../../store/tables/threadMessages.js'
import { withTypesOf } from '../finders.js'

/** What somebody bought: so many of a type, whose name is empty where there is one type without a name. */
export type GuestOrder = { readonly order: Order; readonly typeName: string }

/** A message for the other: what it is about, and, for an organizer, what the guest bought. */
export type ThreadView = {
  readonly message: ThreadMessage
  readonly thread: Thread
  readonly event: Event
  readonly orders: readonly GuestOrder[]
  /** There are more orders than these. */
  readonly hasMoreOrders: boolean
}

/** Where a message of the bot's belongs: to which thread, and who wrote it. */
export type ThreadPlace = { readonly threadId: number; readonly eventId: number; readonly author: ThreadAuthor }

const mostOrders = 3

/** What is carried to the other side of a thread, as it is when it is said. */
export const createThreadMessages = ({ store }: { readonly store: Store }) => ({
  /** A message for whoever gets it; undefined: not any more, because it is forgotten or the guest is blocked. */
  toSay: (personId: number, messageId: number): Promise<ThreadView | undefined> =>
    store.transact(async (tx) => {
      const found = await load(tx, messageId)
      if (found?.message.toId !== personId) return undefined
      const { message, thread, event } = found
      if (message.author === 'organizer') return { ...found, orders: [], hasMoreOrders: false }
      if (thread.isBlocked || event.organizerId !== personId) return undefined
      return { ...found, ...(await ordersOf(tx, thread)) }
    }),

  /** A message for its author, to whom something about it is said; undefined: it is forgotten. */
  ofAuthor: (personId: number, messageId: number): Promise<Omit<ThreadView, 'orders' | 'hasMoreOrders'> | undefined> =>
    store.transact(async (tx) => {
      const found = await load(tx, messageId)
      return found?.message.authorId === personId ? found : undefined
    }),

  /** Where the message belongs that the bot sent to this person; undefined: it is none of a thread. */
  placeOf: (personId: number, sentId: number): Promise<ThreadPlace | undefined> =>
    store.transact(async (tx) => {
      const place = await tx.threadMessages.bySent(personId, sentId)
      return place && placeIn(tx, place)
    }),

  /** Whether the person's message was carried. */
  wasCarried: (personId: number, sourceId: number): Promise<boolean> =>
    store.transact((tx) => tx.threadMessages.isSource(personId, sourceId)),

  /** Where the other pictures of a person's album went. */
  placesOfAlbum: (personId: number, album: string): Promise<readonly ThreadPlace[]> =>
    store.transact(async (tx) => {
      return placesIn(tx, await tx.threadMessages.threadsOfAlbum(personId, album))
    }),

  /** Where went what a person wrote last, if that was less than a minute before `at` (UTC milliseconds). */
  placesOfLast: (personId: number, at: number): Promise<readonly ThreadPlace[]> =>
    store.transact(async (tx) => placesIn(tx, await tx.threadMessages.threadsOfLast(personId, at - belongsMs))),
})

type Place = Pick<ThreadPlace, 'threadId' | 'author'>

const placesIn = async (tx: Tx, places: readonly Place[]): Promise<readonly ThreadPlace[]> => {
  const all: ThreadPlace[] = []
  for (const place of places) {
    const found = await placeIn(tx, place)
    if (found) all.push(found)
  }
  return all
}

const placeIn = async (tx: Tx, place: Place): Promise<ThreadPlace | undefined> => {
  const thread = await tx.threads.find(place.threadId)
  return thread && { ...place, eventId: thread.eventId }
}

const load = async (tx: Tx, messageId: number) => {
  const message = await tx.threadMessages.find(messageId)
  const thread = message && (await tx.threads.find(message.threadId))
  const event = thread && (await tx.events.find(thread.eventId))
  return message && thread && event && { message, thread, event }
}

const ordersOf = async (
  tx: Tx,
  { guestId, eventId }: Thread,
): Promise<Pick<ThreadView, 'orders' | 'hasMoreOrders'>> => {
  const orders = await tx.orderLists.ofBuyerAt(guestId, eventId, { limit: mostOrders + 1 })
  if (orders.length === 0) return { orders: [], hasMoreOrders: false }
  const { types } = await withTypesOf(tx, await tx.events.find(eventId))
  return {
    orders: orders.slice(0, mostOrders).map((order) => ({
      order,
      typeName: types.find(({ id }) => id === order.ticketTypeId)?.name ?? '',
    })),
    hasMoreOrders: orders.length > mostOrders,
  }
}
