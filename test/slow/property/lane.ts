import { isDeepStrictEqual } from 'node:util'
import { randomCodes } from '../../../src/services/codes.js'
import { expireHolds } from '../../../src/services/ordering/room.js'
import { createServices } from '../../../src/services/services.js'
import type { Store } from '../../../src/store/store.js'
import { refused } from '../../support/house.js'
import { createTestClock } from '../../support/clock.js'
import { now as firstDay } from '../../support/fixtures.js'
import { createChance } from './chance.js'
import type { Inspector } from '../../support/inspect.js'
import { createModel, type Model } from './model.js'
import { factsOf, type Ids, see } from './rows.js'
import { answer, type TypeModel, type Way } from './things.js'

type Needs = {
  readonly store: Store
  readonly inspector: Inspector
  readonly seed: number
  readonly lane: number
  readonly steps: number
  readonly name: string
}
/** One event's life: a new one begins when it is cancelled, over, or has many orders. */
type Season = {
  readonly model: Model
  readonly eventId: number
  readonly way: Way
  ids: Ids
  charges: number
  stepsLeft: number
  readonly stray: string[]
}
type Act = { readonly words: string; readonly expected: () => string; readonly real: () => Promise<string> }

const minute = 60_000
const holdMs = 15 * minute
const kept = 30
const mostOrders = 40
const codeOf = (promo: number): string => `CODE${promo}`

/**
 * Runs random operations against the services and the model, in step; throws with all that replays it when they differ.
 * How many of each there were.
 */
