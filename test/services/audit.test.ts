import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Order } from '../../src/domain/order.js'
import type { PrepaidMethod } from '../../src/domain/payment.js'
import { randomCodes } from '../../src/services/codes.js'
import type { Ticket } from '../../src/domain/ticket.js'
import type { Services } from '../../src/services/services.js'
import { databases } from '../support/database/databases.js'
import { first, type House, openHouse, type Sale } from '../support/house.js'

type Role = 'organizer' | 'buyer' | 'friend' | 'staff' | 'nobody'

/** An event whose tickets cost something and may be transferred for, and people around it; `own` is its organizer's. */
type Scene = {
  readonly house: House
  readonly services: Services
  readonly sale: Sale
  readonly own: { readonly personId: number; readonly eventId: number }
  readonly buyer: number
  readonly friend: number
  readonly staff: number
}

/** Prepares, and gives the act itself, which gives what it was done to. */
type Story = (scene: Scene) => Promise<() => Promise<string>>

const play = async (house: House): Promise<Scene> => {
  const { services } = house
  const sale = await house.sale({ price: 500 })
  const own = { personId: sale.organizer, eventId: sale.event.id }
  const [buyer, friend, staff] = [await house.person('Anna'), await house.person('Boris'), await house.person('Vera')]
  await house.joins(staff, sale)
  await services.publishing.setGiveBack({ ...own, hours: 0 })
  return { house, services, sale, own, buyer, friend, staff }
}

/** Something done at once. */
const does =
  (act: (scene: Scene) => Promise<string>): Story =>
  (scene) =>
    Promise.resolve(() => act(scene))
/** Something done to the event, after what has to come before. */
const toEventAfter =
  <T>(prepare: (scene: Scene) => Promise<T>, act: (scene: Scene, prepared: T) => Promise<unknown>): Story =>
  async (scene) => {
    const prepared = await prepare(scene)
    return async () => {
      await act(scene, prepared)
      return `event:${scene.own.eventId}`
    }
  }
const nothing = () => Promise.resolve()
const toEvent = (act: (scene: Scene) => Promise<unknown>): Story => toEventAfter(nothing, act)

const bought = async ({ house, buyer, sale }: Scene) => first(await house.buys(buyer, sale))
/** Something done to a ticket that the buyer has, after what has to come before. */
const toTicketAfter =
  <T>(
    prepare: (scene: Scene, ticketId: number) => Promise<T>,
    act: (scene: Scene, ticketId: number, prepared: T) => Promise<unknown>,
  ): Story =>
  async (scene) => {
    const { id } = await bought(scene)
    const prepared = await prepare(scene, id)
    return async () => {
      await act(scene, id, prepared)
      return `ticket:${id}`
    }
  }
const toTicket = (act: (scene: Scene, ticketId: number) => Promise<unknown>): Story => toTicketAfter(nothing, act)
/** Something done to a ticket for which nothing is to be paid, at a door where the staff work, too. */
const toFreeTicket =
  (act: (scene: Scene, ticket: Ticket) => Promise<unknown>): Story =>
  async (scene) => {
    const free = await scene.house.sale({ organizer: scene.own.personId })
    await scene.house.joins(scene.staff, free)
    const ticket = first(await scene.house.buys(scene.friend, free))
    return async () => {
      await act(scene, ticket)
      return `ticket:${ticket.id}`
    }
  }

const hold = async ({ services, buyer, sale }: Scene): Promise<Order> => {
  const wish = { ticketTypeId: sale.type.id, quantity: 1, requestKey: randomCodes.key() }
  return (await services.ordering.hold({ buyerId: buyer, ...wish })).order
}
const receive = ({ services, buyer, sale }: Scene, payload = 'nothing', method: PrepaidMethod = 'provider') =>
  services.payments.receive({
    payload,
    chargeId: randomCodes.key(),
    payerId: buyer,
    amount: sale.type.price,
    method,
  })
const pay = (scene: Scene, { payload }: Order) => receive(scene, payload)
const showTransfer = async ({ services, own, buyer }: Scene, { id }: Order) => {
  await services.saleSettings.setTransfer({ ...own, details: 'IBAN' })
  return services.payments.showProof({ personId: buyer, orderId: id, fileId: 'photo' })
}
/** Something done to an order that the buyer holds, after what has to come before. */
const toOrder =
  (
    act: (scene: Scene, order: Order) => Promise<unknown>,
    prepare?: (scene: Scene, order: Order) => Promise<unknown>,
  ): Story =>
  async (scene) => {
    const order = await hold(scene)
    await prepare?.(scene, order)
    return async () => {
      await act(scene, order)
      return `order:${order.id}`
    }
  }
