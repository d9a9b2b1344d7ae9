import { isFinal } from '../../domain/refusal.js'
import { createBatcher } from '../../runtime/batcher.js'
import type { Store } from '../../store/store.js'
import type { BuyingNeeds, Purchase } from './buying.js'
import { buyTogether, type InCrowd, NotTogether } from './buyingTogether.js'

type Needs = BuyingNeeds & { readonly store: Store }

/** What became of it, or what none of them could have foreseen: the database is away, or busy. */
type Outcome = InCrowd | { readonly failed: unknown }

type Crowd = { readonly buy: (purchase: Purchase) => Promise<Outcome>; inHand: number }

/**
 * Joins purchases of one ticket type that come close together: see buyTogether. Crowds of different types do not wait
 * for each other, and who comes alone buys alone. Throws DatabaseUnavailable and Refusal busy, to all of a crowd: none
 * of them would fare better alone.
 */
export const createCrowds = ({ store, ...needs }: Needs): ((purchase: Purchase) => Promise<InCrowd>) => {
  const crowds = new Map<number, Crowd>()

  const buyAll = async (purchases: readonly Purchase[]): Promise<readonly Outcome[]> => {
    if (purchases.length === 1) return ['alone']
    try {
      const became = await store.transact((tx) => buyTogether(tx, purchases, needs))
      return purchases.map((purchase) => became.get(purchase) ?? 'alone')
    } catch (error) {
      const outcome = error instanceof NotTogether || isFinal(error) ? 'lookAgain' : { failed: error }
      return purchases.map(() => outcome)
    }
  }

  const crowdOf = (ticketTypeId: number): Crowd => {
    const crowd = crowds.get(ticketTypeId) ?? { buy: createBatcher(buyAll), inHand: 0 }
    crowds.set(ticketTypeId, crowd)
    return crowd
  }

  return async (purchase) => {
    const crowd = crowdOf(purchase.ticketTypeId)
    crowd.inHand += 1
    const outcome = await crowd.buy(purchase)
    crowd.inHand -= 1
    if (crowd.inHand === 0) crowds.delete(purchase.ticketTypeId)
    if (typeof outcome === 'object' && 'failed' in outcome) throw outcome.failed
    return outcome
  }
}