export const runLane = async ({
  store,
  inspector,
  seed,
  lane,
  steps,
  name,
}: Needs): Promise<ReadonlyMap<string, number>> => {
  const chance = createChance(seed * 1009 + lane)
  const clock = createTestClock(firstDay)
  const services = createServices({
    store,
    clock,
    codes: randomCodes,
    organizerIds: [],
    zone: 'Europe/Moscow',
    currency: 'RUB',
    hasProvider: true,
    holdMs,
  })
  const [organizer, ...people] = Array.from({ length: 6 }, (_, n) => (lane + 1) * 100 + n) as [number, ...number[]]
  for (const id of [organizer, ...people])
    await services.people.meet({ id, displayName: `Person ${id}`, languageCode: 'en' })
  const history: string[] = []
  const happened = new Map<string, number>()
  let seasons = 0

  const some = (low: number, high: number): number => low + chance.below(high - low + 1)
  const maybe = <T>(share: number, value: () => T): T | undefined => (chance.percent(share) ? value() : undefined)
  const soon = (): number => clock.now() + some(-120, 240) * minute
  const place = (things: readonly unknown[]): number | undefined =>
    things.length === 0
      ? undefined
      : chance.percent(60)
        ? Math.max(0, things.length - 1 - chance.below(5))
        : chance.below(things.length)
  const at = <T>(things: readonly T[], index: number): T => {
    const thing = things[index]
    if (thing === undefined) throw new Error(`there is no number ${index}`)
    return thing
  }

  const openSeason = async (): Promise<Season> => {
    seasons += 1
    const isStars = chance.percent(25)
    const currency = isStars ? 'XTR' : 'RUB'
    const [startsAt, key, price] = [
      clock.now() + some(3, 48) * 60 * minute,
      randomCodes.key(),
      chance.pick([0, 100, 333, 1500]),
    ]
    const answers = {
      title: 'Concert',
      description: null,
      startsAt,
      endsAt: null,
      venue: 'Club',
      price: { minor: price, currency },
      capacity: some(3, 12),
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
    await services.publishing.setGiveBack({ ...act, hours: 0 })
    if (!isStars) await services.saleSettings.setTransfer({ ...act, details: 'IBAN' })
    if (!isStars && chance.percent(70))
      await services.saleSettings.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
    if (!isStars && chance.percent(20))
      for (const way of ['provider', 'transfer'] as const)
        await services.saleSettings.setPaymentMethod({ ...act, method: way, isOpen: false }).catch(() => undefined)
    const {
      event: { paymentMethods, capacity },
    } = await services.events.find(event.id)
    const model = createModel({ stars: isStars, ways: paymentMethods, capacity, endsAt: startsAt, holdMs }, () =>
      clock.now(),
    )
    model.types.push({
      price,
      capacity: type.capacity,
      taken: 0,
      perPerson: undefined,
      saleFrom: undefined,
      saleUntil: undefined,
    })
    for (let n = 0; n < 3; n += 1) await addPromo(model, event.id, type.id)
    const season: Season = {
      model,
      eventId: event.id,
      way: isStars ? 'stars' : 'provider',
      ids: (await see(inspector, event.id, [])).ids,
      charges: 0,
      stepsLeft: some(80, 250),
      stray: [],
    }
    history.push(`--- event ${event.id} in ${currency}, ways ${paymentMethods.join(', ')}`)
    return season
  }

  const addPromo = async (model: Model, eventId: number, typeId: number): Promise<void> => {
    const number = model.promos.length
    const promo = {
      percent: chance.pick([10, 50, 100]),
      limit: maybe(60, () => some(1, 4)),
      perPerson: maybe(40, () => 1),
      startsAt: maybe(20, () => clock.now() + some(-60, 60) * minute),
      endsAt: maybe(20, () => clock.now() + some(61, 300) * minute),
      types: chance.percent(20) ? [0] : [],
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

  const changeOf = (type: TypeModel): Partial<Omit<TypeModel, 'taken'>> =>
    chance.pick([
      () => ({ capacity: some(1, 12) }),
      () => ({ capacity: type.capacity + some(-1, 2) || 1 }),
      () => ({ price: chance.pick([0, 100, 200, 999]) }),
      () => ({ saleFrom: maybe(30, soon) }),
      () => ({ saleUntil: maybe(30, soon) }),
      () => ({ saleFrom: undefined, saleUntil: undefined }),
      () => ({ perPerson: maybe(60, () => some(1, 6)) }),
    ])()

  /** What happens next, or undefined when there is nothing to do it with. */
  const choose = ({ model, eventId, way, ids, ...season }: Season, count: Season): Act | undefined => {
    const { acts } = model
    const person = chance.pick(people)
    const [type, quantity, requestKey] = [chance.below(model.types.length), some(1, 4), randomCodes.key()]
    const purchase = { buyerId: person, ticketTypeId: at(ids.types, type), quantity, requestKey }
    const held = model.orders.flatMap(({ state }, number) => (state === 'held' ? [number] : []))
    const [n, t, r] = [
      held.length > 0 && chance.percent(45) ? chance.pick(held) : place(model.orders),
      place(model.tickets),
      place(model.refunds),
    ]
    const order = n === undefined ? undefined : at(model.orders, n)
    const orderId = n === undefined ? 0 : at(ids.orders, n)
    const ticket = t === undefined ? undefined : at(model.tickets, t)
    const ticketId = t === undefined ? 0 : at(ids.tickets, t)
    const buyer = order && chance.percent(92) ? order.buyer : person
    const own = { personId: organizer, eventId }
    const act = (
      words: string,
      expected: () => string,
      real: () => Promise<unknown>,
      told: (value: unknown) => string = () => 'done',
    ): Act => ({
      words,
      expected: () => answer(expected),
      real: async () => {
        let value: unknown
        const outcome = await refused(real().then((result) => (value = result)))
        return outcome === 'done' ? told(value) : outcome
      },
    })
    const ofOrder = (make: (one: NonNullable<typeof order>, number: number) => Act) => (): Act | undefined =>
      order && n !== undefined ? make(order, n) : undefined
    const ofTicket = (make: (one: NonNullable<typeof ticket>) => Act) => (): Act | undefined => ticket && make(ticket)

    const receive = (charge: string, payload: string | undefined, minor: number): Act => {
      if (!payload) season.stray.push(charge)
      return act(
        `${buyer} pays ${minor} for order ${String(payload ? n : undefined)} as ${charge}`,
        () => acts.receive(charge, payload ? order : undefined, way, minor),
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
    const newCharge = (): string => `L${lane}S${seasons}C${(count.charges += 1)}`
    const amountOf = (total: number): number => (chance.percent(94) ? total : total + 1)
    const pay = (): Act | undefined =>
      order && n !== undefined && order.heldUntil !== undefined
        ? receive(newCharge(), at(ids.payloads, n), amountOf(order.total))
        : undefined
    const oldPayment = model.payments.filter(({ charge }) => charge.startsWith('L'))

    const deeds: readonly (readonly [number, () => Act | undefined])[] = [
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
            () => acts.receive(charge, number === undefined ? undefined : at(model.orders, number), way, minor),
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
      [
        3,
        ofOrder((one) =>
          act(
            `${n} is refunded`,
            () => acts.refund(one),
            () => services.refunds.refund({ personId: organizer, orderId }),
            String,
          ),
        ),
      ],
      [
        3,
        () => {
          if (r === undefined) return undefined
          const [refund, refundId] = [at(model.refunds, r), at(ids.refunds, r)]
          const order = at(model.payments, refund.payment).order
          // What belongs to no event is nobody's task, and Stars that went back do so once.
          if (refund.way === 'stars' && refund.state === 'due' && chance.percent(70)) {
            return act(
              `Stars of refund ${r} went back`,
              () => acts.refundDone(refund, 'bot'),
              async () => {
                const found = await services.refunds.find(refundId)
                if (found) await services.refunds.recordTry(found.refund, { kind: 'done' })
              },
            )
          }
          return order === undefined
            ? undefined
            : act(
                `refund ${r} is done`,
                () => acts.refundDone(refund, 'organizer'),
                () => services.refunds.markDone({ personId: organizer, refundId }),
              )
        },
      ],
      [
        4,
        ofTicket((one) => {
          const who = chance.percent(90) ? one.holder : person
          return act(
            `${who} gives ticket ${t} back`,
            () => acts.giveBack(who, one),
            () => services.tickets.giveBack({ personId: who, ticketId }),
          )
        }),
      ],
      [
        2,
        ofTicket((one) => {
          const who = chance.percent(90) ? one.holder : person
          return act(
            `${who} gives ticket ${t} to ${person}`,
            () => acts.give(who, person, one),
            async () => {
              const { token } = await services.gifts.create({ personId: who, ticketId })
              await services.gifts.accept({ personId: person, token })
            },
          )
        }),
      ],
      [
        4,
        ofTicket((one) => {
          const isPaid = chance.percent(50)
          return act(
            `ticket ${t} comes in${isPaid ? ' and pays' : ''}`,
            () => acts.letIn(one, isPaid),
            () => services.checkIn[isPaid ? 'letInPaid' : 'letIn']({ personId: organizer, ticketId }),
            (value) => (value as { kind: string }).kind,
          )
        }),
      ],
      [
        2,
        ofTicket((one) =>
          act(
            `ticket ${t} goes out`,
            () => acts.undo(one),
            () => services.checkIn.undo({ personId: organizer, ticketId }),
          ),
        ),
      ],
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
                  ...(price !== undefined && { price: { minor: price, currency: way === 'stars' ? 'XTR' : 'RUB' } }),
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
          const [price, capacity] = [chance.pick([0, 100, 250]), some(1, 8)]
          return act(
            `a type for ${price} with ${capacity} seats`,
            () => (
              model.types.push({
                price,
                capacity,
                taken: 0,
                perPerson: undefined,
                saleFrom: undefined,
                saleUntil: undefined,
              }),
              'done'
            ),
            () =>
              services.saleSettings.addType({
                ...own,
                name: `More ${model.types.length}`,
                price: { minor: price, currency: way === 'stars' ? 'XTR' : 'RUB' },
                capacity,
              }),
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
    let left = chance.below(deeds.reduce((all, [weight]) => all + weight, 0))
    return deeds.find(([weight]) => (left -= weight) < 0)?.[1]()
  }

  const fail = (step: number, what: string): never => {
    throw new Error(
      `${what}\non ${name}, seed ${seed}, lane ${lane}, step ${step}; replay with PROPERTY_SEED=${seed} PROPERTY_LANE=${lane} npx vitest run --mode long property\n${history.slice(-kept).join('\n')}`,
    )
  }

  const check = async (season: Season, step: number): Promise<void> => {
    const seen = await see(inspector, season.eventId, season.stray)
    if (seen.wrongs.length > 0) fail(step, `wrong: ${seen.wrongs.join('; ')}`)
    const wanted = factsOf(season.model)
    for (const kind of Object.keys(wanted) as (keyof typeof wanted)[]) {
      if (isDeepStrictEqual(seen.facts[kind], wanted[kind])) continue
      const index = wanted[kind].findIndex((fact, i) => fact !== seen.facts[kind][i])
      fail(
        step,
        `${kind} differ, first number ${index}:\n  model    ${String(wanted[kind][index])}\n  database ${String(seen.facts[kind][index < 0 ? wanted[kind].length : index])}`,
      )
    }
    season.ids = seen.ids
  }

  let season = await openSeason()
  for (let step = 1; step <= steps;) {
    if ((season.stepsLeft -= 1) < 0) season = await openSeason()
    const act = choose(season, season)
    if (!act) continue
    // After time has passed the model must know it, too: both look at the same clock.
    const expected = act.expected()
    const happens = await act
      .real()
      .catch((error: unknown) => `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    history.push(`${step}. ${act.words}: ${happens}`)
    if (history.length > 2 * kept) history.splice(0, kept)
    if (happens !== expected) fail(step, `the model says ${expected}, the services ${happens}`)
    const what = `${act.words.replace(/[\d.]+|\{.*\}/gu, '#')}: ${happens}`
    happened.set(what, (happened.get(what) ?? 0) + 1)
    await check(season, step)
    if (season.model.event.state === 'cancelled' && season.stepsLeft > 15) season.stepsLeft = 15
    if (season.model.orders.length > mostOrders && season.stepsLeft > 15) season.stepsLeft = 15
    step += 1
  }
  return happened
}
