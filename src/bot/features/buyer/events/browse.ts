import { InlineKeyboard } from 'grammy'
import { catchFinal, valueOf } from '../../../../domain/catchRefusal.js'
import type { Page } from '../../../../domain/page.js'
import { leftOfShown, type SeenEvent } from '../../../../domain/sight.js'
import type { Html } from '../../../../texts/html.js'
import { styledHtml } from '../../../../texts/styled.js'
import type { Speech } from '../../../../texts/texts.js'
import type { OrderMessages } from '../../../live/orderMessages.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { paragraphs, pricesIn, startIn } from '../../../ui/format.js'
import { addPaging } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { noteRefusal, refuse } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { mainButtons } from '../../../views/mainButtons.js'
import { waitsText } from '../../../views/order.js'
import type { Cards } from './cards.js'
import type { Finding } from './finding.js'
import { addEventButtons } from './foundScreens.js'

const pageSize = 6
const parts = /^(?<slug>[^_]*)(?:__(?<key>.+)|_(?<code>[^_]*))?/u

type Needs = FeatureNeeds & { readonly orderMessages: OrderMessages } & {
  readonly cards: Cards
  readonly finding: Finding
}

/** What is on: the list, and an event's card. */
export const createBrowse = ({ services, orderMessages, cards, finding }: Needs) => {
  const page = async (speech: Speech, after?: { readonly startsAt: number; readonly id: number }): Promise<Screen> =>
    listScreen(speech, await services.events.onSale({ after, size: pageSize }), after !== undefined)

  /** Shows the order that waits to be paid, the newest one; without any, what is on. */
  const showHeld = async (ctx: Ctx): Promise<void> => {
    const held = await services.ordering.findHeld(ctx.person.id)
    if (!held) return show(ctx, await page(ctx.speech))
    await orderMessages.place(ctx, held, { below: true, notice: waitsText(ctx.speech, held) })
  }

  /**
   * Shows the event of a link ("slug", "slug_CODE", "slug__key"); a promo code is kept for when tickets are chosen, a
   * key opens a hidden ticket type. Refuses with eventNotFound.
   */
  const showBySlug = async (ctx: Ctx, rest: string): Promise<void> => {
    const { slug = '', code = '', key } = parts.exec(rest)?.groups ?? {}
    const found = await services.looking.arrive({ personId: ctx.person.id, slug })
    const { id: eventId } = found.event
    if (key !== undefined) return showWithType(ctx, eventId, key)
    await show(ctx, code === '' ? await cards.screenOf(ctx, found) : (await cards.bring(ctx, eventId, code)).screen)
  }

  const showWithType = async (ctx: Ctx, eventId: number, key: string): Promise<void> => {
    const act = { personId: ctx.person.id, eventId, key }
    const outcome = await catchFinal(() => services.looking.openType(act))
    const notice = outcome.ok ? undefined : noteRefusal(ctx, outcome.refusal)
    await show(ctx, await cards.screenOf(ctx, await cards.see(ctx, eventId), notice))
  }

  /** Opens the event of a link; where there is none, says so and shows what can be done. */
  const openLink = async (ctx: Ctx, rest: string): Promise<void> => {
    const outcome = await catchFinal(() => showBySlug(ctx, rest))
    if (!outcome.ok) await refuse(ctx, outcome.refusal, mainButtons(ctx.speech))
  }

  /** What is no event's link may be a word of its title, a place, a day. Refuses as `showBySlug`. */
  const buy = async (ctx: Ctx, typed: string): Promise<void> => {
    const outcome = await catchFinal(() => showBySlug(ctx, slugIn(typed)))
    const isUnknown = !outcome.ok && outcome.refusal.code === 'eventNotFound'
    if (isUnknown && areWords(typed) && (await finding.showFound(ctx, typed))) return
    valueOf(outcome)
  }

  const feature: Feature = {
    name: 'browse',
    commands: {
      events: async (ctx, text) => (text ? finding.search(ctx, text) : show(ctx, await page(ctx.speech))),
      buy: (ctx, text) => (text ? buy(ctx, text) : showHeld(ctx)),
    },
    presses: [
      press(routes.eventsPage, async (ctx, { startsAt, eventId }) =>
        redraw(ctx, await page(ctx.speech, eventId === 0 ? undefined : { startsAt, id: eventId })),
      ),
      press(routes.openEvent, async (ctx, { eventId }) =>
        show(ctx, await cards.screenOf(ctx, await cards.see(ctx, eventId))),
      ),
      press(routes.readMore, async (ctx, { eventId }) =>
        show(ctx, { html: styledHtml((await cards.see(ctx, eventId)).event.description) }),
      ),
    ],
  }
  return { feature, openLink }
}

// A whole link pasted behind /buy does as well as the slug alone.
const slugIn = (typed: string): string => /(?:^|e_)([a-z2-7]{10}(?:_[\w-]*)?)$/u.exec(typed)?.[1] ?? typed
const areWords = (typed: string): boolean => /^[\p{L}\p{M}\p{N}\s.,!?'’«»“”"&–-]+$/u.test(typed)

const listScreen = (speech: Speech, page: Page<SeenEvent>, isLater: boolean): Screen => {
  const keyboard = new InlineKeyboard()
  addEventButtons(keyboard, speech, page.rows)
  addPaging(keyboard, speech, {
    ...page,
    isLater,
    dataAfter: (last) => routes.eventsPage.data({ startsAt: last?.event.startsAt ?? 0, eventId: last?.event.id ?? 0 }),
  })
  const head = speech.say(page.rows.length > 0 ? 'events-list' : 'events-none')
  // Whoever sees all of them needs no search.
  const hint = page.hasMore ? speech.say('events-hint') : undefined
  return { html: paragraphs(head, ...page.rows.map((row) => lineOf(speech, row)), hint), keyboard }
}

const lineOf = (speech: Speech, seen: SeenEvent): Html => {
  const { event, shown } = seen
  const isClosed = shown.length === 0
  return speech.say('events-line', {
    title: event.title,
    when: startIn(speech, event),
    price: isClosed ? speech.label('price-hidden') : pricesIn(speech, shown),
    left: isClosed ? 1 : leftOfShown(seen),
  })
}
