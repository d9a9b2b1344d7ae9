import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import { offerMinuteChoices, usualOfferMinutes } from '../../../../domain/waitingList.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { ticked } from '../../../ui/format.js'
import { yesOrBack } from '../../../ui/keyboards.js'
import { pageAt } from '../../../ui/paging.js'
import { press, type Press, type PressHandler } from '../../../ui/press.js'
import type { Prompting } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { buyerOf } from '../../../views/people/person.js'
import { type LinePage, lineScreen } from './lineScreen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & { readonly prompting: Prompting }

const pageSize = 10
const firstPage: LinePage = { after: 0, before: 0 }

/** Makes the function that draws who waits for an event, in place of what was pressed. */
const createDrawLine =
  ({ services: { waiting }, clock, prompting }: Needs) =>
  async (ctx: Press, eventId: number, page = firstPage, notice?: Html): Promise<void> => {
    const line = await waiting.line({ personId: ctx.person.id, eventId, ...pageAt(page.after, pageSize) })
    await prompting.leave(ctx, lineScreen(ctx.speech, line, { ...page, now: clock.now(), notice }))
  }

/** Who waits for an event: its organizer sees them, offers by hand, pauses and closes. */
export const createLine = (needs: Needs): Feature => ({
  name: 'line',
  presses: [...linePresses(needs), ...closingPresses(needs), ...offerTimePresses(needs)],
})

const linePresses = (needs: Needs): readonly PressHandler[] => {
  const { waiting } = needs.services
  const draw = createDrawLine(needs)
  return [
    press(routes.lineOf, (ctx, { eventId, ...page }) => draw(ctx, eventId, page)),
    press(routes.offerNow, async (ctx, { eventId, entryId, ...page }) => {
      const { order } = await waiting.offerTo({ personId: ctx.person.id, entryId })
      await draw(ctx, eventId, page, ctx.speech.say('line-offered', { person: buyerOf(order) }))
    }),
    press(routes.setLine, async (ctx, { eventId, to }) => {
      await waiting.setLine({ personId: ctx.person.id, eventId, to })
      await draw(ctx, eventId, firstPage, ctx.speech.say(to === 'open' ? 'line-going-on' : 'line-paused'))
    }),
  ]
}

const closingPresses = (needs: Needs): readonly PressHandler[] => {
  const { waiting } = needs.services
  const draw = createDrawLine(needs)
  return [
    press(routes.askCloseLine, async (ctx, { eventId }) => {
      const { event, people } = await waiting.line({ personId: ctx.person.id, eventId, size: 1 })
      const back = routes.lineOf.data({ eventId, ...firstPage })
      await needs.prompting.leave(ctx, {
        html: ctx.speech.say('line-close-ask', { title: event.title, people }),
        keyboard: yesOrBack(ctx.speech, routes.closeLine.data({ eventId }), back),
      })
    }),
    press(routes.closeLine, async (ctx, { eventId }) => {
      await waiting.setLine({ personId: ctx.person.id, eventId, to: 'closed' })
      await draw(ctx, eventId, firstPage, ctx.speech.say('line-closed'))
    }),
  ]
}

const offerTimePresses = ({ services: { events, waiting }, prompting }: Needs): readonly PressHandler[] => [
  press(routes.offerTime, async (ctx, { eventId }) => {
    const { event } = await events.forOrganizer(ctx.person.id, eventId)
    await prompting.leave(ctx, offerTimeScreen(ctx.speech, event))
  }),
  press(routes.setOfferTime, async (ctx, { eventId, minutes }) => {
    await waiting.setOfferMinutes({ personId: ctx.person.id, eventId, minutes })
    const { event } = await events.forOrganizer(ctx.person.id, eventId)
    await prompting.leave(ctx, offerTimeScreen(ctx.speech, event))
    return { text: ctx.speech.label('offer-time-saved') }
  }),
]

const offerTimeScreen = (speech: Speech, event: Pick<Event, 'id' | 'title' | 'offerMinutes'>): Screen => {
  const { id: eventId, title, offerMinutes = usualOfferMinutes } = event
  const keyboard = new InlineKeyboard()
  for (const minutes of offerMinuteChoices)
    keyboard
      .text(
        ticked(offerMinutes === minutes, speech.label(`button-offer-time-m${minutes}`)),
        routes.setOfferTime.data({ eventId, minutes }),
      )
      .row()
  return {
    html: speech.say('offer-time', { title }),
    keyboard: keyboard.text(speech.label('button-back'), routes.lineOf.data({ eventId, ...firstPage })),
  }
}
