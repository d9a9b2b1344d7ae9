import type { PromoCode } from '../../domain/promoCode.js'
import type { Db } from '../engine/statements.js'
import { bigint, boolean, type Column, counter, integer, listOf, optional, serial, varchar } from './columns.js'
import { type NewestFirst, newestFirst } from './paging.js'
import { mapped, only, rowsAmong, select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { assignments, insertion } from './writing.js'

// NULL is all.
const someIds = optional(listOf(varchar, Number), [])
const idsOrAll: Column<readonly number[]> = {
  ...someIds,
  write: (ids) => (ids.length === 0 ? undefined : someIds.write(ids)),
}

/**
 * Table `promo_codes`. Either `percent` or `minor` is set; `most` is the limit of orders; `ticket_type_ids` are joined
 * by commas, NULL is all.
 */
export const promoCodesTable = table({
  name: 'promo_codes',
  columns: {
    id: serial,
    eventId: integer,
    code: varchar,
    percent: optional(integer),
    minor: optional(bigint),
    most: optional(integer),
    perPerson: optional(integer),
    startsAt: optional(bigint),
    endsAt: optional(bigint),
    ticketTypeIds: idsOrAll,
    used: counter,
    isOn: boolean,
    createdAt: bigint,
    forLine: optional(boolean, false),
  },
  indices: [{ columns: ['event_id', 'code'], unique: true }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** What may change about a promo code. */
export type PromoCodeChange = Pick<
  PromoCode,
  'discount' | 'limit' | 'perPerson' | 'startsAt' | 'endsAt' | 'ticketTypeIds' | 'isOn' | 'forLine'
>

const promoCode = mapped(
  select(without(promoCodesTable.fields, 'createdAt')),
  ({ percent, minor = 0, most, ...row }): PromoCode => ({
    ...row,
    limit: most,
    discount: percent === undefined ? { minor } : { percent },
  }),
)

const changeable = [
  ...(['percent', 'minor', 'most', 'perPerson'] as const),
  ...(['startsAt', 'endsAt', 'ticketTypeIds', 'isOn', 'forLine'] as const),
]
const changes = assignments(promoCodesTable, changeable, 1)
const insert = insertion(
  promoCodesTable,
  ['eventId', 'code', 'createdAt', 'used', ...changeable],
  `ON CONFLICT (event_id, code) DO NOTHING RETURNING ${promoCode.sql}`,
)

const rowOf = ({ discount, limit, forLine = false, ...others }: PromoCodeChange) => ({
  ...others,
  ...discount,
  most: limit,
  forLine,
})

/** Discounts. */
export const createPromoCodesTable = (db: Db) => ({
  find: (promoCodeId: number): Promise<PromoCode | undefined> =>
    db.row(promoCode.read, `SELECT ${promoCode.sql} FROM promo_codes WHERE id = $1`, [promoCodeId]),

  /** A code of an event as checkCode folds it. */
  findByCode: (eventId: number, code: string): Promise<PromoCode | undefined> =>
    db.row(promoCode.read, `SELECT ${promoCode.sql} FROM promo_codes WHERE event_id = $1 AND code = $2`, [
      eventId,
      code,
    ]),

  /** An event's codes, newest first. */
  ofEvent: (eventId: number): Promise<PromoCode[]> =>
    db.rows(promoCode.read, `SELECT ${promoCode.sql} FROM promo_codes WHERE event_id = $1 ORDER BY id DESC`, [eventId]),

  /** A page of them. */
  pageOf: (eventId: number, page: NewestFirst): Promise<PromoCode[]> => {
    const end = newestFirst('id', page, 1)
    return db.rows(promoCode.read, `SELECT ${promoCode.sql} FROM promo_codes WHERE event_id = $1${end.sql}`, [
      eventId,
      ...end.values,
    ])
  },

  /** Which of these events have any code that is switched on. */
  withAnyOn: async (eventIds: readonly number[]): Promise<Set<number>> =>
    new Set(
      await rowsAmong(db, only(integer), {
        list: eventIds,
        sql: (ids) => `SELECT DISTINCT event_id FROM promo_codes WHERE is_on AND event_id IN (${ids})`,
      }),
    ),

  /** Writes a new code; undefined if the event has it already. */
  insert: ({ eventId, code, ...others }: Omit<PromoCode, 'id' | 'used'>, now: number): Promise<PromoCode | undefined> =>
    db.row(promoCode.read, ...insert({ eventId, code, createdAt: now, used: 0, ...rowOf(others) })),

  change: async (promoCodeId: number, change: PromoCodeChange): Promise<void> => {
    await db.change(`UPDATE promo_codes SET ${changes.sql} WHERE id = $1`, [
      promoCodeId,
      ...changes.values(rowOf(change)),
    ])
  },

  /**
   * An order redeems it, so many times; false if that is more than its limit. `beyond`: the money is there already, so
   * the limit does not matter.
   */
  redeem: (promoCodeId: number, uses: number, { beyond = false } = {}): Promise<boolean> =>
    db.didChange(
      `UPDATE promo_codes SET used = used + $2 WHERE id = $1${beyond ? '' : ' AND (most IS NULL OR used + $2 <= most)'}`,
      [promoCodeId, uses],
    ),

  /** So many uses less. */
  release: async (promoCodeId: number, uses: number): Promise<void> => {
    await db.change('UPDATE promo_codes SET used = CASE WHEN used > $2 THEN used - $2 ELSE 0 END WHERE id = $1', [
      promoCodeId,
      uses,
    ])
  },
})
