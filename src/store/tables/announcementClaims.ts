import type { Announcement } from '../../domain/announcement.js'
import type { Settlement } from '../../domain/delivery.js'
import { type Db, placeholders } from '../engine/statements.js'
import { announcementSelection, announcementsTable, headsSql } from './announcements.js'
import { bigint, integer, optional } from './columns.js'
import { only, rowsAmong, select } from './reading.js'
import { assignments } from './writing.js'

/** A claim: rows due at `now` belong to the caller until `now + leaseMs`. */
export type Claim = { readonly now: number; readonly leaseMs: number; readonly limit: number }

/** What Telegram answered when it was said. */
export type Sent = { readonly messageId: number; readonly chatId: number }

const { id, leaseUntil, to } = announcementsTable.fields
const inLane = select({ id, leaseUntil })
const outcome = assignments(
  announcementsTable,
  [
    ...(['state', 'dueAt', 'attempts', 'uncertain', 'lostAnswers', 'error'] as const),
    ...(['messageId', 'chatId', 'settledAt'] as const),
  ],
  1,
)

/** Who says which row of `announcements` when: one speaks in a lane at a time. */
export const createAnnouncementClaims = (db: Db) => {
  const lease = async (list: readonly number[], { now, leaseMs }: Claim): Promise<Announcement[]> => {
    const rows = await rowsAmong(db, announcementSelection.read, {
      list,
      sql: (ids) =>
        `UPDATE announcements SET uncertain = (uncertain OR lease_until IS NOT NULL), lease_until = $1
         WHERE id IN (${ids}) AND state = 'waiting' AND (lease_until IS NULL OR lease_until <= $2)
         RETURNING ${announcementSelection.sql}`,
      before: [now + leaseMs, now],
    })
    return rows.sort((a, b) => a.id - b.id)
  }

  return {
    /**
     * Claims the first waiting row of each lane where nobody is speaking, if it is due; the longest due first. Whoever
     * claimed a row before and let the lease run out died in mid-sentence: it comes back with `uncertain`.
     */
    claim: async (claim: Claim): Promise<Announcement[]> => {
      const heads = await db.rows(
        only(integer),
        `SELECT announcements.id FROM (${headsSql}) heads JOIN announcements ON announcements.id = heads.id
         WHERE due_at <= $1 AND heads.leased <= $1 ORDER BY due_at, announcements.id LIMIT $2`,
        [claim.now, claim.limit],
      )
      return lease(heads, claim)
    },

    /**
     * Claims what waits behind a claimed head in its lane, in order and due or not, up to the first that someone else
     * has.
     */
    followers: async (head: Announcement, claim: Claim): Promise<Announcement[]> => {
      const rows = await db.rows(
        inLane.read,
        `SELECT ${inLane.sql} FROM announcements WHERE recipient = $1 AND state = 'waiting' AND id > $2
         ORDER BY id LIMIT $3`,
        [to.write(head.to), head.id, claim.limit],
      )
      const taken = rows.findIndex((row) => (row.leaseUntil ?? 0) > claim.now)
      return lease(
        rows.slice(0, taken < 0 ? rows.length : taken).map((row) => row.id),
        claim,
      )
    },

    /** Gives claimed rows back as they were: nothing was sent. */
    release: async (ids: readonly number[]): Promise<void> => {
      if (ids.length > 0)
        await db.change(`UPDATE announcements SET lease_until = NULL WHERE id IN (${placeholders(ids.length)})`, ids)
    },

    /** Writes down what became of a try. What was retired meanwhile stays so, unless it was said after all. */
    settle: async (
      announcementId: number,
      settlement: Settlement,
      sent: Sent | undefined,
      now: number,
    ): Promise<void> => {
      await db.change(
        `UPDATE announcements SET ${outcome.sql}, lease_until = NULL WHERE id = $1 AND (state = 'waiting' OR $2 = 'delivered')`,
        [announcementId, ...outcome.values({ ...settlement, ...sent, settledAt: now })],
      )
    },

    /**
     * When there is something to claim: the earliest time at which the first of a lane is due and free; undefined if
     * nothing waits.
     */
    nextDue: (): Promise<number | undefined> =>
      db.one(
        only(optional(bigint)),
        `SELECT MIN(CASE WHEN heads.leased > due_at THEN heads.leased ELSE due_at END)
         FROM (${headsSql}) heads JOIN announcements ON announcements.id = heads.id`,
      ),

    /** At the start of an only process: whoever had a lease is dead. */
    expireLeases: async (now: number): Promise<void> => {
      await db.change("UPDATE announcements SET lease_until = $1 WHERE state = 'waiting' AND lease_until > $1", [now])
    },
  }
}
