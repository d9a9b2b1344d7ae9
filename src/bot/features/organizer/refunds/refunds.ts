import { InlineKeyboard } from 'grammy'
import { type Order, priceOfOne } from '../../../../domain/order.js'
import { cut } from '../../../../domain/text.js'
import type { Page } from '../../../../domain/page.js'
import type { RefundPlan } from '../../../../services/refunds/refundPlan.js'
import { money } from '../../../../texts/format.js'
import { joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { press, type Press, type Toast } from '../../../ui/press.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import type { Feature } from '../../../ui/feature.js'
import { drawMoney, type MoneyMessageNeeds } from '../../../live/moneyMessages.js'
import { sumIn } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'

const pageSize = 8

/** What a button of a page of orders carries. */
type Choice = { readonly eventId: number; readonly after: number; readonly mask: number; readonly check: number }

/** A number for the orders of a page: another one when an order left it or came in between. */
const checkOf = (orders: readonly Order[]): number => orders.reduce((sum, { id }) => (sum * 31 + id) % 2_147_483_647, 7)

const chosenOf = (orders: readonly Order[], mask: number): readonly Order[] =>
  orders.filter((_, i) => (mask & (1 << i)) !== 0)

/** Refunding orders: choosing some or all, the question, and then the run whose progress the Money screen shows. */
export const createOrganizerRefunds = ({ services, liveRefunds }: MoneyMessageNeeds) => {
  const pageOf = (personId: number, { eventId, after }: Choice): Promise<Page<Order>> =>
    services.refunds.refundable(personId, eventId, { after: after === 0 ? undefined : after, size: pageSize })

  /** The page with its boxes as they were ticked; without ticks, and a word about it, when its orders changed. */
  const drawPage = async (ctx: Press, chosen: Choice): Promise<Toast | undefined> => {
    const page = await pageOf(ctx.person.id, chosen)
    const isSame = chosen.mask === 0 || chosen.check === checkOf(page.rows)
    const all = await services.refunds.countRefundable(ctx.person.id, chosen.eventId)
    const {
      rows: [newest],
    } = await services.refunds.refundable(ctx.person.id, chosen.eventId, { size: 1 })
    const { event } = await services.events.find(chosen.eventId)
    await redraw(
      ctx,
      pageScreen(ctx.speech, event.title, page, {
        ...chosen,
        mask: isSame ? chosen.mask : 0,
        all,
        isFirst: newest?.id === page.rows[0]?.id,
      }),
    )
    return isSame ? undefined : changedToast(ctx.speech)
  }

  /** The chosen orders; undefined when the page is not any more what was ticked. */
  const idsOf = async (ctx: Press, chosen: Choice): Promise<readonly number[] | undefined> => {
    const { rows } = await pageOf(ctx.person.id, chosen)
    return chosen.check === checkOf(rows) ? chosenOf(rows, chosen.mask).map(({ id }) => id) : undefined
  }

  /**
   * Begins, and shows how far it is; what is to be said besides. Undefined when the orders are not any more what was
   * shown.
   */
  const start = async (
    ctx: Press,
    eventId: number,
    orderIds: readonly number[] | 'all',
    count: number,
  ): Promise<{ readonly toast: Toast | undefined } | undefined> => {
    const begun = await services.refundRuns.start({ personId: ctx.person.id, eventId, orderIds, count })
    if (!begun) return undefined
    await drawMoney(ctx, { services, liveRefunds }, eventId)
    return { toast: begun.isOther ? { text: ctx.speech.label('refund-run-other'), alert: true } : undefined }
  }

  const drawQuestion = async (
    ctx: Press,
    eventId: number,
    orderIds: readonly number[] | 'all',
    yes: (count: number) => string,
    back: string,
  ): Promise<undefined> => {
    const plan = await services.refundRuns.plan({ personId: ctx.person.id, eventId, orderIds })
    await redraw(ctx, questionScreen(ctx.speech, plan, yes(plan.orderIds.length), back))
    return undefined
  }

  const askAll = (ctx: Press, eventId: number): Promise<undefined> =>
    drawQuestion(
      ctx,
      eventId,
      'all',
      (count) => routes.refundAll.data({ eventId, count }),
      routes.refundable.data({ eventId, after: 0, mask: 0, check: 0 }),
    )

  const feature: Feature = {
    name: 'refunds',
    presses: [
      press(routes.refundable, drawPage),
      press(routes.askRefund, async (ctx, chosen) => {
        const ids = await idsOf(ctx, chosen)
        return ids
          ? drawQuestion(
              ctx,
              chosen.eventId,
              ids,
              () => routes.refundChosen.data(chosen),
              routes.refundable.data(chosen),
            )
          : drawPage(ctx, chosen)
      }),
      press(routes.refundChosen, async (ctx, chosen) => {
        const ids = await idsOf(ctx, chosen)
        const begun = ids && (await start(ctx, chosen.eventId, ids, ids.length))
        if (begun) return begun.toast
        // A second press finds the orders gone from the page: what became of them is shown.
        await drawMoney(ctx, { services, liveRefunds }, chosen.eventId)
        return { text: ctx.speech.label('refund-list-changed') }
      }),
      press(routes.askRefundAll, (ctx, { eventId }) => askAll(ctx, eventId)),
      press(routes.refundAll, async (ctx, { eventId, count }) => {
        const begun = await start(ctx, eventId, 'all', count)
        if (begun) return begun.toast
        await askAll(ctx, eventId)
        return changedToast(ctx.speech)
      }),
    ],
  }
  return feature
}

const changedToast = (speech: Speech): Toast => ({ text: speech.label('refund-list-changed'), alert: true })

const lineOf = (speech: Speech, order: Order, isChosen: boolean): string =>
  speech.label('refund-line', {
    mark: isChosen ? '☑' : '☐',
    order: String(order.id),
    buyer: cut(order.buyerName, 24),
    quantity: order.quantity - order.returned,
    price: money(priceOfOne(order), speech.language),
    way: order.paymentMethod,
  })

const pageScreen = (
  speech: Speech,
  title: string,
  { rows, hasMore }: Page<Order>,
  { eventId, after, mask, all, isFirst }: Choice & { readonly all: number; readonly isFirst: boolean },
): Screen => {
  const keyboard = new InlineKeyboard()
  // Pinned to its first order: what is bought meanwhile does not shift it.
  const here = { eventId, after: rows[0] ? rows[0].id + 1 : after, check: checkOf(rows) }
  rows.forEach((order, i) =>
    keyboard
      .text(lineOf(speech, order, (mask & (1 << i)) !== 0), routes.refundable.data({ ...here, mask: mask ^ (1 << i) }))
      .row(),
  )
  const chosen = chosenOf(rows, mask)
  if (chosen.length > 0)
    keyboard
      .text(speech.label('button-refund-chosen', { count: chosen.length }), routes.askRefund.data({ ...here, mask }))
      .danger()
      .row()
  if (all > 0)
    keyboard.text(speech.label('button-refund-all', { count: all }), routes.askRefundAll.data({ eventId })).row()
  if (!isFirst)
    keyboard.text(speech.label('button-first-page'), routes.refundable.data({ eventId, after: 0, mask: 0, check: 0 }))
  const last = rows.at(-1)
  if (hasMore && last)
    keyboard.text(
      speech.label('button-next-page'),
      routes.refundable.data({ eventId, after: last.id, mask: 0, check: 0 }),
    )
  keyboard.row().text(speech.label('button-back'), routes.moneyOf.data({ eventId }))
  return { html: speech.say(rows.length > 0 ? 'refund-list' : 'refund-list-none', { title }), keyboard }
}

const questionScreen = (
  speech: Speech,
  { orderIds, orders, sums, event }: RefundPlan,
  yes: string,
  back: string,
): Screen => {
  const lines = orders.map(({ order, left }) =>
    speech.say('refund-ask-line', {
      order: String(order.id),
      buyer: order.buyerName,
      quantity: order.quantity - order.returned,
      total: money(left, speech.language),
    }),
  )
  const more = orderIds.length - orders.length
  const ways = sums.map(({ method, currency, minor }) =>
    speech.say('refund-ask-way', { way: method, sum: money({ currency, minor }, speech.language) }),
  )
  const html = joinHtml(
    [
      speech.say('refund-ask', { title: event.title, count: orderIds.length, sum: sumIn(speech, sums) }),
      joinHtml([...lines, ...(more > 0 ? [speech.say('refund-ask-more', { count: more })] : [])], '\n'),
      joinHtml([...ways, speech.say('refund-ask-tickets')], '\n'),
    ],
    '\n\n',
  )
  return {
    html,
    keyboard: new InlineKeyboard()
      .text(speech.label('button-yes-do-it'), yes)
      .danger()
      .row()
      .text(speech.label('button-back'), back),
  }
}
