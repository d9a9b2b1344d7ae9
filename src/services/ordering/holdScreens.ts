import { secondMs } from '../../domain/duration.js'
import type { PaymentSetup } from '../../domain/payment.js'
import type { HoldView, ShownHold } from '../../store/tables/holdScreens.js'
import type { Store } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import { orderViewOf, type OrderView } from './orderView.js'

export type { HoldView } from '../../store/tables/holdScreens.js'

/** An order whose message looks different by now; `hold` is for giving it back to `reschedule`. */
export type DueHold = OrderView & { readonly hold: ShownHold }

/** Whoever draws it has so long; then it is somebody else's turn. */
const leaseMs = 40 * secondMs

/** Which message shows which held order, and when it has to be drawn again. */
export const createHoldScreens = ({
  store,
  clock,
  setup,
}: {
  readonly store: Store
  readonly clock: Clock
  readonly setup: PaymentSetup
}) => ({
  /**
   * From now on this message shows the order, and looks different at `drawAt` (UTC milliseconds). Gives the message
   * that showed it before.
   */
  put: (
    orderId: number,
    shown: { readonly messageId: number; readonly view: HoldView; readonly drawAt: number },
  ): Promise<number | undefined> =>
    store.transact(async (tx) => {
      const before = await tx.holdScreens.of(orderId)
      await tx.holdScreens.put(orderId, shown)
      return before
    }),

  /** From now on this message is the order's invoice; gives the one before. */
  putInvoice: (orderId: number, messageId: number): Promise<number | undefined> =>
    store.transact(async (tx) => {
      const before = await tx.holdScreens.invoiceOf(orderId)
      await tx.holdScreens.putInvoice(orderId, messageId)
      return before
    }),

  /** The order has no invoice any more; gives the one it had. */
  takeInvoice: (orderId: number): Promise<number | undefined> =>
    store.transact(async (tx) => {
      const before = await tx.holdScreens.invoiceOf(orderId)
      if (before !== undefined) await tx.holdScreens.putInvoice(orderId, undefined)
      return before
    }),

  /** What the message shows of the order; undefined when no message does. */
  viewOf: (orderId: number): Promise<HoldView | undefined> => store.transact((tx) => tx.holdScreens.viewOf(orderId)),

  /** This message does not show it any more. */
  remove: (orderId: number, messageId: number): Promise<void> =>
    store.transact((tx) => tx.holdScreens.remove(orderId, messageId)),

  /** Takes those that look different by now, to draw them: nobody else does meanwhile. */
  claim: (limit: number): Promise<readonly DueHold[]> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const claimed: DueHold[] = []
      for (const hold of await tx.holdScreens.claim({ now, until: now + leaseMs, limit }))
        claimed.push({ ...(await orderViewOf(tx, hold.order, setup)), hold })
      return claimed
    }),

  /**
   * It is drawn, and looks different again at `next` (UTC milliseconds); undefined: never. False: it changed
   * meanwhile, and is due at once.
   */
  reschedule: (hold: ShownHold, next: number | undefined): Promise<boolean> =>
    store.transact(async (tx) => {
      if (await tx.holdScreens.reschedule(hold, next)) return true
      // Its buyer may have been shown something newer, and this drawing covered it.
      await tx.holdScreens.touch(hold.order.id, hold.messageId)
      return false
    }),

  /** How many messages show held orders, and when the next looks different (UTC milliseconds). */
  next: (): Promise<{ readonly count: number; readonly at: number | undefined }> =>
    store.transact((tx) => tx.holdScreens.next()),
})
