import type { StarTransaction, SuccessfulPayment, User } from 'grammy/types'
import { badRequest } from '../server/refusals.js'

/** The bot's account of Telegram Stars. */
export type StarLedger = {
  /** Writes down Stars that came in. `date` is Unix time. */
  readonly receive: (from: User, payment: SuccessfulPayment, date: number) => void
  /**
   * Gives Stars back and tells for which payment; 400 CHARGE_NOT_FOUND for one that this person never made,
   * CHARGE_ALREADY_REFUNDED.
   */
  readonly refund: (personId: number, chargeId: string, date: number) => SuccessfulPayment
  /** Oldest first; a refund has the id of its payment. */
  readonly transactions: () => readonly StarTransaction[]
}

type Received = { readonly from: User; readonly payment: SuccessfulPayment }

const write = (party: 'source' | 'receiver', { from, payment }: Received, date: number): StarTransaction => ({
  id: payment.telegram_payment_charge_id,
  amount: payment.total_amount,
  date,
  [party]: { type: 'user', transaction_type: 'invoice_payment', user: from, invoice_payload: payment.invoice_payload },
})

/** An account with nothing in it. */
export const createStarLedger = (): StarLedger => {
  const received = new Map<string, Received>()
  const refunded = new Set<string>()
  const transactions: StarTransaction[] = []
  return {
    receive: (from, payment, date) => {
      received.set(payment.telegram_payment_charge_id, { from, payment })
      transactions.push(write('source', { from, payment }, date))
    },
    refund: (personId, chargeId, date) => {
      const charge = received.get(chargeId)
      if (charge?.from.id !== personId) throw badRequest('CHARGE_NOT_FOUND')
      if (refunded.has(chargeId)) throw badRequest('CHARGE_ALREADY_REFUNDED')
      refunded.add(chargeId)
      transactions.push(write('receiver', charge, date))
      return charge.payment
    },
    transactions: () => transactions,
  }
}
