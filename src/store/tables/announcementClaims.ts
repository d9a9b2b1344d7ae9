import type { Announcement, DueTimes, Places, Urgency } from '../../domain/announcement.js'
import type { Settlement } from '../../domain/delivery.js'
import { type Db, placeholders, type Row } from '../engine/statements.js'
import { announcementSelection, announcementsTable, chatHeadSql, laneSql } from './announcements.js'
import { bigint, integer, oneOf, optional } from './columns.js'
import { rowsAmong, select } from './reading.js'
import { field } from './table.js'
import { assignments } from './writing.js'

/** What is claimed belongs to the owner until `now + leaseMs`. */
export type Lease = { readonly owner: string; readonly now: number; readonly leaseMs: number }

/** What Telegram answered when it was said. */
export type Sent = { readonly messageId: number; readonly chatId: number }

// Which lane an announcement stands in.
type Lane = Pick<Announcement, 'to' | 'urgency'>

const { to } = announcementsTable.fields

const dueSql = (urgency: Urgency, limit: number): string =>
  `SELECT * FROM (SELECT id, recipient, urgency, due_at FROM announcements WHERE state = 'waiting' AND urgency = '${urgency}' AND due_at <= $1
   ORDER BY due_at, id LIMIT $${limit}) due_${urgency}`

const candidate = select({
  id: field('due.id', integer),
  urgency: field('due.urgency', oneOf<Urgency>()),
  dueAt: field('due.due_at', bigint),
  first: field(`(SELECT id FROM announcements WHERE ${laneSql('due.recipient', 'due.urgency')} LIMIT 1)`, integer),
  spoken: field(
    `(SELECT COUNT(*) FROM announcements WHERE state = 'waiting' AND recipient = due.recipient AND urgency = due.urgency
      AND owner IS NOT NULL AND due_at > $1)`,
    integer,
  ),
})
type Candidate = ReturnType<typeof candidate.read>

/**
 * What is due, and what stands before it. The chat's line may be very long, and only its first row counts; the others'
 * lines are short, and there are many.
 */
const candidatesSql = `SELECT ${candidate.sql} FROM (${dueSql('personal', 2)} UNION ALL ${dueSql('pictures', 3)} UNION ALL ${dueSql('bulk', 4)}
  UNION ALL SELECT * FROM (${chatHeadSql('id, recipient, urgency, due_at', '$5')}) due_chat WHERE due_at <= $1) due
  ORDER BY due.due_at, due.id`

const firstDueSql = (urgency: Urgency): string =>
  `(SELECT due_at FROM announcements WHERE state = 'waiting' AND urgency = '${urgency}' ORDER BY due_at, id LIMIT 1)`
const dueTimes = select({
  personal: field(firstDueSql('personal'), optional(bigint)),
  pictures: field(firstDueSql('pictures'), optional(bigint)),
  bulk: field(firstDueSql('bulk'), optional(bigint)),
  chat: field(`(${chatHeadSql('due_at')})`, optional(bigint)),
  chatSpoken: field(
    `(SELECT MAX(due_at) FROM announcements WHERE state = 'waiting' AND recipient = 'chat' AND urgency = 'chat' AND owner IS NOT NULL)`,
    optional(bigint),
  ),
})

const outcome = assignments(
  announcementsTable,
  [
    ...(['state', 'dueAt', 'attempts', 'uncertain', 'lostAnswers', 'error'] as const),
    ...(['messageId', 'chatId', 'settledAt'] as const),
  ],
  2,
)

// So many rows that stand behind others may be in the way at once; the next round finds more.
const inTheWay = 20
const rounds = 3

