import { type Filter, InlineKeyboard } from 'grammy'
import { stars } from '../../../../domain/money.js'
import type { OrderWithEvent } from '../../../../services/finders.js'
import type { ReceivedPayment } from '../../../../services/payments/payments.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { moneyIn } from '../../../ui/format.js'
import { ticketsButton } from '../../../ui/keyboards.js'
import { type Screen, show } from '../../../ui/screen.js'

type Paid = Filter<Ctx, 'message:successful_payment'>

/**
 * Takes payments that were made, before everything else that takes messages. Tickets, or why there are none, come by
 * the outbox.
 */
export const createSuccessfulPayment = ({ services, log }: Pick<FeatureNeeds, 'services' | 'log'>): Feature => {
  const receive = async (ctx: Paid): Promise<void> => {
    const received = receivedIn(ctx)
    const settled = await services.payments.receive(received)
    ctx.isSettled = true
    log.info(
      { update: ctx.update.update_id, way: received.method, result: settled.kind, isNew: settled.isNew },
      'payment received',
    )
    if (settled.kind === 'confirmed') await show(ctx, paidScreen(ctx, settled.order))
  }

  return {
    name: 'successfulPayment',
    messages: async (ctx) => {
      if (!isPaid(ctx)) return false
      await receive(ctx)
      return true
    },
  }
}

/** Telegram tells of every refund of Stars; the person hears of it by the outbox. */
export const refundedPayment: Feature = {
  name: 'refundedPayment',
  messages: (ctx) => Promise.resolve(ctx.message?.refunded_payment !== undefined),
}

const isPaid = (ctx: Ctx): ctx is Paid => ctx.message?.successful_payment !== undefined

const receivedIn = (ctx: Paid): ReceivedPayment => {
  const {
    currency,
    total_amount: minor,
    invoice_payload: payload,
    telegram_payment_charge_id: chargeId,
    provider_payment_charge_id: providerChargeId,
  } = ctx.message.successful_payment
  return {
    payload,
    chargeId,
    providerChargeId,
    payerId: ctx.person.id,
    amount: { minor, currency },
    method: currency === stars ? 'stars' : 'provider',
  }
}

const paidScreen = ({ speech, person }: Paid, { order, event }: OrderWithEvent): Screen => {
  const facts = { total: moneyIn(speech, order.total), title: event.title, quantity: order.quantity }
  if (order.buyerId !== person.id) return { html: speech.say('paid-for-other', { ...facts, buyer: order.buyerName }) }
  return { html: speech.say('paid-done', facts), keyboard: new InlineKeyboard().add(ticketsButton(speech)) }
}
