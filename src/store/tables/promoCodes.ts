import type { Discount, PromoCode } from '../../domain/promoCode.js'
import { bigint, boolean, counter, id, integer, optional, refersTo, table, varchar } from './columns.js'
import {
  bool,
  guardOf,
  num,
  optionalNum,
  optionalStr,
  placeholders,
  str,
  type Db,
  type Row,
} from '../engine/statements.js'

/**
 * Table `promo_codes`. Either `percent` or `minor` is set; `most` is the limit of orders; `ticket_type_ids` are joined
 * by commas, NULL is all.
 */
export const promoCodesSchema = table({
  name: 'promo_codes',
  columns: {
    id,
    event_id: integer,
    code: varchar,
    percent: optional(integer),
    minor: optional(bigint),
    most: optional(integer),
    per_person: optional(integer),
    starts_at: optional(bigint),
    ends_at: optional(bigint),
    ticket_type_ids: optional(varchar),
    used: counter,
    is_on: boolean,
    created_at: bigint,
  },
  indices: [{ columns: ['event_id', 'code'], unique: true }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** Table `pockets`: the promo code that a person brought along for an event, by a link. */
export const pendingPromoCodesSchema = table({
  name: 'pockets',
  columns: { id, person_id: bigint, event_id: integer, code: varchar, at: bigint },
  indices: [{ columns: ['person_id', 'event_id'], unique: true }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** What may change about a promo code. */
export type PromoCodeChange = Pick<
  PromoCode,
  'discount' | 'limit' | 'perPerson' | 'startsAt' | 'endsAt' | 'ticketTypeIds' | 'isOn'
>

/** Discounts. */
export const createPromoCodesTable = (db: Db) => {
  const guard = guardOf(db)
  const fieldsOf = ({ discount, limit, perPerson, startsAt, endsAt, ticketTypeIds, isOn }: PromoCodeChange) => [
    'percent' in discount ? discount.percent : undefined,
    'minor' in discount ? discount.minor : undefined,
    limit,
    perPerson,
    startsAt,
    endsAt,
    ticketTypeIds.length === 0 ? undefined : ticketTypeIds.join(','),
    isOn,
  ]
  return {
    find: async (promoCodeId: number): Promise<PromoCode | undefined> =>
      optionalCode(await db.row('SELECT * FROM promo_codes WHERE id = $1', [promoCodeId])),

    /** A code of an event as checkCode folds it. */
    findByCode: async (eventId: number, code: string): Promise<PromoCode | undefined> =>
      optionalCode(await db.row('SELECT * FROM promo_codes WHERE event_id = $1 AND code = $2', [eventId, code])),

    /** An event's codes, newest first. */
    ofEvent: async (eventId: number): Promise<PromoCode[]> =>
      (await db.rows('SELECT * FROM promo_codes WHERE event_id = $1 ORDER BY id DESC LIMIT 100', [eventId])).map(
        toPromoCode,
      ),

    /** Which of these events have any code that is switched on. */
    withAnyOn: async (eventIds: readonly number[]): Promise<Set<number>> => {
      if (eventIds.length === 0) return new Set()
      const rows = await db.rows(
        `SELECT DISTINCT event_id FROM promo_codes WHERE is_on AND event_id IN (${placeholders(eventIds.length)})`,
        eventIds,
      )
      return new Set(rows.map((row) => num(row, 'event_id')))
    },

    /** Writes a new code; undefined if the event has it already. */
    insert: async (code: Omit<PromoCode, 'id' | 'used'>, now: number): Promise<PromoCode | undefined> =>
      optionalCode(
        await db.row(
          `INSERT INTO promo_codes (event_id, code, percent, minor, most, per_person, starts_at, ends_at, ticket_type_ids, is_on, created_at, used)
         VALUES (${placeholders(11)}, 0) ON CONFLICT (event_id, code) DO NOTHING RETURNING *`,
          [code.eventId, code.code, ...fieldsOf(code), now],
        ),
      ),

    change: async (promoCodeId: number, change: PromoCodeChange): Promise<void> => {
      await db.change(
        'UPDATE promo_codes SET percent = $2, minor = $3, most = $4, per_person = $5, starts_at = $6, ends_at = $7, ticket_type_ids = $8, is_on = $9 WHERE id = $1',
        [promoCodeId, ...fieldsOf(change)],
      )
    },

    /**
     * One order more redeems it; false if that is more than its limit. `beyond`: the money is there already, so the
     * limit does not matter.
     */
    redeem: async (promoCodeId: number, { beyond = false } = {}): Promise<boolean> =>
      (await db.change(
        `UPDATE promo_codes SET used = used + 1 WHERE id = $1${beyond ? '' : guard('(most IS NULL OR used < most)')}`,
        [promoCodeId],
      )) > 0,

    /** One order less. */
    release: async (promoCodeId: number): Promise<void> => {
      await db.change('UPDATE promo_codes SET used = used - 1 WHERE id = $1 AND used > 0', [promoCodeId])
    },
  }
}

/** What people brought along. */
export const createPendingPromoCodesTable = (db: Db) => ({
  put: async (personId: number, eventId: number, code: string, now: number): Promise<void> => {
    await db.change(
      'INSERT INTO pockets (person_id, event_id, code, at) VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, event_id) DO UPDATE SET code = excluded.code, at = excluded.at',
      [personId, eventId, code, now],
    )
  },
  of: async (personId: number, eventId: number): Promise<string | undefined> =>
    optionalStr(
      (await db.row('SELECT code FROM pockets WHERE person_id = $1 AND event_id = $2', [personId, eventId])) ?? {},
      'code',
    ),
  empty: async (personId: number, eventId: number): Promise<void> => {
    await db.change('DELETE FROM pockets WHERE person_id = $1 AND event_id = $2', [personId, eventId])
  },
})

const optionalCode = (row: Row | undefined): PromoCode | undefined => row && toPromoCode(row)

const toDiscount = (row: Row): Discount => {
  const percent = optionalNum(row, 'percent')
  return percent === undefined ? { minor: num(row, 'minor') } : { percent }
}

const toPromoCode = (row: Row): PromoCode => ({
  id: num(row, 'id'),
  eventId: num(row, 'event_id'),
  code: str(row, 'code'),
  discount: toDiscount(row),
  limit: optionalNum(row, 'most'),
  perPerson: optionalNum(row, 'per_person'),
  startsAt: optionalNum(row, 'starts_at'),
  endsAt: optionalNum(row, 'ends_at'),
  ticketTypeIds: (optionalStr(row, 'ticket_type_ids') ?? '').split(',').filter(Boolean).map(Number),
  used: num(row, 'used'),
  isOn: bool(row, 'is_on'),
})
