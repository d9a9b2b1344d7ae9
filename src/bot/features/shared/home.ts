import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../domain/event.js'
import { type Language, languages } from '../../../domain/person.js'
import type { OrderView } from '../../../services/ordering/orderView.js'
import type { Html } from '../../../texts/html.js'
import type { OrderMessages } from '../../live/orderMessages.js'
import type { FormStorage } from '../../updates/forms.js'
import type { Ctx } from '../../ui/context.js'
import { type DeepLinks, openDeepLink } from '../../ui/deepLinks.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { press } from '../../ui/press.js'
import { routes } from '../../ui/routes.js'
import { redraw, show } from '../../ui/screen.js'
import { mainButtons } from '../../views/mainButtons.js'

const names: Readonly<Record<Language, string>> = { ru: '🇷🇺 Русский', en: '🇬🇧 English' }

type Needs = FeatureNeeds & {
  readonly deepLinks: DeepLinks
  readonly forms: FormStorage
  readonly orderMessages: OrderMessages
}

/** The front door: /start with and without a link, /help, /language, /cancel. */
export const createHome = ({ services, texts, deepLinks, forms, orderMessages }: Needs): Feature => ({
  name: 'home',
  commands: {
    start: async (ctx, payload) => {
      if (!(await openDeepLink(deepLinks, ctx, payload)))
        await showHome(ctx, await services.doorView.near(ctx.person.id))
    },
    help: (ctx) => show(ctx, { html: ctx.speech.say('help'), keyboard: mainButtons(ctx.speech) }),
    cancel: async (ctx) => {
      forms.forget(ctx.person.id)
      const had = await services.drafts.discard(ctx.person.id)
      const held = had ? undefined : await services.ordering.findHeld(ctx.person.id)
      // Only its own button cancels an order: nobody loses their seats by a word that was meant otherwise.
      if (held) return orderMessages.place(ctx, held, { below: true, notice: heldText(ctx, held) })
      await show(ctx, {
        html: ctx.speech.say(had ? 'cancel-done' : ctx.hasEndedQuestion ? 'cancel-question' : 'cancel-nothing'),
        keyboard: mainButtons(ctx.speech),
      })
    },
    language: (ctx) => show(ctx, { html: ctx.speech.say('language-ask'), keyboard: languageButtons() }),
  },
  presses: [
    press(routes.chooseLanguage, async (ctx, { language }) => {
      await services.people.chooseLanguage(ctx.person.id, language)
      ctx.speech = texts.in(language)
      await redraw(ctx, { html: ctx.speech.say('language-set'), keyboard: mainButtons(ctx.speech) })
    }),
  ],
})

const heldText = ({ speech }: Ctx, { order }: OrderView): Html | undefined =>
  order.proofAt === undefined ? speech.say('cancel-held', { order: String(order.id) }) : undefined

const showHome = (ctx: Ctx, doors: readonly Event[]): Promise<void> =>
  show(ctx, {
    html: ctx.speech.say('start', { name: ctx.person.displayName }),
    keyboard: doorButton(ctx, doors).append(mainButtons(ctx.speech)),
  })

/** Whoever works at a door that is near or open most likely came for it. */
const doorButton = ({ speech }: Ctx, [only, ...others]: readonly Event[]): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  if (!only) return keyboard
  const data = others.length > 0 ? routes.chooseDoor.data({}) : routes.openDoor.data({ eventId: only.id })
  return keyboard.text(speech.label('button-door'), data).success().row()
}

const languageButtons = (): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  for (const language of languages) keyboard.text(names[language], routes.chooseLanguage.data({ language }))
  return keyboard
}