/** Who says which row of `announcements` when: one speaks in a lane at a time. */
export const createAnnouncementClaims = (db: Db) => ({
  /**
   * Claims the first waiting row of each lane where nobody is speaking, if it is due; of each urgency so many, the
   * longest due first. Whoever claimed a row before and let the lease run out died in mid-sentence: it comes back with
   * `uncertain`.
   */
  claim: async (own: Lease, places: Places): Promise<Announcement[]> => {
    const { personal, pictures, bulk, chat } = places
    const limits = [...[personal, pictures, bulk].map((most) => (most > 0 ? most + inTheWay : 0)), chat > 0 ? 1 : 0]
    for (let round = 1; ; round += 1) {
      const found = await db.rows(candidate.read, candidatesSql, [own.now, ...limits])
      const free = withinPlaces(found.filter(isFree), places)
      const behind = found.filter((row) => !isFree(row) && row.urgency !== 'chat')
      await putBehind(db, behind, own)
      if (free.length > 0 || behind.length === 0 || round === rounds)
        return lease(
          db,
          free.map((row) => row.id),
          own,
          'due_at <= $3',
        )
    }
  },

  /** What waits behind a claimed head in its lane, in order and due or not, up to the first that someone else has. */
  followers: async (head: Announcement, now: number, limit: number): Promise<Announcement[]> => {
    const rows = await db.rows(
      (row) => ({ follower: readIfReadable(row), owner: row['owner'] }),
      `SELECT ${announcementSelection.sql}, owner FROM announcements WHERE ${laneSql('$1', '$2', '$3')} LIMIT $4`,
      [to.write(head.to), head.urgency, head.id, limit],
    )
    const followers: Announcement[] = []
    for (const { follower, owner } of rows) {
      if (typeof follower === 'number' || (owner != null && follower.dueAt > now)) break
      followers.push({ ...follower, uncertain: follower.uncertain || owner != null })
    }
    return followers
  },

  /** Claims these, due or not; gives those that nobody else had meanwhile. */
  join: (ids: readonly number[], own: Lease): Promise<Announcement[]> =>
    lease(db, ids, own, '(owner IS NULL OR due_at <= $3)'),

  /** Gives claimed rows back: nothing was sent. They are due. */
  release: async (ids: readonly number[], { owner, now }: Lease): Promise<void> => {
    if (ids.length > 0)
      await db.change(
        `UPDATE announcements SET owner = NULL, due_at = $2 WHERE id IN (${placeholders(ids.length, 2)}) AND owner = $1`,
        [owner, now, ...ids],
      )
  },

  /**
   * Writes down what became of a try, and makes due what stands behind it. What was retired meanwhile stays so, and
   * what somebody else has by now is theirs, unless it was said after all.
   */
  settle: async (
    row: Pick<Announcement, 'id'> & Lane,
    settlement: Settlement,
    { owner, now, sent }: Pick<Lease, 'owner' | 'now'> & { readonly sent?: Sent | undefined },
  ): Promise<void> => {
    await db.change(
      `UPDATE announcements SET ${outcome.sql}, owner = NULL
       WHERE id = $1 AND ((state = 'waiting' AND owner = $2) OR $3 = 'delivered')`,
      [row.id, owner, ...outcome.values({ ...settlement, ...sent, settledAt: now })],
    )
    if (settlement.state !== 'waiting' && row.urgency !== 'chat') await wakeNext(db, row, now)
  },

  /** When something of each urgency may be claimed next, in UTC milliseconds. */
  nextDue: async (): Promise<DueTimes> => {
    const { chat, chatSpoken, ...others } = await db.one(dueTimes.read, `SELECT ${dueTimes.sql}`)
    return { ...others, chat: chat === undefined ? undefined : Math.max(chat, chatSpoken ?? 0) }
  },

  /** Whoever had these leases is dead: of one owner, or, where there is only one process, of all. */
  expireLeases: async (now: number, owner?: string): Promise<number> => {
    db.announced()
    return db.change(
      `UPDATE announcements SET uncertain = TRUE, owner = NULL, due_at = $1
       WHERE state = 'waiting' AND owner IS NOT NULL${owner === undefined ? '' : ' AND owner = $2'}`,
      owner === undefined ? [now] : [now, owner],
    )
  },
})

const lease = async (
  db: Db,
  list: readonly number[],
  { owner, now, leaseMs }: Lease,
  condition: string,
): Promise<Announcement[]> => {
  const rows = await rowsAmong(db, readIfReadable, {
    list,
    sql: (ids) =>
      `UPDATE announcements SET uncertain = (uncertain OR owner IS NOT NULL), owner = $1, due_at = $2
       WHERE id IN (${ids}) AND state = 'waiting' AND ${condition} RETURNING ${announcementSelection.sql}`,
    before: [owner, now + leaseMs, now],
  })
  await giveUp(
    db,
    rows.filter((row) => typeof row === 'number'),
  )
  return rows.filter((row) => typeof row !== 'number').sort((a, b) => a.id - b.id)
}

// One row that nobody can read must not silence the others.
const giveUp = async (db: Db, ids: readonly number[]): Promise<void> => {
  if (ids.length > 0)
    await db.change(
      `UPDATE announcements SET state = 'givenUp', error = 'unreadable', owner = NULL WHERE id IN (${placeholders(ids.length)})`,
      ids,
    )
}

/**
 * What is due and stands behind another row is not looked at again for the time of a lease; whoever ends what stands
 * before it makes it due (`wakeNext`), and changes its time even if it is due already: then this leaves it alone.
 */
const putBehind = async (db: Db, rows: readonly Candidate[], { now, leaseMs }: Lease): Promise<void> => {
  if (rows.length === 0) return
  const asSeen = rows.map((_, index) => `(id = $${2 * index + 2} AND due_at = $${2 * index + 3})`).join(' OR ')
  await db.change(`UPDATE announcements SET due_at = $1 WHERE (${asSeen}) AND state = 'waiting' AND owner IS NULL`, [
    now + leaseMs,
    ...rows.flatMap((row) => [row.id, row.dueAt]),
  ])
}

const wakeNext = async (db: Db, lane: Lane, now: number): Promise<void> => {
  await db.change(
    `UPDATE announcements SET due_at = CASE WHEN due_at > $3 THEN $3 ELSE due_at END - 1
     WHERE id = (SELECT id FROM announcements WHERE ${laneSql('$1', '$2')} LIMIT 1) AND state = 'waiting' AND owner IS NULL
     AND (error IS NULL OR error <> 'too many requests')`,
    [to.write(lane.to), lane.urgency, now],
  )
}

const isFree = (row: Candidate): boolean => row.first === row.id && row.spoken === 0

/** The first so many of each urgency. */
const withinPlaces = (rows: readonly Candidate[], places: Places): readonly Candidate[] => {
  const taken: Record<Urgency, number> = { personal: 0, chat: 0, pictures: 0, bulk: 0 }
  return rows.filter(({ urgency }) => (taken[urgency] += 1) <= places[urgency])
}

/** The announcement, or the id of one that cannot be read. */
const readIfReadable = (row: Row): Announcement | number => {
  try {
    return announcementSelection.read(row)
  } catch {
    return Number(row['id'])
  }
}
