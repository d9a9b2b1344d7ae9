import { copyRequest } from '../copySeason.js'
import { at, createDice, priceIn } from '../tools.js'
import { minute, type TypeModel } from '../model/things.js'
import type { Deed, Turn } from '../turn.js'

/** What is sold, and when; and time that passes. */
export const deedsOfOrganizers = (turn: Turn): readonly Deed[] => {
  const { lane, season, model, acts, ids, type, own, act } = turn
  const { services, clock, chance, organizer } = lane
  const { way, eventId } = season
  const currency = way === 'stars' ? 'XTR' : 'RUB'
  const { some, maybe, soon } = createDice(lane)
  const changeOf = (type: TypeModel): Partial<Omit<TypeModel, 'taken' | 'isHidden' | 'forLine' | 'opened'>> =>
    chance.pick([
      () => ({ capacity: some(1, 12) }),
      () => ({ capacity: type.capacity + some(-1, 2) || 1 }),
      () => ({ price: priceIn(currency, chance.pick([0, 100, 200, 999])) }),
      () => ({ saleFrom: maybe(30, soon) }),
      () => ({ saleUntil: maybe(30, soon) }),
      () => ({ saleFrom: undefined, saleUntil: undefined }),
      () => ({ perPerson: maybe(60, () => some(1, 6)) }),
    ])()

  return [
    [
      4,
      () => {
        const [fields, before] = [changeOf(at(model.types, type)), at(model.types, type)]
        const { price, ...rest } = fields
        return act(
          `type ${type} becomes ${JSON.stringify(fields)}`,
          () => acts.changeType(type, fields),
          () =>
            services.saleSettings.changeType({
              ...own,
              ticketTypeId: at(ids.types, type),
              fields: {
                ...rest,
                ...(price !== undefined && { price: { minor: price, currency } }),
                capacity: fields.capacity ?? before.capacity,
              },
            }),
        )
      },
    ],
    [
      1,
      () => {
        if (model.types.length > 2 || model.event.state === 'cancelled') return undefined
        const [price, capacity] = [priceIn(currency, chance.pick([0, 100, 250])), some(1, 8)]
        return act(
          `a type for ${price} with ${capacity} seats`,
          () => acts.addType(price, capacity),
          () =>
            services.saleSettings.addType({
              ...own,
              name: `More ${model.types.length}`,
              price: { minor: price, currency },
              capacity,
            }),
        )
      },
    ],
    [
      2,
      () => {
        const isHidden = chance.percent(55)
        return act(
          `type ${type} is ${isHidden ? 'hidden' : 'shown'}`,
          () => acts.hideType(type, isHidden),
          () => services.saleSettings.hideType({ ...own, ticketTypeId: at(ids.types, type), isHidden }),
        )
      },
    ],
    [
      1,
      () => {
        const saleFrom = maybe(40, () => clock.now() + some(-30, 45) * minute)
        return act(
          `the event sells from ${String(saleFrom)}`,
          () => acts.setSaleFrom(saleFrom),
          () => services.selling.setSaleFrom({ ...own, saleFrom }),
        )
      },
    ],
    [
      2,
      () => {
        const capacity = maybe(75, () => some(1, 16))
        return act(
          `the event has ${String(capacity)} seats`,
          () => acts.setCapacity(capacity),
          () => services.saleSettings.setCapacity({ ...own, capacity }),
        )
      },
    ],
    [
      1,
      () => {
        const [one, isOpen] = [chance.pick(['provider', 'stars', 'transfer', 'atDoor'] as const), chance.percent(60)]
        return act(
          `${one} ${isOpen ? 'opens' : 'closes'}`,
          () => acts.setWay(one, isOpen),
          () => services.saleSettings.setPaymentMethod({ ...own, method: one, isOpen }),
        )
      },
    ],
    [
      1,
      () =>
        chance.percent(40)
          ? act(
              'off sale',
              () => acts.takeOffSale(),
              () => services.publishing.unpublish(organizer, eventId),
            )
          : undefined,
    ],
    [
      2,
      () =>
        act(
          'on sale',
          () => acts.putOnSale(),
          () => services.publishing.putOnSale(organizer, eventId),
        ),
    ],
    [
      1,
      () =>
        chance.percent(model.orders.length > 10 ? 30 : 5)
          ? act(
              'the event is cancelled',
              () => acts.callOff(),
              () => services.publishing.cancel(organizer, eventId),
            )
          : undefined,
    ],
    [
      1,
      () =>
        chance.percent(30)
          ? act(
              'the event is copied',
              // What is sold of the original stays with it alone.
              () => 'done',
              () => services.copies.publish(copyRequest(lane, season).request),
            )
          : undefined,
    ],
    [
      12,
      () => {
        const ms = chance.pick([1000, minute, 4 * minute, 11 * minute, 16 * minute, 120 * minute])
        return act(
          `${ms / minute} minutes pass`,
          () => (clock.set(clock.now() + ms), 'done'),
          () => Promise.resolve(),
        )
      },
    ],
  ]
}
