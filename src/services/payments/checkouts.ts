import type { Event } from '../../domain/event.js'
import { checkoutMs, type Order } from '../../domain/order.js'
import { type Charge, isAmountOf, mayPay, mayUseOwnersAccount, type PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { Store, Tx } from '../../store/store.js'
import { catchRefusal, type Result, valueOf } from '../../domain/catchRefusal.js'
import type { Clock } from '../../runtime/clock.js'
import { createBatcher } from '../../runtime/batcher.js'

/** What Telegram asks about before it takes money. */
export type CheckoutCharge = Charge & { readonly payload: string }

type Needs = { readonly store: Store; readonly clock: Clock; readonly setup: PaymentSetup }
type Found = { readonly charge: CheckoutCharge; readonly order: Order | undefined; readonly event: Event | undefined }

/**
 * Makes the function that says whether an invoice may be paid now, and keeps its seats while the payer types: it
 * refuses with orderNotFound, orderForeign, orderPaid, orderNotOpen, holdOver, amountChanged, eventCancelled, and with
 * wayClosed where the owner does not take money for the event's organizer. Those that are asked about together are one
 * transaction, before all others.
 */
export const createCheckouts = (needs: Needs) => {
  const decide = createBatcher((charges: readonly CheckoutCharge[]): Promise<readonly Result<undefined>[]> =>
    needs.store.transact((tx) => decideAll(tx, charges, needs), { urgent: true }),
  )
  return async (charge: CheckoutCharge): Promise<void> => valueOf(await decide(charge))
}

const decideAll = async (
  tx: Tx,
  charges: readonly CheckoutCharge[],
  { clock, setup }: Needs,
): Promise<readonly Result<undefined>[]> => {
  const found = await findAll(tx, charges)
  const payable = await Promise.all(found.map((each) => catchRefusal(() => mustBePayable(each, clock.now(), setup))))
  const ids = new Set(payable.flatMap((result) => (result.ok ? [result.value.id] : [])))
  const kept = await tx.holds.extendAll([...ids], { until: clock.now() + checkoutMs, checkoutAt: clock.now() })
  return Promise.all(
    payable.map((result, i) =>
      catchRefusal(() => {
        const order = kept.get(valueOf(result).id)
        // Both only where somebody did something with the order at this very moment.
        if (!order) throw new Refusal('holdOver')
        const amount = charges[i]?.amount
        if (!amount || !isAmountOf(order, amount)) throw new Refusal('amountChanged')
        return undefined
      }),
    ),
  )
}

const findAll = async (tx: Tx, charges: readonly CheckoutCharge[]): Promise<readonly Found[]> => {
  const orders = await tx.orders.ofPayloads([...new Set(charges.map(({ payload }) => payload))])
  const events = await tx.events.ofIds([...new Set(orders.map(({ eventId }) => eventId))])
  return charges.map((charge) => {
    const order = orders.find(({ payload }) => payload === charge.payload)
    return { charge, order, event: events.find(({ id }) => id === order?.eventId) }
  })
}

const mustBePayable = ({ charge, order, event }: Found, now: number, setup: PaymentSetup): Order => {
  // Its orders are over, too; but this is what the payer needs to know.
  if (order?.buyerId === charge.payerId && event?.state === 'cancelled')
    throw new Refusal('eventCancelled', { title: event.title })
  mayPay(order, charge, now)
  // An invoice from before, when anybody's events could be paid so.
  if (event && !mayUseOwnersAccount(event.organizerId, setup)) throw new Refusal('wayClosed')
  return order
}
