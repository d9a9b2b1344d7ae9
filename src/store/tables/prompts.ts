import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, primary, varchar } from './columns.js'
import { select } from './reading.js'
import { table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `asks`: the one thing that the bot asked a person to type or send. `subject` is what it is about: an order, an
 * event, a ticket type. Without a `kind` nothing is asked any more. `askedBy` is the update that made it so, and
 * `earlier…` is what was asked until then.
 */
export const promptsTable = table({
  name: 'asks',
  columns: {
    personId: primary(bigint),
    kind: varchar,
    subject: integer,
    detail: optional(varchar),
    at: bigint,
    askedBy: optional(bigint),
    earlierKind: optional(varchar),
    earlierSubject: optional(integer),
    earlierDetail: optional(varchar),
    earlierAt: optional(bigint),
  },
  indices: [{ name: 'asks_at', columns: ['at'] }],
})

/** An open question. */
export type Prompt = {
  readonly kind: string
  readonly subject: number
  readonly detail: string | undefined
  readonly at: number
}

/** What an update made of it: `earlier` is the question that it found, `now` the one that it left. */
export type PromptChange = {
  readonly askedBy: number | undefined
  readonly earlier: Prompt | undefined
  readonly now: Prompt | undefined
}

const stored = select(without(promptsTable.fields, 'personId'))
const keeping = ['kind', 'subject', 'detail', 'at'] as const
// What an update asks for the second time, when it is handled again, leaves alone what it had found.
const earlierOf = (name: string): string =>
  `earlier_${name} = CASE WHEN asks.asked_by = excluded.asked_by THEN asks.earlier_${name} ELSE asks.${name} END`
const write = insertion(
  promptsTable,
  ['personId', ...keeping, 'askedBy'],
  `ON CONFLICT (person_id) DO UPDATE SET ${[
    ...keeping.flatMap((name) => [earlierOf(name), `${name} = excluded.${name}`]),
    'asked_by = excluded.asked_by',
  ].join(', ')}`,
)

const isAsked = (one: Prompt): Prompt | undefined => (one.kind === '' ? undefined : one)

/** What the bot waits for, outside of forms. */
export const createPromptsTable = (db: Db) => ({
  /** Asks this by an update. */
  put: async (personId: number, askedBy: number, one: Prompt): Promise<void> => {
    await db.change(...write({ ...one, askedBy, personId }))
  },

  /** Asks nothing any more. The row stays: the update may be handled again. */
  clear: async (personId: number, askedBy: number, at: number): Promise<void> => {
    await db.change(...write({ kind: '', subject: 0, at, askedBy, personId }))
  },

  of: async (personId: number): Promise<PromptChange | undefined> => {
    const row = await db.row(stored.read, `SELECT ${stored.sql} FROM asks WHERE person_id = $1`, [personId])
    if (!row) return undefined
    const { askedBy, earlierKind = '', earlierSubject = 0, earlierDetail, earlierAt = 0, ...now } = row
    const earlier = { kind: earlierKind, subject: earlierSubject, detail: earlierDetail, at: earlierAt }
    return { askedBy, earlier: isAsked(earlier), now: isAsked(now) }
  },
})
