import type { GuestDraft } from '../../domain/guestList.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, serial, text, varchar } from './columns.js'
import { select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `guest_drafts`: lists of names as they were typed, to be looked at before anything is issued. `issued_at`: it
 * is done, or thrown away.
 */
export const guestDraftsTable = table({
  name: 'guest_drafts',
  columns: {
    id: serial,
    eventId: integer,
    ticketTypeId: integer,
    personId: bigint,
    words: text,
    reason: optional(varchar),
    requestKey: varchar,
    createdAt: bigint,
    issuedAt: optional(bigint),
  },
  indices: [
    { columns: ['request_key'], unique: true },
    { name: 'guest_drafts_at', columns: ['created_at'] },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

const { sql, read } = select(without(guestDraftsTable.fields, 'requestKey', 'createdAt'))
// A repeat changes nothing, and finds the row.
const insert = insertion(
  guestDraftsTable,
  ['eventId', 'ticketTypeId', 'personId', 'words', 'requestKey', 'createdAt'],
  `ON CONFLICT (request_key) DO UPDATE SET request_key = excluded.request_key RETURNING ${sql}`,
)

type NewDraft = Omit<GuestDraft, 'id' | 'reason' | 'issuedAt'> & { readonly requestKey: string }

/** Guest lists before they are issued. */
export const createGuestDraftsTable = (db: Db) => ({
  /** Keeps a list; one with the same key stays as it is. */
  add: (draft: NewDraft, now: number): Promise<GuestDraft> => db.one(read, ...insert({ ...draft, createdAt: now })),

  find: (id: number): Promise<GuestDraft | undefined> =>
    db.row(read, `SELECT ${sql} FROM guest_drafts WHERE id = $1`, [id]),

  /** What those are for who have no reason of their own; false when it is issued by now. */
  setReason: (id: number, reason: string): Promise<boolean> =>
    db.didChange('UPDATE guest_drafts SET reason = $2 WHERE id = $1 AND issued_at IS NULL', [id, reason]),

  /** It is done; false if it was already. Of two at once one gets true. */
  close: (id: number, now: number): Promise<boolean> =>
    db.didChange('UPDATE guest_drafts SET issued_at = $2 WHERE id = $1 AND issued_at IS NULL', [id, now]),
})
