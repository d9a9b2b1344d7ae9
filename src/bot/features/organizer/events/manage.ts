import { InlineKeyboard } from 'grammy'
import { isDoorOpen } from '../../../../domain/door.js'
import { currencyOf, hasEnded, leftOfAll, takenOf } from '../../../../domain/event.js'
import type { EventWithSales } from '../../../../services/events/events.js'
import type { MoneyReport } from '../../../../services/payments/moneyReports.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import { money } from '../../../../texts/format.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { press, type Press } from '../../../ui/press.js'
import { startIn } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import type { Links } from '../../../telegram/links.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import type { RefundProgress } from '../../../live/refundProgress.js'
import { routes } from '../../../ui/routes.js'

const buyersPage = 20

/** What an organizer does with one event. */
export const createManage = ({
  services,
  clock,
  links,
  liveRefunds,
}: FeatureNeeds & { readonly liveRefunds: Pick<RefundProgress, 'wake'> }) => {
  const draw = async (ctx: Press, eventId: number, notice?: Html): Promise<void> => {
    const personId = ctx.person.id
    await services.prompts.clear(personId)
    const found = {
      ...(await services.saleSettings.view({ personId, eventId })),
      ...(await services.events.forOrganizer(personId, eventId)),
    }
    await redraw(ctx, manageScreen(ctx.speech, links, found, clock.now(), notice))
  }

  const buyersScreen = async (ctx: Ctx, eventId: number, after: number | undefined): Promise<Screen> => {
    const { event, rows, hasMore } = await services.events.buyers(ctx.person.id, eventId, { after, size: buyersPage })
    const { speech } = ctx
    const lines = rows.map((order) =>
      speech.say('buyers-line', {
        buyer: order.buyerName,
        quantity: order.quantity,
        total: money(order.total, speech.language),
        order: String(order.id),
        state: order.state,
      }),
    )
    const keyboard = new InlineKeyboard()
    const last = rows.at(-1)
    if (hasMore && last)
      keyboard.text(speech.label('button-next-page'), routes.buyers.data({ eventId, after: last.id })).row()
    keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
    return {
      html: joinHtml(
        [speech.say(rows.length > 0 ? 'buyers-head' : 'buyers-none', { title: event.title }), ...lines],
        '\n',
      ),
      keyboard,
    }
  }
  const feature: Feature = {
    name: 'manage',
    presses: [
      press(routes.manageEvent, (ctx, { eventId }) => draw(ctx, eventId)),
      press(routes.unpublish, async (ctx, { eventId }) => {
        await services.publishing.unpublish(ctx.person.id, eventId)
        return draw(ctx, eventId, ctx.speech.say('manage-unpublished'))
      }),
      press(routes.putOnSale, async (ctx, { eventId }) => {
        await services.publishing.putOnSale(ctx.person.id, eventId)
        return draw(ctx, eventId, ctx.speech.say('manage-published'))
      }),
      press(routes.askCancelEvent, async (ctx, { eventId }) => {
        const { event, sales } = await services.events.forOrganizer(ctx.person.id, eventId)
        const money = await services.moneyReports.ofEvent(ctx.person.id, eventId)
        const ask = joinHtml(
          [
            ctx.speech.say('manage-cancel-ask', { title: event.title, sold: sales.tickets }),
            ...moneyBack(ctx.speech, money),
          ],
          '\n\n',
        )
        await redraw(ctx, questionScreen(ctx.speech, ask, routes.cancelEvent.data({ eventId }), eventId))
      }),
      press(routes.cancelEvent, async (ctx, { eventId }) => {
        await services.publishing.cancel(ctx.person.id, eventId)
        liveRefunds.wake()
        return draw(ctx, eventId, ctx.speech.say('manage-cancelled'))
      }),
      press(routes.askRemoveEvent, async (ctx, { eventId }) => {
        const { event } = await services.events.forOrganizer(ctx.person.id, eventId)
        await redraw(
          ctx,
          questionScreen(
            ctx.speech,
            ctx.speech.say('manage-remove-ask', { title: event.title }),
            routes.removeEvent.data({ eventId }),
            eventId,
          ),
        )
      }),
      press(routes.removeEvent, async (ctx, { eventId }) => {
        await services.publishing.remove(ctx.person.id, eventId)
        await redraw(ctx, {
          html: ctx.speech.say('manage-removed'),
          keyboard: new InlineKeyboard().text(ctx.speech.label('button-my-events'), routes.myEvents.data({ after: 0 })),
        })
      }),
      press(routes.buyers, async (ctx, { eventId, after }) => {
        await redraw(ctx, await buyersScreen(ctx, eventId, after === 0 ? undefined : after))
      }),
      press(routes.resend, async (ctx, { eventId }) => {
        const count = await services.events.resend(ctx.person.id, eventId)
        return draw(ctx, eventId, ctx.speech.say('manage-resent', { count }))
      }),
    ],
  }
  return feature
}

const questionScreen = (speech: Speech, html: Html, yes: string, eventId: number): Screen => ({
  html,
  keyboard: new InlineKeyboard()
    .text(speech.label('button-yes-do-it'), yes)
    .danger()
    .row()
    .text(speech.label('button-back'), routes.manageEvent.data({ eventId })),
})

