import type { Order } from '../../domain/order.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, oneOf, optional } from './columns.js'
import { looksDifferent, ordersTable, orderSelection } from './orders.js'
import { only, select } from './reading.js'
import { field } from './table.js'

/**
 * What a message shows of an order while it is held: the ways to pay it, where to transfer the money to, or a question
 * that its buyer turned to, by its id and the place of its ticket. What has to be answered comes before the ways.
 */
export type HoldView = 'ways' | 'transfer' | `ask:${number}:${number}`

/**
 * An order with the message that shows it. `drawAt` (UTC milliseconds): when it looks different; of one that is
 * claimed, until when it is the claimer's.
 */
export type ShownHold = {
  readonly order: Order
  readonly messageId: number
  readonly view: HoldView
  readonly drawAt: number
}

const view = oneOf<HoldView>()
const { messageId: message, drawn, drawAt: at } = ordersTable.fields
const screen = select({
  messageId: field(message.sql, bigint),
  view: field(drawn.sql, view),
  drawAt: field(at.sql, bigint),
})
const upcoming = select({ count: field('COUNT(*)', integer), at: field('MIN(draw_at)', optional(bigint)) })

/**
 * The messages that show held orders, one each, in columns of `orders`. `draw_at` (UTC milliseconds) is when the
 * message looks different, and 0 when it does already: every statement that changes what is shown sets it
 * (`looksDifferent`). Whoever draws a message claims it by setting `draw_at` to the end of a lease, and when it is
 * drawn looks if that still stands there: if not, the order changed meanwhile.
 */
export const createHoldScreensTable = (db: Db) => ({
  /** The message that shows an order. */
  of: async (orderId: number): Promise<number | undefined> =>
    db.row(only(optional(bigint)), 'SELECT message_id FROM orders WHERE id = $1', [orderId]),

  /** What the message that shows an order shows of it; undefined when none does. */
  viewOf: async (orderId: number): Promise<HoldView | undefined> =>
    db.row(only(optional(view)), 'SELECT drawn FROM orders WHERE id = $1', [orderId]),

  /** The newest invoice of an order. */
  invoiceOf: async (orderId: number): Promise<number | undefined> =>
    db.row(only(optional(bigint)), 'SELECT invoice_message_id FROM orders WHERE id = $1', [orderId]),

  /** From now on this message is its newest invoice; undefined: none is. */
  putInvoice: async (orderId: number, messageId: number | undefined): Promise<void> => {
    await db.change('UPDATE orders SET invoice_message_id = $2 WHERE id = $1', [orderId, messageId ?? null])
  },

  /** From now on this message shows it. */
  put: async (orderId: number, shown: Omit<ShownHold, 'order'>): Promise<void> => {
    await db.change('UPDATE orders SET message_id = $2, drawn = $3, draw_at = $4 WHERE id = $1', [
      orderId,
      shown.messageId,
      shown.view,
      shown.drawAt,
    ])
  },

  /** This message does not show it any more. */
  remove: async (orderId: number, messageId: number): Promise<void> => {
    await db.change(
      'UPDATE orders SET message_id = NULL, drawn = NULL, draw_at = NULL WHERE id = $1 AND message_id = $2',
      [orderId, messageId],
    )
  },

  /** Takes those that look different by now, what changed first, as they are: until then nobody else gets them. */
  claim: async ({
    now,
    until,
    limit,
  }: {
    readonly now: number
    readonly until: number
    readonly limit: number
  }): Promise<ShownHold[]> =>
    db.rows(
      (row) => ({ order: orderSelection.read(row), ...screen.read(row) }),
      `UPDATE orders SET draw_at = $2 WHERE draw_at <= $1
       AND id IN (SELECT id FROM orders WHERE draw_at <= $1 ORDER BY draw_at, id LIMIT $3)
       RETURNING ${orderSelection.sql}, ${screen.sql}`,
      [now, until, limit],
    ),

  /**
   * A claimed one is due at another time, unless it changed since or is shown elsewhere; undefined: never again. False
   * if so.
   */
  reschedule: ({ order, messageId, drawAt }: ShownHold, next: number | undefined): Promise<boolean> =>
    next === undefined
      ? db.didChange(
          'UPDATE orders SET message_id = NULL, drawn = NULL, draw_at = NULL WHERE id = $1 AND message_id = $2 AND draw_at = $3',
          [order.id, messageId, drawAt],
        )
      : db.didChange('UPDATE orders SET draw_at = $4 WHERE id = $1 AND message_id = $2 AND draw_at = $3', [
          order.id,
          messageId,
          drawAt,
          next,
        ]),

  /** What it shows may be older than what is known: it is due at once. */
  touch: async (orderId: number, messageId: number): Promise<void> => {
    await db.change(`UPDATE orders SET ${looksDifferent} WHERE id = $1 AND message_id = $2`, [orderId, messageId])
  },

  /** How many there are, and when the next is due. */
  next: (): Promise<{ readonly count: number; readonly at: number | undefined }> =>
    db.one(upcoming.read, `SELECT ${upcoming.sql} FROM orders WHERE draw_at IS NOT NULL`),
})
