import type { AnnouncedMessage } from '../../domain/announcement.js'
import type { Db } from '../engine/statements.js'
import { announcementsTable } from '../tables/announcements.js'

/** From one date of several that were published at once to another. */
type Hand = { readonly from: number; readonly to: number }

const news = announcementsTable.fields.message
const followed = (eventId: number) => news.write({ kind: 'followedEvent', eventId } satisfies AnnouncedMessage)

/** What was to be told of several dates by the first of them, which is taken away, is told by another. */
export const createHandingOn = (db: Db) => ({
  /**
   * What the notification chat has not heard yet, under the other's key; false when there is no such thing, or the
   * other was told of by itself.
   */
  chatNews: ({ from, to, key }: Hand & { readonly key: string }): Promise<boolean> =>
    db.didChange(
      `UPDATE announcements SET event_id = $2, key = $3 WHERE event_id = $1 AND state <> 'delivered' AND state = 'waiting'
       AND recipient = 'chat' AND news LIKE '{"kind":"datesPublished"%'
       AND NOT EXISTS (SELECT 1 FROM announcements other WHERE other.key = $3)`,
      [from, to, key],
    ),

  /** How far followers were told, and what waits to be told to them. */
  followers: async ({ from, to }: Hand): Promise<void> => {
    await db.change(
      `UPDATE event_rounds SET event_id = $2 WHERE event_id = $1 AND kind = 'followers'
       AND NOT EXISTS (SELECT 1 FROM event_rounds other WHERE other.event_id = $2 AND other.kind = 'followers')`,
      [from, to],
    )
    await db.change(
      `UPDATE announcements SET event_id = $2, news = $4 WHERE event_id = $1 AND state <> 'delivered'
       AND (state = 'waiting' OR state = 'unreachable') AND news = $3`,
      [from, to, followed(from), followed(to)],
    )
  },
})
