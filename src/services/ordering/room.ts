import type { PersonMessage } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import type { Event } from '../../domain/event.js'
import { unpaidHeardAt } from '../../domain/hearing.js'
import type { Order } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findOrder } from '../finders.js'
import { goesOnUnheard } from '../waiting/unheard.js'
import { type Blocked, freeSeats, isBlocked, releaseCode } from './seats.js'

type Needs = { readonly store: Store; readonly clock: Clock }

const tries = 5

/**
 * One transaction. While holds that are over stand in its way it is undone, they are ended, each by itself, and it
 * begins anew. Refuses with busy when that never ends.
 */
export const withRoom = async <T>(needs: Needs, work: (tx: Tx) => Promise<T | Blocked>): Promise<T> => {
  for (let left = tries; left > 0; left -= 1) {
    const result = await keptUnlessBlocked(needs.store, work)
    if (!isBlocked(result)) return result
    const { ended, failed } = await expireHolds(needs, result.blockedBy)
    if (ended === 0 && failed[0]) throw failed[0].error
  }
  throw new Refusal('busy')
}

const keptUnlessBlocked = async <T>(store: Store, work: (tx: Tx) => Promise<T | Blocked>): Promise<T | Blocked> => {
  try {
    return await store.transact(async (tx) => {
      const result = await work(tx)
      // A transaction is undone by throwing, and in no other way.
      if (isBlocked(result)) throw new Error('undone', { cause: result })
      return result
    })
  } catch (error) {
    if (error instanceof Error && isBlocked(error.cause)) return error.cause
    throw error
  }
}

/** What became of holds whose time is over: how many were ended, and which could not be. */
export type EndedHolds = {
  readonly ended: number
  readonly failed: readonly { readonly orderId: number; readonly error: unknown }[]
}

/** Ends these holds if their time is over, each in a transaction of its own: one that fails holds up no other. */
export const expireHolds = async ({ store, clock }: Needs, orderIds: readonly number[]): Promise<EndedHolds> => {
  let ended = 0
  const failed: { readonly orderId: number; readonly error: unknown }[] = []
  for (const orderId of orderIds)
    try {
      if (await store.transact((tx) => expire(tx, orderId, clock))) ended += 1
    } catch (error) {
      failed.push({ orderId, error })
    }
  return { ended, failed }
}

/** What its buyer hears. Of money that may be on its way they hear whatever it was for. */
const expiryOf = ({ id, quantity, proofAt, offeredAt }: Order, event: Event): PersonMessage => {
  const facts = { quantity, ...eventFactsOf(event) }
  if (proofAt !== undefined) return { kind: 'holdExpired', isLooking: true, ...facts }
  return offeredAt === undefined ? { kind: 'holdExpired', ...facts } : { kind: 'offerOver', orderId: id, ...facts }
}

/**
 * Ends a hold whose time is over: its seats are free, and its buyer is told. False if it is not held any more, or goes
 * on because they have not heard of it.
 */
const expire = async (tx: Tx, orderId: number, clock: Clock): Promise<boolean> => {
  const order = await tx.orders.lock(orderId)
  if (!order || (await goesOnUnheard(tx, order, clock.now()))) return false
  if (!(await tx.holds.expire(orderId, clock.now()))) return false
  const { event } = await findOrder(tx, order)
  const news = { to: order.buyerId, key: `expired:${order.id}`, eventId: event.id, message: expiryOf(order, event) }
  await tx.announcements.add([news], clock.now())
  await tx.audit.add({
    at: clock.now(),
    action: 'order.expired',
    subject: `order:${order.id}`,
    details: { event: event.id, quantity: order.quantity },
  })
  // The event comes between the seats and the promo code, as with everybody who locks them.
  await freeSeats(tx, order)
  if (order.offeredAt === undefined) await tx.hearings.note(event.id, unpaidHeardAt(event, order.buyerId, clock.now()))
  await releaseCode(tx, order)
  return true
}
