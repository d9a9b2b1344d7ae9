import { isFinal, Refusal } from '../../../../domain/refusal.js'
import { leavePhone } from '../../../live/expectAnswer.js'
import type { OrderMessages } from '../../../live/orderMessages.js'
import type { Invoices, OnlyInvoice } from '../../../payments/invoices.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type Press, type PressHandler } from '../../../ui/press.js'
import type { Prompting } from '../../../ui/prompts.js'
import type { Route } from '../../../ui/route.js'
import { routes } from '../../../ui/routes.js'
import type { AskForCode } from './promo.js'

type Needs = Pick<FeatureNeeds, 'services'> & {
  readonly orderMessages: OrderMessages
  readonly prompting: Prompting
  readonly invoices: Pick<Invoices, 'send' | 'withdraw'>
  readonly invoiceIfOnlyWay: OnlyInvoice
  readonly askForCode: AskForCode
}
type OfOrder = { readonly orderId: number }
type Act = OfOrder & { readonly personId: number }

/** What a buyer does with an order that waits to be paid. */
export const createOrder = (needs: Needs): Feature => {
  const { services, orderMessages, prompting, invoices, invoiceIfOnlyWay, askForCode } = needs
  const { ordering } = services

  // Whatever stands in the way, the message shows how the order is by now.
  const onOrder = <T extends OfOrder>(
    pressed: Route<T>,
    work: (ctx: Press, act: Act, values: T) => Promise<void>,
  ): PressHandler =>
    press(pressed, async (ctx, values) => {
      try {
        await work(ctx, { personId: ctx.person.id, orderId: values.orderId }, values)
      } catch (error) {
        if (isFinal(error) && error.code !== 'orderNotFound') await orderMessages.placeNow(ctx, values.orderId)
        throw error
      }
    })

  const confirm = async (ctx: Press, act: Act): Promise<void> => {
    await ordering.confirm(act)
    await invoices.withdraw(ctx, act.orderId)
    await prompting.forget(ctx)
    await orderMessages.placeNow(ctx, act.orderId)
  }

  return {
    name: 'order',
    presses: [
      onOrder(routes.payBy, async (ctx, act, { method }) => {
        if (method === 'atDoor') return confirm(ctx, act)
        const open = await ordering.choosePaymentMethod({ ...act, method })
        if (method === 'transfer') return orderMessages.place(ctx, open, { view: 'transfer' })
        await prompting.forget(ctx)
        await invoices.send(ctx, open, method)
      }),
      onOrder(routes.takeFree, async (ctx, act) => {
        // An old screen: its promo code was taken off since, and nobody owes money by a button that says "free".
        if ((await ordering.view(act)).order.total.minor > 0) throw new Refusal('amountChanged')
        await confirm(ctx, act)
      }),
      onOrder(routes.otherPaymentMethods, async (ctx, act) => {
        await prompting.forget(ctx)
        await orderMessages.placeNow(ctx, act.orderId, { view: 'ways' })
      }),
      onOrder(routes.otherPicture, async (ctx, act) => {
        if ((await ordering.view(act)).order.state !== 'held') throw new Refusal('orderNotOpen')
        const question = { kind: 'proof', subject: act.orderId, detail: 'again' }
        await prompting.ask(ctx, question, { html: ctx.speech.say('proof-ask-again') })
      }),
      onOrder(routes.typeCode, async (ctx, act) => {
        await ordering.mustBeOpen(act)
        await askForCode(ctx, act.orderId)
      }),
      onOrder(routes.dropCode, async (ctx, act) => {
        const open = await ordering.dropCode(act)
        await invoices.withdraw(ctx, act.orderId)
        await orderMessages.place(ctx, open)
        await invoiceIfOnlyWay(ctx, open)
      }),
      onOrder(routes.cancelOrder, async (ctx, act) => {
        await leavePhone(ctx, services)
        await prompting.forget(ctx)
        const cancelled = await ordering.cancel(act)
        await invoices.withdraw(ctx, act.orderId)
        await orderMessages.place(ctx, cancelled)
      }),
    ],
  }
}
