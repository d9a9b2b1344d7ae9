import type { Order } from '../../src/domain/order.js'
import type { PrepaidMethod } from '../../src/domain/payment.js'
import { plainPicture } from '../../packages/telegram-sandbox/src/people/picture.js'
import type { World } from './world.js'
import { type EventWithType, screenOf, type Talker } from './talker.js'
import { hold, order, pay } from './payments.js'

let charges = 0

/**
 * Buys without the talking; the money came in by a provider, or by a transfer that the organizer found. Gives the
 * confirmed order.
 */
export const paid = async (
  world: World,
  buyer: Talker,
  sale: EventWithType,
  quantity = 1,
  way: PrepaidMethod = 'provider',
): Promise<Order> => {
  const { order: held } = await hold(world, buyer, sale, quantity)
  charges += 1
  await world.levem().services.payments.receive({
    payload: held.payload ?? '',
    chargeId: `tg-charge-${charges}`,
    providerChargeId: `prov-charge-${charges}`,
    payerId: buyer.id,
    amount: held.total,
    method: way,
  })
  return orderNow(world, held.id)
}

/** Pays in Stars, through Telegram, so that they can go back there. */
export const paidInStars = async (world: World, buyer: Talker, sale: EventWithType, quantity = 1): Promise<Order> => {
  const { open, messageId } = await order(world, buyer, sale, quantity)
  await pay(world, buyer, messageId)
  return orderNow(world, open.order.id)
}

/** The order as it is now. */
export const orderNow = (world: World, orderId: number): Promise<Order> =>
  world.levem().store.transact(async (tx) => {
    const found = await tx.orders.find(orderId)
    if (!found) throw new Error(`no order ${orderId}`)
    return found
  })

/** A picture that the buyer sent to the bot, as Telegram's file_id. */
export const pictureOf = async (buyer: Talker): Promise<string> => {
  await buyer.does((person) => person.sendsPhoto({ bytes: plainPicture(64, 64) }))
  return (
    buyer.person
      .messages()
      .filter(({ fromBot, message }) => !fromBot && message.photo)
      .at(-1)
      ?.message.photo?.at(-1)?.file_id ?? ''
  )
}

/** Opens an event's Money screen from /myevents, whose newest event it is; gives the screen's text. */
export const openMoney = async (organizer: Talker): Promise<string> => {
  await organizer.says('/myevents')
  await organizer.presses(screenOf(organizer).buttons[0] ?? '', /Money|Деньги/u)
  return organizer.sees()
}

/** What the bot edited so far. */
export const edits = (world: World): number => world.sandbox.callsOf('editMessageText').length

/** Amounts have no-break spaces; here they are plain. */
export const plain = (text: string): string => text.replace(/[\u00a0\u202f]/gu, ' ')
