import type { DoorSale, SaleMethod } from '../../domain/doorSale.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, named, oneOf, optional, primary, serial, varchar } from './columns.js'
import { mapped, only, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `door_sales`: what was sold at doors, one row a sale, never changed. The buyer of its order is the domain's
 * walkInOf(id).
 */
export const doorSalesTable = table({
  name: 'door_sales',
  columns: {
    id: serial,
    requestKey: varchar,
    eventId: integer,
    sellerId: bigint,
    method: named('way', oneOf<SaleMethod>()),
    quantity: integer,
    amountMinor: bigint,
    currency: varchar,
    soldAt: bigint,
  },
  indices: [{ columns: ['request_key'], unique: true }, { columns: ['event_id', 'id'] }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('seller_id', 'people')],
})

/** Table `door_sale_undos`: sales that were taken back, one row each; a sale is taken back once. */
export const doorSaleUndosTable = table({
  name: 'door_sale_undos',
  columns: { saleId: primary(integer), personId: bigint, undoneAt: bigint },
  foreignKeys: [refersTo('sale_id', 'door_sales')],
})

const undoneAt = field('(SELECT undone_at FROM door_sale_undos WHERE sale_id = door_sales.id)', optional(bigint))
const { sql, read } = mapped(
  select({ ...without(doorSalesTable.fields, 'requestKey'), undoneAt }),
  ({ amountMinor, currency, ...row }): DoorSale => ({ ...row, amount: { minor: amountMinor, currency } }),
)
const insert = insertion(
  doorSalesTable,
  [
    ...(['requestKey', 'eventId', 'sellerId', 'method', 'quantity'] as const),
    ...(['amountMinor', 'currency', 'soldAt'] as const),
  ],
  'ON CONFLICT (request_key) DO NOTHING RETURNING id',
)
const undo = insertion(doorSaleUndosTable, ['saleId', 'personId', 'undoneAt'], 'ON CONFLICT (sale_id) DO NOTHING')

/** What was sold at doors. */
export const createDoorSalesTable = (db: Db) => {
  const one = (where: string, value: string | number): Promise<DoorSale | undefined> =>
    db.row(read, `SELECT ${sql} FROM door_sales WHERE ${where}`, [value])

  return {
    find: (id: number): Promise<DoorSale | undefined> => one('id = $1', id),
    findByRequestKey: (key: string): Promise<DoorSale | undefined> => one('request_key = $1', key),

    /** Writes a sale down; its id, or undefined when this request was written down before. */
    add: ({
      amount: { minor: amountMinor, currency },
      ...sale
    }: Omit<DoorSale, 'id' | 'undoneAt'> & { readonly requestKey: string }): Promise<number | undefined> =>
      db.row(only(integer), ...insert({ ...sale, amountMinor, currency })),

    /** It is taken back; false if it was before. Of two at once one gets true. */
    undo: (saleId: number, personId: number, now: number): Promise<boolean> =>
      db.didChange(...undo({ saleId, personId, undoneAt: now })),
  }
}
