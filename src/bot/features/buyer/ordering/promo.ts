import { InlineKeyboard } from 'grammy'
import { catchFinal, valueOf } from '../../../../domain/catchRefusal.js'
import type { RefusalCode } from '../../../../domain/refusal.js'
import type { OrderMessages } from '../../../live/orderMessages.js'
import type { Invoices, OnlyInvoice } from '../../../payments/invoices.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { closeAt, type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw } from '../../../ui/screen.js'
import { openedText, takenText } from '../../../views/ordering/promoCodes.js'

type Needs = Pick<FeatureNeeds, 'services'> & {
  readonly orderMessages: OrderMessages
  readonly invoices: Pick<Invoices, 'withdraw'>
  readonly invoiceIfOnlyWay: OnlyInvoice
  readonly prompting: Prompting
}

const kind = 'promoCode'

// After these another code would not help.
const final: ReadonlySet<RefusalCode> = new Set([
  'orderNotFound',
  'orderPaid',
  'orderNotOpen',
  'holdOver',
  'proofLookedAt',
])

/** Asks for the promo code of an order, below all else. */
export const createAskForCode =
  ({ prompting }: Pick<Needs, 'prompting'>) =>
  (ctx: Ctx, orderId: number): Promise<void> =>
    prompting.ask(
      ctx,
      { kind, subject: orderId },
      {
        html: ctx.speech.say('promo-ask'),
        keyboard: new InlineKeyboard().text(ctx.speech.label('button-no-code'), routes.noCode.data({ orderId })),
      },
    )

/** How a promo code is asked for. */
export type AskForCode = ReturnType<typeof createAskForCode>

/** Typing a promo code for an order. */
export const createPromo = (needs: Needs): Feature => {
  const {
    services: { ordering },
    orderMessages,
    invoices,
    invoiceIfOnlyWay,
    prompting,
  } = needs

  const redeem = async (ctx: Ctx, orderId: number, text: string): Promise<void> => {
    const redeemed = ordering.redeem({ personId: ctx.person.id, orderId, text })
    const outcome = await catchFinal(() => redeemed.catch(closeAt((code) => final.has(code))))
    const opened = outcome.ok ? undefined : openedText(ctx.speech, outcome.refusal)
    if (opened) return orderMessages.placeNow(ctx, orderId, { below: true, notice: opened })
    const order = valueOf(outcome)
    await invoices.withdraw(ctx, orderId)
    const notice = takenText(ctx.speech, order)
    await orderMessages.place(ctx, order, { below: true, notice })
    await invoiceIfOnlyWay(ctx, order)
  }

  return {
    name: 'promo',
    presses: [
      press(routes.noCode, async (ctx, { orderId }) => {
        // The button outlives its question: one who has typed the code has it.
        const { order } = await ordering.view({ personId: ctx.person.id, orderId })
        await prompting.forget(ctx)
        const html =
          order.promoCode === undefined
            ? ctx.speech.say('promo-stopped')
            : ctx.speech.say('promo-taken', { code: order.promoCode })
        await redraw(ctx, { html })
      }),
    ],
    answers: { [kind]: (ctx, { subject }, said) => redeem(ctx, subject, textOf(said, 'code')) },
  }
}
