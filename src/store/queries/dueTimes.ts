import type { Db } from '../engine/statements.js'

// Whatever is due at a time, where nobody has it in hand.
const waiting = [
  { table: 'announcements', time: 'due_at', where: "state = 'waiting' AND owner IS NULL" },
  { table: 'refunds', time: 'due_at', where: "state = 'due'" },
  { table: 'orders', time: 'draw_at', where: 'draw_at IS NOT NULL' },
  { table: 'events', time: 'heard_due_at', where: 'heard_due_at IS NOT NULL' },
] as const

/** The times at which things are due, in every table. */
export const createDueTimes = (db: Db) => ({
  /** Makes due at once what would be due after `now`, and not after `until`. */
  bringForward: async (now: number, until: number): Promise<void> => {
    for (const { table, time, where } of waiting)
      await db.change(`UPDATE ${table} SET ${time} = $1 WHERE ${where} AND ${time} > $1 AND ${time} <= $2`, [
        now,
        until,
      ])
  },
})
