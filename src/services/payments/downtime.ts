import { hourMs } from '../../domain/duration.js'
import type { Order } from '../../domain/order.js'
import { copyMarks } from '../../store/copies/contents.js'
import type { Store, Tx } from '../../store/store.js'
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
    store.transact(async (tx) => (await askOrganizers(tx, since, clock.now())).length),

  /**
   * The same for what was paid since the backup that the database was restored from was made, `since`; undefined when
   * nobody knows when that was. What it lists needs no second look at the next start.
   */
  afterRestore: (): Promise<{ readonly since: number | undefined; readonly orders: readonly Order[] }> =>
    store.transact(async (tx) => {
      const since = await tx.cursors.of(copyMarks.restoredFrom)
      const orders = since === undefined ? [] : await askOrganizers(tx, since, clock.now())
      if (since !== undefined) await tx.cursors.set('alive', clock.now())
      return { since, orders }
    }),

  /** How many of the bot's Star transactions were looked at so far; undefined when nobody ever did. */
  starsSeen: (): Promise<number | undefined> => store.transact((tx) => tx.cursors.of('stars')),

  setStarsSeen: (count: number): Promise<void> => store.transact((tx) => tx.cursors.set('stars', count)),
})

/** Asks organizers about card orders that may have been paid since then, and gives these orders. */
const askOrganizers = async (tx: Tx, since: number, now: number): Promise<readonly Order[]> => {
  const orders = (await tx.orderLists.unpaidCheckouts(since - checkoutMs, now)).filter(
    ({ paymentMethod }) => paymentMethod === 'provider',
  )
  for (const { id, eventId } of orders) {
    const { event } = await findEvent(tx, eventId)
    const message = { kind: 'paymentToCheck', orderId: id } as const
    await tx.announcements.add([{ to: event.organizerId, key: `check:${id}:${since}`, eventId, message }], now)
  }
  return orders
}

export type Downtime = ReturnType<typeof createDowntime>
