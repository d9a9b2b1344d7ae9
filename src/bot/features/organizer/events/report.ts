import { InlineKeyboard } from 'grammy'
import type { Page } from '../../../../domain/page.js'
import type { Event } from '../../../../domain/event.js'
import type { Words } from '../../../../services/afterwards/eventReports.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { paragraphs } from '../../../ui/format.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { createReportScreen } from '../../../views/afterwards/eventReport.js'

// So that the longest still fit into one message.
const pageSize = 5

type Needs = Pick<FeatureNeeds, 'services' | 'printer' | 'log'>

/** What an event came to, as it is now, and what its guests wrote. */
export const createReport = (needs: Needs): Feature => {
  const { eventReports } = needs.services
  const reportScreen = createReportScreen(needs)

  const words = async ({ speech, person }: Ctx, eventId: number, after: number): Promise<Screen> => {
    const { event, ...page } = await eventReports.words(person.id, eventId, pageAt(after, pageSize))
    return wordsScreen(speech, event, page, after !== 0)
  }

  return {
    name: 'report',
    presses: [
      press(routes.eventReport, async (ctx, { eventId }) => {
        const report = await eventReports.ofEvent(ctx.person.id, eventId)
        await show(ctx, await reportScreen(ctx.speech, report))
      }),
      press(routes.ratingWords, async (ctx, { eventId, after }) => show(ctx, await words(ctx, eventId, after))),
      press(routes.ratingWordsPage, async (ctx, { eventId, after }) => redraw(ctx, await words(ctx, eventId, after))),
    ],
  }
}

const wordsScreen = (
  speech: Speech,
  { id: eventId, title }: Pick<Event, 'id' | 'title'>,
  page: Page<Words>,
  isLater: boolean,
): Screen => {
  const keyboard = new InlineKeyboard()
  const dataAfter = (last?: Words): string => routes.ratingWordsPage.data({ eventId, after: last?.place ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater, dataAfter })
  const said = page.rows.map(({ words }) => speech.say('rating-words', { words }))
  const head = speech.say(said.length > 0 || isLater ? 'rating-words-head' : 'rating-words-none', { title })
  return { html: paragraphs(head, ...said), keyboard }
}
