import type { AudienceKind, GuestMessage, GuestMessageState } from '../../domain/guestMessage.js'
import type { Db, Value } from '../engine/statements.js'
import { bigint, integer, listOf, oneOf, optional, serial, text, varchar } from './columns.js'
import { only, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

const ids = listOf(text, Number)

/**
 * Table `guest_messages`: what organizers write to guests; the words stay with Telegram. `key` names what made it, so
 * that an update handled twice makes one. Whoever draws how far it is moves `drawnAt` first.
 */
export const guestMessagesTable = table({
  name: 'guest_messages',
  columns: {
    id: serial,
    eventId: integer,
    audience: oneOf<AudienceKind>(),
    audienceOf: bigint,
    state: oneOf<GuestMessageState>(),
    key: varchar,
    album: optional(varchar),
    sources: ids,
    copies: ids,
    createdAt: bigint,
    sendAt: optional(bigint),
    begunAt: optional(bigint),
    next: bigint,
    told: integer,
    muted: integer,
    size: integer,
    writtenAt: optional(bigint),
    doneAt: optional(bigint),
    shownIn: optional(bigint),
    drawnAt: optional(bigint),
  },
  indices: [
    { columns: ['key'], unique: true },
    { columns: ['event_id', 'id'] },
    { name: 'guest_messages_scheduled', columns: ['send_at'], where: "state = 'scheduled'" },
    { name: 'guest_messages_open', columns: ['id'], where: 'begun_at IS NOT NULL AND done_at IS NULL' },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

const { sql, read } = select(without(guestMessagesTable.fields, 'key', 'drawnAt'))
const all = `SELECT ${sql} FROM guest_messages`
const insert = insertion(
  guestMessagesTable,
  [
    ...(['eventId', 'audience', 'audienceOf', 'state', 'key', 'album', 'sources', 'copies', 'createdAt'] as const),
    ...(['next', 'told', 'muted', 'size'] as const),
  ],
  'ON CONFLICT (key) DO NOTHING',
)

/** A message as its organizer sends it. */
export type NewGuestMessage = Pick<
  GuestMessage,
  'eventId' | 'audience' | 'audienceOf' | 'album' | 'sources' | 'createdAt'
> & { readonly key: string }

const mostOpen = 100
// The outbox's rows of a message that are not said.
const unsaid = "event_id = $1 AND state <> 'delivered' AND key LIKE $2"
/** The key of the row that tells one guest. */
export const guestKey = ({ id }: Pick<GuestMessage, 'id'>, personId: number | '%'): string => `guests:${id}:${personId}`

const counts = select({
  state: field('state', varchar),
  isUnsure: field('CASE WHEN uncertain THEN 1 ELSE 0 END', integer),
  count: field('COUNT(*)', integer),
})

// How far a message is.
const createProgress = (db: Db) => ({
  /** Goes on from where it was read: false if somebody else did, or it was stopped. */
  advance: (
    { id, next, told, muted }: GuestMessage,
    to: {
      readonly next: number
      readonly told: number
      readonly muted: number
      readonly writtenAt: number | undefined
    },
  ): Promise<boolean> =>
    db.didChange(
      `UPDATE guest_messages SET next = $3, told = $4, muted = $5, written_at = $6
         WHERE id = $1 AND next = $2 AND state = 'sending' AND written_at IS NULL`,
      [id, next, to.next, told + to.told, muted + to.muted, to.writtenAt],
    ),

  /** It is over; false if somebody else saw that first. */
  finish: (id: number, now: number): Promise<boolean> =>
    db.didChange(
      `UPDATE guest_messages SET state = CASE WHEN state = 'sending' THEN 'done' ELSE state END, done_at = $2
         WHERE id = $1 AND done_at IS NULL`,
      [id, now],
    ),

  /** A message of the organizer's chat shows how far it is. */
  showIn: async (id: number, messageId: number): Promise<void> => {
    await db.change('UPDATE guest_messages SET shown_in = $2 WHERE id = $1', [id, messageId])
  },

  /** Whether it is this process's turn to draw, which was not drawn for so long. */
  claimDrawing: (id: number, now: number, gapMs: number): Promise<boolean> =>
    db.didChange('UPDATE guest_messages SET drawn_at = $2 WHERE id = $1 AND (drawn_at IS NULL OR drawn_at <= $3)', [
      id,
      now,
      now - gapMs,
    ]),

  /** What is not said yet of it need not be said any more. */
  retireRows: async (message: GuestMessage, now: number): Promise<void> => {
    await db.change(
      `UPDATE announcements SET state = 'obsolete', settled_at = $3
         WHERE ${unsaid} AND state = 'waiting' AND owner IS NULL`,
      [message.eventId, guestKey(message, '%'), now],
    )
  },

  /** Its rows in the outbox that were not said, by what became of them. */
  unsaid: (message: GuestMessage) =>
    db.rows(
      counts.read,
      `SELECT ${counts.sql} FROM announcements WHERE ${unsaid} GROUP BY state, CASE WHEN uncertain THEN 1 ELSE 0 END`,
      [message.eventId, guestKey(message, '%')],
    ),
})

/** What organizers write to guests. */
export const createGuestMessagesTable = (db: Db) => {
  const list = (where: string, values: readonly Value[]): Promise<GuestMessage[]> =>
    db.rows(read, `${all} WHERE ${where}`, values)

  return {
    /** The message that this key made, now or before. */
    add: async ({ key, ...one }: NewGuestMessage): Promise<GuestMessage> => {
      await db.change(...insert({ ...one, key, state: 'draft', copies: [], next: 0, told: 0, muted: 0, size: 0 }))
      return db.one(read, `${all} WHERE key = $1`, [key])
    },

    find: async (id: number): Promise<GuestMessage | undefined> => (await list('id = $1', [id]))[0],

    /** The draft that an album was made into. */
    ofAlbum: async (key: string): Promise<GuestMessage | undefined> =>
      (await list("key = $1 AND state = 'draft'", [key]))[0],

    /** Those of an event that wait for their time, the next first. */
    scheduledOf: (eventId: number): Promise<GuestMessage[]> =>
      list("event_id = $1 AND state = 'scheduled' ORDER BY send_at, id LIMIT $2", [eventId, mostOpen]),

    /** Those whose time has come, or whose event was cancelled before that. */
    due: (now: number): Promise<GuestMessage[]> =>
      list(
        `state = 'scheduled' AND (send_at <= $1
         OR EXISTS (SELECT 1 FROM events WHERE events.id = guest_messages.event_id AND events.state = 'cancelled'))
         ORDER BY send_at, id LIMIT $2`,
        [now, mostOpen],
      ),

    /** When the next one is due. */
    nextAt: (): Promise<number | undefined> =>
      db.one(only(optional(bigint)), "SELECT MIN(send_at) FROM guest_messages WHERE state = 'scheduled'"),

    /** Those that were begun and are not done, the oldest first. */
    open: (): Promise<GuestMessage[]> =>
      list('begun_at IS NOT NULL AND done_at IS NULL ORDER BY id LIMIT $1', [mostOpen]),

    /** How many to guests of an event begin, or are to, less than a day from then; of one guest, or of several. */
    countAround: (
      { eventId, audience, audienceOf, id }: GuestMessage,
      at: number,
      withinMs: number,
    ): Promise<number> => {
      const toOne = audience === 'one'
      return db.one(
        only(integer),
        `SELECT COUNT(*) FROM guest_messages WHERE event_id = $1 AND id <> $2
         AND state IN ('scheduled', 'sending', 'done', 'stopped', 'lost')
         AND COALESCE(begun_at, send_at) > $3 AND COALESCE(begun_at, send_at) < $4
         AND ${toOne ? "audience = 'one' AND audience_of = $5" : "audience <> 'one'"}`,
        [eventId, id, at - withinMs, at + withinMs, ...(toOne ? [audienceOf] : [])],
      )
    },

    /** Another piece of an album that is not sent yet. */
    addSource: (id: number, before: readonly number[], source: number): Promise<boolean> =>
      db.didChange("UPDATE guest_messages SET sources = $3 WHERE id = $1 AND sources = $2 AND state = 'draft'", [
        id,
        ids.write(before),
        ids.write([...before, source]),
      ]),

    /** The organizer sees it as guests will. */
    showCopies: (id: number, copies: readonly number[]): Promise<boolean> =>
      db.didChange("UPDATE guest_messages SET copies = $2 WHERE id = $1 AND state IN ('draft', 'scheduled')", [
        id,
        ids.write(copies),
      ]),

    /** It waits for its time; false if it is not to be sent any more, or looks otherwise by now. */
    schedule: ({ id, copies }: GuestMessage, sendAt: number): Promise<boolean> =>
      db.didChange(
        `UPDATE guest_messages SET state = 'scheduled', send_at = $2
         WHERE id = $1 AND state IN ('draft', 'scheduled') AND copies = $3`,
        [id, sendAt, ids.write(copies)],
      ),

    /** It is sent from now on; false if it was begun before, is not to be any more, or looks otherwise by now. */
    begin: ({ id, copies }: GuestMessage, size: number, now: number): Promise<boolean> =>
      db.didChange(
        `UPDATE guest_messages SET state = 'sending', begun_at = $2, size = $3
         WHERE id = $1 AND state IN ('draft', 'scheduled') AND copies = $4`,
        [id, now, size, ids.write(copies)],
      ),

    /** Nobody hears it who has not yet; false if it is not in one of these states. */
    end: (
      id: number,
      from: readonly GuestMessageState[],
      to: Extract<GuestMessageState, 'stopped' | 'lost' | 'discarded' | 'cancelled'>,
    ): Promise<boolean> =>
      db.didChange(
        `UPDATE guest_messages SET state = $2 WHERE id = $1 AND state IN (${from.map((state) => `'${state}'`).join(', ')})`,
        [id, to],
      ),

    ...createProgress(db),
  }
}
