import { minuteMs } from '../../domain/duration.js'
import { isHeld, type Order } from '../../domain/order.js'
import { offeredUntil } from '../../domain/sellBack.js'
import type { Tx } from '../../store/store.js'
import { findOrder, type OrderWithEvent } from '../finders.js'

/** The key of the announcement that tells of an offer. */
export const offerKey = (orderId: number): string => `offer:${orderId}`

// What is told a little late is told in time.
const lateMs = minuteMs

const untilIfTold = ({ order, event }: Pick<OrderWithEvent, 'order' | 'event'>, now: number): number =>
  offeredUntil(event, { now, isBacked: (order.backed ?? 0) > 0 })

/**
 * Whether an offer goes on though its time is over, because nobody could tell its person of it yet: its clock begins
 * anew. The order must be locked.
 */
export const goesOnUnheard = async (tx: Tx, order: Order, now: number): Promise<boolean> => {
  if (order.offeredAt === undefined || order.state !== 'held' || isHeld(order, now)) return false
  if (!(await tx.announcements.isWaiting(offerKey(order.id)))) return false
  const until = untilIfTold(await findOrder(tx, order), now)
  if (until <= now) return false
  await tx.holds.keepUntil(order.id, until)
  return true
}

/** An offer that is about to be told, whose clock begins now if that is late; undefined: it is over. */
export const tellOffer = async (tx: Tx, orderId: number, now: number): Promise<OrderWithEvent | undefined> => {
  const order = await tx.orders.lock(orderId)
  if (order?.state !== 'held') return undefined
  const found = await findOrder(tx, order)
  const until = untilIfTold(found, now)
  if (until - (order.heldUntil ?? 0) <= lateMs) return isHeld(order, now) ? found : undefined
  return { ...found, order: (await tx.holds.extend(orderId, { until })) ?? order }
}
