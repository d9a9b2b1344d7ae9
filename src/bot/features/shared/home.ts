import { Composer, InlineKeyboard } from 'grammy'
import { type Language, languages } from '../../../domain/person.js'
import { catchRefusal } from '../../../domain/catchRefusal.js'
import type { Speech } from '../../../texts/texts.js'
import { onButton } from '../../ui/buttons.js'
import type { Ctx } from '../../ui/context.js'
import type { FeatureNeeds } from '../../ui/featureNeeds.js'
import type { FormStorage } from '../../updates/forms.js'
import { redraw, type Screen, show } from '../../ui/screen.js'
import { openDeepLink, type DeepLinks } from '../../ui/deepLinks.js'
import { type Browse } from '../buyer/events/browse.js'
import { routes } from '../../ui/routes.js'

const names: Readonly<Record<Language, string>> = { ru: '🇷🇺 Русский', en: '🇬🇧 English' }

type Needs = FeatureNeeds & { readonly starts: DeepLinks; readonly forms: FormStorage }

/** Opens the event of a link; where there is none, says so and shows what can be done. */
export const createEventLink =
  ({ showBySlug }: Pick<Browse, 'showBySlug'>) =>
  async (ctx: Ctx, slug: string): Promise<void> => {
    const outcome = await catchRefusal(() => showBySlug(ctx, slug))
    if (outcome.ok) return
    ctx.refused = outcome.refusal.code
    await show(ctx, {
      ...homeScreen(ctx),
      html: ctx.speech.say(`refusal-${outcome.refusal.code}`, outcome.refusal.facts),
    })
  }

/** The front door: /start with and without a link, /help, /language, /cancel. */
export const createHome = ({ services, texts, starts, forms }: Needs) => {
  const feature = new Composer<Ctx>()

  feature.command('start', async (ctx) => {
    if (!(await openDeepLink(starts, ctx, ctx.match.trim()))) await show(ctx, homeScreen(ctx))
  })
  feature.command('help', (ctx) => show(ctx, { html: ctx.speech.say('help'), keyboard: mainButtons(ctx.speech) }))
  feature.command('cancel', async (ctx) => {
    forms.forget(ctx.person.id)
    const had = await services.drafts.discard(ctx.person.id)
    await show(ctx, {
      html: ctx.speech.say(had ? 'cancel-done' : ctx.hasEndedQuestion ? 'cancel-question' : 'cancel-nothing'),
      keyboard: mainButtons(ctx.speech),
    })
  })
  feature.command('language', (ctx) => show(ctx, { html: ctx.speech.say('language-ask'), keyboard: languageButtons() }))
  onButton(feature, routes.chooseLanguage, async (ctx, { language }) => {
    await services.people.chooseLanguage(ctx.person.id, language)
    ctx.speech = texts.in(language)
    await redraw(ctx, { html: ctx.speech.say('language-set'), keyboard: mainButtons(ctx.speech) })
    return undefined
  })
  return feature
}

const homeScreen = (ctx: Ctx): Screen => ({
  html: ctx.speech.say('start', { name: ctx.person.displayName }),
  keyboard: mainButtons(ctx.speech),
})

const languageButtons = (): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  for (const language of languages) keyboard.text(names[language], routes.chooseLanguage.data({ language }))
  return keyboard
}

/** The main actions. */
export const mainButtons = (speech: Speech): InlineKeyboard =>
  new InlineKeyboard()
    .text(speech.label('button-events'), routes.eventsPage.data({ startsAt: 0, eventId: 0 }))
    .row()
    .text(speech.label('button-my-tickets'), routes.myTickets.data({ after: 0 }))
    .text(speech.label('button-my-orders'), routes.showOrders.data({}))
    .row()
    .text(speech.label('button-new-event'), routes.createEvent.data({}))
    .text(speech.label('button-my-events'), routes.myEvents.data({ after: 0 }))
