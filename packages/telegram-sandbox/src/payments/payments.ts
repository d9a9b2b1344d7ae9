import type { Invoice } from 'grammy/types'
import { createPreChecks } from './checkouts.js'
import type { PreChecks } from './checkouts.js'
import { createStarLedger } from './ledger.js'
import type { StarLedger } from './ledger.js'

/**
 * How a payment went: `refused` has the bot's words; `unanswered` means that pre-checkout was not answered within 10 s.
 */
export type Checkout =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'refused' | 'unanswered' | 'declined'; readonly words?: string }

/** What Telegram knows of an invoice and does not show. */
export type InvoiceTerms = {
  readonly payload: string
  /** What the payer is asked for, beside the money. */
  readonly needs: {
    readonly name: boolean
    readonly phone: boolean
    readonly email: boolean
    readonly address: boolean
  }
}

/** Everything about money in the pretend Telegram. */
export type Payments = {
  /** By the Invoice object that stands in messages: a forwarded message carries the very same object. */
  readonly terms: WeakMap<Invoice, InvoiceTerms>
  readonly preChecks: PreChecks
  readonly stars: StarLedger
  /** Ends every checkout that still waits. */
  readonly close: () => void
}

/** No invoices and no Stars yet. */
export const createPayments = (now: () => number): Payments => {
  const preChecks = createPreChecks(now)
  return { terms: new WeakMap(), preChecks, stars: createStarLedger(), close: preChecks.close }
}
