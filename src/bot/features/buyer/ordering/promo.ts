import { InlineKeyboard } from 'grammy'
import { Refusal, type RefusalCode } from '../../../../domain/refusal.js'
import { catchRefusal } from '../../../../domain/catchRefusal.js'
import type { Prompting } from '../../../ui/prompts.js'
import { press } from '../../../ui/press.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, show } from '../../../ui/screen.js'
import type { OrderDesk } from './orderDesk.js'
import { routes } from '../../../ui/routes.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly desk: OrderDesk; readonly prompting: Prompting }

// After these another code would not help.
const final: ReadonlySet<RefusalCode> = new Set([
  'orderNotFound',
  'orderPaid',
  'orderNotOpen',
  'holdOver',
  'proofLookedAt',
])

/** Typing a promo code for an order. */
export const createPromo = ({ services: { ordering }, desk, prompting }: Needs) => {
  /** Asks for a promo code, below all else. */
  const ask = async (ctx: Ctx, orderId: number): Promise<void> => {
    await prompting.ask(ctx, { kind: 'promoCode', subject: orderId })
    await show(ctx, {
      html: ctx.speech.say('promo-ask'),
      keyboard: new InlineKeyboard().text(ctx.speech.label('button-no-code'), routes.noCode.data({ orderId })),
    })
  }

  const feature: Feature = {
    name: 'promo',
    presses: [
      press(routes.noCode, async (ctx, { orderId }) => {
        // The button outlives its question: one who has typed the code has it.
        const { order } = await ordering.view({ personId: ctx.person.id, orderId })
        await prompting.forget(ctx)
        await redraw(ctx, {
          html:
            order.promoCode === undefined
              ? ctx.speech.say('promo-stopped')
              : ctx.speech.say('promo-taken', { code: order.promoCode }),
        })
      }),
    ],
    answers: {
      promoCode: async (ctx, { subject }, { text }) => {
        if (text === undefined) throw new Refusal('textNeeded')
        const outcome = await catchRefusal(() => ordering.redeem({ personId: ctx.person.id, orderId: subject, text }))
        if (!outcome.ok) {
          if (final.has(outcome.refusal.code)) await prompting.forget(ctx)
          throw new Refusal(outcome.refusal.code, outcome.refusal.facts)
        }
        await desk.place(ctx, outcome.value, {
          below: true,
          notice: ctx.speech.say('promo-taken', { code: outcome.value.order.promoCode ?? '' }),
        })
        await desk.invoiceIfOnlyWay(ctx, outcome.value)
      },
    },
  }
  return { feature, ask }
}

/** What `createPromo` gives. */
export type Promo = ReturnType<typeof createPromo>