/** What the organizer does to an order. */
const organizes = ({ own: { personId } }: Scene, { id }: Order) => ({ personId, orderId: id })
const buys = ({ buyer }: Scene, { id }: Order) => ({ personId: buyer, orderId: id })

/** Something done to a refund: an order was paid twice by this method. */
const toRefund =
  (method: PrepaidMethod, act: (scene: Scene, refundId: number) => Promise<unknown>): Story =>
  async (scene) => {
    const order = await hold(scene)
    for (let n = 0; n < 2; n += 1) await receive(scene, order.payload, method)
    const { id } = first(await scene.house.store.transact((tx) => tx.refunds.ofOrder(order.id)))
    return async () => {
      await act(scene, id)
      return `refund:${id}`
    }
  }

const half = { code: 'HALF', discount: { percent: 50 } }
const box = ({ sale, own }: Scene) => ({ ...own, name: 'Box', price: sale.type.price, capacity: 5 })

/** Who does it, what the book calls it (there may be several ways to do it), and how it is done. */
const acts: Readonly<Record<Role, Readonly<Record<string, Story>>>> = {
  organizer: {
    'event.created': does(async ({ house, own }) => {
      const { event } = await house.sale({ organizer: own.personId })
      return `event:${event.id}`
    }),
    'event.changed': toEventAfter(
      async ({ services, own }) => {
        await services.drafts.edit(own.personId, own.eventId)
        return services.drafts.answer(own.personId, { question: 'title', value: 'Another' })
      },
      ({ services, own }, { key }) => services.publishing.publish({ ...own, key }),
    ),
    'event.unpublished': toEvent(({ services, own }) => services.publishing.unpublish(own.personId, own.eventId)),
    'event.published': toEventAfter(
      ({ services, own }) => services.publishing.unpublish(own.personId, own.eventId),
      ({ services, own }) => services.publishing.putOnSale(own.personId, own.eventId),
    ),
    'event.giveBackSet': toEvent(({ services, own }) => services.publishing.setGiveBack({ ...own, hours: 5 })),
    'event.giveBackSet, to never': toEvent(({ services, own }) =>
      services.publishing.setGiveBack({ ...own, hours: undefined }),
    ),
    'event.cancelled': toEvent(({ services, own }) => services.publishing.cancel(own.personId, own.eventId)),
    'event.removed': toEvent(({ services, own }) => services.publishing.remove(own.personId, own.eventId)),
    'event.capacitySet': toEvent(({ services, own }) => services.saleSettings.setCapacity({ ...own, capacity: 50 })),
    'event.waysSet': toEvent(({ services, own }) =>
      services.saleSettings.setPaymentMethod({ ...own, method: 'transfer', isOpen: true }),
    ),
    'event.transferSet': toEvent(({ services, own }) => services.saleSettings.setTransfer({ ...own, details: 'IBAN' })),
    'type.added': toEvent((scene) => scene.services.saleSettings.addType(box(scene))),
    'type.changed': toEvent(({ services, own, sale }) =>
      services.saleSettings.changeType({ ...own, ticketTypeId: sale.type.id, fields: { name: 'Entry' } }),
    ),
    'type.removed': toEventAfter(
      (scene) => scene.services.saleSettings.addType(box(scene)),
      ({ services, own }, { types }) => services.saleSettings.removeType({ ...own, ticketTypeId: types[1]?.id ?? 0 }),
    ),
    'announcements.resent': toEvent(({ services, own }) => services.events.resend(own.personId, own.eventId)),
    'promoCode.created': toEvent(({ services, own }) => services.promoCodes.create({ ...own, ...half })),
    'promoCode.changed': toEventAfter(
      ({ services, own }) => services.promoCodes.create({ ...own, ...half }),
      ({ services, own }, { id }) =>
        services.promoCodes.change({ personId: own.personId, promoCodeId: id, fields: { isOn: false } }),
    ),
    'staff.invited': toEvent(({ services, own }) => services.staff.invite(own)),
    'staff.removed': toEvent(({ services, own, staff }) => services.staff.remove({ ...own, staffId: staff })),
    'ticket.checkedIn, from a list': toFreeTicket(({ services, own }, { id }) =>
      services.checkIn.letIn({ personId: own.personId, ticketId: id }),
    ),
    'payment.transfer': toOrder(
      (scene, order) => scene.services.payments.confirmTransfer(organizes(scene, order)),
      showTransfer,
    ),
    'payment.rejected': toOrder(
      (scene, order) => scene.services.payments.rejectProof(organizes(scene, order)),
      showTransfer,
    ),
    'payment.byHand': toOrder((scene, order) => scene.services.payments.confirmByHand(organizes(scene, order))),
    'order.refunded': toOrder((scene, order) => scene.services.refunds.refund(organizes(scene, order)), pay),
    'order.refunded, with all': toOrder(async ({ services, own }) => {
      const started = await services.refundRuns.start({ ...own, orderIds: 'all', count: 1 })
      await services.refundRuns.step(started?.run.id ?? 0)
    }, pay),
    'refund.done, by hand': toRefund('provider', ({ services, own }, refundId) =>
      services.refunds.markDone({ personId: own.personId, refundId }),
    ),
  },
  buyer: {
    'order.held': does(async (scene) => `order:${(await hold(scene)).id}`),
    'order.confirmed, at once': does(async (scene) => `order:${(await bought(scene)).orderId}`),
    'order.confirmed, after it was held': toOrder((scene, order) =>
      scene.services.ordering.confirm(buys(scene, order)),
    ),
    'order.confirmed, by money': toOrder(pay),
    'order.cancelled': toOrder((scene, order) => scene.services.ordering.cancel(buys(scene, order))),
    'payment.shown': toOrder(showTransfer),
    'payment.surplus': does(async (scene) => {
      const settled = await receive(scene)
      return `payment:${settled.kind === 'surplus' ? settled.payment.id : 'none'}`
    }),
    'ticket.offered': toTicket(({ services, buyer }, ticketId) => services.gifts.create({ personId: buyer, ticketId })),
    'ticket.offerWithdrawn': toTicketAfter(
      ({ services, buyer }, ticketId) => services.gifts.create({ personId: buyer, ticketId }),
      ({ services, buyer }, ticketId) => services.gifts.withdraw({ personId: buyer, ticketId }),
    ),
    'ticket.givenBack': toTicket(({ services, buyer }, ticketId) =>
      services.tickets.giveBack({ personId: buyer, ticketId }),
    ),
    'language.chosen': does(async ({ services, buyer }) => {
      await services.people.chooseLanguage(buyer, 'ru')
      return `person:${buyer}`
    }),
  },
  friend: {
    'ticket.given': toTicketAfter(
      ({ services, buyer }, ticketId) => services.gifts.create({ personId: buyer, ticketId }),
      ({ services, friend }, _, { token }) => services.gifts.accept({ personId: friend, token }),
    ),
    'staff.joined': toEventAfter(
      ({ services, own }) => services.staff.invite(own),
      ({ services, friend }, { token }) => services.staff.accept({ personId: friend, token }),
    ),
  },
  staff: {
    'door.opened': toEvent(({ services, own, staff }) => services.doorView.open({ ...own, personId: staff })),
    'ticket.checkedIn, by its code': toFreeTicket(({ services, staff }, { code }) =>
      services.checkIn.byCode({ personId: staff, code }),
    ),
    'ticket.paidAndCheckedIn': toTicket(({ services, staff }, ticketId) =>
      services.checkIn.letInPaid({ personId: staff, ticketId }),
    ),
    'ticket.checkInUndone': toTicketAfter(
      ({ services, own }, ticketId) => services.checkIn.letInPaid({ personId: own.personId, ticketId }),
      ({ services, staff }, ticketId) => services.checkIn.undo({ personId: staff, ticketId }),
    ),
  },
  nobody: {
    'order.expired': toOrder(
      ({ services }) => services.ordering.expireOverdue(),
      ({ house }) => {
        house.later(3_600_000)
        return nothing()
      },
    ),
    'refund.done, of Stars': toRefund('stars', async ({ services }, refundId) => {
      const found = await services.refunds.find(refundId)
      if (found) await services.refunds.recordTry(found.refund, { kind: 'done' })
    }),
    'chat.moved': does(async ({ services }) => {
      await services.outbox.chatMoved(-1, -1002)
      return 'chat:-1'
    }),
    'update.begunAgain': does(async ({ services }) => {
      await services.inbox.beginAgain(7)
      return 'update:7'
    }),
  },
}

const rows = Object.entries(acts).flatMap(([by, ones]) =>
  Object.entries(ones).map(([what, story]) => ({ what, action: what.replace(/,.*/u, ''), by: by as Role, story })),
)

let house: House
beforeAll(async () => {
  house = await openHouse(first(databases))
})
afterAll(() => house.drop())

test.each(rows)('the book says of $what that the $by did it, when and to what', async ({ action, by, story }) => {
  const scene = await play(house)
  const act = await story(scene)
  house.later(1000)
  const at = house.clock.now()
  const subject = await act()
  const entries = await house.store.transact((tx) => tx.audit.of(subject, 99))
  const actorId = by === 'nobody' ? undefined : by === 'organizer' ? scene.own.personId : scene[by]
  expect(entries.filter((entry) => entry.at === at && entry.action === action)).toMatchObject([
    { action, actorId, subject },
  ])
})