// What was paid before goes back when the event is off: Stars by themselves, all else by its organizer.
const moneyBack = (speech: Speech, { byMethod, refundable }: MoneyReport): readonly Html[] => {
  const back = byMethod.filter(({ method, net }) => method !== 'atDoor' && net > 0)
  if (back.length === 0) return []
  const sumOf = (rows: MoneyReport['byMethod']): string =>
    rows.map(({ net, currency }) => money({ minor: net, currency }, speech.language)).join(' + ')
  const [inStars, byHand] = [
    back.filter(({ method }) => method === 'stars'),
    back.filter(({ method }) => method !== 'stars'),
  ]
  return [
    joinHtml(
      [
        speech.say('manage-cancel-orders', { orders: refundable }),
        ...(inStars.length > 0 ? [speech.say('manage-cancel-stars', { sum: sumOf(inStars) })] : []),
        ...(byHand.length > 0 ? [speech.say('manage-cancel-tasks', { sum: sumOf(byHand) })] : []),
      ],
      '\n',
    ),
  ]
}

type Managed = SaleSettings &
  EventWithSales & { readonly troubled: { readonly late: number; readonly givenUp: number } }

const manageScreen = (speech: Speech, links: Links, found: Managed, now: number, notice?: Html): Screen => {
  const { event, sales, troubled } = found
  const ended = hasEnded(event, now)
  const body = speech.say('manage', {
    title: event.title,
    when: startIn(speech, event),
    venue: event.venue,
    state: event.state === 'published' && ended ? 'ended' : event.state,
    sold: sales.tickets,
    held: [...found.held.values()].reduce((sum, held) => sum + held, 0),
    left: leftOfAll(found),
    money: money({ minor: sales.total, currency: currencyOf(found) }, speech.language),
  })
  const link = event.state === 'published' ? speech.say('manage-link', { link: links.event(event.slug) }) : undefined
  const trouble = troubled.late + troubled.givenUp > 0 ? speech.say('manage-troubled', troubled) : undefined
  const html = joinHtml(
    [notice, joinHtml([body, ...(ended ? [] : waysLine(speech, found))], '\n'), trouble, link].filter(
      (line) => line !== undefined,
    ),
    '\n\n',
  )
  return { html, keyboard: manageButtons(speech, links, found, now) }
}

const waysLine = (speech: Speech, { event, types, openMethods }: Managed): readonly Html[] => {
  if (event.state === 'cancelled' || types.every(({ price }) => price.minor === 0)) return []
  return [
    openMethods.length === 0
      ? speech.say('ways-none-open')
      : speech.say('manage-ways', { ways: openMethods.map((way) => speech.label(`way-${way}`)).join(', ') }),
  ]
}

const manageButtons = (
  speech: Speech,
  links: Links,
  { event, types, troubled }: Managed,
  now: number,
): InlineKeyboard => {
  const { id: eventId } = event
  const ended = hasEnded(event, now)
  const keyboard = new InlineKeyboard()
  if (event.state === 'published' && !ended) {
    const link = links.event(event.slug)
    keyboard
      .url(speech.label('button-share'), links.share(link, event.title))
      .copyText(speech.label('button-copy-link'), link)
      .row()
  }
  keyboard
    .text(speech.label('button-buyers'), routes.buyers.data({ eventId, after: 0 }))
    .text(speech.label('button-show-card'), routes.openEvent.data({ eventId }))
    .row()
  keyboard.text(speech.label('button-money'), routes.moneyOf.data({ eventId })).row()
  if (isDoorOpen(event, now))
    keyboard
      .text(speech.label('button-door'), routes.openDoor.data({ eventId }))
      .text(speech.label('button-staff'), routes.staffOf.data({ eventId }))
      .row()
  if (troubled.givenUp > 0) keyboard.text(speech.label('button-resend'), routes.resend.data({ eventId })).row()
  if (event.state !== 'cancelled' && !ended) {
    keyboard.text(speech.label('button-edit'), routes.editEvent.data({ eventId }))
    if (event.state === 'published')
      keyboard.text(speech.label('button-unpublish'), routes.unpublish.data({ eventId })).row()
    else keyboard.text(speech.label('button-publish-again'), routes.putOnSale.data({ eventId })).success().row()
    keyboard
      .text(speech.label('button-types'), routes.ticketTypesOf.data({ eventId }))
      .text(speech.label('button-ways'), routes.paymentMethodsOf.data({ eventId }))
      .row()
    keyboard
      .text(speech.label('button-codes'), routes.promoCodesOf.data({ eventId }))
      .text(speech.label('button-give-back-policy'), routes.giveBackPolicy.data({ eventId }))
      .row()
    keyboard.text(speech.label('button-cancel-event'), routes.askCancelEvent.data({ eventId })).danger()
  }
  // Cancelled orders count, too: what was sold once is not deleted.
  if (takenOf(types) === 0)
    keyboard.text(speech.label('button-remove'), routes.askRemoveEvent.data({ eventId })).danger()
  return keyboard.row().text(speech.label('button-my-events'), routes.myEvents.data({ after: 0 }))
}
