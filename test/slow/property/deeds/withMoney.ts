import { at } from '../tools.js'
import type { Act, Deed, Turn } from '../turn.js'

/** Money that comes: from the provider, in Stars, by transfer, by hand. */
export const deedsWithMoney = (turn: Turn): readonly Deed[] => {
  const { lane, season, model, acts, ids, n, order, orderId, buyer, act, ofOrder } = turn
  const { services, chance, organizer } = lane
  const { way } = season
  const receive = (charge: string, payload: string | undefined, minor: number): Act => {
    if (!payload) season.stray.push(charge)
    return act(
      `${buyer} pays ${minor} for order ${String(payload ? n : undefined)} as ${charge}`,
      () => acts.receive(charge, payload ? order : undefined, { way, minor, payer: buyer }),
      () =>
        services.payments.receive({
          chargeId: charge,
          payload: payload ?? 'nothing',
          payerId: buyer,
          amount: { minor, currency: way === 'stars' ? 'XTR' : 'RUB' },
          method: way as 'stars' | 'provider',
        }),
      (value) => {
        const settled = value as Awaited<ReturnType<typeof services.payments.receive>>
        if (!settled.isNew) return `${settled.kind} before`
        return settled.kind === 'confirmed' ? 'confirmed' : `surplus: ${String(settled.why)}`
      },
    )
  }
  const newCharge = (): string => `L${lane.number}S${season.number}C${(season.charges += 1)}`
  const amountOf = (total: number): number => (chance.percent(94) ? total : total + 1)
  const pay = (): Act | undefined =>
    order && n !== undefined && order.heldUntil !== undefined
      ? receive(newCharge(), at(ids.payloads, n), amountOf(order.total))
      : undefined
  const oldPayment = model.payments.filter(({ charge }) => charge.startsWith('L'))

  return [
    [13, pay],
    [1, () => receive(newCharge(), undefined, 100)],
    [
      4,
      () => {
        if (oldPayment.length === 0) return undefined
        const { charge, order: number, minor } = chance.pick(oldPayment)
        const payload = number === undefined ? undefined : at(ids.payloads, number)
        return act(
          `charge ${charge} comes again`,
          () =>
            acts.receive(charge, number === undefined ? undefined : at(model.orders, number), {
              way,
              minor,
              payer: buyer,
            }),
          () =>
            services.payments.receive({
              chargeId: charge,
              payload: payload ?? 'nothing',
              payerId: buyer,
              amount: { minor, currency: 'RUB' },
              method: way as 'stars' | 'provider',
            }),
          (value) => `${(value as Awaited<ReturnType<typeof services.payments.receive>>).kind} before`,
        )
      },
    ],
    [
      2,
      ofOrder((one) =>
        act(
          `${buyer} shows a transfer for ${n}`,
          () => acts.show(buyer, one),
          () => services.payments.showProof({ personId: buyer, orderId, fileId: 'photo' }),
        ),
      ),
    ],
    [
      2,
      ofOrder((one) =>
        act(
          `the transfer for ${n} came`,
          () => acts.byHand(`transfer:${orderId}`, one, 'transfer'),
          () => services.payments.confirmTransfer({ personId: organizer, orderId }),
        ),
      ),
    ],
    [
      1,
      ofOrder((one) =>
        act(
          `${n} was paid at the provider`,
          () => acts.byHand(`byHand:${orderId}`, one, 'provider'),
          () => services.payments.confirmByHand({ personId: organizer, orderId }),
        ),
      ),
    ],
    [
      1,
      ofOrder((one) =>
        act(
          `${n} was paid too late`,
          () => acts.byHand(`transfer:${orderId}`, one, 'transfer', true),
          () => services.payments.takeAnyway({ personId: organizer, orderId, method: 'transfer' }),
        ),
      ),
    ],
    [
      2,
      ofOrder((one) =>
        act(
          `the transfer for ${n} is not there`,
          () => acts.reject(one),
          () => services.payments.rejectProof({ personId: organizer, orderId }),
        ),
      ),
    ],
    [
      1,
      ofOrder((one) =>
        act(
          `the transfer for ${n} is looked for again`,
          () => acts.takeBack(one),
          () => services.payments.takeRejectionBack({ personId: organizer, orderId }),
        ),
      ),
    ],
  ]
}
