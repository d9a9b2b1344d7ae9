import type { AccessTerms, OnlineAccess } from '../../domain/onlineAccess.js'
import { minuteMs } from '../../domain/duration.js'
import type { Db } from '../engine/statements.js'
import { bigint, boolean, type Column, integer, named, optional, serial, text } from './columns.js'
import { only, rowsAmong, select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

// 0: for the whole event, so that an index finds that there is one such only.
const typeOrAll: Column<number | undefined> = {
  ...integer,
  read: (raw) => Number(raw) || undefined,
  write: (value) => value ?? 0,
}

/**
 * Table `accesses`. `due_at` is when holders are told next, or since when they are being told; NULL when nothing is
 * left to say. They are told in the order of their ids: up to `told_to`, `told` of them so far. `starts_at` is the
 * start of the event that all this goes by; `was_open`: they had seen another text before.
 */
export const onlineAccessesTable = table({
  name: 'accesses',
  columns: {
    id: serial,
    eventId: integer,
    ticketTypeId: named('ticket_type_id', typeOrAll),
    text,
    minutesBefore: optional(integer),
    startsAt: bigint,
    version: integer,
    wasOpen: boolean,
    dueAt: optional(bigint),
    toldTo: bigint,
    told: integer,
  },
  indices: [
    { columns: ['event_id', 'ticket_type_id'], unique: true },
    { name: 'accesses_due', columns: ['due_at', 'id'], where: 'due_at IS NOT NULL' },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

const { fields } = onlineAccessesTable
const whole = select(without(fields, 'startsAt', 'wasOpen', 'dueAt', 'toldTo', 'told'))
const kept = select(without(fields, 'startsAt', 'wasOpen', 'toldTo', 'told'))
const terms = select(without(fields, 'text', 'startsAt', 'wasOpen', 'dueAt', 'toldTo', 'told'))
const round = select(without(fields, 'text', 'minutesBefore', 'startsAt'))
const insert = insertion(
  onlineAccessesTable,
  [
    ...(['eventId', 'ticketTypeId', 'text', 'minutesBefore', 'startsAt', 'version', 'wasOpen'] as const),
    ...(['dueAt', 'toldTo', 'told'] as const),
  ],
  `ON CONFLICT (event_id, ticket_type_id) DO UPDATE SET text = excluded.text, minutes_before = excluded.minutes_before,
   starts_at = excluded.starts_at, version = accesses.version + 1, was_open = excluded.was_open,
   due_at = excluded.due_at, told_to = 0, told = 0`,
)

/** A telling of an access that is under way, without its text. */
export type AccessRound = {
  readonly id: number
  readonly eventId: number
  readonly ticketTypeId: number | undefined
  readonly version: number
  readonly wasOpen: boolean
  readonly dueAt: number | undefined
  readonly toldTo: number
  readonly told: number
}

/** An access and when holders are told it next, or since when they are being told; undefined: they were. */
export type KeptAccess = OnlineAccess & { readonly dueAt: number | undefined }

/** What an access becomes; `dueAt`: when holders are told, undefined for never. */
export type AccessChange = Omit<OnlineAccess, 'id' | 'version'> & {
  readonly startsAt: number
  readonly wasOpen: boolean
  readonly dueAt: number | undefined
}

/** What only holders of tickets may read. */
export const createOnlineAccessesTable = (db: Db) => ({
  /** An access with its text. */
  find: (id: number): Promise<OnlineAccess | undefined> =>
    db.row(whole.read, `SELECT ${whole.sql} FROM accesses WHERE id = $1`, [id]),

  /** Those of an event with their texts, the event's own first. */
  ofEvent: (eventId: number): Promise<KeptAccess[]> =>
    db.rows(kept.read, `SELECT ${kept.sql} FROM accesses WHERE event_id = $1 ORDER BY ticket_type_id`, [eventId]),

  /** Those of these events without their texts. */
  termsOf: (list: readonly number[]): Promise<AccessTerms[]> =>
    rowsAmong(db, terms.read, { list, sql: (ids) => `SELECT ${terms.sql} FROM accesses WHERE event_id IN (${ids})` }),

  /** Writes it, in the place of the one there is. */
  put: async (change: AccessChange): Promise<void> => {
    db.scheduled()
    await db.change(...insert({ ...change, version: 1, toldTo: 0, told: 0 }))
  },

  /** Takes one away; false if there is none. */
  remove: (eventId: number, ticketTypeId: number | undefined): Promise<boolean> =>
    db.didChange('DELETE FROM accesses WHERE event_id = $1 AND ticket_type_id = $2', [
      eventId,
      typeOrAll.write(ticketTypeId),
    ]),

  /** When the next telling is due, in UTC milliseconds; undefined: none waits. */
  nextDue: (): Promise<number | undefined> =>
    db.row(only(bigint), 'SELECT due_at FROM accesses WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1'),

  /** The telling that is due longest. */
  due: (now: number): Promise<AccessRound | undefined> =>
    db.row(
      round.read,
      `SELECT ${round.sql} FROM accesses WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, id LIMIT 1`,
      [now],
    ),

  /**
   * Goes on to another holder, or ends (undefined); false if somebody else did, or it is another telling by now. Of two
   * at once one gets true.
   */
  advance: (
    { id, version, toldTo, told }: AccessRound,
    to: { readonly toldTo: number; readonly told: number } | undefined,
  ): Promise<boolean> =>
    db.didChange(
      `UPDATE accesses SET told_to = $4, told = $5${to ? '' : ', due_at = NULL'} WHERE id = $1 AND version = $2 AND told_to = $3 AND due_at IS NOT NULL`,
      [id, version, toldTo, to?.toldTo ?? toldTo, to?.told ?? told],
    ),
})

/** The event begins at another time: what is shown before the start is told at another time, too. */
export const moveAccesses = async (db: Db, eventId: number, startsAt: number): Promise<void> => {
  const moved = await db.change(
    `UPDATE accesses SET starts_at = $2, due_at = $2 - minutes_before * ${minuteMs}, version = version + 1,
     was_open = FALSE, told_to = 0, told = 0
     WHERE event_id = $1 AND starts_at <> $2 AND minutes_before IS NOT NULL`,
    [eventId, startsAt],
  )
  if (moved > 0) db.scheduled()
}
