import type { Money } from '../../domain/money.js'
import type { Payment } from '../../domain/payment.js'
import type { Tx } from '../../store/store.js'
import { refundOf } from './newRefund.js'

/** What came in for an event's orders, with what is left of each; nothing or less when it went back. */
export const leftOfPayments = async (tx: Tx, eventId: number): Promise<readonly Payment[]> => {
  const already = await tx.refunds.sumsOfEvent(eventId)
  return (await tx.payments.appliedOfEvent(eventId)).map((payment) => ({
    ...payment,
    amount: { ...payment.amount, minor: payment.amount.minor - (already.get(payment.id) ?? 0) },
  }))
}

/**
 * In a cancelled event everything that was paid goes back, and a run tells its organizer how far that is. Gives what
 * goes back, by person.
 */
export const refundEvent = async (tx: Tx, eventId: number, now: number): Promise<ReadonlyMap<number, Money>> => {
  const left = (await leftOfPayments(tx, eventId)).filter(({ amount }) => amount.minor > 0)
  if (left.length > 0) {
    const run = await tx.refundRuns.add({ eventId, kind: 'eventCancelled', orderIds: [] }, now)
    await tx.refunds.add(
      left.map((payment) =>
        refundOf(payment, payment.amount.minor, {
          reason: 'eventCancelled',
          // Several people may have paid for an order at the door.
          key: payment.method === 'atDoor' ? `door:${payment.id}` : `order:${String(payment.orderId)}`,
          runId: run?.id,
        }),
      ),
      now,
    )
  }
  const sums = new Map<number, Money>()
  for (const { payerId, amount } of left)
    sums.set(payerId, { ...amount, minor: amount.minor + (sums.get(payerId)?.minor ?? 0) })
  return sums
}
