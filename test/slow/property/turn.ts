import { randomCodes } from '../../../src/services/codes.js'
import { refused } from '../../support/house.js'
import type { Season } from './season.js'
import { answer, type OrderModel, type TicketModel, walkIn } from './model/things.js'
import { at, createDice, type Lane } from './tools.js'

/** Something that is done: to the model, and to the services. */
export type Act = {
  readonly words: string
  readonly expected: () => string
  readonly real: () => Promise<string>
}

/** How often something is done, and what; undefined when there is nothing to do it with. */
export type Deed = readonly [weight: number, choose: () => Act | undefined]

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

/** Who acts next, and what they have before them: an order, a ticket and a refund, if there are any. */
export const takeTurn = (lane: Lane, season: Season) => {
  const { chance, organizer, people } = lane
  const { model, eventId, ids } = season
  const { some, place } = createDice(lane)
  const person = chance.pick(people)
  const [type, quantity, requestKey] = [chance.below(model.types.length), some(1, 4), randomCodes.key()]
  const held = model.orders.flatMap(({ state }, number) => (state === 'held' ? [number] : []))
  const [n, t, r] = [
    held.length > 0 && chance.percent(45) ? chance.pick(held) : place(model.orders),
    place(model.tickets),
    place(model.refunds),
  ]
  const order = n === undefined ? undefined : at(model.orders, n)
  const ticket = t === undefined ? undefined : at(model.tickets, t)
  return {
    lane,
    season,
    model,
    acts: model.acts,
    ids,
    person,
    type,
    quantity,
    purchase: { buyerId: person, ticketTypeId: at(ids.types, type), quantity, requestKey },
    own: { personId: organizer, eventId },
    n,
    t,
    r,
    order,
    orderId: n === undefined ? 0 : at(ids.orders, n),
    ticketId: t === undefined ? 0 : at(ids.tickets, t),
    /** Who acts on the order: mostly its buyer. */
    buyer: order && order.buyer !== walkIn && chance.percent(92) ? order.buyer : person,
    /** Those who wait, or are offered something. */
    waiters: model.line.entries.filter(({ order }) => order === undefined || at(model.orders, order).state === 'held'),
    act,
    ofOrder: (make: (one: OrderModel) => Act | undefined) => (): Act | undefined => order && make(order),
    ofTicket: (make: (one: TicketModel) => Act) => (): Act | undefined => ticket && make(ticket),
  }
}

/** Somebody's turn. */
export type Turn = ReturnType<typeof takeTurn>
