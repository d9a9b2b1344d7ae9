import { hourMs } from '../../../../domain/duration.js'
import { type EventQuery, queryOf } from '../../../../domain/eventSearch.js'
import { otherLayout } from '../../../../domain/keyboardLayout.js'
import type { Page } from '../../../../domain/page.js'
import { cut } from '../../../../domain/text.js'
import type { FoundEvent } from '../../../../services/search/eventSearch.js'
import type { Html } from '../../../../texts/html.js'
import { spanWithin } from '../../../../texts/times/searchedDays.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, show } from '../../../ui/screen.js'
import { mainButtons } from '../../../views/mainButtons.js'
import type { Cards } from './cards.js'
import { daysIn, foundScreen, nothingScreen, pageSize } from './foundScreens.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & { readonly cards: Cards }

// What is longer, or has more lines, is no title.
const longestSearch = 80

// What people say to a bot without looking for anything, and not what an event would be called.
const smallTalk =
  /^(?:привет|здравствуйте|здравствуй|добрый день|добрый вечер|доброе утро|спасибо|благодарю|пожалуйста|ок|окей|да|нет|помощь|помогите|меню|отмена|стоп|старт|начать|hi|hello|hey|thanks|thank you|thx|please|ok|okay|yes|no|help|menu|cancel|stop|start)$/u

type Found = {
  readonly query: EventQuery
  readonly page: Page<FoundEvent>
  /** What has to be said of it, where it is not just what was asked for. */
  readonly note?: Html
}

/** Finding events by a word, a place or a day: behind /events, or written just so. */
export const createFinding = ({ services: { eventSearch }, clock, cards }: Needs) => {
  const queryIn = async (ctx: Ctx, text: string): Promise<EventQuery> => {
    const zone = await eventSearch.zoneOf(ctx.person.id)
    return queryOf(spanWithin(text, { now: clock.now(), zone, language: ctx.speech.language }) ?? { others: text })
  }

  const find = (ctx: Ctx, query: EventQuery, after?: FoundEvent['place']): Promise<Page<FoundEvent>> =>
    eventSearch.find({ personId: ctx.person.id, query, after, size: pageSize })

  const foundBy = async (ctx: Ctx, query: EventQuery): Promise<Found | undefined> => {
    const page = await find(ctx, query)
    if (page.rows.length > 0) return { query, page }
    const { words, span } = query
    if (!span || words.length === 0) return undefined
    const anyDay = { words, span: undefined, spanWords: [] }
    const others = await find(ctx, anyDay)
    if (others.rows.length === 0) return undefined
    return {
      query: anyDay,
      page: others,
      note: ctx.speech.say('finding-other-days', { days: daysIn(ctx.speech, span) }),
    }
  }

  /** As it is typed; as another keyboard would have typed it; and with a slip. */
  const lookFor = async (ctx: Ctx, text: string, query: EventQuery): Promise<Found | undefined> => {
    const found = (await foundBy(ctx, query)) ?? (await foundBy(ctx, await queryIn(ctx, otherLayout(text))))
    if (found || query.words.length === 0) return found
    const rows = await eventSearch.nearest({ query, size: pageSize })
    if (rows.length === 0) return undefined
    return { query, page: { rows, hasMore: false }, note: ctx.speech.say('finding-near') }
  }

  const tell = async (ctx: Ctx, { query, page, note }: Found): Promise<void> => {
    const [only, ...others] = page.rows
    if (only && others.length === 0 && !page.hasMore)
      return show(ctx, await cards.screenOf(ctx, await cards.see(ctx, only.event.id), note))
    await show(ctx, foundScreen(ctx.speech, { query, page, note, now: clock.now(), isLater: false }))
  }

  const answer = async (ctx: Ctx, query: EventQuery, found: Found | undefined): Promise<void> =>
    found ? tell(ctx, found) : show(ctx, nothingScreen(ctx.speech, query, mainButtons(ctx.speech)))

  /** Shows what is found, or says that there is nothing. */
  const search = async (ctx: Ctx, typed: string): Promise<void> => {
    const text = cut(typed, longestSearch)
    const query = await queryIn(ctx, text)
    await answer(ctx, query, await lookFor(ctx, text, query))
  }

  /** Shows what is found; false: there is nothing. */
  const showFound = async (ctx: Ctx, text: string): Promise<boolean> => {
    const found = maySearch(text) ? await lookFor(ctx, text, await queryIn(ctx, text)) : undefined
    if (found) await tell(ctx, found)
    return found !== undefined
  }

  const feature: Feature = {
    name: 'finding',
    presses: [
      press(routes.foundPage, async (ctx, { starts, eventId, from, until, words, spanWords }) => {
        const span = until === 0 ? undefined : { from: from * hourMs, until: until * hourMs }
        const query = { words: split(words), span, spanWords: split(spanWords) }
        const isLater = eventId !== 0
        const page = await find(ctx, query, isLater ? { starts, eventId } : undefined)
        await redraw(ctx, foundScreen(ctx.speech, { query, page, now: clock.now(), isLater }))
      }),
    ],
    messages: async (ctx) => {
      const { text } = ctx.message ?? {}
      if (text === undefined || !maySearch(text)) return false
      const query = await queryIn(ctx, text)
      const found = await lookFor(ctx, text, query)
      if (!found && isSmallTalk(text)) return false
      await answer(ctx, query, found)
      return true
    },
  }
  return { feature, search, showFound }
}

/** How features find events. */
export type Finding = Pick<ReturnType<typeof createFinding>, 'search' | 'showFound'>

const split = (words: string): readonly string[] => words.split('.').filter((word) => word !== '')

const aDate = /^\s*\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?\s*$/u

// A number alone is an answer that came too late, such as how many tickets; a link is no title.
const maySearch = (text: string): boolean =>
  text.length <= longestSearch &&
  !/^\/|\n|:\/\/|\bt\.me\//u.test(text.trim()) &&
  (/\p{L}/u.test(text) || aDate.test(text))

const isSmallTalk = (text: string): boolean => smallTalk.test(text.toLowerCase().replace(/[\s\p{P}\p{S}]+$/u, ''))
