import type { DayProved, Strays } from '../../domain/dayProof.js'
import type { Db } from '../engine/statements.js'
import { withdrawn } from './announcements.js'
import { integer } from './columns.js'
import { only } from './reading.js'

type Span = Pick<DayProved, 'from' | 'until'>

/** How many are named. */
const mostNamed = 20

// What of the outbox tells a sale. Its key names the order.
const told = "recipient = 'chat' AND created_at >= $1 AND created_at < $2 AND key LIKE 'issued:%'"
const orderOf = 'CAST(SUBSTR(key, 8) AS INTEGER)'
const sold = 'is_told IS NOT NULL AND confirmed_at >= $1 AND confirmed_at < $2'
const isWithdrawn = `error IS NOT NULL AND error = '${withdrawn}'`
// Said, or in line: whoever reads the proof has heard what stood before it.
const isSaid = "(announcements.state IN ('delivered', 'waiting') OR lost_answers > 0)"
const rowOf = "announcements.key = 'issued:' || orders.id"

/** Sales as the orders have them, and as the outbox has them: each is counted without the other. */
export const createDayProofs = (db: Db) => {
  const number = (sql: string, { from, until }: Span): Promise<number> => db.one(only(integer), sql, [from, until])
  const strays = async (source: string, { from, until }: Span): Promise<Strays> => {
    const count = await db.one(only(integer), `SELECT COUNT(*) FROM (${source}) strays`, [from, until])
    const first = `SELECT id FROM (${source}) strays ORDER BY id LIMIT ${mostNamed}`
    return { count, ids: count === 0 ? [] : await db.rows(only(integer), first, [from, until]) }
  }

  return {
    /** The orders that were confirmed in that time and of which the notification chat is to hear. */
    sold: (span: Span): Promise<number> => number(`SELECT COUNT(*) FROM orders WHERE ${sold}`, span),

    /** What the outbox has of sales of that time: said, and withdrawn because the event was taken from the lists. */
    announced: async (span: Span): Promise<{ readonly said: number; readonly withdrawn: number }> => ({
      said: await number(`SELECT COUNT(*) FROM announcements WHERE ${told} AND ${isSaid}`, span),
      withdrawn: await number(
        `SELECT COUNT(*) FROM announcements WHERE ${told} AND ${isWithdrawn} AND NOT ${isSaid}`,
        span,
      ),
    }),

    /** Orders of that time of which the chat did not hear, though it was to. */
    missing: (span: Span): Promise<Strays> =>
      strays(
        `SELECT orders.id AS id FROM orders WHERE ${sold} AND NOT EXISTS (SELECT 1 FROM announcements WHERE ${rowOf}
         AND (${isSaid} OR (${isWithdrawn})))`,
        span,
      ),

    /** What the chat heard of as sold in that time, and no order says so. */
    surplus: (span: Span): Promise<Strays> =>
      strays(
        `SELECT ${orderOf} AS id FROM announcements WHERE ${told} AND ${isSaid} AND NOT EXISTS
         (SELECT 1 FROM orders WHERE orders.id = ${orderOf} AND ${sold})`,
        span,
      ),
  }
}
