import { codeOf } from '../tools.js'
import { expireHolds } from '../../../../src/services/ordering/room.js'
import type { Deed, Turn } from '../turn.js'

/** Promo codes, and orders that are given up or run out. */
export const deedsWithCodes = (turn: Turn): readonly Deed[] => {
  const { lane, season, model, acts, person, n, orderId, buyer, act, ofOrder } = turn
  const { services, store, clock, chance } = lane
  const { eventId } = season

  return [
    [
      1,
      () => {
        const promo = chance.below(model.promos.length)
        return act(
          `${person} brings code ${promo}`,
          () => acts.bring(person, promo),
          () => services.promoCodes.bring({ personId: person, eventId, text: codeOf(promo) }),
        )
      },
    ],
    [
      4,
      ofOrder((one) => {
        const promo = chance.below(model.promos.length)
        return act(
          `${buyer} redeems code ${promo} for ${n}`,
          () => acts.redeem(buyer, one, promo),
          () => services.ordering.redeem({ personId: buyer, orderId, text: codeOf(promo) }),
        )
      }),
    ],
    [
      1,
      ofOrder((one) =>
        act(
          `${buyer} drops the code of ${n}`,
          () => acts.dropCode(buyer, one),
          () => services.ordering.dropCode({ personId: buyer, orderId }),
        ),
      ),
    ],
    [
      3,
      ofOrder((one) =>
        act(
          `${buyer} gives ${n} up`,
          () => acts.giveUp(buyer, one),
          () => services.ordering.cancel({ personId: buyer, orderId }),
        ),
      ),
    ],
    [
      3,
      () =>
        act(
          'holds expire',
          () => acts.expire(),
          async () =>
            expireHolds(
              { store, clock },
              await store.transact((tx) => tx.holds.overdue({ now: clock.now(), limit: 200, of: { eventId } })),
            ),
        ),
    ],
  ]
}
