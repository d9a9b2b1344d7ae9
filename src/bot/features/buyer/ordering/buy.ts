import { catchFinal, valueOf } from '../../../../domain/catchRefusal.js'
import { quantityIn } from '../../../../domain/quantity.js'
import { leftOfShown } from '../../../../domain/sight.js'
import type { EventCard } from '../../../../services/events/looking.js'
import type { OrderView } from '../../../../services/ordering/orderView.js'
import type { Html } from '../../../../texts/html.js'
import { joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { OrderMessages } from '../../../live/orderMessages.js'
import type { OnlyInvoice } from '../../../payments/invoices.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { yesNo } from '../../../ui/format.js'
import { press, type Press } from '../../../ui/press.js'
import type { Prompting } from '../../../ui/prompts.js'
import { noteRefusal, refusalText, type Refused } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { boughtScreen, waitsText } from '../../../views/order.js'
import { openedText, takenText } from '../../../views/ordering/promoCodes.js'
import { confirmScreen, quantityScreen, typesScreen } from './buyScreens.js'
import type { AskForCode } from './promo.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & {
  readonly orderMessages: OrderMessages
  readonly invoiceIfOnlyWay: OnlyInvoice
  readonly askForCode: AskForCode
  readonly prompting: Prompting
  readonly cards: { readonly screenOf: (ctx: Ctx, card: EventCard, notice?: Html) => Promise<Screen> }
}
const kind = 'quantity'

type Wish = { readonly eventId: number; readonly ticketTypeId: number; readonly quantity: number }

/** Buying: which, how many, then confirm, or hold the seats until they are paid. */
export const createBuy = (needs: Needs): Feature => {
  const {
    services: { looking, choosing, ordering },
    orderMessages,
    invoiceIfOnlyWay,
    askForCode,
    prompting,
    cards,
  } = needs
  const showHeld = createHeldOrders(needs)
  const { redrawCard, orRefuse } = createCardDrawing(needs)

  const hold = async (ctx: Ctx, { ticketTypeId, quantity }: Wish, screen: number): Promise<OrderView> => {
    const requestKey = `${ctx.person.id}:${screen}`
    const held = await ordering.hold({ buyerId: ctx.person.id, ticketTypeId, quantity, requestKey })
    await orderMessages.place(ctx, held, { notice: noticeOf(ctx.speech, held) })
    return held
  }

  const choose = async (ctx: Press, { eventId, ticketTypeId }: Choosing): Promise<void> => {
    const choices = await choosing.choicesFor({ personId: ctx.person.id, eventId })
    if (choices.isOpen) return showHeld(ctx, eventId, choices.brought)
    const [only, ...others] = choices.shown
    const type = others.length === 0 ? only : choices.shown.find(({ id }) => id === ticketTypeId)
    if (!type) return redraw(ctx, typesScreen(ctx.speech, choices))
    await redraw(ctx, quantityScreen(ctx.speech, choices, choosing.mustBeIn(choices, type.id)))
    // A number may be typed as well.
    await prompting.expect(ctx, { kind, subject: eventId, detail: String(type.id) })
  }

  const take = async (ctx: Ctx, wish: Wish): Promise<void> => {
    const { update_id: screen } = ctx.update
    const picked = await choosing.pick({ personId: ctx.person.id, ...wish })
    if (!picked.needsHold) return redraw(ctx, confirmScreen(ctx.speech, picked, wish.quantity, screen))
    const held = await hold(ctx, wish, screen)
    if (held.isNew) await invoiceIfOnlyWay(ctx, held)
  }

  return {
    name: 'buy',
    presses: [
      press(routes.chooseQuantity, (ctx, wish) => orRefuse(ctx, wish.eventId, () => choose(ctx, wish))),
      press(routes.chooseType, (ctx, wish) => orRefuse(ctx, wish.eventId, () => choose(ctx, wish))),
      press(routes.chosen, (ctx, wish) =>
        orRefuse(ctx, wish.eventId, async () => {
          await prompting.forget(ctx)
          await take(ctx, wish)
        }),
      ),
      press(routes.confirm, (ctx, { eventId, screen, total, ...wish }) =>
        orRefuse(ctx, eventId, async () => {
          const requestKey = `${ctx.person.id}:${screen}`
          const bought = await ordering.buy({ ...wish, shownMinor: total, buyerId: ctx.person.id, requestKey })
          // The same screen held the seats before, for a promo code: that order says by itself what became of it.
          if (bought.order.state !== 'confirmed') return orderMessages.placeNow(ctx, bought.order.id)
          await redraw(ctx, boughtScreen(ctx.speech, bought))
        }),
      ),
      press(routes.holdForCode, (ctx, { screen, ...wish }) =>
        orRefuse(ctx, wish.eventId, async () => {
          const { order } = await hold(ctx, wish, screen)
          if (order.state === 'held' && order.proofAt === undefined) await askForCode(ctx, order.id)
        }),
      ),
      press(routes.backToCard, async (ctx, { eventId }) => {
        await prompting.forget(ctx)
        await redrawCard(ctx, eventId)
      }),
      press(routes.lookAgain, async (ctx, { eventId }) => {
        const card = await redrawCard(ctx, eventId)
        const left = leftOfShown(card)
        return { text: ctx.speech.label('looked-again', { left, isHeld: yesNo(card.held !== undefined) }) }
      }),
    ],
    answers: {
      // What is no number was not meant as one.
      [kind]: async (ctx, { subject: eventId, detail }, { text = '' }) => {
        const quantity = quantityIn(text)
        if (quantity === undefined) return 'passed'
        const outcome = await catchFinal(() => take(ctx, { eventId, ticketTypeId: Number(detail), quantity }))
        if (outcome.ok || outcome.refusal.code !== 'soldOut') {
          valueOf(outcome)
          return undefined
        }
        // The card says whether they are only held, and has the waiting list.
        const card = await looking.see({ personId: ctx.person.id, eventId })
        await show(ctx, await cards.screenOf(ctx, card, noticeFor(ctx, outcome.refusal, card)))
        return undefined
      },
    },
  }
}

