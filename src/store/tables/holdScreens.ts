import type { Order } from '../../domain/order.js'
import { num, optionalNum, optionalStr, str, type Db } from '../engine/statements.js'
import { looksDifferent, selectOrders, toOrder } from './orders.js'

/** What a message shows of an order while it is held: the ways to pay it, or where to transfer the money to. */
export type HoldView = 'ways' | 'transfer'

/**
 * An order with the message that shows it. `drawAt` names what it was due for: it is another number after each change
 * of the order.
 */
export type ShownHold = {
  readonly order: Order
  readonly messageId: number
  readonly view: HoldView
  readonly drawAt: number
}

/**
 * The messages that show held orders, one each, in columns of `orders`. `draw_at` (UTC milliseconds) is when it looks
 * different; 0 and below: it does already.
 */
export const createHoldScreensTable = (db: Db) => ({
  /** The message that shows an order. */
  of: async (orderId: number): Promise<number | undefined> =>
    optionalNum((await db.row('SELECT message_id FROM orders WHERE id = $1', [orderId])) ?? {}, 'message_id'),

  /** What the message that shows an order shows of it; undefined when none does. */
  viewOf: async (orderId: number): Promise<HoldView | undefined> =>
    optionalStr((await db.row('SELECT drawn FROM orders WHERE id = $1', [orderId])) ?? {}, 'drawn') as
      HoldView | undefined,

  /** From now on this message shows it. */
  put: async (orderId: number, { messageId, view, drawAt }: Omit<ShownHold, 'order'>): Promise<void> => {
    await db.change('UPDATE orders SET message_id = $2, drawn = $3, draw_at = $4 WHERE id = $1', [
      orderId,
      messageId,
      view,
      drawAt,
    ])
  },

  /** This message does not show it any more. */
  remove: async (orderId: number, messageId: number): Promise<void> => {
    await db.change(
      'UPDATE orders SET message_id = NULL, drawn = NULL, draw_at = NULL WHERE id = $1 AND message_id = $2',
      [orderId, messageId],
    )
  },

  /** Those that look different by now, what changed first. */
  due: async (now: number, limit: number): Promise<ShownHold[]> =>
    (
      await db.rows(`${selectOrders} WHERE orders.draw_at <= $1 ORDER BY orders.draw_at, orders.id LIMIT $2`, [
        now,
        limit,
      ])
    ).map((row) => ({
      order: toOrder(row),
      messageId: num(row, 'message_id'),
      view: str(row, 'drawn') as HoldView,
      drawAt: num(row, 'draw_at'),
    })),

  /** It is due at another time, unless it changed since or is shown elsewhere; undefined: never again. False if so. */
  reschedule: async ({ order: { id }, messageId, drawAt }: ShownHold, next: number | undefined): Promise<boolean> =>
    (await db.change(
      next === undefined
        ? 'UPDATE orders SET message_id = NULL, drawn = NULL, draw_at = NULL WHERE id = $1 AND message_id = $2 AND draw_at = $3'
        : 'UPDATE orders SET draw_at = $4 WHERE id = $1 AND message_id = $2 AND draw_at = $3',
      next === undefined ? [id, messageId, drawAt] : [id, messageId, drawAt, next],
    )) > 0,

  /** What it shows may be older than what is known: it is due at once. */
  touch: async (orderId: number, messageId: number): Promise<void> => {
    await db.change(`UPDATE orders SET ${looksDifferent} WHERE id = $1 AND message_id = $2`, [orderId, messageId])
  },

  /** How many there are, and when the next is due. */
  next: async (): Promise<{ readonly count: number; readonly at: number | undefined }> => {
    const row = await db.one('SELECT COUNT(*) AS count, MIN(draw_at) AS at FROM orders WHERE draw_at IS NOT NULL')
    return { count: num(row, 'count'), at: optionalNum(row, 'at') }
  },
})
