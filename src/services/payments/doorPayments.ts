import type { Tx } from '../../store/store.js'

/**
 * In a cancelled event what was taken at the door becomes payments of those who stood there, so that it goes back like
 * all else. Comes after the tickets have died: nobody pays at the door any more.
 */
export const takeDoorPayments = async (tx: Tx, eventId: number, now: number): Promise<void> => {
  for (const { orderId, holderId, amount } of await tx.sales.paidAtDoor(eventId))
    await tx.payments.insert({
      chargeId: `atDoor:${orderId}:${holderId}`,
      providerChargeId: undefined,
      orderId,
      eventId,
      payerId: holderId,
      method: 'atDoor',
      amount,
      receivedAt: now,
      state: 'applied',
    })
}
