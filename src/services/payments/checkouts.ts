import type { Event } from '../../domain/event.js'
import { checkoutMs, type Order } from '../../domain/order.js'
import { type Charge, isAmountOf, mayPay } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import { catchRefusal, type Result, valueOf } from '../../domain/catchRefusal.js'
import type { Clock } from '../../runtime/clock.js'
import { createBatcher } from '../../runtime/batcher.js'

/** What Telegram asks about before it takes money. */
export type CheckoutCharge = Charge & { readonly payload: string }

type Found = { readonly charge: CheckoutCharge; readonly order: Order | undefined; readonly event: Event | undefined }

/** May an invoice be paid now? Those that are asked about together are one transaction, before all others. */
export const createCheckouts = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  const find = async (tx: Tx, charges: readonly CheckoutCharge[]): Promise<readonly Found[]> => {
    const orders = await tx.orders.ofPayloads([...new Set(charges.map(({ payload }) => payload))])
    const events = await tx.events.ofIds([...new Set(orders.map(({ eventId }) => eventId))])
    return charges.map((charge) => {
      const order = orders.find(({ payload }) => payload === charge.payload)
      return { charge, order, event: events.find(({ id }) => id === order?.eventId) }
    })
  }

  const mustBePayable = ({ charge, order, event }: Found): Order => {
    // Its orders are over, too; but this is what the payer needs to know.
    if (order?.buyerId === charge.payerId && event?.state === 'cancelled')
      throw new Refusal('eventCancelled', { title: event.title })
    mayPay(order, charge, clock.now())
    return order
  }

  const decideAll = (charges: readonly CheckoutCharge[]): Promise<readonly Result<undefined>[]> =>
    store.transact(
      async (tx) => {
        const asked = await Promise.all(
          (await find(tx, charges)).map((found) => catchRefusal(() => mustBePayable(found))),
        )
        const ids = new Set(asked.flatMap((outcome) => (outcome.ok ? [outcome.value.id] : [])))
        const kept = await tx.orders.extendAll([...ids], { until: clock.now() + checkoutMs, checkoutAt: clock.now() })
        return Promise.all(
          asked.map((outcome, i) =>
            catchRefusal(() => {
              const order = kept.get(valueOf(outcome).id)
              // Both only where somebody did something with the order at this very moment.
              if (!order) throw new Refusal('holdOver')
              const amount = charges[i]?.amount
              if (!amount || !isAmountOf(order, amount)) throw new Refusal('amountChanged')
              return undefined
            }),
          ),
        )
      },
      { urgent: true },
    )

  const decide = createBatcher(decideAll)

  /**
   * Whether an invoice may be paid now; keeps its seats while the payer types. Refuses with orderNotFound,
   * orderForeign, orderPaid, orderNotOpen, holdOver,
   * amountChanged, eventCancelled.
   */
  return async (charge: CheckoutCharge): Promise<void> => valueOf(await decide(charge))
}
