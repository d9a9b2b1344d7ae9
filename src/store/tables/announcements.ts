import type {
  Announcement,
  AnnouncementState,
  NewAnnouncement,
  AnnouncedMessage,
  Recipient,
} from '../../domain/announcement.js'
import type { Settlement } from '../../domain/delivery.js'
import { bigint, boolean, id, integer, optional, table, text, varchar } from './columns.js'
import {
  bool,
  num,
  optionalNum,
  optionalStr,
  placeholders,
  rowPlaceholders,
  str,
  type Db,
  type Row,
} from '../engine/statements.js'

/**
 * Table `announcements`, the outbox. `recipient` is its lane: 'chat' or a person's id; rows of a lane go one after
 * another. No foreign
 * keys: what was said outlives what it was about. The partial indexes hold only what is not delivered, however long the
 * history.
 */
export const announcementsSchema = table({
  name: 'announcements',
  columns: {
    id,
    recipient: varchar,
    news: text,
    key: varchar,
    event_id: optional(integer),
    actor_id: optional(bigint),
    state: varchar,
    due_at: bigint,
    lease_until: optional(bigint),
    attempts: integer,
    uncertain: boolean,
    lost_answers: integer,
    error: optional(text),
    created_at: bigint,
    settled_at: optional(bigint),
    message_id: optional(bigint),
    chat_id: optional(bigint),
  },
  indices: [
    { columns: ['key'], unique: true },
    { name: 'announcements_waiting', columns: ['recipient', 'id', 'lease_until'], where: "state = 'waiting'" },
    { name: 'announcements_unreachable', columns: ['recipient'], where: "state = 'unreachable'" },
    { name: 'announcements_undelivered', columns: ['event_id'], where: "state <> 'delivered'" },
    { name: 'announcements_delivered', columns: ['recipient', 'settled_at'], where: "state = 'delivered'" },
  ],
})

/** A claim: rows due at `now` belong to the caller until `now + leaseMs`. */
export type Claim = { readonly now: number; readonly leaseMs: number; readonly limit: number }

/** What Telegram answered when it was said. */
export type Sent = { readonly messageId: number; readonly chatId: number }

// SQLite takes 32,766 values in one statement, PostgreSQL 65,535; a row has 11.
const mostAtOnce = 500

