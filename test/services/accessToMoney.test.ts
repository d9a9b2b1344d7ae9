import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Order } from '../../src/domain/order.js'
import type { PromoCode } from '../../src/domain/promoCode.js'
import { randomCodes } from '../../src/services/codes.js'
import type { Services } from '../../src/services/services.js'
import { databases } from '../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../support/house.js'

const roles = ['organizer', 'organizer of another', 'staff', 'removed staff', 'buyer', 'holder', 'stranger'] as const
type Role = (typeof roles)[number]

/** One event with everybody around it, and its money: what is paid, what is on its way, and what has to go back. */
type Scene = {
  readonly services: Services
  readonly sale: Sale
  readonly code: PromoCode
  readonly paid: Order
  /** Held by the buyer, who says that the transfer is on its way. */
  readonly shown: Order
  /** Held by the buyer, of the organizer's other event. */
  readonly held: Order
  /** What has to go back by hand. */
  readonly refundId: number
  readonly people: Readonly<Record<Role, number>>
}

const play = async (house: House): Promise<Scene> => {
  const { services } = house
  const [sale, another] = [await house.sale({ price: 500 }), await house.sale({ price: 500 })]
  const own = { personId: sale.organizer, eventId: sale.event.id }
  const person = (name: string) => house.person(name)
  const [staff, gone] = [await person('Vera'), await person('Rita')]
  const [buyer, holder, stranger] = [await person('Anna'), await person('Holly'), await person('Sam')]
  for (const personId of [staff, gone]) await house.joins(personId, sale)
  await services.staff.remove({ ...own, staffId: gone })
  await services.saleSettings.setTransfer({ ...own, details: 'IBAN' })
  const code = await services.promoCodes.create({ ...own, code: 'HALF', discount: { percent: 50 } })
  const hold = async ({ type }: Sale): Promise<Order> =>
    (
      await services.ordering.hold({
        buyerId: buyer,
        ticketTypeId: type.id,
        quantity: 1,
        requestKey: randomCodes.key(),
      })
    ).order
  const pay = ({ payload, total }: Order) =>
    services.payments.receive({
      payload: payload ?? '',
      chargeId: randomCodes.key(),
      payerId: buyer,
      amount: total,
      method: 'provider',
    })
  const paid = await hold(sale)
  for (let n = 0; n < 2; n += 1) await pay(paid)
  const { id } = first(await house.store.transact((tx) => tx.tickets.ofOrder(paid.id)))
  const { token } = await services.gifts.create({ personId: buyer, ticketId: id })
  await services.gifts.accept({ personId: holder, token })
  const shown = await hold(sale)
  await services.payments.showProof({ personId: buyer, orderId: shown.id, fileId: 'photo' })
  return {
    services,
    sale,
    code,
    paid,
    shown,
    held: await hold(await house.sale({ price: 500, organizer: sale.organizer })),
    refundId: first(await house.store.transact((tx) => tx.refunds.ofOrder(paid.id))).id,
    people: {
      organizer: sale.organizer,
      'organizer of another': another.organizer,
      staff,
      'removed staff': gone,
      buyer,
      holder,
      stranger,
    },
  }
}

type Action = (scene: Scene, personId: number) => Promise<unknown>

const size = 9
const all = { orderIds: 'all' } as const
const act = ({ sale }: Scene, personId: number) => ({ personId, eventId: sale.event.id })

