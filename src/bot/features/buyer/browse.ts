import { Composer, InlineKeyboard } from 'grammy'
import { type EventWithTypes, leftOfAll } from '../../../domain/event.js'
import { cut } from '../../../domain/person.js'
import type { Page } from '../../../services/events.js'
import { escapeHtml } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { button, onButton, rowId, whole } from '../../buttons.js'
import { cardScreen, openEvent, priceIn, readMore, startIn } from '../../card.js'
import type { Ctx } from '../../context.js'
import type { FeatureNeeds } from '../../feature.js'
import { redraw, type Screen, show } from '../../screen.js'

const pageSize = 6

/** A page of what is on: the events after this start and id; both 0 for the first page. */
export const browsePage = button('ev', { startsAt: whole, eventId: rowId })

/** What is on: the list, and an event's card. */
export const createBrowse = ({ services, clock }: FeatureNeeds) => {
  const page = async (speech: Speech, after?: { readonly startsAt: number; readonly id: number }): Promise<Screen> =>
    listScreen(speech, await services.events.onSale({ after, size: pageSize }), after !== undefined)

  /** Shows what is on, as a new message. */
  const showList = async (ctx: Ctx): Promise<void> => show(ctx, await page(ctx.speech))

  /** Shows the event of a link. Refuses with eventNotFound. */
  const showBySlug = async (ctx: Ctx, slug: string): Promise<void> =>
    show(ctx, cardScreen(ctx.speech, await services.events.findBySlug(slug), clock.now()))

  const feature = new Composer<Ctx>()
  feature.command('events', showList)
  feature.command('buy', (ctx) => (ctx.match.trim() ? showBySlug(ctx, slugOf(ctx.match)) : showList(ctx)))
  onButton(feature, browsePage, async (ctx, { startsAt, eventId }) => {
    await redraw(ctx, await page(ctx.speech, eventId === 0 ? undefined : { startsAt, id: eventId }))
    return undefined
  })
  onButton(feature, openEvent, async (ctx, { eventId }) => {
    await show(ctx, cardScreen(ctx.speech, await services.events.find(eventId), clock.now()))
    return undefined
  })
  onButton(feature, readMore, async (ctx, { eventId }) => {
    await show(ctx, { html: escapeHtml((await services.events.find(eventId)).event.description) })
    return undefined
  })
  return { feature, showList, showBySlug }
}

/** What `createBrowse` gives. */
export type Browse = ReturnType<typeof createBrowse>

// A whole link pasted behind /buy does as well as the slug alone.
const slugOf = (typed: string): string => /(?:^|e_)([a-z2-7]+)\s*$/u.exec(typed.trim())?.[1] ?? typed.trim()

const listScreen = (speech: Speech, { rows, hasMore }: Page<EventWithTypes>, isLater: boolean): Screen => {
  const keyboard = new InlineKeyboard()
  for (const row of rows) keyboard.text(lineOf(speech, row), openEvent.data({ eventId: row.event.id })).row()
  if (isLater) keyboard.text(speech.label('button-first-page'), browsePage.data({ startsAt: 0, eventId: 0 }))
  const last = rows.at(-1)?.event
  if (hasMore && last) keyboard.text(speech.label('button-next-page'), browsePage.data({ startsAt: last.startsAt, eventId: last.id }))
  return { html: speech.say(rows.length > 0 ? 'events-list' : 'events-none'), keyboard }
}

const lineOf = (speech: Speech, found: EventWithTypes): string => {
  const { event, types: [type] } = found
  return speech.label('events-line', {
    title: cut(event.title, 40),
    when: startIn(speech, event).replace(/ \(.*/u, ''),
    price: priceIn(speech, type.price),
    left: leftOfAll(found),
  })
}
