import type { StarTransaction, SuccessfulPayment, User } from 'grammy/types'
import { badRequest } from '../server/refusals.js'

/** The bot's account of Telegram Stars. */
export type StarLedger = {
  /** Writes down Stars that came in. `date` is Unix time. */
  readonly receive: (from: User, payment: SuccessfulPayment, date: number) => void
  /**
   * Gives Stars back and tells for which payment; 400 CHARGE_NOT_FOUND for one that this person never made,
   * CHARGE_ALREADY_REFUNDED, BALANCE_TOO_LOW when the account holds less than that.
   */
  readonly refund: (personId: number, chargeId: string, date: number) => SuccessfulPayment
  /** The owner takes Stars out; 400 BALANCE_TOO_LOW when there are not so many. */
  readonly withdraw: (amount: number, date: number) => void
  /** What the account holds. */
  readonly balance: () => number
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
  let withdrawals = 0
  const balance = (): number =>
    transactions.reduce((sum, { amount, source }) => sum + (source === undefined ? -amount : amount), 0)
  const mustHold = (amount: number): void => {
    if (balance() < amount) throw badRequest('BALANCE_TOO_LOW')
  }
  return {
    receive: (from, payment, date) => {
      received.set(payment.telegram_payment_charge_id, { from, payment })
      transactions.push(write('source', { from, payment }, date))
    },
    refund: (personId, chargeId, date) => {
      const charge = received.get(chargeId)
      if (charge?.from.id !== personId) throw badRequest('CHARGE_NOT_FOUND')
      if (refunded.has(chargeId)) throw badRequest('CHARGE_ALREADY_REFUNDED')
      mustHold(charge.payment.total_amount)
      refunded.add(chargeId)
      transactions.push(write('receiver', charge, date))
      return charge.payment
    },
    withdraw: (amount, date) => {
      mustHold(amount)
      withdrawals += 1
      transactions.push({ id: `withdrawal${withdrawals}`, amount, date, receiver: { type: 'fragment' } })
    },
    balance,
    transactions: () => transactions,
  }
}
