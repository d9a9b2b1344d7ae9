import { Refusal } from '../../../../domain/refusal.js'
import { press, type Press, type PressHandler } from '../../../ui/press.js'
import type { Route } from '../../../ui/route.js'
import type { Prompting } from '../../../ui/prompts.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import type { Invoices } from '../../../payments/invoices.js'
import { show } from '../../../ui/screen.js'
import type { OrderDesk } from './orderDesk.js'
import type { Promo } from './promo.js'
import { routes } from '../../../ui/routes.js'

type Needs = Pick<FeatureNeeds, 'services'> & {
  readonly desk: OrderDesk
  readonly prompting: Prompting
  readonly invoices: Invoices
  readonly promo: Pick<Promo, 'ask'>
}
type OfOrder = { readonly orderId: number }

/** What a buyer does with an order that waits to be paid. */
export const createOrder = ({ services: { ordering }, desk, prompting, invoices, promo }: Needs) => {
  // Whatever stands in the way, the message shows how the order is by now.
  const onOrder = <T extends OfOrder>(
    pressed: Route<T>,
    work: (ctx: Press, values: T, act: OfOrder & { readonly personId: number }) => Promise<void>,
  ): PressHandler =>
    press(pressed, async (ctx, values) => {
      try {
        await work(ctx, values, { personId: ctx.person.id, orderId: values.orderId })
      } catch (error) {
        if (error instanceof Refusal && error.code !== 'orderNotFound') await desk.placeNow(ctx, values.orderId)
        throw error
      }
    })

  const confirm = async (ctx: Press, act: OfOrder & { readonly personId: number }): Promise<void> => {
    await ordering.confirm(act)
    await prompting.forget(ctx)
    await desk.placeNow(ctx, act.orderId)
  }

  const feature: Feature = {
    name: 'order',
    presses: [
      onOrder(routes.payBy, async (ctx, { way }, act) => {
        if (way === 'atDoor') return confirm(ctx, act)
        const open = await ordering.choosePaymentMethod({ ...act, method: way })
        if (way === 'transfer') return desk.place(ctx, open, { view: 'transfer' })
        await prompting.forget(ctx)
        await invoices.send(ctx, open, way)
      }),
      onOrder(routes.takeFree, async (ctx, _, act) => {
        // An old screen: its promo code was taken off since, and nobody owes money by a button that says "free".
        if ((await ordering.view(act)).order.total.minor > 0) throw new Refusal('amountChanged')
        await confirm(ctx, act)
      }),
      onOrder(routes.otherWays, async (ctx, _, act) => {
        await prompting.forget(ctx)
        await desk.placeNow(ctx, act.orderId, { view: 'ways' })
      }),
      onOrder(routes.otherPicture, async (ctx, { orderId }, act) => {
        if ((await ordering.view(act)).order.state !== 'held') throw new Refusal('orderNotOpen')
        await prompting.ask(ctx, { kind: 'proof', subject: orderId, detail: 'again' })
        await show(ctx, { html: ctx.speech.say('proof-ask-again') })
      }),
      onOrder(routes.typeCode, async (ctx, { orderId }, act) => {
        await ordering.mustBeOpen(act)
        await promo.ask(ctx, orderId)
      }),
      onOrder(routes.dropCode, async (ctx, _, act) => {
        const open = await ordering.dropCode(act)
        await desk.place(ctx, open)
        await desk.invoiceIfOnlyWay(ctx, open)
      }),
      onOrder(routes.cancelOrder, async (ctx, _, act) => {
        await prompting.forget(ctx)
        await desk.place(ctx, await ordering.cancel(act))
      }),
    ],
  }
  return feature
}
