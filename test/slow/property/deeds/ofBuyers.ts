import { at } from '../tools.js'
import type { Deed, Turn } from '../turn.js'

/** Choosing seats, a way to pay, and pre-checkout. */
export const deedsOfBuyers = (turn: Turn): readonly Deed[] => {
  const { lane, season, model, acts, ids, person, type, quantity, purchase, n, order, orderId, buyer, act, ofOrder } =
    turn
  const { services, chance } = lane
  const { way } = season
  const amountOf = (total: number): number => (chance.percent(94) ? total : total + 1)

  return [
    [
      14,
      () =>
        act(
          `${person} holds ${quantity} of ${type}`,
          () => acts.hold(person, type, quantity),
          () => services.ordering.hold(purchase),
          (value) => {
            const { isNew, codeRefused } = value as Awaited<ReturnType<typeof services.ordering.hold>>
            return isNew ? (codeRefused ?? 'done') : 'the open one'
          },
        ),
    ],
    [
      7,
      () =>
        act(
          `${person} buys ${quantity} of ${type}`,
          () => acts.buy(person, type, quantity),
          () => services.ordering.buy(purchase),
        ),
    ],
    [
      3,
      () => {
        if (!at(model.types, type).isHidden) return undefined
        return act(
          `${person} comes by the link of type ${type}`,
          () => acts.openType(person, type),
          async () => {
            const { types } = await services.events.find(season.eventId)
            await services.looking.openType({
              personId: person,
              eventId: season.eventId,
              key: types[type]?.linkKey ?? '',
            })
          },
        )
      },
    ],
    [
      2,
      ofOrder((one) => {
        const chosen = chance.pick(['provider', 'stars', 'transfer', 'atDoor'] as const)
        return act(
          `${buyer} chooses ${chosen} for ${n}`,
          () => acts.chooseWay(buyer, one, chosen),
          () => services.ordering.choosePaymentMethod({ personId: buyer, orderId, method: chosen }),
        )
      }),
    ],
    [
      5,
      ofOrder((one) =>
        act(
          `${buyer} confirms ${n}`,
          () => acts.confirm(buyer, one),
          () => services.ordering.confirm({ personId: buyer, orderId }),
        ),
      ),
    ],
    [
      5,
      () => {
        if (!order || n === undefined || order.heldUntil === undefined) return undefined
        const [payload, minor] = [chance.percent(96) ? at(ids.payloads, n) : 'nothing', amountOf(order.total)]
        return act(
          `${buyer} checks ${payload === 'nothing' ? payload : n} out for ${minor}`,
          () => acts.checkOut(buyer, payload === 'nothing' ? undefined : order, minor),
          () =>
            services.payments.checkOut({
              payload,
              payerId: buyer,
              amount: { minor, currency: way === 'stars' ? 'XTR' : 'RUB' },
            }),
        )
      },
    ],
  ]
}
