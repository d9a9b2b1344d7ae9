import { currencyOf, type EventWithTypes, takenOf } from '../../domain/event.js'
import type { Money } from '../../domain/money.js'
import { Refusal } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'

/**
 * Whether this price of an event's type takes the event over to another currency. The only type may, while nobody has a
 * seat and no promo code takes an amount off. Its ticket types must be locked. Refuses with priceOtherCurrency.
 */
export const changesCurrency = async (tx: Tx, found: EventWithTypes, price: Money): Promise<boolean> => {
  const currency = currencyOf(found)
  if (price.currency === currency) return false
  if (found.types.length > 1 || takenOf(found.types) > 0 || (await hasAmountsOff(tx, found.event.id)))
    throw new Refusal('priceOtherCurrency', { currency })
  return true
}

const hasAmountsOff = async (tx: Tx, eventId: number): Promise<boolean> =>
  (await tx.promoCodes.ofEvent(eventId)).some(({ discount }) => 'minor' in discount)
