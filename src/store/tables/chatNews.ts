import type { Announcement } from '../../domain/announcement.js'
import type { Db } from '../engine/statements.js'
import { announcementSelection, chatHeadSql, laneSql, toldChat } from './announcements.js'
import { bigint, integer } from './columns.js'
import { select } from './reading.js'
import { field } from './table.js'

const { sql, read } = announcementSelection
const said = select({
  at: field('MIN(settled_at)', bigint),
  times: field("MAX(CASE WHEN state = 'delivered' THEN 1 ELSE 0 END) + MAX(lost_answers)", integer),
})

/** Rows of `announcements` for the notification chat: one line, which may be very long. */
export const createChatNews = (db: Db) => ({
  /** What waits for the notification chat is due now. */
  wake: async (now: number): Promise<void> => {
    db.announced()
    await db.change(
      `UPDATE announcements SET due_at = $1 WHERE state = 'waiting' AND urgency = 'chat' AND due_at > $1 AND owner IS NULL
       AND (error IS NULL OR error <> 'too many requests')`,
      [now],
    )
  },

  /**
   * When messages went out to the notification chat since then, in order; a digest of many rows is one message. One
   * whose answer was lost may have come as well, and counts.
   */
  saidSince: async (since: number): Promise<number[]> => {
    const messages = await db.rows(
      said.read,
      `SELECT ${said.sql} FROM announcements WHERE ${toldChat} AND settled_at >= $1
       GROUP BY chat_id, message_id, lost_answers, CASE WHEN state = 'delivered' THEN 0 ELSE settled_at END ORDER BY at`,
      [since],
    )
    return messages.flatMap(({ at, times }) => Array<number>(times).fill(at))
  },

  /**
   * What waits for the chat because of somebody who may not have heard yet that it is late, the oldest first, after the
   * row with the id `after`.
   */
  untold: (after: number, limit: number): Promise<Announcement[]> =>
    db.rows(read, `SELECT ${sql} FROM announcements WHERE ${laneSql("'chat'", "'chat'", '$1')} LIMIT $2`, [
      after,
      limit,
    ]),

  /** What the chat should have heard before that time is not told any more; how many of the first `limit`. */
  miss: (
    { before, now, owner }: { readonly before: number; readonly now: number; readonly owner: string },
    limit: number,
  ): Promise<number> =>
    db.change(
      `UPDATE announcements SET state = 'obsolete', error = 'missed', settled_at = $2, owner = NULL
       WHERE id IN (${chatHeadSql('id', '$4')}) AND state = 'waiting' AND created_at < $1 AND (owner IS NULL OR owner = $3)`,
      [before, now, owner, limit],
    ),
})
