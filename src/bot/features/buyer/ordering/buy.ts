import type { Refusal } from '../../../../domain/refusal.js'
import { catchRefusal } from '../../../../domain/catchRefusal.js'
import type { OrderView } from '../../../../services/ordering/orderView.js'
import type { Html } from '../../../../texts/html.js'
import { joinHtml } from '../../../../texts/html.js'
import { press, type Press } from '../../../ui/press.js'
import { cardScreen } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw } from '../../../ui/screen.js'
import { confirmScreen, quantityScreen, typesScreen } from './buyScreens.js'
import type { OrderDesk } from './orderDesk.js'
import { boughtScreen, waitsIn } from './orderScreen.js'
import type { Promo } from './promo.js'
import { routes } from '../../../ui/routes.js'

type Needs = FeatureNeeds & { readonly desk: OrderDesk; readonly promo: Promo }
type Wish = { readonly eventId: number; readonly ticketTypeId: number; readonly quantity: number }

/** Buying: which, how many, then confirm, or hold the seats until they are paid. */
export const createBuy = ({ services: { events, choosing, ordering }, clock, desk, promo }: Needs) => {
  /** Draws the card again with the refusal above it: what changed since the person looked is what they need to see. */
  const refuse = async (ctx: Press, eventId: number, refusal: Pick<Refusal, 'code' | 'facts'>): Promise<void> => {
    ctx.refused = refusal.code
    const notice = ctx.speech.say(`refusal-${refusal.code}`, refusal.facts)
    await redraw(ctx, cardScreen(ctx.speech, await events.find(eventId), clock.now(), notice))
  }

  const orRefuse = async (ctx: Press, eventId: number, work: () => Promise<void>): Promise<void> => {
    const outcome = await catchRefusal(work)
    if (!outcome.ok) await refuse(ctx, eventId, outcome.refusal)
  }

  /** Shows the order that the person has of this event already, instead of making a second one. */
  const showOpen = async (ctx: Press, eventId: number, brought: string | undefined): Promise<void> => {
    const open = await ordering.findHeld(ctx.person.id, eventId)
    if (!open) return
    if (brought === undefined || open.order.promoCodeId !== undefined || open.order.proofAt !== undefined)
      return desk.place(ctx, open, { notice: waitsIn(ctx.speech, open) })
    await redeem(ctx, open, brought)
  }

  // They came back by a link with a promo code, which the card promised them.
  const redeem = async (ctx: Press, open: OrderView, text: string): Promise<void> => {
    const outcome = await catchRefusal(() => ordering.redeem({ personId: ctx.person.id, orderId: open.order.id, text }))
    if (!outcome.ok) return desk.place(ctx, open, { notice: codeRefusedIn(ctx, outcome.refusal) })
    await desk.place(ctx, outcome.value, {
      notice: ctx.speech.say('promo-taken', { code: outcome.value.order.promoCode ?? '' }),
    })
    await desk.invoiceIfOnlyWay(ctx, outcome.value)
  }

  const codeRefusedIn = ({ speech }: Ctx, { code, facts }: Pick<Refusal, 'code' | 'facts'>): Html =>
    joinHtml([speech.say(`refusal-${code}`, facts), speech.say('promo-seats-stay')], ' ')

  const noticeOf = (ctx: Ctx, open: OrderView): Html | undefined => {
    if (!open.isNew) return waitsIn(ctx.speech, open)
    return open.codeRefused && codeRefusedIn(ctx, { code: open.codeRefused, facts: {} })
  }

  const hold = async (ctx: Press, { ticketTypeId, quantity }: Wish, screen: number): Promise<OrderView> => {
    const open = await ordering.hold({
      buyerId: ctx.person.id,
      ticketTypeId,
      quantity,
      requestKey: `${ctx.person.id}:${screen}`,
    })
    await desk.place(ctx, open, { notice: noticeOf(ctx, open) })
    return open
  }

  const choose = async (
    ctx: Press,
    { eventId, ticketTypeId }: Omit<Wish, 'quantity' | 'ticketTypeId'> & { readonly ticketTypeId?: number },
  ): Promise<void> => {
    const choices = await choosing.choicesFor({ personId: ctx.person.id, eventId })
    if (choices.isOpen) return showOpen(ctx, eventId, choices.brought)
    const [only, ...others] = choices.types
    const type = others.length === 0 ? only : choices.types.find(({ id }) => id === ticketTypeId)
    await redraw(
      ctx,
      type
        ? quantityScreen(ctx.speech, choices, choosing.mustBeIn(choices, type.id))
        : typesScreen(ctx.speech, choices),
    )
  }

  const feature: Feature = {
    name: 'buy',
    presses: [
      press(routes.chooseQuantity, (ctx, wish) => orRefuse(ctx, wish.eventId, () => choose(ctx, wish))),
      press(routes.chooseType, (ctx, wish) => orRefuse(ctx, wish.eventId, () => choose(ctx, wish))),
      press(routes.chosen, (ctx, wish) =>
        orRefuse(ctx, wish.eventId, async () => {
          const picked = await choosing.pick({ personId: ctx.person.id, ...wish })
          if (!picked.needsHold)
            return redraw(ctx, confirmScreen(ctx.speech, picked, wish.quantity, ctx.update.update_id))
          const open = await hold(ctx, wish, ctx.update.update_id)
          if (open.isNew) await desk.invoiceIfOnlyWay(ctx, open)
        }),
      ),
      press(routes.confirm, (ctx, { eventId, screen, total, ...wish }) =>
        orRefuse(ctx, eventId, async () => {
          const bought = await ordering.buy({
            ...wish,
            shownMinor: total,
            buyerId: ctx.person.id,
            requestKey: `${ctx.person.id}:${screen}`,
          })
          await redraw(ctx, boughtScreen(ctx.speech, bought))
        }),
      ),
      press(routes.holdForCode, (ctx, { screen, ...wish }) =>
        orRefuse(ctx, wish.eventId, async () => {
          const { order } = await hold(ctx, wish, screen)
          if (order.state === 'held' && order.proofAt === undefined) await promo.ask(ctx, order.id)
        }),
      ),
      press(routes.backToCard, async (ctx, { eventId }) => {
        await redraw(ctx, cardScreen(ctx.speech, await events.find(eventId), clock.now()))
      }),
    ],
  }
  return feature
}
