import {
  type AnnouncedMessage,
  type Announcement,
  type AnnouncementState,
  type NewAnnouncement,
  type Recipient,
  type Urgency,
  urgencyOf,
} from '../../domain/announcement.js'
import { isNameOnly } from '../../domain/person.js'
import type { ToldFacts } from '../../domain/eventChange.js'
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
import { anything, only, select } from './reading.js'
import { field, table, without } from './table.js'
import { inChunks, insertion } from './writing.js'

// 'chat' or a person's id.
const recipient: Column<Recipient> = {
  options: varchar.options,
  read: (raw) => (raw === 'chat' ? raw : Number(raw)),
  write: String,
}

const urgency: Column<Urgency> = { ...oneOf<Urgency>(), options: { type: 'varchar', default: 'personal' } }

/** What was said to the notification chat, or may have been. */
export const toldChat = "(recipient = 'chat' AND (state = 'delivered' OR lost_answers > 0))"

/** The `error` of what the chat is not told after all, because its event is not for its eyes any more. */
export const withdrawn = 'withdrawn'

/**
 * Table `announcements`, the outbox. `recipient` and `urgency` are its lane: rows of a lane go one after another. A
 * claimed row has an `owner`, and `due_at` is when its lease ends, so that one index finds both what is due and what
 * nobody speaks for any more. No foreign keys: what was said outlives what it was about. The partial indexes hold only
 * what is not delivered, however long the history.
 */
export const announcementsTable = table({
  name: 'announcements',
  columns: {
    id: serial,
    to: named('recipient', recipient),
    urgency,
    message: named('news', json<AnnouncedMessage>(text)),
    key: varchar,
    eventId: optional(integer),
    actorId: optional(bigint),
    state: oneOf<AnnouncementState>(),
    dueAt: bigint,
    owner: optional(varchar),
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
    { name: 'announcements_due', columns: ['urgency', 'due_at', 'id'], where: "state = 'waiting'" },
    { name: 'announcements_lane', columns: ['recipient', 'urgency', 'id'], where: "state = 'waiting'" },
    {
      name: 'announcements_claimed',
      columns: ['recipient', 'urgency', 'owner'],
      where: "state = 'waiting' AND owner IS NOT NULL",
    },
    { name: 'announcements_unreachable', columns: ['recipient'], where: "state = 'unreachable'" },
    {
      name: 'announcements_of_event',
      columns: ['event_id', 'state', 'urgency', 'attempts'],
      where: "state <> 'delivered'",
    },
    { name: 'announcements_to_chat', columns: ['created_at'], where: "recipient = 'chat'" },
    { name: 'announcements_told_chat', columns: ['settled_at'], where: toldChat },
  ],
})

const { fields } = announcementsTable

/** An announcement, for SELECT … FROM announcements and for RETURNING. */
export const announcementSelection = select(
  without(fields, 'key', 'owner', 'error', 'settledAt', 'messageId', 'chatId'),
)

/**
 * The waiting rows of a lane after one, in order: what follows WHERE. As a range, since PostgreSQL would look for
 * `recipient = …` in the order of ids through all that ever was, if it took the lane for long and it is empty by now.
 */
export const laneSql = (to: string, laneUrgency: string, after = '0'): string =>
  `state = 'waiting' AND (recipient, urgency, id) > (${to}, ${laneUrgency}, ${after})
   AND (recipient, urgency) <= (${to}, ${laneUrgency}) ORDER BY recipient, urgency, id`

/** The notification chat's first waiting row, whose turn it is: columns of it, for SELECT … FROM. */
export const chatHeadSql = (columns: string, limit = '1'): string =>
  `SELECT ${columns} FROM announcements WHERE ${laneSql("'chat'", "'chat'")} LIMIT ${limit}`

const { sql, read } = announcementSelection
// Nobody counts further.
const mostCounted = 1000
const countOf = (condition: string): string =>
  `(SELECT COUNT(*) FROM (SELECT id FROM announcements WHERE event_id = $1 AND state <> 'delivered' AND ${condition}
   LIMIT ${mostCounted}) counted)`
// Where the chat's first row failed all others are late.
const lateInChat = `attempts >= CASE WHEN (${chatHeadSql('attempts')}) > 0 THEN 0 ELSE 1 END`
const troubles = select({
  late: field(
    `${countOf(`state = 'waiting' AND urgency = 'chat' AND ${lateInChat}`)}
     + ${countOf("state = 'waiting' AND urgency IN ('personal', 'pictures', 'bulk') AND attempts > 0")}`,
    integer,
  ),
  givenUp: field(countOf("state = 'givenUp'"), integer),
})
const insert = insertion(
  announcementsTable,
  [
    ...(['to', 'urgency', 'message', 'key', 'eventId', 'actorId', 'state', 'dueAt'] as const),
    ...(['attempts', 'uncertain', 'lostAnswers', 'createdAt'] as const),
  ],
  'ON CONFLICT (key) DO NOTHING',
)

