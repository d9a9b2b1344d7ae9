import type { RefundRun } from '../../domain/refund.js'
import { bigint, counter, id, integer, optional, refersTo, table, text, varchar } from './columns.js'
import { guardOf, num, optionalNum, optionalStr, str, type Db, type Row } from '../engine/statements.js'

/**
 * Table `refund_runs`: many refunds that are made one after another. `next` of its `size` orders were looked at; one
 * run of an event at a time is at work.
 */
export const refundRunsSchema = table({
  name: 'refund_runs',
  columns: {
    id,
    event_id: integer,
    kind: varchar,
    order_ids: text,
    size: integer,
    next: counter,
    message_id: optional(bigint),
    drawn: optional(varchar),
    created_at: bigint,
    worked_at: optional(bigint),
    done_at: optional(bigint),
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

const mostOpen = 100

/** Runs of refunds. */
export const createRefundRunsTable = (db: Db) => {
  const guard = guardOf(db)
  const list = async (where: string, values: readonly (string | number)[] = []): Promise<RefundRun[]> =>
    (await db.rows(`SELECT * FROM refund_runs WHERE ${where}`, values)).map(toRun)
  const first = async (where: string, values: readonly (string | number)[]): Promise<RefundRun | undefined> =>
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
    add: async ({ eventId, kind, orderIds }: NewRun, now: number): Promise<RefundRun | undefined> => {
      db.refunding()
      const row = await db.row(
        `INSERT INTO refund_runs (event_id, kind, order_ids, size, created_at, worked_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (event_id) WHERE worked_at IS NULL DO NOTHING RETURNING *`,
        [eventId, kind, orderIds.join(','), orderIds.length, now, orderIds.length === 0 ? now : undefined],
      )
      return row && toRun(row)
    },

    /** Takes the next order of a run: false if somebody else did. */
    takeNext: async ({ id: runId, next, orderIds }: RefundRun, now: number): Promise<boolean> =>
      (await db.change(`UPDATE refund_runs SET next = next + 1, worked_at = $3 WHERE id = $1${guard('next = $2')}`, [
        runId,
        next,
        next + 1 >= orderIds.length ? now : undefined,
      ])) > 0,

    /** Which message shows the run now; it is drawn again. */
    attach: async (runId: number, messageId: number): Promise<void> => {
      await db.change('UPDATE refund_runs SET message_id = $2, drawn = NULL WHERE id = $1', [runId, messageId])
    },

    /** This message shows something else now. */
    leave: async (eventId: number, messageId: number): Promise<void> => {
      await db.change(
        'UPDATE refund_runs SET message_id = NULL WHERE event_id = $1 AND message_id = $2 AND done_at IS NULL',
        [eventId, messageId],
      )
    },

    /** What the message shows. */
    drawn: async (runId: number, messageId: number, drawn: string): Promise<void> => {
      await db.change('UPDATE refund_runs SET drawn = $3 WHERE id = $1 AND message_id = $2', [runId, messageId, drawn])
    },

    /** All is done and told; false if it was before. */
    done: async (runId: number, now: number): Promise<boolean> =>
      (await db.change('UPDATE refund_runs SET done_at = $2 WHERE id = $1 AND done_at IS NULL', [runId, now])) > 0,
  }
}

const toRun = (row: Row): RefundRun => ({
  id: num(row, 'id'),
  eventId: num(row, 'event_id'),
  kind: str(row, 'kind') as RefundRun['kind'],
  orderIds: str(row, 'order_ids')
    .split(',')
    .filter((one) => one !== '')
    .map(Number),
  next: num(row, 'next'),
  messageId: optionalNum(row, 'message_id'),
  drawn: optionalStr(row, 'drawn'),
  createdAt: num(row, 'created_at'),
  doneAt: optionalNum(row, 'done_at'),
})
