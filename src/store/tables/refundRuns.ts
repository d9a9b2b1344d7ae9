import type { RefundRun } from '../../domain/refund.js'
import type { Db, Value } from '../engine/statements.js'
import { bigint, counter, integer, listOf, oneOf, optional, serial, text, varchar } from './columns.js'
import { select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `refund_runs`: many refunds that are made one after another. `next` of its `size` orders were looked at; one
 * run of an event at a time is at work. `nextAt` (UTC milliseconds): when its message may be drawn next; whoever draws
 * it moves that ahead.
 */
export const refundRunsTable = table({
  name: 'refund_runs',
  columns: {
    id: serial,
    eventId: integer,
    kind: oneOf<RefundRun['kind']>(),
    orderIds: listOf(text, Number),
    size: integer,
    next: counter,
    messageId: optional(bigint),
    drawn: optional(varchar),
    nextAt: optional(bigint),
    createdAt: bigint,
    workedAt: optional(bigint),
    doneAt: optional(bigint),
  },
  indices: [
    { name: 'refund_runs_working', columns: ['event_id'], unique: true, where: 'worked_at IS NULL' },
    { name: 'refund_runs_unfinished', columns: ['id'], where: 'done_at IS NULL' },
    { columns: ['event_id', 'id'] },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** A run to be. Without orders there is nothing to do but to watch. */
export type NewRun = Pick<RefundRun, 'eventId' | 'kind' | 'orderIds'>

/** A run and the message that shows it. */
export type RunMessage = { readonly runId: number; readonly messageId: number }

const mostOpen = 100

const run = select(without(refundRunsTable.fields, 'size', 'workedAt', 'nextAt'))
const insert = insertion(
  refundRunsTable,
  ['eventId', 'kind', 'orderIds', 'size', 'createdAt', 'workedAt'],
  `ON CONFLICT (event_id) WHERE worked_at IS NULL DO NOTHING RETURNING ${run.sql}`,
)

/** Runs of refunds. */
export const createRefundRunsTable = (db: Db) => {
  const list = (where: string, values: readonly Value[]): Promise<RefundRun[]> =>
    db.rows(run.read, `SELECT ${run.sql} FROM refund_runs WHERE ${where}`, values)
  const first = async (where: string, values: readonly Value[]): Promise<RefundRun | undefined> =>
    (await list(where, values))[0]

  return {
    find: (runId: number): Promise<RefundRun | undefined> => first('id = $1', [runId]),

    /** The run of an event that still has orders to look at. */
    workingOn: (eventId: number): Promise<RefundRun | undefined> =>
      first('event_id = $1 AND worked_at IS NULL', [eventId]),

    /** The newest run of an event that is not done, or was not before that time. */
    recentOf: (eventId: number, doneSince: number): Promise<RefundRun | undefined> =>
      first('event_id = $1 AND (done_at IS NULL OR done_at > $2) ORDER BY id DESC LIMIT 1', [eventId, doneSince]),

    /** All that is not done, the oldest first. */
    unfinished: (): Promise<RefundRun[]> => list('done_at IS NULL ORDER BY id LIMIT $1', [mostOpen]),

    /** Begins a run; undefined when one of this event is at work. */
    add: (one: NewRun, now: number): Promise<RefundRun | undefined> => {
      db.refunding()
      const size = one.orderIds.length
      return db.row(run.read, ...insert({ ...one, size, createdAt: now, workedAt: size === 0 ? now : undefined }))
    },

    /** Takes the next order of a run: false if somebody else did. */
    takeNext: ({ id, next, orderIds }: RefundRun, now: number): Promise<boolean> =>
      db.didChange('UPDATE refund_runs SET next = next + 1, worked_at = $3 WHERE id = $1 AND next = $2', [
        id,
        next,
        next + 1 >= orderIds.length ? now : undefined,
      ]),

    /** Which message shows the run now; it is drawn again. */
    attach: async (runId: number, messageId: number): Promise<void> => {
      await db.change('UPDATE refund_runs SET message_id = $2, drawn = NULL, next_at = NULL WHERE id = $1', [
        runId,
        messageId,
      ])
    },

    /** This message shows something else now. */
    leave: async (eventId: number, messageId: number): Promise<void> => {
      await db.change(
        'UPDATE refund_runs SET message_id = NULL WHERE event_id = $1 AND message_id = $2 AND done_at IS NULL',
        [eventId, messageId],
      )
    },

    /**
     * Takes the run's message to draw it; false if somebody else has it, or drew it just now. What is far ahead is of a
     * clock that was set back since.
     */
    claimDrawing: (
      { runId, messageId }: RunMessage,
      { now, until, farAhead }: { readonly now: number; readonly until: number; readonly farAhead: number },
    ): Promise<boolean> =>
      db.didChange(
        `UPDATE refund_runs SET next_at = $3 WHERE id = $1 AND message_id = $2
         AND (next_at IS NULL OR next_at <= $4 OR next_at > $5)`,
        [runId, messageId, until, now, farAhead],
      ),

    /** What the message shows, if it could be drawn, and when it may be again. */
    drawn: async ({ runId, messageId }: RunMessage, drawn: string | undefined, nextAt: number): Promise<void> => {
      await db.change(
        'UPDATE refund_runs SET drawn = COALESCE($3, drawn), next_at = $4 WHERE id = $1 AND message_id = $2',
        [runId, messageId, drawn, nextAt],
      )
    },

    /** All is done and told; false if it was before. */
    done: (runId: number, now: number): Promise<boolean> =>
      db.didChange('UPDATE refund_runs SET done_at = $2 WHERE id = $1 AND done_at IS NULL', [runId, now]),
  }
}
