import { parseEdge } from '../../../../texts/times/when.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { show } from '../../../ui/screen.js'
import { saleStartScreen } from './saleStartScreen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & { readonly prompting: Prompting }

const kind = 'saleStart'

/** From when on an event sells: its organizer types the moment, or opens the sale at once. */
export const createSaleStart = ({ services: { events, selling }, clock, prompting }: Needs): Feature => ({
  name: 'saleStart',
  presses: [
    press(routes.askSaleStart, async (ctx, { eventId }) => {
      const { event } = await events.forOrganizer(ctx.person.id, eventId)
      await prompting.askInPlace(ctx, { kind, subject: eventId }, saleStartScreen(ctx.speech, event, clock.now()))
    }),
    press(routes.liftSaleStart, async (ctx, { eventId }) => {
      const event = await selling.setSaleFrom({ personId: ctx.person.id, eventId, saleFrom: undefined })
      const notice = ctx.speech.say('setting-saved')
      await prompting.leave(ctx, saleStartScreen(ctx.speech, event, clock.now(), notice))
    }),
  ],
  answers: {
    [kind]: async (ctx, { subject: eventId }, said) => {
      const { event } = await events.forOrganizer(ctx.person.id, eventId)
      const reading = { now: clock.now(), language: ctx.speech.language, zone: event.zone }
      const saleFrom = parseEdge(textOf(said, 'saleFrom'), reading, 'from')
      const after = await selling.setSaleFrom({ personId: ctx.person.id, eventId, saleFrom })
      await show(ctx, saleStartScreen(ctx.speech, after, clock.now(), ctx.speech.say('setting-saved')))
    },
  },
})
