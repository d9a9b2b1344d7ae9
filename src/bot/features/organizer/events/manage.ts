import { InlineKeyboard } from 'grammy'
import type { MoneyReport } from '../../../../services/payments/moneyReports.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { RefundProgress } from '../../../live/refundProgress.js'
import { starsLackingText } from '../../../payments/starBalance.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { lines, paragraphs, sumIn } from '../../../ui/format.js'
import { yesOrBack } from '../../../ui/keyboards.js'
import { press, type Press } from '../../../ui/press.js'
import type { Prompting } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw } from '../../../ui/screen.js'
import { manageScreen } from './manageScreen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock' | 'links'> & {
  readonly prompting: Prompting
  readonly liveRefunds: Pick<RefundProgress, 'wake'>
}

/** What an organizer does with one event. */
export const createManage = ({ services, clock, links, prompting, liveRefunds }: Needs): Feature => {
  const { events, publishing, moneyReports } = services

  const draw = async (ctx: Press, eventId: number, notice?: Html): Promise<void> => {
    const act = { personId: ctx.person.id, eventId }
    const found = { ...(await services.saleSettings.view(act)), ...(await events.forOrganizer(act.personId, eventId)) }
    await prompting.leave(ctx, manageScreen(ctx.speech, links, found, { now: clock.now(), notice }))
  }

  const ask = (ctx: Press, html: Html, yes: string, eventId: number): Promise<void> =>
    redraw(ctx, { html, keyboard: yesOrBack(ctx.speech, yes, routes.manageEvent.data({ eventId })) })

  return {
    name: 'manage',
    presses: [
      press(routes.manageEvent, (ctx, { eventId }) => draw(ctx, eventId)),
      press(routes.unpublish, async (ctx, { eventId }) => {
        await publishing.unpublish(ctx.person.id, eventId)
        await draw(ctx, eventId, ctx.speech.say('manage-unpublished'))
      }),
      press(routes.putOnSale, async (ctx, { eventId }) => {
        await publishing.putOnSale(ctx.person.id, eventId)
        await draw(ctx, eventId, ctx.speech.say('manage-published'))
      }),
      press(routes.askCancelEvent, async (ctx, { eventId }) => {
        const { event, sales } = await events.forOrganizer(ctx.person.id, eventId)
        const report = await moneyReports.ofEvent(ctx.person.id, eventId)
        const question = ctx.speech.say('manage-cancel-ask', { title: event.title, sold: sales.tickets })
        const html = paragraphs(question, moneyBack(ctx.speech, report), await starsLackingText(ctx, starsLeft(report)))
        await ask(ctx, html, routes.cancelEvent.data({ eventId }), eventId)
      }),
      press(routes.cancelEvent, async (ctx, { eventId }) => {
        await publishing.cancel(ctx.person.id, eventId)
        liveRefunds.wake()
        await draw(ctx, eventId, ctx.speech.say('manage-cancelled'))
      }),
      press(routes.askRemoveEvent, async (ctx, { eventId }) => {
        const { event } = await events.forOrganizer(ctx.person.id, eventId)
        const html = ctx.speech.say('manage-remove-ask', { title: event.title })
        await ask(ctx, html, routes.removeEvent.data({ eventId }), eventId)
      }),
      press(routes.removeEvent, async (ctx, { eventId }) => {
        await publishing.remove(ctx.person.id, eventId)
        await redraw(ctx, {
          html: ctx.speech.say('manage-removed'),
          keyboard: new InlineKeyboard().text(ctx.speech.label('button-my-events'), routes.myEvents.data({ after: 0 })),
        })
      }),
      press(routes.resend, async (ctx, { eventId }) => {
        const count = await events.resend(ctx.person.id, eventId)
        await draw(ctx, eventId, ctx.speech.say('manage-resent', { count }))
      }),
    ],
  }
}

const starsLeft = ({ byMethod }: MoneyReport): number =>
  byMethod.filter(({ method }) => method === 'stars').reduce((sum, { net }) => sum + net, 0)

// What was paid before goes back when the event is off: Stars by themselves, all else by its organizer.
const moneyBack = (speech: Speech, { byMethod, refundable }: MoneyReport): Html | undefined => {
  const back = byMethod
    .filter(({ method, net }) => method !== 'atDoor' && net > 0)
    .map(({ method, net, currency }) => ({ isStars: method === 'stars', minor: net, currency }))
  if (back.length === 0) return undefined
  const inStars = back.filter(({ isStars }) => isStars)
  const byHand = back.filter(({ isStars }) => !isStars)
  return lines(
    speech.say('manage-cancel-orders', { orders: refundable }),
    inStars.length > 0 ? speech.say('manage-cancel-stars', { sum: sumIn(speech, inStars) }) : undefined,
    byHand.length > 0 ? speech.say('manage-cancel-tasks', { sum: sumIn(speech, byHand) }) : undefined,
  )
}
