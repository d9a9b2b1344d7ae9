import type { DoorRow, FileMethod, MoneyRow, OrderRow, TicketRow } from '../../../domain/fileRows.js'
import type { PaymentMethod } from '../../../domain/order.js'
import { firstNameOnly } from '../../../domain/person.js'
import type { RefundState } from '../../../domain/refund.js'
import type { Db } from '../../engine/statements.js'
import { bigint, integer, oneOf, optional, text, varchar } from '../../tables/columns.js'
import { ordersTable } from '../../tables/orders.js'
import { keyset } from '../../tables/paging.js'
import { mapped, select } from '../../tables/reading.js'
import { field, without } from '../../tables/table.js'
import { ticketsTable } from '../../tables/tickets.js'

/** The next rows after one with these values of what the list is ordered by; undefined: the first. */
type Next = { readonly after: readonly number[] | undefined; readonly limit: number }

const { fields } = ticketsTable

// What was sold at the door is told from what was ordered before and paid there.
const method = field(
  `CASE WHEN orders.buyer_id >= ${firstNameOnly} AND orders.payment_way <> 'guestList' THEN 'soldAtDoor'
   ELSE orders.payment_way END`,
  oneOf<FileMethod>(),
)
const ticketFields = {
  ticketId: fields.id,
  number: fields.number,
  shortCode: fields.shortCode,
  orderId: fields.orderId,
  state: fields.state,
  issuedAt: fields.issuedAt,
  checkedInAt: fields.checkedInAt,
  doorPaidAt: fields.doorPaidAt,
  method,
  priceMinor: field('orders.total_minor / orders.quantity', bigint),
  currency: ordersTable.fields.currency,
  typeName: field('types.name', varchar),
  holderName: field('holders.display_name', varchar),
  holderUsername: field('holders.username', optional(varchar)),
  checkedInByName: field('scanners.display_name', optional(varchar)),
  note: field('guest_marks.note', optional(text)),
}

type Payable = Pick<TicketRow, 'method' | 'doorPaidAt' | 'state' | 'priceMinor'>
const dueOf = ({ method: how, doorPaidAt, state, priceMinor }: Payable): number =>
  (how === 'atDoor' || how === 'soldAtDoor') && doorPaidAt === undefined && state === 'valid' ? priceMinor : 0

const ticket = mapped(select(ticketFields), ({ ticketId, ...row }): TicketRow & { readonly id: number } => ({
  kind: 'ticket',
  id: ticketId,
  ...row,
  dueMinor: dueOf(row),
}))

// What the door does not need is not read.
const atDoor = mapped(
  select(without(ticketFields, 'ticketId', 'issuedAt', 'holderUsername', 'checkedInByName', 'note')),
  ({ state, method: how, checkedInAt, doorPaidAt, priceMinor, ...row }): DoorRow => ({
    kind: 'door',
    ...row,
    dueMinor: dueOf({ state, method: how, doorPaidAt, priceMinor }),
    isIn: checkedInAt !== undefined,
  }),
)

const isSomebodys = `NOT EXISTS (SELECT 1 FROM guest_entries WHERE guest_entries.order_id = tickets.order_id
  AND token IS NOT NULL AND taken_at IS NULL)`

const soldTables = `JOIN orders ON orders.id = tickets.order_id JOIN ticket_types types ON types.id = tickets.ticket_type_id
  JOIN people holders ON holders.id = tickets.holder_id`
const ticketTables = `${soldTables} LEFT JOIN people scanners ON scanners.id = tickets.checked_in_by
  LEFT JOIN guest_marks ON guest_marks.event_id = tickets.event_id AND guest_marks.person_id = tickets.holder_id`

const ofOrder = ordersTable.fields
const order = mapped(
  select({
    orderId: ofOrder.id,
    createdAt: ofOrder.createdAt,
    confirmedAt: ofOrder.confirmedAt,
    quantity: ofOrder.quantity,
    returned: ofOrder.returned,
    state: ofOrder.state,
    offeredAt: ofOrder.offeredAt,
    method,
    fullMinor: field('COALESCE(orders.full_minor, orders.total_minor)', bigint),
    totalMinor: ofOrder.totalMinor,
    currency: ofOrder.currency,
    buyerName: field('buyers.display_name', varchar),
    buyerUsername: field('buyers.username', optional(varchar)),
    typeName: field('types.name', varchar),
    promoCode: field('promo_codes.code', optional(varchar)),
    refundedMinor: field(
      '(SELECT COALESCE(SUM(amount_minor), 0) FROM refunds WHERE refunds.order_id = orders.id)',
      bigint,
    ),
  }),
  (row): OrderRow => ({ kind: 'order', ...row }),
)

