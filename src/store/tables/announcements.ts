import type {
  AnnouncedMessage,
  Announcement,
  AnnouncementState,
  NewAnnouncement,
  Recipient,
} from '../../domain/announcement.js'
import type { Db } from '../engine/statements.js'
import {
  bigint,
  boolean,
  type Column,
  integer,
  json,
  named,
  oneOf,
  optional,
  serial,
  text,
  varchar,
} from './columns.js'
import { only, select } from './reading.js'
import { field, table, without } from './table.js'
import { inChunks, insertion } from './writing.js'

// 'chat' or a person's id.
const recipient: Column<Recipient> = {
  options: varchar.options,
  read: (raw) => (raw === 'chat' ? raw : Number(raw)),
  write: String,
}

/**
 * Table `announcements`, the outbox. `recipient` is its lane: rows of a lane go one after another. No foreign keys:
 * what was said outlives what it was about. The partial indexes hold only what is not delivered, however long the
 * history.
 */
export const announcementsTable = table({
  name: 'announcements',
  columns: {
    id: serial,
    to: named('recipient', recipient),
    message: named('news', json<AnnouncedMessage>(text)),
    key: varchar,
    eventId: optional(integer),
    actorId: optional(bigint),
    state: oneOf<AnnouncementState>(),
    dueAt: bigint,
    leaseUntil: optional(bigint),
    attempts: integer,
    uncertain: boolean,
    lostAnswers: integer,
    error: optional(text),
    createdAt: bigint,
    settledAt: optional(bigint),
    messageId: optional(bigint),
    chatId: optional(bigint),
  },
  indices: [
    { columns: ['key'], unique: true },
    { name: 'announcements_waiting', columns: ['recipient', 'id', 'lease_until'], where: "state = 'waiting'" },
    { name: 'announcements_unreachable', columns: ['recipient'], where: "state = 'unreachable'" },
    { name: 'announcements_undelivered', columns: ['event_id'], where: "state <> 'delivered'" },
    { name: 'announcements_delivered', columns: ['recipient', 'settled_at'], where: "state = 'delivered'" },
  ],
})

const { fields } = announcementsTable

/** An announcement, for SELECT … FROM announcements and for RETURNING. */
export const announcementSelection = select(
  without(fields, 'key', 'leaseUntil', 'error', 'settledAt', 'messageId', 'chatId'),
)

/**
 * The first waiting row of each lane, and until when anyone is speaking there; read from announcements_waiting alone.
 */
export const headsSql = `SELECT MIN(id) AS id, COALESCE(MAX(lease_until), 0) AS leased FROM announcements
  WHERE state = 'waiting' GROUP BY recipient`

const blockedLanesSql = `SELECT head.recipient FROM (${headsSql}) heads JOIN announcements head ON head.id = heads.id
  WHERE head.attempts > 0`

const { sql, read } = announcementSelection
const counted = select({ state: fields.state, count: field('COUNT(*)', integer) })
const insert = insertion(
  announcementsTable,
  [
    ...(['to', 'message', 'key', 'eventId', 'actorId', 'state', 'dueAt'] as const),
    ...(['attempts', 'uncertain', 'lostAnswers', 'createdAt'] as const),
  ],
  'ON CONFLICT (key) DO NOTHING',
)

