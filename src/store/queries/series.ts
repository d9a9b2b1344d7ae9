import type { Event } from '../../domain/event.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer } from '../tables/columns.js'
import { eventSelection } from '../tables/events.js'
import { keyset } from '../tables/paging.js'
import { only } from '../tables/reading.js'

const { sql, read } = eventSelection

/** The next `limit` dates of a series after the event with the id `after`. */
type SeriesPage = { readonly seriesId: number; readonly after?: number | undefined; readonly limit: number }

/** Events that belong together: the same on several dates. */
export const createSeries = (db: Db) => {
  const page = (where: string, values: readonly number[], { after, limit }: SeriesPage): Promise<Event[]> => {
    const end = keyset(
      {
        by: ['starts_at', 'id'],
        order: 'ASC',
        after: after === undefined ? undefined : [after],
        place: (eventId) => `(SELECT place.starts_at, place.id FROM events place WHERE place.id = ${eventId})`,
        limit,
      },
      values.length,
    )
    return db.rows(read, `SELECT ${sql} FROM events WHERE series_id = $1 AND ${where}${end.sql}`, [
      ...values,
      ...end.values,
    ])
  }

  return {
    /** Makes an event that is alone the first of a series. */
    begin: async (eventId: number): Promise<void> => {
      await db.change('UPDATE events SET series_id = id WHERE id = $1 AND series_id IS NULL', [eventId])
    },

    /** How many events a series has. */
    sizeOf: (seriesId: number): Promise<number> =>
      db.one(only(integer), 'SELECT COUNT(*) FROM events WHERE series_id = $1', [seriesId]),

    /** The date of a series before an event that took place or will, and that is the organizer's own. */
    before: (
      seriesId: number,
      { id, startsAt, organizerId }: Pick<Event, 'id' | 'startsAt' | 'organizerId'>,
    ): Promise<Event | undefined> =>
      db.row(
        read,
        `SELECT ${sql} FROM events WHERE series_id = $1 AND starts_at < $2 AND id <> $3 AND organizer_id = $4
         AND state <> 'cancelled' ORDER BY starts_at DESC, id DESC LIMIT 1`,
        [seriesId, startsAt, id, organizerId],
      ),

    /** When those of a series start that are not over at `now` and take place. */
    startsAhead: (seriesId: number, now: number): Promise<number[]> =>
      db.rows(
        only(bigint),
        "SELECT starts_at FROM events WHERE series_id = $1 AND closes_at > $2 AND state <> 'cancelled'",
        [seriesId, now],
      ),

    /** The other dates that everybody may see: on sale and listed, without the event `but`, soonest first. */
    onSale: ({ but, now, ...wanted }: SeriesPage & { readonly but: number; readonly now: number }): Promise<Event[]> =>
      page(
        "closes_at > $2 AND id <> $3 AND state = 'published' AND is_unlisted IS NOT TRUE",
        [wanted.seriesId, now, but],
        wanted,
      ),

    /** The copies of a series that were made at this moment: in one go, soonest first. */
    madeAt: ({ seriesId, createdAt }: { readonly seriesId: number; readonly createdAt: number }): Promise<Event[]> =>
      db.rows(
        read,
        `SELECT ${sql} FROM events WHERE series_id = $1 AND created_at = $2 AND id <> $1 ORDER BY starts_at, id`,
        [seriesId, createdAt],
      ),

    /** All dates of a series that are not over, soonest first, for its organizer. */
    ahead: ({ now, ...wanted }: SeriesPage & { readonly now: number }): Promise<Event[]> =>
      page('closes_at > $2', [wanted.seriesId, now], wanted),
  }
}
