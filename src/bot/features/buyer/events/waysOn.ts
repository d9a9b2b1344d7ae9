import { InlineKeyboard } from 'grammy'
import type { Page } from '../../../../domain/page.js'
import type { SeenEvent } from '../../../../domain/sight.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { paragraphs } from '../../../ui/format.js'
import { eventsButton } from '../../../ui/keyboards.js'
import { addPaging } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import { addEventButtons, foundLine, pageSize } from './foundScreens.js'

/** Where to go from an event for which there are no tickets: what else its organizer has. */
export const createWaysOn = ({ services, clock }: Pick<FeatureNeeds, 'services' | 'clock'>): Feature => ({
  name: 'waysOn',
  presses: [
    press(routes.organizersOthers, async (ctx, { eventId, startsAt, after }) => {
      const { event } = await services.looking.see({ personId: ctx.person.id, eventId })
      const place = after === 0 ? undefined : { startsAt, id: after }
      const page = await services.events.othersOf(event, { after: place, size: pageSize })
      await show(ctx, othersScreen(ctx.speech, { eventId, page, isLater: after !== 0, now: clock.now() }))
    }),
  ],
})

type Others = {
  readonly eventId: number
  readonly page: Page<SeenEvent>
  readonly isLater: boolean
  readonly now: number
}

const othersScreen = (speech: Speech, { eventId, page, isLater, now }: Others): Screen => {
  const keyboard = new InlineKeyboard()
  addEventButtons(keyboard, speech, page.rows)
  addPaging(keyboard, speech, {
    ...page,
    isLater,
    dataAfter: (last) =>
      routes.organizersOthers.data({ eventId, startsAt: last?.event.startsAt ?? 0, after: last?.event.id ?? 0 }),
  })
  if (page.rows.length === 0)
    return { html: speech.say('organizers-others-none'), keyboard: keyboard.row().add(eventsButton(speech)) }
  const lines = page.rows.map((row) => foundLine(speech, row, now))
  return { html: paragraphs(speech.say('organizers-others'), ...lines), keyboard }
}