/** What the bot has to say unasked. */
export const createAnnouncementsTable = (db: Db) => {
  const lease = async (ids: readonly number[], { now, leaseMs }: Claim): Promise<Announcement[]> => {
    if (ids.length === 0) return []
    const rows = await db.rows(
      `UPDATE announcements SET uncertain = (uncertain OR lease_until IS NOT NULL), lease_until = $1
       WHERE id IN (${placeholders(ids.length, 2)}) AND state = 'waiting' AND (lease_until IS NULL OR lease_until <= $2) RETURNING *`,
      [now + leaseMs, now, ...ids],
    )
    return rows.map(toAnnouncement).sort((a, b) => a.id - b.id)
  }

  const insert = async (rows: readonly NewAnnouncement[], now: number): Promise<void> => {
    await db.change(
      `INSERT INTO announcements (recipient, news, key, event_id, actor_id, state, due_at, attempts, uncertain, lost_answers, created_at)
       VALUES ${rowPlaceholders(rows.length, 11)} ON CONFLICT (key) DO NOTHING`,
      rows.flatMap((row) => [
        laneOf(row.to),
        JSON.stringify(row.message),
        row.key,
        row.eventId,
        row.actorId,
        'waiting',
        now + (row.afterMs ?? 0),
        0,
        false,
        0,
        now,
      ]),
    )
  }

  return {
    /**
     * Writes new ones, due at once (or after their `afterMs`), in this order; a key that is there already is left
     * alone.
     */
    add: async (rows: readonly NewAnnouncement[], now: number): Promise<void> => {
      if (rows.length > 0) db.announced()
      for (let start = 0; start < rows.length; start += mostAtOnce)
        await insert(rows.slice(start, start + mostAtOnce), now)
    },

    find: async (id: number): Promise<Announcement | undefined> => {
      const row = await db.row('SELECT * FROM announcements WHERE id = $1', [id])
      return row && toAnnouncement(row)
    },

    /**
     * Claims the first waiting row of each lane where nobody is speaking, if it is due; the longest due first. Whoever
     * claimed a row
     * before and let the lease run out died in mid-sentence: it comes back with `uncertain`.
     */
    claim: async (claim: Claim): Promise<Announcement[]> => {
      const heads = await db.rows(
        `SELECT announcements.id FROM (${headsSql}) heads JOIN announcements ON announcements.id = heads.id
         WHERE due_at <= $1 AND heads.leased <= $1 ORDER BY due_at, announcements.id LIMIT $2`,
        [claim.now, claim.limit],
      )
      return lease(
        heads.map((row) => num(row, 'id')),
        claim,
      )
    },

    /**
     * Claims what waits behind a claimed head in its lane, in order and due or not, up to the first that someone else
     * has.
     */
    followers: async (head: Announcement, claim: Claim): Promise<Announcement[]> => {
      const rows = await db.rows(
        "SELECT id, lease_until FROM announcements WHERE recipient = $1 AND state = 'waiting' AND id > $2 ORDER BY id LIMIT $3",
        [laneOf(head.to), head.id, claim.limit],
      )
      const taken = rows.findIndex((row) => (optionalNum(row, 'lease_until') ?? 0) > claim.now)
      return lease(
        rows.slice(0, taken < 0 ? rows.length : taken).map((row) => num(row, 'id')),
        claim,
      )
    },

    /** Gives claimed rows back as they were: nothing was sent. */
    release: async (ids: readonly number[]): Promise<void> => {
      if (ids.length > 0)
        await db.change(`UPDATE announcements SET lease_until = NULL WHERE id IN (${placeholders(ids.length)})`, ids)
    },

    /** Writes down what became of a try. What was retired meanwhile stays so, unless it was said after all. */
    settle: async (id: number, settlement: Settlement, sent: Sent | undefined, now: number): Promise<void> => {
      await db.change(
        `UPDATE announcements SET state = $2, due_at = $3, attempts = $4, uncertain = $5, lost_answers = $6, error = $7,
         message_id = $8, chat_id = $9, settled_at = $10, lease_until = NULL WHERE id = $1 AND (state = 'waiting' OR $2 = 'delivered')`,
        [
          id,
          settlement.state,
          settlement.dueAt,
          settlement.attempts,
          settlement.uncertain,
          settlement.lostAnswers,
          settlement.error,
          sent?.messageId,
          sent?.chatId,
          now,
        ],
      )
    },

    /**
     * When there is something to claim: the earliest time at which the first of a lane is due and free; undefined if
     * nothing waits.
     */
    nextDue: async (): Promise<number | undefined> => {
      const row = await db.one(
        `SELECT MIN(CASE WHEN heads.leased > due_at THEN heads.leased ELSE due_at END) AS due
         FROM (${headsSql}) heads JOIN announcements ON announcements.id = heads.id`,
      )
      return optionalNum(row, 'due')
    },

    /** A person is reachable again: what could not be delivered to them is due now. How many. */
    wakePerson: async (personId: number, now: number): Promise<number> => {
      db.announced()
      return db.change(
        "UPDATE announcements SET state = 'waiting', due_at = $2, settled_at = NULL WHERE recipient = $1 AND state = 'unreachable'",
        [laneOf(personId), now],
      )
    },

    /** What waits for the notification chat is due now. */
    wakeChat: async (now: number): Promise<void> => {
      db.announced()
      await db.change(
        "UPDATE announcements SET due_at = $2 WHERE recipient = $1 AND state = 'waiting' AND due_at > $2 AND (error IS NULL OR error <> 'too many requests')",
        [laneOf('chat'), now],
      )
    },

    /** When messages went out to a recipient since then, in order; a digest of many rows is one message. */
    sentSince: async (to: Recipient, since: number): Promise<number[]> => {
      const rows = await db.rows(
        `SELECT MIN(settled_at) AS at FROM announcements WHERE recipient = $1 AND state = 'delivered' AND settled_at >= $2
         GROUP BY chat_id, message_id ORDER BY at`,
        [laneOf(to), since],
      )
      return rows.map((row) => num(row, 'at'))
    },

    /**
     * An event's announcements that are late (they failed, or stand in line behind one that did) and those given up.
     */
    troubled: async (eventId: number): Promise<{ readonly late: number; readonly givenUp: number }> => {
      const rows = await db.rows(
        `SELECT state, COUNT(*) AS count FROM announcements
         WHERE event_id = $1 AND state <> 'delivered' AND (state = 'givenUp' OR (state = 'waiting' AND recipient IN (${blockedLanesSql}))) GROUP BY state`,
        [eventId],
      )
      const counts = new Map(rows.map((row) => [str(row, 'state'), num(row, 'count')]))
      return { late: counts.get('waiting') ?? 0, givenUp: counts.get('givenUp') ?? 0 }
    },

    /**
     * What waits for the chat because of somebody who has not heard yet that it is late (key "late:<id>"), the oldest
     * first.
     */
    untold: async (limit: number): Promise<Announcement[]> => {
      const rows = await db.rows(
        `SELECT * FROM announcements WHERE recipient = $1 AND state = 'waiting' AND actor_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM announcements told WHERE told.key = 'late:' || announcements.id) ORDER BY id LIMIT $2`,
        [laneOf('chat'), limit],
      )
      return rows.map(toAnnouncement)
    },

    /** What an event's announcements came to so far: how many are not delivered, and why the latest of them failed. */
    progress: async (eventId: number): Promise<{ readonly waiting: number; readonly error: string | undefined }> => {
      const rows = await db.rows(
        "SELECT error FROM announcements WHERE event_id = $1 AND state <> 'delivered' ORDER BY error IS NULL, id",
        [eventId],
      )
      return { waiting: rows.length, error: rows[0] && optionalStr(rows[0], 'error') }
    },

    /** What is not said yet of an event that is gone need not be said any more. */
    retire: async (eventId: number): Promise<void> => {
      await db.change(
        "UPDATE announcements SET state = 'obsolete' WHERE event_id = $1 AND state <> 'delivered' AND (state = 'waiting' OR state = 'givenUp')",
        [eventId],
      )
    },

    /** Sends again what was given up of an event's announcements; how many. */
    resend: async (eventId: number, now: number): Promise<number> => {
      db.announced()
      return db.change(
        "UPDATE announcements SET state = 'waiting', due_at = $2, lost_answers = 0 WHERE event_id = $1 AND state <> 'delivered' AND state = 'givenUp'",
        [eventId, now],
      )
    },

    /** At the start of an only process: whoever had a lease is dead. */
    expireLeases: async (now: number): Promise<void> => {
      await db.change("UPDATE announcements SET lease_until = $1 WHERE state = 'waiting' AND lease_until > $1", [now])
    },

    /** How many are not said yet. */
    waiting: async (): Promise<number> =>
      num(await db.one("SELECT COUNT(*) AS count FROM announcements WHERE state = 'waiting'"), 'count'),
  }
}

// The first waiting row of each lane, and until when anyone is speaking there; read from announcements_waiting alone.
const headsSql =
  "SELECT MIN(id) AS id, COALESCE(MAX(lease_until), 0) AS leased FROM announcements WHERE state = 'waiting' GROUP BY recipient"

const blockedLanesSql = `SELECT head.recipient FROM (${headsSql}) heads JOIN announcements head ON head.id = heads.id WHERE head.attempts > 0`

const laneOf = (to: Recipient): string => String(to)

const toAnnouncement = (row: Row): Announcement => ({
  id: num(row, 'id'),
  to: row['recipient'] === 'chat' ? 'chat' : num(row, 'recipient'),
  message: JSON.parse(str(row, 'news')) as AnnouncedMessage,
  eventId: optionalNum(row, 'event_id'),
  actorId: optionalNum(row, 'actor_id'),
  state: str(row, 'state') as AnnouncementState,
  dueAt: num(row, 'due_at'),
  attempts: num(row, 'attempts'),
  uncertain: bool(row, 'uncertain'),
  lostAnswers: num(row, 'lost_answers'),
  createdAt: num(row, 'created_at'),
})
