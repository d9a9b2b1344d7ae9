import { InlineKeyboard } from 'grammy'
import { currencyOf } from '../../../../domain/event.js'
import { stars } from '../../../../domain/money.js'
import type { PaymentMethod } from '../../../../domain/order.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Prompting } from '../../../ui/prompts.js'
import { press } from '../../../ui/press.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { textOf } from '../ticketTypes/ticketTypes.js'
import { routes } from '../../../ui/routes.js'

type Needs = FeatureNeeds & { readonly prompting: Prompting }

const detailsAsk = 'transferDetails'

/** How an event's tickets can be paid: its organizer opens and closes each way, and says where to transfer money to. */
export const createPaymentMethods = ({ services: { saleSettings: offers }, prompting, payments }: Needs) => {
  const hasProvider = payments.providerToken !== undefined
  const draw = async (ctx: Ctx, offer: SaleSettings, notice?: Html): Promise<void> => {
    await prompting.forget(ctx)
    await redraw(ctx, waysScreen(ctx.speech, offer, hasProvider, notice))
  }
  const ask = async (ctx: Ctx, offer: SaleSettings): Promise<void> => {
    await redraw(ctx, detailsScreen(ctx.speech, offer))
    await prompting.ask(ctx, { kind: detailsAsk, subject: offer.event.id })
  }

  const feature: Feature = {
    name: 'paymentMethods',
    presses: [
      press(routes.paymentMethodsOf, async (ctx, { eventId }) =>
        draw(ctx, await offers.view({ personId: ctx.person.id, eventId })),
      ),
      press(routes.openPaymentMethod, async (ctx, { eventId, way }) => {
        const offer = await offers.view({ personId: ctx.person.id, eventId })
        if (way === 'transfer' && offer.event.transferDetails === undefined) return ask(ctx, offer)
        return draw(ctx, await offers.setPaymentMethod({ personId: ctx.person.id, eventId, method: way, isOpen: true }))
      }),
      press(routes.closePaymentMethod, async (ctx, { eventId, way }) =>
        draw(ctx, await offers.setPaymentMethod({ personId: ctx.person.id, eventId, method: way, isOpen: false })),
      ),
      press(routes.askTransferDetails, async (ctx, { eventId }) =>
        ask(ctx, await offers.view({ personId: ctx.person.id, eventId })),
      ),
    ],
    answers: {
      [detailsAsk]: async (ctx, { subject: eventId }, { text }) => {
        const offer = await offers.setTransfer({ personId: ctx.person.id, eventId, details: textOf(text) })
        await show(ctx, waysScreen(ctx.speech, offer, hasProvider, ctx.speech.say('setting-saved')))
      },
    },
  }
  return feature
}

const waysScreen = (speech: Speech, offer: SaleSettings, hasProvider: boolean, notice?: Html): Screen => {
  const { event } = offer
  const isStars = currencyOf(offer) === stars
  const lines = [
    notice,
    speech.say('ways-head', { title: event.title }),
    offer.openMethods.length === 0 ? speech.say('ways-none-open') : undefined,
    isStars
      ? speech.say('ways-stars')
      : joinHtml(
          offer.possibleMethods.map((way) => speech.say(`ways-about-${way}`)),
          '\n',
        ),
    isChosen(offer, 'transfer') && event.transferDetails !== undefined
      ? speech.say('ways-transfer-details', { details: event.transferDetails })
      : undefined,
    isStars || hasProvider ? undefined : speech.say('ways-no-provider'),
    isStars || !hasProvider || offer.possibleMethods.includes('provider')
      ? undefined
      : speech.say('ways-no-currency', { currency: currencyOf(offer) }),
  ]
  return {
    html: joinHtml(
      lines.filter((line) => line !== undefined),
      '\n\n',
    ),
    keyboard: waysButtons(speech, offer),
  }
}

const isChosen = ({ event, possibleMethods }: SaleSettings, way: PaymentMethod): boolean =>
  event.paymentMethods.includes(way) && possibleMethods.includes(way)

const waysButtons = (speech: Speech, offer: SaleSettings): InlineKeyboard => {
  const { id: eventId, transferDetails } = offer.event
  const keyboard = new InlineKeyboard()
  // The one way of an event in Stars is nothing to choose.
  for (const way of offer.possibleMethods.filter((one) => one !== 'stars' || !isChosen(offer, one))) {
    const label = speech.label(`way-${way}`)
    if (isChosen(offer, way)) keyboard.text(`✔️ ${label}`, routes.closePaymentMethod.data({ eventId, way })).row()
    else keyboard.text(label, routes.openPaymentMethod.data({ eventId, way })).row()
  }
  if (isChosen(offer, 'transfer') && transferDetails !== undefined)
    keyboard.text(speech.label('button-transfer-details'), routes.askTransferDetails.data({ eventId })).row()
  return keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
}

const detailsScreen = (speech: Speech, { event }: SaleSettings): Screen => ({
  html: speech.say('ways-ask-transfer'),
  keyboard: new InlineKeyboard().text(speech.label('button-back'), routes.paymentMethodsOf.data({ eventId: event.id })),
})
