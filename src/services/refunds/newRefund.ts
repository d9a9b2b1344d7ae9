import type { NewAnnouncement } from '../../domain/announcement.js'
import type { Event } from '../../domain/event.js'
import type { Payment } from '../../domain/payment.js'
import type { Refund, RefundReason } from '../../domain/refund.js'
import type { Tx } from '../../store/store.js'
import type { NewRefund } from '../../store/tables/refunds.js'

/** A refund of so much of a payment, in minor units. Writing the same key twice gives one refund. */
export const refundOf = (
  payment: Payment,
  minor: number,
  about: { readonly reason: RefundReason; readonly key: string; readonly runId?: number | undefined },
): NewRefund => ({
  ...about,
  paymentId: payment.id,
  orderId: payment.orderId,
  eventId: payment.eventId,
  personId: payment.payerId,
  method: payment.method,
  amount: { ...payment.amount, minor },
})

/** Writes a refund down, if it is not there already. */
export const addRefund = async (tx: Tx, refund: NewRefund, now: number): Promise<Refund> => {
  await tx.refunds.add([refund], now)
  const added = await tx.refunds.findByKey(refund.key)
  if (!added) throw new Error(`the refund ${refund.key} was not written`)
  return added
}

/** Tells an event's organizer of money to give back by hand; Stars go back by themselves. */
export const taskOf = (refund: Refund, event: Pick<Event, 'id' | 'organizerId'>): readonly NewAnnouncement[] =>
  refund.method === 'stars' ? [] : [refundDue(refund, event)]

/** Tells an event's organizer of a refund that they have to look at. */
export const refundDue = ({ id }: Refund, event: Pick<Event, 'id' | 'organizerId'>): NewAnnouncement => ({
  to: event.organizerId,
  key: `task:${id}`,
  eventId: event.id,
  message: { kind: 'refundDue', refundId: id },
})