/** The card of what is bought, again and again while it is. */
const createCardDrawing = ({ services, cards }: Pick<Needs, 'services' | 'cards'>) => {
  const redrawCard = async (ctx: Press, eventId: number, refusal?: Refused): Promise<EventCard> => {
    const card = await services.looking.see({ personId: ctx.person.id, eventId })
    const notice = refusal && noticeFor(ctx, refusal, card)
    await redraw(ctx, await cards.screenOf(ctx, card, notice))
    return card
  }

  /** Draws the card again with the refusal above it: what changed since the person looked is what they need to see. */
  const orRefuse = async (ctx: Press, eventId: number, work: () => Promise<void>): Promise<void> => {
    const outcome = await catchFinal(work)
    if (outcome.ok) return
    await redrawCard(ctx, eventId, outcome.refusal)
  }

  return { redrawCard, orRefuse }
}

type Choosing = { readonly eventId: number; readonly ticketTypeId?: number }

/** Shows the order that a person has of an event already, instead of making a second one. */
const createHeldOrders = ({ services: { ordering }, orderMessages, invoiceIfOnlyWay }: Needs) => {
  // They came back by a link with a promo code, which the card promised them.
  const redeem = async (ctx: Press, held: OrderView, text: string): Promise<void> => {
    const act = { personId: ctx.person.id, orderId: held.order.id, text }
    const outcome = await catchFinal(() => ordering.redeem(act))
    if (!outcome.ok) return orderMessages.place(ctx, held, { notice: codeRefusedText(ctx.speech, outcome.refusal) })
    await orderMessages.place(ctx, outcome.value, { notice: takenText(ctx.speech, outcome.value) })
    await invoiceIfOnlyWay(ctx, outcome.value)
  }

  return async (ctx: Press, eventId: number, brought: string | undefined): Promise<void> => {
    const held = await ordering.findHeld(ctx.person.id, eventId)
    if (!held) return
    if (brought === undefined || held.order.promoCodeId !== undefined || held.order.proofAt !== undefined)
      return orderMessages.place(ctx, held, { notice: waitsText(ctx.speech, held) })
    await redeem(ctx, held, brought)
  }
}

/** A refusal above a card, which says by itself that all is held for now. */
const noticeFor = (ctx: Ctx, refusal: Refused, { held }: EventCard): Html => {
  const sentence = noteRefusal(ctx, refusal)
  return held && refusal.code === 'soldOut' ? ctx.speech.say('held-faster') : sentence
}

const noticeOf = (speech: Speech, held: OrderView): Html | undefined => {
  if (!held.isNew) return waitsText(speech, held)
  return held.codeRefused && codeRefusedText(speech, { code: held.codeRefused })
}

const codeRefusedText = (speech: Speech, refusal: Refused): Html =>
  openedText(speech, refusal) ?? joinHtml([refusalText(speech, refusal), speech.say('promo-seats-stay')], ' ')
