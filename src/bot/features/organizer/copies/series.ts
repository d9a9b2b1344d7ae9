import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import type { SeriesOf } from '../../../../services/events/copies.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { shortStartIn } from '../../../ui/format.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'

const pageSize = 10

/** The dates of a series, for its organizer: each leads to its event. */
export const createSeries = ({ services }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'series',
  presses: [
    press(routes.seriesOf, async (ctx, { eventId, after }) => {
      const found = await services.copies.series({ personId: ctx.person.id, eventId, ...pageAt(after, pageSize) })
      await redraw(ctx, seriesScreen(ctx.speech, found, after !== 0))
    }),
  ],
})

const seriesScreen = (speech: Speech, found: Page<Event> & SeriesOf, isLater: boolean): Screen => {
  const { event, size, rows } = found
  const keyboard = new InlineKeyboard()
  for (const one of rows)
    keyboard
      .text(
        speech.label('series-button', { when: shortStartIn(speech, one), state: one.state }),
        routes.manageEvent.data({ eventId: one.id }),
      )
      .row()
  addPaging(keyboard, speech, {
    ...found,
    isLater,
    dataAfter: (last) => routes.seriesOf.data({ eventId: event.id, after: last?.id ?? 0 }),
  })
  return {
    html: speech.say('series-head', { title: event.title, size, ahead: rows.length }),
    keyboard: keyboard.row().text(speech.label('button-back'), routes.manageEvent.data({ eventId: event.id })),
  }
}
