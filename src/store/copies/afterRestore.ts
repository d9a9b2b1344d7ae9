import { copyMarks, marksTable } from './contents.js'

/**
 * How many ids are left out after a restore. What was lost had ids, too: they stand in buttons, on tickets and at the
 * provider, and must never be somebody else's.
 */
export const lostIds = 100_000

/** When the backup was made, as far as that is known, and what time it is (UTC milliseconds). */
export type Restored = { readonly madeAt: number | undefined; readonly now: number }

/**
 * Statements that tell a restored database what it is. What it had to say when it was copied has probably been said
 * since: it asks first, and repeats itself as such.
 */
export const statementsAfterRestore = ({ madeAt, now }: Restored): readonly string[] => [
  ...(madeAt === undefined ? [] : [markAs(copyMarks.restoredFrom, madeAt)]),
  markAs(copyMarks.restoredAt, now),
  `UPDATE announcements SET uncertain = TRUE WHERE state = 'waiting' AND due_at <= ${Math.trunc(now)}`,
]

const markAs = (name: string, value: number): string =>
  `INSERT INTO ${marksTable} (name, value) VALUES ('${name}', ${Math.trunc(value)}) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
