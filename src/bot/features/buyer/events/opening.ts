import { InlineKeyboard } from 'grammy'
import { Refusal } from '../../../../domain/refusal.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, show } from '../../../ui/screen.js'
import type { Cards } from './cards.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting; readonly cards: Cards }

const kind = 'cardCode'

/** What an event's card opens: a word when tickets go on sale, and what is hidden behind a promo code. */
export const createOpening = ({ services: { openingReminders }, prompting, cards }: Needs): Feature => ({
  name: 'opening',
  presses: [
    press(routes.remindOpening, async (ctx, { eventId, to }) => {
      const isOn = to === 'on'
      const isSet = await openingReminders.set({ personId: ctx.person.id, eventId, isOn })
      await redraw(ctx, await cards.screenOf(ctx, await cards.see(ctx, eventId)))
      return { text: ctx.speech.label(isOn ? (isSet ? 'reminder-on' : 'reminder-late') : 'reminder-off') }
    }),
    press(routes.askCardCode, async (ctx, { eventId }) => {
      await cards.see(ctx, eventId)
      const keyboard = new InlineKeyboard().text(
        ctx.speech.label('button-no-code'),
        routes.leaveCardCode.data({ eventId }),
      )
      await prompting.ask(ctx, { kind, subject: eventId }, { html: ctx.speech.say('promo-ask'), keyboard })
    }),
    press(routes.leaveCardCode, async (ctx, { eventId }) => {
      await prompting.forget(ctx)
      await redraw(ctx, await cards.screenOf(ctx, await cards.see(ctx, eventId)))
    }),
  ],
  answers: {
    [kind]: async (ctx, { subject: eventId }, said) => {
      const { screen, isKnown } = await cards.bring(ctx, eventId, textOf(said, 'code'))
      if (!isKnown) throw new Refusal('promoCodeUnknown')
      await show(ctx, screen)
    },
  },
})
