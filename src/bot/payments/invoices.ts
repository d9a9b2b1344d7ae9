import { GrammyError } from 'grammy'
import type { LabeledPrice } from 'grammy/types'
import { catchRefusal } from '../../domain/catchRefusal.js'
import { exponentOf } from '../../domain/money.js'
import { type Order, priceOfOne } from '../../domain/order.js'
import { isUnanswered } from '../../domain/buyerQuestion.js'
import { cut } from '../../domain/text.js'
import { Refusal } from '../../domain/refusal.js'
import type { OrderView } from '../../services/ordering/orderView.js'
import type { Services } from '../../services/services.js'
import type { Speech } from '../../texts/texts.js'
import { startIn, venueIn } from '../ui/format.js'
import type { Ctx } from '../ui/context.js'
import type { FeatureNeeds } from '../ui/feature.js'
import { refuse } from '../ui/refusals.js'
import { targetIn } from '../ui/screen.js'

type Needs = Pick<FeatureNeeds, 'payments' | 'log'> & {
  readonly services: { readonly holdScreens: Pick<Services['holdScreens'], 'putInvoice' | 'takeInvoice'> }
}

// core.telegram.org/bots/api#sendinvoice. The receipt's limit is YooKassa's (yookassa.ru/developers/api, receipt item).
const longest = { title: 32, description: 255, item: 128 } as const

/** Sends invoices: in the provider's currency, or in Telegram Stars. */
export const createInvoices = ({ payments, log, services: { holdScreens } }: Needs) => {
  // Its Pay button would be refused at checkout; but nobody should have to try.
  const remove = async (ctx: Ctx, messageId: number | undefined): Promise<void> => {
    if (messageId === undefined) return
    try {
      await ctx.api.deleteMessage(ctx.person.id, messageId)
    } catch (error) {
      log.info({ err: error }, 'an invoice could not be withdrawn; it is refused at its checkout')
    }
  }

  const providerFields = (open: OrderView, item: string) => {
    if (payments.providerToken === undefined) throw new Refusal('wayClosed')
    const receipt =
      payments.receiptVatCode === undefined
        ? {}
        : {
            need_email: true,
            send_email_to_provider: true,
            provider_data: receiptOf(open.order, item, payments.receiptVatCode),
          }
    return { provider_token: payments.providerToken, ...receipt }
  }

  const refusalFor = (error: unknown, orderId: number): unknown => {
    if (!(error instanceof GrammyError) || error.error_code !== 400) return error
    if (error.description.includes('CURRENCY_TOTAL_AMOUNT_INVALID')) return new Refusal('amountNotTaken')
    if (!/PAYMENT_PROVIDER_INVALID|CURRENCY_INVALID/u.test(error.description)) return error
    log.error(
      { order: orderId, err: error },
      'Telegram does not take PAYMENT_PROVIDER_TOKEN for this invoice: it is wrong, was revoked, or does not know the currency',
    )
    return new Refusal('wayClosed')
  }

  return {
    /**
     * Sends the invoice of an order in a message of its own; the one before is withdrawn. Refuses with amountNotTaken
     * when Telegram does not take such an amount (about 1 to 10,000 US dollars; 1 to 100,000 Stars), and with wayClosed
     * when there is no provider or Telegram does not know its token.
     */
    send: async (ctx: Ctx, open: OrderView, method: 'provider' | 'stars'): Promise<void> => {
      const { order, event } = open
      const target = targetIn(ctx)
      if (target === undefined || order.payload === undefined) throw new Refusal('orderNotOpen')
      const item = itemOf(ctx.speech, open)
      const prices: readonly LabeledPrice[] = [{ label: item, amount: order.total.minor }]
      const description = cut(
        ctx.speech.label('invoice-description', {
          item,
          when: startIn(ctx.speech, event),
          venue: venueIn(ctx.speech, event),
        }),
        longest.description,
      )
      const fields = method === 'stars' ? { provider_token: '' } : providerFields(open, item)
      // The parameter opens the event for whoever gets the invoice forwarded; without one anybody could pay for it
      // (core.telegram.org/bots/api#sendinvoice).
      const other = {
        ...fields,
        start_parameter: `e_${event.slug}`,
        ...(target.threadId !== undefined && { message_thread_id: target.threadId }),
      }
      try {
        const sent = await ctx.api.sendInvoice(
          target.chatId,
          cut(event.title, longest.title),
          description,
          order.payload,
          order.total.currency,
          prices,
          other,
        )
        await remove(ctx, await holdScreens.putInvoice(order.id, sent.message_id))
      } catch (error) {
        throw refusalFor(error, order.id)
      }
    },

    /** Takes the invoice of an order that changed, or is over, out of the chat. */
    withdraw: async (ctx: Ctx, orderId: number): Promise<void> => remove(ctx, await holdScreens.takeInvoice(orderId)),
  }
}

/** How invoices are sent. */
export type Invoices = ReturnType<typeof createInvoices>

/**
 * Sends the invoice at once where there is no other way to pay and nothing to answer; what Telegram has against the
 * amount is said below.
 */
export const createOnlyInvoice =
  ({
    services: { ordering },
    invoices,
  }: {
    readonly services: Pick<Services, 'ordering'>
    readonly invoices: Pick<Invoices, 'send'>
  }) =>
  async (ctx: Ctx, { order, paymentMethods, asked = [] }: OrderView): Promise<void> => {
    const [only, ...others] = paymentMethods
    if (asked.some(isUnanswered)) return
    if (order.state !== 'held' || order.total.minor === 0 || others.length > 0) return
    if (only !== 'provider' && only !== 'stars') return
    const act = { personId: ctx.person.id, orderId: order.id, method: only }
    const outcome = await catchRefusal(async () => invoices.send(ctx, await ordering.choosePaymentMethod(act), only))
    if (!outcome.ok) await refuse(ctx, outcome.refusal)
  }

/** Sends the invoice of an order that can be paid in one way only. */
export type OnlyInvoice = ReturnType<typeof createOnlyInvoice>

const itemOf = (speech: Speech, { order: { quantity }, type: { name } }: OrderView): string =>
  cut(
    name === '' ? speech.label('invoice-tickets', { quantity }) : speech.label('invoice-item', { name, quantity }),
    longest.item,
  )

/**
 * YooKassa's receipt data for 54-FZ, as Telegram hands it on: `amount` is the price of one, and quantity × amount must
 * come to the total (yookassa.ru/docs/support/payments/onboarding/integration/cms-module/telegram). The receipt goes to
 * the address that Telegram asks the payer for.
 */
const receiptOf = (order: Order, description: string, vatCode: number): string => {
  const { minor, currency } = priceOfOne(order)
  const digits = exponentOf(currency)
  const amount = { value: (minor / 10 ** digits).toFixed(digits), currency }
  return JSON.stringify({
    receipt: { items: [{ description, quantity: order.quantity.toFixed(2), amount, vat_code: vatCode }] },
  })
}
