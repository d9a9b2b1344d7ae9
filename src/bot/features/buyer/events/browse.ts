import { InlineKeyboard } from 'grammy'
import { catchFinal } from '../../../../domain/catchRefusal.js'
import { currencyOf, type EventWithTypes, leftOfAll } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import { foldCode, longestCode, type PromoCode } from '../../../../domain/promoCode.js'
import { cut } from '../../../../domain/text.js'
import type { Html } from '../../../../texts/html.js'
import { styledHtml } from '../../../../texts/styled.js'
import type { Speech } from '../../../../texts/texts.js'
import type { OrderMessages } from '../../../live/orderMessages.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { discountIn, paragraphs, pricesIn, shortStartIn, startIn, timeIn, yesNo } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { refusalText, refuse } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { cardFor } from '../../../views/following.js'
import { mainButtons } from '../../../views/mainButtons.js'
import { waitsText } from '../../../views/order.js'

const pageSize = 6
// Of the ticket types that a code is for: the line stands above a card, which has not room for twelve.
const longestNames = 100

type Needs = FeatureNeeds & { readonly orderMessages: OrderMessages }

/** What is on: the list, and an event's card. */
export const createBrowse = ({ services, clock, orderMessages }: Needs) => {
  const page = async (speech: Speech, after?: { readonly startsAt: number; readonly id: number }): Promise<Screen> =>
    listScreen(speech, await services.events.onSale({ after, size: pageSize }), after !== undefined)

  /** Shows the order that waits to be paid, the newest one; without any, what is on. */
  const showHeld = async (ctx: Ctx): Promise<void> => {
    const held = await services.ordering.findHeld(ctx.person.id)
    if (!held) return show(ctx, await page(ctx.speech))
    await orderMessages.place(ctx, held, { below: true, notice: waitsText(ctx.speech, held) })
  }

  /**
   * Shows the event of a link ("slug", "slug_CODE"); a promo code is kept for when tickets are chosen. Refuses with
   * eventNotFound.
   */
  const showBySlug = async (ctx: Ctx, rest: string): Promise<void> => {
    const [slug = '', text] = rest.split('_')
    const found = await services.events.findBySlug(slug)
    const notice = text === undefined || text === '' ? undefined : await bring(ctx, found, text)
    await show(ctx, await card(ctx, found, notice))
  }

  /** Opens the event of a link; where there is none, says so and shows what can be done. */
  const openLink = async (ctx: Ctx, rest: string): Promise<void> => {
    const outcome = await catchFinal(() => showBySlug(ctx, rest))
    if (!outcome.ok) await refuse(ctx, outcome.refusal, mainButtons(ctx.speech))
  }

  // Whoever keeps the last seats does not read "no tickets left" and nothing else.
  const card = async (ctx: Ctx, found: EventWithTypes, notice?: Html): Promise<Screen> => {
    const screen = cardFor(ctx, found, clock.now(), notice)
    const held = leftOfAll(found) > 0 ? undefined : await services.ordering.findHeld(ctx.person.id, found.event.id)
    if (!held) return screen
    const toOrder = InlineKeyboard.text(
      ctx.speech.label('button-open-order'),
      routes.openOrder.data({ orderId: held.order.id }),
    )
    return { ...screen, keyboard: new InlineKeyboard([[toOrder], ...(screen.keyboard?.inline_keyboard ?? [])]) }
  }

  const bring = async (ctx: Ctx, found: EventWithTypes, text: string): Promise<Html> => {
    const act = { personId: ctx.person.id, eventId: found.event.id, text }
    const outcome = await catchFinal(() => services.promoCodes.bring(act))
    if (!outcome.ok) return refusalText(ctx.speech, outcome.refusal)
    const code = outcome.value
    return code
      ? codeText(ctx.speech, found, code, clock.now())
      : ctx.speech.say('promo-link-unknown', { code: cut(foldCode(text), longestCode) })
  }

  const feature: Feature = {
    name: 'browse',
    commands: {
      events: async (ctx) => show(ctx, await page(ctx.speech)),
      buy: (ctx, text) => (text ? showBySlug(ctx, slugIn(text)) : showHeld(ctx)),
    },
    presses: [
      press(routes.eventsPage, async (ctx, { startsAt, eventId }) =>
        redraw(ctx, await page(ctx.speech, eventId === 0 ? undefined : { startsAt, id: eventId })),
      ),
      press(routes.openEvent, async (ctx, { eventId }) =>
        show(ctx, await card(ctx, await services.events.find(eventId))),
      ),
      press(routes.readMore, async (ctx, { eventId }) =>
        show(ctx, { html: styledHtml((await services.events.find(eventId)).event.description) }),
      ),
    ],
  }
  return { feature, openLink }
}

// A whole link pasted behind /buy does as well as the slug alone.
const slugIn = (typed: string): string => /(?:^|e_)([a-z2-7]{10}(?:_[\w-]*)?)$/u.exec(typed)?.[1] ?? typed

const codeText = (speech: Speech, { event, types }: EventWithTypes, code: PromoCode, now: number): Html => {
  if (code.startsAt !== undefined && now < code.startsAt)
    return speech.say('promo-link-notYet', { code: code.code, from: timeIn(speech, code.startsAt, event) })
  if (code.endsAt !== undefined && now >= code.endsAt) return speech.say('promo-link-over', { code: code.code })
  const names = types.filter(({ id, name }) => name !== '' && code.ticketTypeIds.includes(id)).map(({ name }) => name)
  return speech.say('promo-link', {
    code: code.code,
    off: discountIn(speech, code.discount, currencyOf({ types })),
    hasTypes: yesNo(names.length > 0),
    types: cut(names.join(', '), longestNames),
  })
}

const listScreen = (speech: Speech, page: Page<EventWithTypes>, isLater: boolean): Screen => {
  const keyboard = new InlineKeyboard()
  for (const { event } of page.rows)
    keyboard
      .text(
        labelWith(speech, 'event-button', { title: event.title }, { when: shortStartIn(speech, event) }),
        routes.openEvent.data({ eventId: event.id }),
      )
      .row()
  addPaging(keyboard, speech, {
    ...page,
    isLater,
    dataAfter: (last) => routes.eventsPage.data({ startsAt: last?.event.startsAt ?? 0, eventId: last?.event.id ?? 0 }),
  })
  const head = speech.say(page.rows.length > 0 ? 'events-list' : 'events-none')
  return { html: paragraphs(head, ...page.rows.map((row) => lineOf(speech, row))), keyboard }
}

const lineOf = (speech: Speech, found: EventWithTypes): Html => {
  const { event, types } = found
  return speech.say('events-line', {
    title: event.title,
    when: startIn(speech, event),
    price: pricesIn(speech, types),
    left: leftOfAll(found),
  })
}
