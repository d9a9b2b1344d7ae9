import { hourMs } from '../../domain/duration.js'
import type { Store } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import { findEvent } from '../finders.js'

// Telegram keeps updates for 24 hours (https://core.telegram.org/bots/api#getting-updates); an hour less, to be sure.
const keptMs = 23 * hourMs
// Whoever was told before the downtime that they may pay did so within this time.
const checkoutMs = hourMs

/** What may have been missed while the program was not running. */
export const createDowntime = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  /** A sign of life, to be given now and then. */
  heartbeat: (): Promise<void> => store.transact((tx) => tx.cursors.set('alive', clock.now())),

  /**
   * Since when the program was down, if for longer than Telegram keeps updates; undefined otherwise. Ask before the
   * first `heartbeat`.
   */
  longSince: (): Promise<number | undefined> =>
    store.transact(async (tx) => {
      const alive = await tx.cursors.of('alive')
      return alive !== undefined && clock.now() - alive > keptMs ? alive : undefined
    }),

  /** Tells organizers of orders that may have been paid at the provider during the downtime. How many they are. */
  listToCheck: (since: number): Promise<number> =>
    store.transact(async (tx) => {
      const orders = (await tx.orderLists.unpaidCheckouts(since - checkoutMs, clock.now())).filter(
        ({ paymentMethod }) => paymentMethod === 'provider',
      )
      for (const order of orders) {
        const { event } = await findEvent(tx, order.eventId)
        await tx.announcements.add(
          [
            {
              to: event.organizerId,
              key: `check:${order.id}:${since}`,
              eventId: event.id,
              message: { kind: 'paymentToCheck', orderId: order.id },
            },
          ],
          clock.now(),
        )
      }
      return orders.length
    }),

  /** How many of the bot's Star transactions were looked at so far; undefined when nobody ever did. */
  starsSeen: (): Promise<number | undefined> => store.transact((tx) => tx.cursors.of('stars')),

  setStarsSeen: (count: number): Promise<void> => store.transact((tx) => tx.cursors.set('stars', count)),
})

export type Downtime = ReturnType<typeof createDowntime>
