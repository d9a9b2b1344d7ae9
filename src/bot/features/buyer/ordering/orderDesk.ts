import { catchRefusal } from '../../../../domain/catchRefusal.js'
import type { HoldView } from '../../../../services/ordering/holdScreens.js'
import type { OrderView } from '../../../../services/ordering/orderView.js'
import type { Html } from '../../../../texts/html.js'
import type { Prompting } from '../../../ui/prompts.js'
import { cardScreen } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import type { Invoices } from '../../../payments/invoices.js'
import { editScreen, redraw, redrawn, type Screen, show, showNew } from '../../../ui/screen.js'
import type { HoldCountdown } from '../../../live/holdCountdown.js'
import { nextLook, orderScreen, viewOf } from './orderScreen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & {
  readonly invoices: Invoices
  readonly prompting: Prompting
  readonly liveHolds: Pick<HoldCountdown, 'wake'>
}

/** How an order is drawn: with a line above it, below all else instead of in place of what was pressed. */
export type Placing = { readonly view?: HoldView; readonly notice?: Html | undefined; readonly below?: boolean }

/** Shows orders to their buyers: one message at a time counts an order down. */
export const createOrderDesk = ({ services, clock, invoices, prompting, liveHolds }: Needs) => {
  const { holdScreens, ordering } = services

  // What counts down is text: a poster stays the event's card, and the order stands below it.
  const draw = async (ctx: Ctx, open: OrderView, screen: Screen, below: boolean): Promise<number | undefined> => {
    const pressed = ctx.callbackQuery?.message
    const isPicture = pressed !== undefined && 'photo' in pressed
    if (isPicture && !below) await redraw(ctx, cardScreen(ctx.speech, open, clock.now()))
    return below || isPicture ? showNew(ctx, screen) : redrawn(ctx, screen)
  }

  // Two messages that count the same order down would be one too many. If it cannot be changed, its buttons still work.
  const retire = (ctx: Ctx, messageId: number, open: OrderView): Promise<unknown> =>
    editScreen(
      ctx.api,
      { chatId: ctx.person.id, messageId },
      { html: ctx.speech.say('order-below', { order: String(open.order.id) }) },
    ).catch(() => undefined)

  // Whoever was told where to transfer to comes back to that.
  const viewNow = async (open: OrderView): Promise<HoldView> =>
    (open.isNew ? undefined : await holdScreens.viewOf(open.order.id)) ?? viewOf(open)

  const place = async (
    ctx: Ctx,
    open: OrderView,
    { view: wanted, notice, below = false }: Placing = {},
  ): Promise<void> => {
    const view = wanted ?? (await viewNow(open))
    const messageId = await draw(ctx, open, orderScreen(ctx.speech, open, clock.now(), view, notice), below)
    const drawAt = nextLook(open.order, clock.now())
    if (messageId === undefined) return
    if (drawAt === undefined) return holdScreens.remove(open.order.id, messageId)
    const before = await holdScreens.put(open.order.id, { messageId, view, drawAt })
    if (before !== undefined && before !== messageId) await retire(ctx, before, open)
    liveHolds.wake()
    if (view === 'transfer' && open.order.proofAt === undefined)
      await prompting.ask(ctx, { kind: 'proof', subject: open.order.id })
  }

  return {
    place,

    /** The order as it is now. Refuses with orderNotFound. */
    placeNow: async (ctx: Ctx, orderId: number, placing: Placing = {}): Promise<void> =>
      place(ctx, await ordering.view({ personId: ctx.person.id, orderId }), placing),

    /**
     * Sends the invoice at once where there is no other way to pay; what Telegram has against the amount is said below.
     */
    invoiceIfOnlyWay: async (ctx: Ctx, { order, paymentMethods }: OrderView): Promise<void> => {
      const [way, ...others] = paymentMethods
      if (
        order.state !== 'held' ||
        order.total.minor === 0 ||
        others.length > 0 ||
        (way !== 'provider' && way !== 'stars')
      )
        return
      const outcome = await catchRefusal(async () =>
        invoices.send(
          ctx,
          await ordering.choosePaymentMethod({ personId: ctx.person.id, orderId: order.id, method: way }),
          way,
        ),
      )
      if (!outcome.ok)
        await show(ctx, { html: ctx.speech.say(`refusal-${outcome.refusal.code}`, outcome.refusal.facts) })
    },
  }
}

/** What `createOrderDesk` gives. */
export type OrderDesk = ReturnType<typeof createOrderDesk>
