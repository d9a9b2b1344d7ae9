import { anyTimeBefore } from '../../../src/domain/door.js'
import { randomCodes } from '../../../src/services/codes.js'
import { createModel, type Model } from './model/model.js'
import { type Ids, see } from './rows.js'
import { minute, type Way } from './model/things.js'
import { codeOf, createDice, holdMs, type Lane, priceIn } from './tools.js'

/** One event's life: a new one begins when it is cancelled, over, or has many orders. */
export type Season = {
  readonly number: number
  /** What the history says of it. */
  readonly beginning: string
  readonly model: Model
  readonly eventId: number
  readonly startsAt: number
  readonly way: Way
  ids: Ids
  charges: number
  stepsLeft: number
  /** Charges that belong to no order. */
  readonly stray: string[]
}

/** Publishes an event by chance, with promo codes. */
export const openSeason = async (lane: Lane, number: number): Promise<Season> => {
  const { services, store, inspector, clock, chance, organizer } = lane
  const { some } = createDice(lane)
  const isStars = chance.percent(25)
  const currency = isStars ? 'XTR' : 'RUB'
  const [startsAt, key, price] = [
    clock.now() + some(3, chance.pick([48, 120])) * 60 * minute,
    randomCodes.key(),
    priceIn(currency, chance.pick([0, 100, 333, 1500])),
  ]
  const answers = {
    title: 'Concert',
    description: null,
    startsAt,
    endsAt: null,
    venue: 'Club',
    price: { minor: price, currency },
    capacity: some(2, chance.pick([6, 12])),
    poster: null,
  }
  await store.transact((tx) =>
    tx.drafts.write(
      {
        personId: organizer,
        key,
        eventId: undefined,
        answers,
        asked: 'preview',
        day: undefined,
        zone: 'Europe/Moscow',
        currency,
      },
      clock.now(),
    ),
  )
  const {
    event,
    types: [type],
  } = await services.publishing.publish({ personId: organizer, key })
  const act = { personId: organizer, eventId: event.id }
  await services.publishing.setDoorTime({ ...act, minutes: anyTimeBefore })
  const givesBack = chance.percent(55)
  if (givesBack) await services.publishing.setGiveBack({ ...act, hours: 0 })
  if (!isStars) await services.saleSettings.setTransfer({ ...act, details: 'IBAN' })
  if (!isStars && chance.percent(70))
    await services.saleSettings.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
  if (!isStars && chance.percent(20))
    for (const way of ['provider', 'transfer'] as const)
      await services.saleSettings.setPaymentMethod({ ...act, method: way, isOpen: false }).catch(() => undefined)
  const {
    event: { paymentMethods, capacity },
  } = await services.events.find(event.id)
  const start = {
    stars: isStars,
    ways: paymentMethods,
    capacity,
    saleFrom: undefined,
    givesBack,
    endsAt: startsAt,
    holdMs,
    offerMinutes: 30,
  }
  const model = createModel(start, () => clock.now())
  model.types.push({
    price,
    capacity: type.capacity,
    taken: 0,
    perPerson: undefined,
    saleFrom: undefined,
    saleUntil: undefined,
    isHidden: false,
    forLine: false,
    opened: new Set(),
  })
  for (let n = 0; n < 3; n += 1) await addPromo(lane, model, { eventId: event.id, typeId: type.id })
  return {
    number,
    beginning: `event ${event.id} in ${currency}, ways ${paymentMethods.join(', ')}`,
    model,
    eventId: event.id,
    startsAt,
    way: isStars ? 'stars' : 'provider',
    ids: (await see(inspector, event.id, [])).ids,
    charges: 0,
    stepsLeft: some(80, 250),
    stray: [],
  }
}

const addPromo = async (
  lane: Lane,
  model: Model,
  { eventId, typeId }: { readonly eventId: number; readonly typeId: number },
): Promise<void> => {
  const { services, clock, chance, organizer } = lane
  const { some, maybe } = createDice(lane)

  const number = model.promos.length
  const promo = {
    percent: chance.pick([10, 50, 100]),
    limit: maybe(60, () => some(1, 4)),
    perPerson: maybe(40, () => 1),
    startsAt: maybe(20, () => clock.now() + some(-60, 60) * minute),
    endsAt: maybe(20, () => clock.now() + some(61, 300) * minute),
    types: chance.percent(20) ? [0] : [],
    forLine: false,
    used: 0,
  }
  const { id } = await services.promoCodes.create({
    personId: organizer,
    eventId,
    code: codeOf(number),
    discount: { percent: promo.percent },
  })
  await services.promoCodes.change({
    personId: organizer,
    promoCodeId: id,
    fields: {
      limit: promo.limit,
      perPerson: promo.perPerson,
      startsAt: promo.startsAt,
      endsAt: promo.endsAt,
      ticketTypeIds: promo.types.map(() => typeId),
    },
  })
  model.promos.push(promo)
}