/** What the bot has to say unasked. Who says it when is in announcementClaims.ts. */
export const createAnnouncementsTable = (db: Db) => ({
  /**
   * Writes new ones, due at once (or after their `afterMs`), in this order; a key that is there already is left alone,
   * and so is whoever is only a name.
   */
  add: async (all: readonly NewAnnouncement[], now: number): Promise<void> => {
    const announcements = all.filter(({ to }) => to === 'chat' || !isNameOnly(to))
    if (announcements.length > 0) db.announced()
    const rows = announcements.map(({ afterMs = 0, ...row }) => ({
      ...row,
      urgency: urgencyOf(row.message),
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

  /** Whether what has this key is still to be said. */
  isWaiting: (key: string): Promise<boolean> =>
    db.row(anything, "SELECT id FROM announcements WHERE key = $1 AND state = 'waiting'", [key]).then(Boolean),

  /** A person is reachable again: what could not be delivered to them is due now. How many. */
  wakePerson: (personId: number, now: number): Promise<number> => {
    db.announced()
    return db.change(
      "UPDATE announcements SET state = 'waiting', due_at = $2, settled_at = NULL WHERE recipient = $1 AND state = 'unreachable'",
      [recipient.write(personId), now],
    )
  },

  /** An event's announcements that are late (they failed, or stand in line behind one that did) and those given up. */
  troubled: (eventId: number): Promise<{ readonly late: number; readonly givenUp: number }> =>
    db.one(troubles.read, `SELECT ${troubles.sql}`, [eventId]),

  /** Whether a person will hear of a later change of the same event, or that it is cancelled. */
  isSuperseded: async ({ id, to, urgency: laneUrgency, eventId }: Announcement): Promise<boolean> =>
    (await db.row(
      anything,
      `SELECT id FROM (SELECT id, event_id, key FROM announcements WHERE ${laneSql('$1', '$2', '$3')} LIMIT ${mostCounted}) later
       WHERE event_id = $4 AND (key LIKE 'changed:%' OR key LIKE 'cancelled:%') LIMIT 1`,
      [recipient.write(to), laneUrgency, id, eventId],
    )) === true,

  /**
   * What of an event's changes is not said yet need not be said any more: it is told with a later one. Gives what each
   * recipient still takes for true.
   */
  takeUnsaidChanges: async (eventId: number, now: number): Promise<ReadonlyMap<Recipient, ToldFacts>> => {
    const unsaid = `event_id = $1 AND state <> 'delivered' AND state <> 'obsolete' AND key LIKE 'changed:%'`
    const rows = await db.rows(read, `SELECT ${sql} FROM announcements WHERE ${unsaid} ORDER BY id DESC`, [eventId])
    if (rows.length > 0)
      await db.change(`UPDATE announcements SET state = 'obsolete', settled_at = $2 WHERE ${unsaid}`, [eventId, now])
    return new Map(rows.flatMap(({ to, message }) => ('before' in message ? [[to, message.before]] : [])))
  },

  /** What an event's announcements came to so far: how many are not delivered, and why the latest of them failed. */
  progress: async (eventId: number): Promise<{ readonly waiting: number; readonly error: string | undefined }> => {
    const errors = await db.rows(
      only(optional(text)),
      "SELECT error FROM announcements WHERE event_id = $1 AND state <> 'delivered' ORDER BY error IS NULL, id",
      [eventId],
    )
    return { waiting: errors.length, error: errors[0] }
  },

  /** An event's rows that are due and claimed by nobody. */
  dueOfEvent: (eventId: number, now: number): Promise<number[]> =>
    db.rows(
      only(integer),
      `SELECT id FROM announcements WHERE event_id = $1 AND state <> 'delivered' AND state = 'waiting' AND owner IS NULL
       AND due_at <= $2 ORDER BY id`,
      [eventId, now],
    ),

  /** What is not said yet of an event that is gone need not be said any more. */
  retire: async (eventId: number, now: number): Promise<void> => {
    await db.change(
      `UPDATE announcements SET state = 'obsolete', settled_at = $2 WHERE event_id = $1 AND state <> 'delivered'
       AND (state = 'waiting' OR state = 'givenUp')`,
      [eventId, now],
    )
  },

  /**
   * What the notification chat has not heard yet of an event it does not hear. What nobody has begun to say is as if it
   * had never been written: its key may come again, but for that of a sale, which comes once.
   */
  withdrawFromChat: async (eventId: number, now: number): Promise<void> => {
    const open = "event_id = $1 AND state <> 'delivered' AND state = 'waiting' AND recipient = 'chat'"
    await db.change(
      `DELETE FROM announcements WHERE ${open} AND key NOT LIKE 'issued:%' AND owner IS NULL AND lost_answers = 0`,
      [eventId],
    )
    await db.change(
      `UPDATE announcements SET state = 'obsolete', error = '${withdrawn}', settled_at = $2 WHERE ${open}`,
      [eventId, now],
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
