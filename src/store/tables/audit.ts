import { bigint, id, optional, table, text, varchar } from './columns.js'
import { num, optionalNum, optionalStr, rowPlaceholders, str, type Db, type Row } from '../engine/statements.js'

/** Table `audit`. It names people and things without foreign keys: it outlives them. */
export const auditSchema = table({
  name: 'audit',
  columns: { id, at: bigint, actor_id: optional(bigint), action: varchar, subject: varchar, details: optional(text) },
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

/** The book of what was done. */
export const createAuditTable = (db: Db) => ({
  add: (entry: NewAuditEntry): Promise<void> => addAll(db, [entry]),

  /** Writes many at once. */
  addAll: (entries: readonly NewAuditEntry[]): Promise<void> => addAll(db, entries),

  /** What was done to a thing, newest first. */
  of: async (subject: string, limit: number): Promise<AuditEntry[]> =>
    (await db.rows('SELECT * FROM audit WHERE subject = $1 ORDER BY id DESC LIMIT $2', [subject, limit])).map(toEntry),
})

const addAll = async (db: Db, entries: readonly NewAuditEntry[]): Promise<void> => {
  if (entries.length === 0) return
  await db.change(
    `INSERT INTO audit (at, actor_id, action, subject, details) VALUES ${rowPlaceholders(entries.length, 5)}`,
    entries.flatMap(({ at, actorId, action, subject, details }) => [
      at,
      actorId,
      action,
      subject,
      details && JSON.stringify(details),
    ]),
  )
}

const toEntry = (row: Row): AuditEntry => ({
  id: num(row, 'id'),
  at: num(row, 'at'),
  actorId: optionalNum(row, 'actor_id'),
  action: str(row, 'action'),
  subject: str(row, 'subject'),
  details: parseDetails(optionalStr(row, 'details')),
})

const parseDetails = (details: string | undefined): AuditEntry['details'] =>
  details === undefined ? undefined : (JSON.parse(details) as AuditEntry['details'])
