import { type Db, placeholders } from '../engine/statements.js'
import { bigint, integer, json, optional, serial, text, varchar } from './columns.js'
import { select } from './reading.js'
import { field, table } from './table.js'
import { inChunks, insertion } from './writing.js'

/** Table `audit`. It names people and things without foreign keys: it outlives them. */
export const auditTable = table({
  name: 'audit',
  columns: {
    id: serial,
    at: bigint,
    actorId: optional(bigint),
    action: varchar,
    subject: varchar,
    details: optional(json<Readonly<Record<string, string | number>>>(text)),
  },
  indices: [{ columns: ['subject', 'id'] }],
})

/** Who did what, when (UTC milliseconds), to which thing, such as "event:12". */
export type NewAuditEntry = {
  readonly at: number
  readonly actorId?: number | undefined
  readonly action: string
  readonly subject: string
  readonly details?: Readonly<Record<string, string | number>> | undefined
}

/** A written entry. */
export type AuditEntry = Required<NewAuditEntry> & { readonly id: number }

const entry = select(auditTable.fields)
const counted = select({ count: field('COUNT(*)', integer), last: field('MAX(at)', optional(bigint)) })
const insert = insertion(auditTable, ['at', 'actorId', 'action', 'subject', 'details'])

/** The book of what was done. */
export const createAuditTable = (db: Db) => {
  const addAll = async (entries: readonly NewAuditEntry[]): Promise<void> => {
    for (const some of inChunks(entries)) await db.change(...insert(...some))
  }
  return {
    add: (one: NewAuditEntry): Promise<void> => addAll([one]),

    /** Writes many at once. */
    addAll,

    /** How often one of these was done to a thing, and when last (UTC milliseconds). */
    countOf: (subject: string, actions: readonly string[]) =>
      db.one(
        counted.read,
        `SELECT ${counted.sql} FROM audit WHERE subject = $1 AND action IN (${placeholders(actions.length, 1)})`,
        [subject, ...actions],
      ),

    /** What was done to a thing, newest first. */
    of: (subject: string, limit: number): Promise<AuditEntry[]> =>
      db.rows(entry.read, `SELECT ${entry.sql} FROM audit WHERE subject = $1 ORDER BY id DESC LIMIT $2`, [
        subject,
        limit,
      ]),
  }
}
