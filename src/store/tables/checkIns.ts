import type { TakingMethod } from '../../domain/doorSale.js'
import { standings } from '../../domain/guest.js'
import type { Db } from '../engine/statements.js'
import { bigint, varchar } from './columns.js'
import { countTaken } from './doorTakings.js'
import { count } from './eventCounters.js'
import { countMoney } from './eventDays.js'
import { select } from './reading.js'
import { field } from './table.js'
import { type KnownTicket, notForLine, ticketsTable, unused } from './tickets.js'

// Whoever is in is in, whatever is owed; who pays goes in.
const wentIn = (isPaid: boolean): string =>
  `standing = ${isPaid ? standings.in : `standing - standing % 2 + ${standings.in}`}`

const ofOrder = (expression: string): string => `(SELECT ${expression} FROM orders WHERE orders.id = tickets.order_id)`

// What is paid at the door for one ticket.
const paid = select({
  eventId: ticketsTable.fields.eventId,
  currency: field(ofOrder('currency'), varchar),
  price: field(ofOrder('total_minor / quantity'), bigint),
  by: ticketsTable.fields.doorPaidBy,
  how: ticketsTable.fields.doorPaidHow,
})

type Paid = { readonly sign: 1 | -1; readonly at: number }

const countPaid = (
  db: Db,
  { price, by, how = 'ordered', ...row }: ReturnType<typeof paid.read>,
  { sign, at }: Paid,
) => {
  countTaken(db, { ...row, personId: by, method: how, minor: price, isUndone: sign < 0 })
  count(db, { ...row, method: 'atDoor', payments: sign, paidMinor: sign * price })
  countMoney(db, { ...row, method: 'atDoor', paidMinor: sign * price, at })
}

/** Who let a ticket in, when, and whether it was paid by the same press; how, if it was sold just now. */
type Scanned = {
  readonly personId: number
  readonly now: number
  readonly isPaid: boolean
  readonly how?: TakingMethod
}

const checkIn = async (db: Db, { id, code }: KnownTicket, by: Scanned): Promise<boolean> => {
  const [paidAt, paidBy, how] = by.isPaid ? [by.now, by.personId, by.how ?? 'ordered'] : []
  const row = await db.row(
    paid.read,
    `UPDATE tickets SET checked_in_at = $2, checked_in_by = $3, door_paid_at = $4, door_paid_by = $6, door_paid_how = $7,
       ${notForLine}, ${wentIn(by.isPaid)}
     WHERE id = $1 AND ${unused} AND code = $5
     RETURNING ${paid.sql}`,
    [id, by.now, by.personId, paidAt, code, paidBy, how],
  )
  if (row && by.isPaid) countPaid(db, row, { sign: 1, at: by.now })
  return row !== undefined
}

const checkInAgain = (
  db: Db,
  { id, code, checkedInAt }: KnownTicket & { readonly checkedInAt: number },
  { personId, now }: Omit<Scanned, 'isPaid'>,
): Promise<boolean> =>
  db.didChange(
    `UPDATE tickets SET checked_in_at = $4, checked_in_by = $5
     WHERE id = $1 AND code = $2 AND state = 'valid' AND checked_in_at = $3`,
    [id, code, checkedInAt, now, personId],
  )

const undoCheckIn = async (db: Db, ticketId: number, checkedInAt: number): Promise<boolean> => {
  // What the ticket was before is not told by RETURNING: one of the two finds it.
  for (const wasPaid of [true, false]) {
    const row = await db.row(
      paid.read,
      `UPDATE tickets SET checked_in_at = NULL, checked_in_by = NULL, door_paid_at = NULL,
         standing = ${wasPaid ? standings.owes : 'standing - standing % 2'}
       WHERE id = $1 AND state = 'valid' AND checked_in_at = $2 AND door_paid_at IS ${wasPaid ? 'NOT NULL' : 'NULL'}
       RETURNING ${paid.sql}`,
      [ticketId, checkedInAt],
    )
    // What is paid later than by the press that lets in is unknown to the door.
    if (row && wasPaid) countPaid(db, row, { sign: -1, at: checkedInAt })
    if (row) return true
  }
  return false
}

/** Who is let in with which ticket, and what is paid by that. */
export const createCheckIns = (db: Db) => ({
  /**
   * Lets a ticket in, noting if it was paid at the door as well; false if it is not valid any more, given away, or in
   * already. Of two at once one gets true.
   */
  letIn: (ticket: KnownTicket, by: Scanned): Promise<boolean> => checkIn(db, ticket, by),

  /** Lets a ticket in once more that was let in at `checkedInAt`; false if somebody was quicker. */
  letInAgain: (
    ticket: KnownTicket & { readonly checkedInAt: number },
    personId: number,
    now: number,
  ): Promise<boolean> => checkInAgain(db, ticket, { personId, now }),

  /**
   * Takes the check-in of that moment back, with what was paid by the same press (nobody pays without going in);
   * false if there is none.
   */
  undo: (ticketId: number, checkedInAt: number): Promise<boolean> => undoCheckIn(db, ticketId, checkedInAt),
})
