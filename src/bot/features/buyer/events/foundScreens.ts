import { InlineKeyboard } from 'grammy'
import { hourMs } from '../../../../domain/duration.js'
import { asksForAnything, type ClockSpan, type EventQuery } from '../../../../domain/eventSearch.js'
import { leftOf } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import { opensAt, saleOf } from '../../../../domain/sale.js'
import { leftOfShown, type SeenEvent } from '../../../../domain/sight.js'
import { cut } from '../../../../domain/text.js'
import type { FoundEvent } from '../../../../services/search/eventSearch.js'
import { date } from '../../../../texts/format.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { paragraphs, pricesIn, shortStartIn, startIn, timeIn, venueIn, yesNo } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging } from '../../../ui/paging.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'

/** How many events a page of what was found has. */
export const pageSize = 6

// So that six of them are a message.
const longestVenue = 80
// A night ends on the next morning, and is the day's before.
const longestDay = 30 * hourMs

/** The days that a search is about: "Fri, 4 December", "Sat, 5 December – Sun, 6 December". */
export const daysIn = (speech: Speech, { from, until }: ClockSpan): string => {
  const dayText = (at: number): string => date(at, 'utc', speech.language, speech.now())
  return until - from <= longestDay ? dayText(from) : `${dayText(from)} – ${dayText(until - 1)}`
}

type Shown = {
  readonly query: EventQuery
  readonly page: Page<FoundEvent>
  readonly note?: Html | undefined
  readonly now: number
  readonly isLater: boolean
}

/** A page of what was found. */
export const foundScreen = (speech: Speech, { query, page, note, now, isLater }: Shown): Screen => {
  const keyboard = new InlineKeyboard()
  addEventButtons(keyboard, speech, page.rows)
  addPaging(keyboard, speech, { ...page, isLater, dataAfter: (last) => pageData(query, last) })
  if (page.rows.length === 0) return nothingScreen(speech, query, keyboard)
  const { span } = query
  const days = span ? daysIn(speech, span) : ''
  const head = note ?? speech.say('finding-list', { hasDays: yesNo(span !== undefined), days })
  return { html: paragraphs(head, ...page.rows.map((row) => foundLine(speech, row, now))), keyboard }
}

/** That there is nothing, and what else may find something. */
export const nothingScreen = (speech: Speech, query: EventQuery, keyboard: InlineKeyboard): Screen => {
  const { words, span } = query
  const isOnlyDays = span !== undefined && words.length === 0 && asksForAnything(query)
  const html = isOnlyDays ? speech.say('finding-none-days', { days: daysIn(speech, span) }) : speech.say('finding-none')
  return { html, keyboard }
}

const pageData = ({ words, span, spanWords }: EventQuery, last: FoundEvent | undefined): string =>
  routes.foundPage.data({
    starts: last?.place.starts ?? 0,
    eventId: last?.place.eventId ?? 0,
    from: Math.floor((span?.from ?? 0) / hourMs),
    until: Math.floor((span?.until ?? 0) / hourMs),
    words: words.join('.'),
    spanWords: spanWords.join('.'),
  })

/** A button for each event, to its card. */
export const addEventButtons = (keyboard: InlineKeyboard, speech: Speech, rows: readonly SeenEvent[]): void => {
  for (const { event } of rows)
    keyboard
      .text(
        labelWith(speech, 'event-button', { title: event.title }, { when: shortStartIn(speech, event) }),
        routes.openEvent.data({ eventId: event.id }),
      )
      .row()
}

/** An event in a list: when, where, and whether there are tickets. */
export const foundLine = (speech: Speech, seen: SeenEvent, now: number): Html =>
  speech.say('finding-line', {
    title: seen.event.title,
    when: startIn(speech, seen.event),
    venue: cut(venueIn(speech, seen.event), longestVenue),
    ...saleFacts(speech, seen, now),
  })

/** Whether tickets can be had now, and from when on. */
const saleFacts = (speech: Speech, seen: SeenEvent, now: number) => {
  const { event, shown } = seen
  const price = shown.length === 0 ? speech.label('price-hidden') : pricesIn(speech, shown)
  const stateOf = (): 'open' | 'none' | 'before' | 'after' => {
    if (shown.length === 0) return 'open'
    if (leftOfShown(seen) === 0) return 'none'
    const sales = shown.filter((type) => leftOf(seen, type) > 0).map((type) => saleOf(event, type, now))
    return (['open', 'before'] as const).find((sale) => sales.includes(sale)) ?? 'after'
  }
  const opening = shown.flatMap((type) => opensAt(event, type) ?? []).filter((at) => at > now)
  const from = opening.length === 0 ? '' : timeIn(speech, Math.min(...opening), event)
  return { price, state: stateOf(), from }
}
