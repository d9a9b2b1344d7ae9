import type { Order, ProofKind } from '../../domain/order.js'
import type { Db } from '../engine/statements.js'
import { looksDifferent, orderSelection } from './orders.js'

/** A receipt of a transfer that its buyer sends now; `words`: what they say about it, in all. */
type NewProof = {
  readonly fileId: string
  readonly kind: ProofKind
  readonly words: string | undefined
  readonly at: number
  readonly most: number
}

const { sql, read } = orderSelection

/** Receipts of transfers: columns of `orders`, by an order's id. */
export const createProofsTable = (db: Db) => ({
  /**
   * What the buyer sent to show that the money is on its way: the first, or another instead of it, `most` of them
   * until it is answered. The order as it is then; undefined if they were so many.
   */
  add: (id: number, { fileId, kind, words, at, most }: NewProof): Promise<Order | undefined> =>
    db.row(
      read,
      `UPDATE orders SET proof = $2, proof_kind = $5, proof_words = $6, proof_at = COALESCE(proof_at, $3),
       proofs = COALESCE(proofs, 0) + 1, rejected_at = NULL, ${looksDifferent}
       WHERE id = $1 AND COALESCE(proofs, 0) < $4 RETURNING ${sql}`,
      [id, fileId, at, most, kind, words ?? null],
    ),

  /** What the buyer says about it, in all. */
  putWords: async (id: number, words: string): Promise<void> => {
    await db.change('UPDATE orders SET proof_words = $2 WHERE id = $1', [id, words])
  },

  /** Takes away what the buyer sent: the money is there. */
  drop: async (id: number): Promise<void> => {
    await db.change(
      `UPDATE orders SET proof = NULL, proof_kind = NULL, proof_words = NULL, proof_at = NULL, proofs = NULL,
       rejected_at = NULL, ${looksDifferent} WHERE id = $1`,
      [id],
    )
  },

  /** What the buyer sent is answered, and kept in case that is taken back. */
  reject: async (id: number, at: number): Promise<void> => {
    await db.change(
      `UPDATE orders SET proof_at = NULL, proofs = NULL, rejected_at = $2, ${looksDifferent}
       WHERE id = $1 AND proof_at IS NOT NULL`,
      [id, at],
    )
  },

  /** It is not answered after all; false if it was not rejected after `since`, or something else was sent. */
  reviewAgain: (id: number, at: number, since: number): Promise<boolean> =>
    db.didChange(
      `UPDATE orders SET proof_at = $2, proofs = 1, rejected_at = NULL, ${looksDifferent}
       WHERE id = $1 AND proof IS NOT NULL AND proof_at IS NULL AND rejected_at > $3`,
      [id, at, since],
    ),
})