const moneyOf = (at: string, isBack: boolean) =>
  mapped(
    select({
      id: field('id', integer),
      at: field(at, bigint),
      method: field('way', oneOf<PaymentMethod>()),
      currency: field('currency', varchar),
      minor: field('amount_minor', bigint),
    }),
    (row): MoneyRow => ({ kind: 'money', isBack, ...row }),
  )
const received = moneyOf('received_at', false)
const returned = moneyOf('created_at', true)

/** What files about an event are made of, a page at a time; each list goes by an index. */
export const createFileRows = (db: Db) => {
  const tickets = (page: string, sorted: string, values: readonly number[]) =>
    db.rows(
      ticket.read,
      `SELECT ${ticket.sql} FROM (${page}) page JOIN tickets ON tickets.id = page.id ${ticketTables} ORDER BY ${sorted}`,
      values,
    )

  return {
    /** All tickets by number, also those that were given back. */
    tickets: (eventId: number, { after, limit }: Next) => {
      const end = keyset({ by: ['number'], order: 'ASC', after, limit }, 1)
      return tickets(`SELECT id FROM tickets WHERE event_id = $1${end.sql}`, 'tickets.number', [
        eventId,
        ...(end.values as readonly number[]),
      ])
    },

    /** The tickets that let in, by number; those of a link that nobody has taken get other codes when somebody does. */
    atDoor: (eventId: number, { after, limit }: Next): Promise<DoorRow[]> => {
      const end = keyset({ by: ['number'], order: 'ASC', after, limit }, 1)
      return db.rows(
        atDoor.read,
        `SELECT ${atDoor.sql} FROM (
           SELECT id FROM tickets WHERE event_id = $1 AND state = 'valid' AND ${isSomebodys}${end.sql}) page
         JOIN tickets ON tickets.id = page.id ${soldTables} ORDER BY tickets.number`,
        [eventId, ...end.values],
      )
    },

    /** Who is in, by the time. */
    checkIns: (eventId: number, { after, limit }: Next) => {
      const end = keyset({ by: ['checked_in_at', 'id'], order: 'ASC', after, limit }, 1)
      return tickets(
        `SELECT id FROM tickets WHERE event_id = $1 AND checked_in_at IS NOT NULL${end.sql}`,
        'tickets.checked_in_at, tickets.id',
        [eventId, ...(end.values as readonly number[])],
      )
    },

    /** All orders by number, also those that came to nothing. */
    orders: (eventId: number, { after, limit }: Next): Promise<OrderRow[]> => {
      const end = keyset({ by: ['id'], order: 'ASC', after, limit }, 1)
      return db.rows(
        order.read,
        `SELECT ${order.sql} FROM (SELECT id FROM orders WHERE event_id = $1${end.sql}) page
         JOIN orders ON orders.id = page.id JOIN people buyers ON buyers.id = orders.buyer_id
         JOIN ticket_types types ON types.id = orders.ticket_type_id
         LEFT JOIN promo_codes ON promo_codes.id = orders.promo_code_id ORDER BY orders.id`,
        [eventId, ...end.values],
      )
    },

    /** Payments as they came, but for what was taken at the door: that stands with the tickets. */
    payments: (eventId: number, { after, limit }: Next): Promise<MoneyRow[]> => {
      const end = keyset({ by: ['id'], order: 'ASC', after, limit }, 1)
      return db.rows(
        received.read,
        `SELECT ${received.sql} FROM payments WHERE event_id = $1 AND way <> 'atDoor'${end.sql}`,
        [eventId, ...end.values],
      )
    },

    /** Refunds in one state, as they were made. */
    refunds: (eventId: number, state: RefundState, { after, limit }: Next): Promise<MoneyRow[]> => {
      const end = keyset({ by: ['id'], order: 'ASC', after, limit }, 2)
      return db.rows(
        returned.read,
        `SELECT ${returned.sql} FROM refunds WHERE event_id = $1 AND state = $2${end.sql}`,
        [eventId, state, ...end.values],
      )
    },
  }
}
