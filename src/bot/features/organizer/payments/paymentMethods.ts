import { InlineKeyboard } from 'grammy'
import { currencyOf } from '../../../../domain/event.js'
import { stars } from '../../../../domain/money.js'
import type { PaymentMethod } from '../../../../domain/order.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { currencyIn, lines, paragraphs, ticked } from '../../../ui/format.js'
import { backTo } from '../../../ui/keyboards.js'
import { press, type Press } from '../../../ui/press.js'
import { type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import { outOfReachText } from '../../../views/money.js'
import { transferDetailsText } from '../../../views/transferDetails.js'

type Needs = Pick<FeatureNeeds, 'services' | 'payments'> & { readonly prompting: Prompting }

const kind = 'transferDetails'

/** How an event's tickets can be paid: its organizer opens and closes each way, and says where to transfer money to. */
export const createPaymentMethods = ({ services: { saleSettings }, prompting, payments }: Needs): Feature => {
  const hasProvider = payments.providerToken !== undefined
  const view = (ctx: Press, eventId: number): Promise<SaleSettings> =>
    saleSettings.view({ personId: ctx.person.id, eventId })
  const draw = (ctx: Press, settings: SaleSettings): Promise<void> =>
    prompting.leave(ctx, methodsScreen(ctx.speech, settings, hasProvider))
  const turn = async (ctx: Press, eventId: number, method: PaymentMethod, isOpen: boolean): Promise<void> =>
    draw(ctx, await saleSettings.setPaymentMethod({ personId: ctx.person.id, eventId, method, isOpen }))
  const ask = (ctx: Press, eventId: number): Promise<void> =>
    prompting.askInPlace(ctx, { kind, subject: eventId }, detailsScreen(ctx.speech, eventId))

  return {
    name: 'paymentMethods',
    presses: [
      press(routes.paymentMethodsOf, async (ctx, { eventId }) => draw(ctx, await view(ctx, eventId))),
      press(routes.openPaymentMethod, async (ctx, { eventId, method }) => {
        const { event } = await view(ctx, eventId)
        const isUnknown = method === 'transfer' && event.transferDetails === undefined
        await (isUnknown ? ask(ctx, eventId) : turn(ctx, eventId, method, true))
      }),
      press(routes.closePaymentMethod, (ctx, { eventId, method }) => turn(ctx, eventId, method, false)),
      press(routes.askTransferDetails, async (ctx, { eventId }) => {
        const { event } = await view(ctx, eventId)
        await ask(ctx, event.id)
      }),
    ],
    answers: {
      [kind]: async (ctx, { subject: eventId }, said) => {
        const act = { personId: ctx.person.id, eventId }
        const { styled = textOf(said, kind) } = said.text === undefined ? {} : said
        const settings = await saleSettings.setTransfer({ ...act, details: styled })
        await show(ctx, methodsScreen(ctx.speech, settings, hasProvider, ctx.speech.say('setting-saved')))
      },
    },
  }
}

const methodsScreen = (speech: Speech, settings: SaleSettings, hasProvider: boolean, notice?: Html): Screen => ({
  html: paragraphs(
    notice,
    speech.say('ways-head', { title: settings.event.title }),
    settings.openMethods.length === 0 ? speech.say('ways-none-open') : undefined,
    ...(currencyOf(settings) === stars
      ? [speech.say(settings.isNamed ? 'ways-stars' : 'ways-not-named')]
      : methodsTexts(speech, settings, hasProvider)),
    outOfReachText(
      speech,
      settings.types.map(({ price }) => price),
      settings.openMethods,
    ),
  ),
  keyboard: methodsButtons(speech, settings),
})

const methodsTexts = (speech: Speech, settings: SaleSettings, hasProvider: boolean): readonly (Html | undefined)[] => {
  const { possibleMethods } = settings
  const details = detailsOf(settings)
  return [
    lines(...possibleMethods.map((method) => speech.say(`ways-about-${method}`))),
    details === undefined
      ? undefined
      : speech.say('ways-transfer-details', { details: transferDetailsText(speech, details) }),
    cardsText(speech, settings, hasProvider),
  ]
}

/** Why there are no cards; undefined where there are. */
const cardsText = (speech: Speech, settings: SaleSettings, hasProvider: boolean): Html | undefined => {
  if (!settings.isNamed) return speech.say('ways-not-named')
  if (!hasProvider) return speech.say('ways-no-provider')
  return settings.possibleMethods.includes('provider')
    ? undefined
    : speech.say('ways-no-currency', { money: currencyIn(speech, currencyOf(settings)) })
}

const isChosen = ({ event, possibleMethods }: SaleSettings, method: PaymentMethod): boolean =>
  event.paymentMethods.includes(method) && possibleMethods.includes(method)

/** Where to transfer money to, while that can be done. */
const detailsOf = (settings: SaleSettings): string | undefined =>
  isChosen(settings, 'transfer') ? settings.event.transferDetails : undefined

const methodsButtons = (speech: Speech, settings: SaleSettings): InlineKeyboard => {
  const { id: eventId } = settings.event
  const keyboard = new InlineKeyboard()
  for (const method of settings.possibleMethods) {
    const chosen = isChosen(settings, method)
    // The one way of an event in Stars is nothing to choose.
    if (method === 'stars' && chosen) continue
    const route = chosen ? routes.closePaymentMethod : routes.openPaymentMethod
    keyboard.text(ticked(chosen, speech.label(`way-${method}`)), route.data({ eventId, method })).row()
  }
  if (detailsOf(settings) !== undefined)
    keyboard.text(speech.label('button-transfer-details'), routes.askTransferDetails.data({ eventId })).row()
  return keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
}

const detailsScreen = (speech: Speech, eventId: number): Screen => ({
  html: speech.say('ways-ask-transfer'),
  keyboard: backTo(speech, routes.paymentMethodsOf.data({ eventId })),
})
