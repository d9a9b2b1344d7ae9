import type { EventWithTypes } from '../../domain/event.js'
import { type PaymentMethod, paymentMethods } from '../../domain/order.js'
import { type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import { cleanStyled, wordsOf } from '../../domain/styledText.js'
import type { Tx } from '../../store/store.js'
import type { Details } from './ticketTypeSettings.js'

const detailsLength = 500

/** The payment methods that an event's organizer could choose. */
export const possibleMethodsFor = ({ event, types }: EventWithTypes, setup: PaymentSetup): readonly PaymentMethod[] => {
  // A transfer needs no more than its details, which are asked for when it is chosen.
  const withAll = { ...event, paymentMethods, transferDetails: event.transferDetails ?? '' }
  return paymentMethodsFor({ event: withAll, types }, setup)
}

/**
 * Opens or closes a payment method; the last one stays. Open orders can still be paid by invoices that are there.
 * Refuses with wayClosed, lastWayStays.
 */
export const setPaymentMethod = async (
  tx: Tx,
  found: EventWithTypes,
  { method, isOpen }: { readonly method: PaymentMethod; readonly isOpen: boolean },
  setup: PaymentSetup,
): Promise<Details> => {
  const { event } = found
  if (isOpen && !possibleMethodsFor(found, setup).includes(method)) throw new Refusal('wayClosed')
  const chosen = paymentMethods.filter((other) => (other === method ? isOpen : event.paymentMethods.includes(other)))
  if (chosen.length === 0) throw new Refusal('lastWayStays')
  await tx.events.change(event.id, { paymentMethods: chosen })
  return { ways: chosen.join(',') }
}

/**
 * Where buyers transfer money to, a styled text; opens that method.
 * Refuses with textNeeded, descriptionTooLong, wayClosed.
 */
export const setTransferDetails = async (
  tx: Tx,
  found: EventWithTypes,
  details: string,
  setup: PaymentSetup,
): Promise<Details> => {
  const { event } = found
  const clean = cleanStyled(details)
  const { length } = wordsOf(clean)
  if (length === 0) throw new Refusal('textNeeded')
  if (length > detailsLength) throw new Refusal('descriptionTooLong', { max: detailsLength, length })
  if (!possibleMethodsFor(found, setup).includes('transfer')) throw new Refusal('wayClosed')
  await tx.events.change(event.id, {
    transferDetails: clean,
    paymentMethods: paymentMethods.filter((other) => other === 'transfer' || event.paymentMethods.includes(other)),
  })
  return {}
}
