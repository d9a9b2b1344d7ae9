import type { GivenAnswer } from '../../domain/buyerQuestion.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, serial, text } from './columns.js'
import { rowsAmong, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { replacement } from './writing.js'

/**
 * Table `answers`: what buyers, and who holds their tickets, answered to an organizer's questions. `place` is 0 for the
 * whole order, or which of its tickets, from 1: by their numbers, as they are issued. An empty `value`: it was skipped.
 */
export const answersTable = table({
  name: 'answers',
  columns: {
    id: serial,
    eventId: integer,
    orderId: integer,
    questionId: integer,
    place: integer,
    personId: bigint,
    value: text,
    at: bigint,
  },
  indices: [{ columns: ['order_id', 'question_id', 'place'], unique: true }],
  foreignKeys: [
    refersTo('event_id', 'events'),
    refersTo('order_id', 'orders'),
    refersTo('question_id', 'buyer_questions'),
    refersTo('person_id', 'people'),
  ],
})

const { sql, read } = select(without(answersTable.fields, 'id', 'eventId', 'at'))
const write = replacement(
  answersTable,
  ['eventId', 'orderId', 'questionId', 'place', 'personId', 'value', 'at'],
  ['orderId', 'questionId', 'place'],
)

// An order's tickets are looked up one order after another: a few orders are no reason to read an event's tickets.
const first = select({
  orderId: field('orders.id', integer),
  number: field('(SELECT MIN(number) FROM tickets WHERE tickets.order_id = orders.id)', optional(integer)),
})

/** What was answered. */
export const createAnswersTable = (db: Db) => ({
  /** Keeps an answer instead of an earlier one; of two at once the later one. The order must be locked. */
  put: async (answer: GivenAnswer & { readonly eventId: number; readonly at: number }): Promise<void> => {
    await db.change(...write(answer))
  },

  /** All that was answered for these orders, to questions that were removed, too. */
  ofOrders: (list: readonly number[]): Promise<GivenAnswer[]> =>
    rowsAmong(db, read, { list, sql: (ids) => `SELECT ${sql} FROM answers WHERE order_id IN (${ids})` }),

  /** The number of the first ticket of each of these orders: the others follow it. */
  firstNumbers: async (list: readonly number[]): Promise<ReadonlyMap<number, number>> => {
    const rows = await rowsAmong(db, first.read, {
      list,
      sql: (ids) => `SELECT ${first.sql} FROM orders WHERE id IN (${ids})`,
    })
    return new Map(rows.flatMap(({ orderId, number }) => (number === undefined ? [] : [[orderId, number] as const])))
  },
})
