import { randomCodes } from '../../src/services/codes.js'
import { first, type House, type Sale } from '../support/house.js'

/** Everybody who may stand around an event. */
export const roles = [
  ...(['organizer', 'staff', 'another organizer', 'stranger', 'buyer with a hold'] as const),
  ...(['holder', 'gave it away', 'gave it back', 'refunded'] as const),
] as const
export type Role = (typeof roles)[number]

/** An event with all of them; `orderId` is of the ticket that was given away, to the holder. */
export type Cast = {
  readonly sale: Sale
  readonly people: Readonly<Record<Role, number>>
  readonly orderId: number
}

/** Sets the scene: an event that is paid for, and everybody around it. */
export const playRoles = async (house: House): Promise<Cast> => {
  const { services } = house
  const sale = await house.sale({ title: 'Jazz', price: 500 })
  const people: Cast['people'] = {
    organizer: sale.organizer,
    staff: await house.person('Vera'),
    'another organizer': (await house.sale({ title: 'Blues' })).organizer,
    stranger: await house.person('Sam'),
    'buyer with a hold': await house.person('Hugo'),
    holder: await house.person('Holly'),
    'gave it away': await house.person('Fred'),
    'gave it back': await house.person('Gus'),
    refunded: await house.person('Rita'),
  }
  const hold = (buyerId: number) =>
    services.ordering.hold({ buyerId, ticketTypeId: sale.type.id, quantity: 1, requestKey: randomCodes.key() })
  const pays = async (buyerId: number) => {
    const { order } = await hold(buyerId)
    const charge = { chargeId: randomCodes.key(), payload: order.payload ?? '', payerId: buyerId }
    await services.payments.receive({ ...charge, amount: order.total, method: 'provider' })
    return first(await house.store.transact((tx) => tx.tickets.ofOrder(order.id)))
  }
  await house.joins(people.staff, sale)
  await hold(people['buyer with a hold'])
  await services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
  const given = await pays(people['gave it away'])
  const { token } = await services.gifts.create({ personId: people['gave it away'], ticketId: given.id })
  await services.gifts.accept({ personId: people.holder, token })
  const returned = await pays(people['gave it back'])
  await services.tickets.giveBack({ personId: people['gave it back'], ticketId: returned.id })
  const { orderId } = await pays(people.refunded)
  await services.refunds.refund({ personId: sale.organizer, orderId })
  return { sale, people, orderId: given.orderId }
}

/** The answer `yes` for one of them, `no` for everybody else. */
export const onlyFor = (role: Role, yes: string, no: string): Readonly<Record<Role, string>> =>
  Object.fromEntries(roles.map((each) => [each, each === role ? yes : no])) as Record<Role, string>