/** What the bot has to say unasked. Who says it when is in announcementClaims.ts. */
export const createAnnouncementsTable = (db: Db) => ({
  /**
   * Writes new ones, due at once (or after their `afterMs`), in this order; a key that is there already is left alone.
   */
  add: async (announcements: readonly NewAnnouncement[], now: number): Promise<void> => {
    if (announcements.length > 0) db.announced()
    const rows = announcements.map(({ afterMs = 0, ...row }) => ({
      ...row,
      state: 'waiting' as const,
      dueAt: now + afterMs,
      attempts: 0,
      uncertain: false,
      lostAnswers: 0,
      createdAt: now,
    }))
    for (const some of inChunks(rows)) await db.change(...insert(...some))
  },

  find: (id: number): Promise<Announcement | undefined> =>
    db.row(read, `SELECT ${sql} FROM announcements WHERE id = $1`, [id]),

  /** A person is reachable again: what could not be delivered to them is due now. How many. */
  wakePerson: (personId: number, now: number): Promise<number> => {
    db.announced()
    return db.change(
      "UPDATE announcements SET state = 'waiting', due_at = $2, settled_at = NULL WHERE recipient = $1 AND state = 'unreachable'",
      [recipient.write(personId), now],
    )
  },

  /** What waits for the notification chat is due now. */
  wakeChat: async (now: number): Promise<void> => {
    db.announced()
    await db.change(
      `UPDATE announcements SET due_at = $2 WHERE recipient = $1 AND state = 'waiting' AND due_at > $2
       AND (error IS NULL OR error <> 'too many requests')`,
      [recipient.write('chat'), now],
    )
  },

  /** When messages went out to a recipient since then, in order; a digest of many rows is one message. */
  sentSince: (to: Recipient, since: number): Promise<number[]> =>
    db.rows(
      only(bigint),
      `SELECT MIN(settled_at) AS at FROM announcements WHERE recipient = $1 AND state = 'delivered' AND settled_at >= $2
       GROUP BY chat_id, message_id ORDER BY at`,
      [recipient.write(to), since],
    ),

  /** An event's announcements that are late (they failed, or stand in line behind one that did) and those given up. */
  troubled: async (eventId: number): Promise<{ readonly late: number; readonly givenUp: number }> => {
    const rows = await db.rows(
      counted.read,
      `SELECT ${counted.sql} FROM announcements WHERE event_id = $1 AND state <> 'delivered'
       AND (state = 'givenUp' OR (state = 'waiting' AND recipient IN (${blockedLanesSql}))) GROUP BY state`,
      [eventId],
    )
    const counts = new Map(rows.map(({ state, count }) => [state, count]))
    return { late: counts.get('waiting') ?? 0, givenUp: counts.get('givenUp') ?? 0 }
  },

  /**
   * What waits for the chat because of somebody who has not heard yet that it is late (key "late:<id>"), the oldest
   * first.
   */
  untold: (limit: number): Promise<Announcement[]> =>
    db.rows(
      read,
      `SELECT ${sql} FROM announcements WHERE recipient = $1 AND state = 'waiting' AND actor_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM announcements told WHERE told.key = 'late:' || announcements.id) ORDER BY id LIMIT $2`,
      [recipient.write('chat'), limit],
    ),

  /** What an event's announcements came to so far: how many are not delivered, and why the latest of them failed. */
  progress: async (eventId: number): Promise<{ readonly waiting: number; readonly error: string | undefined }> => {
    const errors = await db.rows(
      only(optional(text)),
      "SELECT error FROM announcements WHERE event_id = $1 AND state <> 'delivered' ORDER BY error IS NULL, id",
      [eventId],
    )
    return { waiting: errors.length, error: errors[0] }
  },

  /** What is not said yet of an event that is gone need not be said any more. */
  retire: async (eventId: number): Promise<void> => {
    await db.change(
      `UPDATE announcements SET state = 'obsolete' WHERE event_id = $1 AND state <> 'delivered'
       AND (state = 'waiting' OR state = 'givenUp')`,
      [eventId],
    )
  },

  /** Sends again what was given up of an event's announcements; how many. */
  resend: (eventId: number, now: number): Promise<number> => {
    db.announced()
    return db.change(
      `UPDATE announcements SET state = 'waiting', due_at = $2, lost_answers = 0
       WHERE event_id = $1 AND state <> 'delivered' AND state = 'givenUp'`,
      [eventId, now],
    )
  },

  /** How many are not said yet. */
  waiting: (): Promise<number> => db.one(only(integer), "SELECT COUNT(*) FROM announcements WHERE state = 'waiting'"),
})