const ofOrganizers: Readonly<Record<string, Action>> = {
  'see what the event sold': ({ services, sale }, id) => services.events.forOrganizer(id, sale.event.id),
  'see who bought': ({ services, sale }, id) => services.events.buyers(id, sale.event.id, { size }),
  'say again what the chat never heard': ({ services, sale }, id) => services.events.resend(id, sale.event.id),
  'see the money': ({ services, sale }, id) => services.moneyReports.ofEvent(id, sale.event.id),
  'see the transfers to look for': ({ services, sale }, id) =>
    services.moneyReports.underReview(id, sale.event.id, { size }),
  'see one order': ({ services, paid }, personId) => services.payments.forOrganizer({ personId, orderId: paid.id }),
  'find a transfer': ({ services, shown }, personId) =>
    services.payments.confirmTransfer({ personId, orderId: shown.id }),
  'not find a transfer': ({ services, shown }, personId) =>
    services.payments.rejectProof({ personId, orderId: shown.id }),
  'not find a transfer, with a line': ({ services, shown }, personId) =>
    services.payments.rejectProof({ personId, orderId: shown.id, line: 'Only half came' }),
  'look for a transfer again': async ({ services, shown, people }, personId) => {
    await services.payments.rejectProof({ personId: people.organizer, orderId: shown.id })
    return services.payments.takeRejectionBack({ personId, orderId: shown.id })
  },
  'find a payment at the provider': ({ services, shown }, personId) =>
    services.payments.confirmByHand({ personId, orderId: shown.id }),
  'take money that came too late': ({ services, shown }, personId) =>
    services.payments.takeAnyway({ personId, orderId: shown.id, method: 'transfer' }),
  'see what can be refunded': ({ services, sale }, id) => services.refunds.refundable(id, sale.event.id, { size }),
  'count what can be refunded': ({ services, sale }, id) => services.refunds.countRefundable(id, sale.event.id),
  'see what has to go back': ({ services, sale }, id) => services.refunds.tasks(id, sale.event.id, { size }),
  'say that it went back': ({ services, refundId }, personId) => services.refunds.markDone({ personId, refundId }),
  'refund an order': ({ services, paid }, personId) => services.refunds.refund({ personId, orderId: paid.id }),
  'plan to refund all': (scene, id) => scene.services.refundRuns.plan({ ...act(scene, id), ...all }),
  'refund all': (scene, id) => scene.services.refundRuns.start({ ...act(scene, id), ...all, count: 1 }),
  'refund all while that is going on': async (scene, id) => {
    const { services, people } = scene
    await services.refundRuns.start({ ...act(scene, people.organizer), ...all, count: 1 })
    return services.refundRuns.start({ ...act(scene, id), ...all, count: 1 })
  },
  'see how far that is': ({ services, sale }, id) => services.refundRuns.recent(id, sale.event.id),
  'see the promo codes': (scene, id) => scene.services.promoCodes.ofEvent(act(scene, id)),
  'see one promo code': ({ services, code }, personId) => services.promoCodes.open({ personId, promoCodeId: code.id }),
  'ask for the name of a promo code': (scene, id) =>
    scene.services.promoCodes.checkNew({ ...act(scene, id), text: 'THIRD' }),
  'make a promo code': (scene, id) =>
    scene.services.promoCodes.create({ ...act(scene, id), code: 'THIRD', discount: { percent: 33 } }),
  'change a promo code': ({ services, code }, personId) =>
    services.promoCodes.change({ personId, promoCodeId: code.id, fields: { discount: { percent: 100 } } }),
  'see what is sold and how': (scene, id) => scene.services.saleSettings.view(act(scene, id)),
  'say where to transfer money to': (scene, id) =>
    scene.services.saleSettings.setTransfer({ ...act(scene, id), details: 'My own' }),
  'open a method of payment': (scene, id) =>
    scene.services.saleSettings.setPaymentMethod({ ...act(scene, id), method: 'atDoor', isOpen: true }),
  'change a price': (scene, id) =>
    scene.services.saleSettings.changeType({
      ...act(scene, id),
      ticketTypeId: scene.sale.type.id,
      fields: { price: { minor: 1, currency: 'RUB' } },
    }),
}

const ofBuyers: Readonly<Record<string, Action>> = {
  'see an order': ({ services, held }, personId) => services.ordering.view({ personId, orderId: held.id }),
  'go on with an order': ({ services, held }, personId) => services.ordering.mustBeOpen({ personId, orderId: held.id }),
  'choose how to pay': ({ services, held }, personId) =>
    services.ordering.choosePaymentMethod({ personId, orderId: held.id, method: 'atDoor' }),
  'confirm an order': ({ services, held }, personId) => services.ordering.confirm({ personId, orderId: held.id }),
  'take a promo code off': ({ services, held }, personId) => services.ordering.dropCode({ personId, orderId: held.id }),
  'cancel an order': ({ services, held }, personId) => services.ordering.cancel({ personId, orderId: held.id }),
  'show a transfer': ({ services, shown }, personId) =>
    services.payments.showProof({ personId, orderId: shown.id, fileId: 'photo' }),
  'say something about a transfer': ({ services, shown }, personId) =>
    services.payments.addProofWords({ personId, orderId: shown.id, words: 'It is paid' }),
}

describe('who may do what with money', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(first(databases))
  })
  afterAll(() => house.drop())

  /** What the action answers to everybody, the one who may do it last: those who may not change nothing. */
  const told = async (action: Action, may: Role): Promise<Readonly<Record<string, string>>> => {
    const scene = await play(house)
    const answers: Record<string, string> = {}
    for (const role of [...roles.filter((one) => one !== may), may])
      answers[role] = await refused(action(scene, scene.people[role]))
    return answers
  }
  const only = (may: Role, no: string) => ({ ...Object.fromEntries(roles.map((role) => [role, no])), [may]: 'done' })

  test.each(Object.entries(ofOrganizers))('only the organizer may %s', async (_, action) => {
    expect(await told(action, 'organizer')).toEqual(only('organizer', 'notYours'))
  })

  test.each(Object.entries(ofBuyers))('only the buyer may %s', async (_, action) => {
    expect(await told(action, 'buyer')).toEqual(only('buyer', 'orderNotFound'))
  })
})
