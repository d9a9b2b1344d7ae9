import type { Db } from '../engine/statements.js'
import { bigint, integer, serial, varchar } from './columns.js'
import { only } from './reading.js'
import { refersTo, table } from './table.js'
import { replacement } from './writing.js'

/** Table `pockets`: the promo code that a person brought along for an event, by a link. */
export const pendingPromoCodesTable = table({
  name: 'pockets',
  columns: { id: serial, personId: bigint, eventId: integer, code: varchar, at: bigint },
  indices: [
    { columns: ['person_id', 'event_id'], unique: true },
    { name: 'pockets_at', columns: ['at'] },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

const write = replacement(pendingPromoCodesTable, ['personId', 'eventId', 'code', 'at'], ['personId', 'eventId'])

/** What people brought along and did not redeem yet. */
export const createPendingPromoCodesTable = (db: Db) => ({
  put: async (personId: number, eventId: number, code: string, now: number): Promise<void> => {
    await db.change(...write({ personId, eventId, code, at: now }))
  },

  of: (personId: number, eventId: number): Promise<string | undefined> =>
    db.row(only(varchar), 'SELECT code FROM pockets WHERE person_id = $1 AND event_id = $2', [personId, eventId]),

  empty: async (personId: number, eventId: number): Promise<void> => {
    await db.change('DELETE FROM pockets WHERE person_id = $1 AND event_id = $2', [personId, eventId])
  },
})
