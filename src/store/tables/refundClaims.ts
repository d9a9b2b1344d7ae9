import type { Refund } from '../../domain/refund.js'
import type { Db } from '../engine/statements.js'
import { bigint, optional } from './columns.js'
import { only } from './reading.js'
import { countRefund, moved, refundSelection } from './refunds.js'

type Claim = { readonly now: number; readonly leaseMs: number; readonly limit: number }

const areDue = "state = 'due' AND way = 'stars'"
const free = `${areDue} AND (lease_until IS NULL OR lease_until <= $1)`

/** Refunds in Stars, which the bot makes by itself: rows of `refunds` that one at a time may try. */
export const createRefundClaims = (db: Db) => ({
  /** Claims Stars that are to be given back and due, for `leaseMs`. */
  claim: async ({ now, leaseMs, limit }: Claim): Promise<Refund[]> => {
    const claimed = await db.rows(
      refundSelection.read,
      `UPDATE refunds SET lease_until = $2 WHERE ${free} AND id IN (SELECT id FROM refunds
       WHERE ${free} AND due_at <= $1 ORDER BY due_at, id LIMIT $3) RETURNING ${refundSelection.sql}`,
      [now, now + leaseMs, limit],
    )
    return claimed.sort((a, b) => a.id - b.id)
  },

  /** When Stars are to be given back next (UTC milliseconds); undefined if none are. */
  nextDue: (): Promise<number | undefined> =>
    db.one(
      only(optional(bigint)),
      `SELECT MIN(CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END) FROM refunds WHERE ${areDue}`,
    ),

  /** It did not work: again at `dueAt`, or, without one, somebody has to look. */
  postpone: async (
    refundId: number,
    { dueAt, error }: { readonly dueAt: number | undefined; readonly error: string },
  ): Promise<void> => {
    db.refunding()
    const row = await db.row(
      moved.read,
      `UPDATE refunds SET attempts = attempts + 1, lease_until = NULL, error = $2, state = $3, due_at = COALESCE($4, due_at)
       WHERE id = $1 AND state = 'due' RETURNING ${moved.sql}`,
      [refundId, error, dueAt === undefined ? 'failed' : 'due', dueAt],
    )
    if (row && dueAt === undefined) countRefund(db, row, { failed: 1 })
  },

  /** One that failed is due again, now; false if it did not fail. */
  retry: async (refundId: number, now: number): Promise<boolean> => {
    db.refunding()
    const row = await db.row(
      moved.read,
      `UPDATE refunds SET state = 'due', due_at = $2, error = NULL WHERE id = $1 AND state = 'failed' AND way = 'stars'
       RETURNING ${moved.sql}`,
      [refundId, now],
    )
    if (row) countRefund(db, row, { failed: -1 })
    return row !== undefined
  },

  /** At the start of an only process: whoever had a lease is dead. */
  expireLeases: async (): Promise<void> => {
    await db.change(`UPDATE refunds SET lease_until = NULL WHERE ${areDue} AND lease_until IS NOT NULL`)
  },
})
