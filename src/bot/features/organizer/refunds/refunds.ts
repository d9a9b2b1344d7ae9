import type { Order } from '../../../../domain/order.js'
import type { Page } from '../../../../domain/page.js'
import { drawMoney, type MoneyMessageNeeds } from '../../../live/moneyMessages.js'
import { starsLackingText } from '../../../payments/starBalance.js'
import type { Feature } from '../../../ui/feature.js'
import { pageAt } from '../../../ui/paging.js'
import { press, type Press, type PressHandler, type Toast } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw } from '../../../ui/screen.js'
import { type RefundTicks, createChoices } from './choice.js'
import { pageScreen, questionScreen } from './refundScreens.js'

const pageSize = 8

/** A page of an event's orders: those after this one, 0 for the first page. */
type Place = { readonly eventId: number; readonly after: number }

/** Refunding orders: choosing some or all, the question, and then the run whose progress the Money screen shows. */
export const createOrganizerRefunds = (needs: MoneyMessageNeeds): Feature => ({
  name: 'refunds',
  presses: [...pagePresses(needs), ...chosenPresses(needs), ...allPresses(needs)],
})

const createPages = ({ services: { refunds, events } }: MoneyMessageNeeds) => {
  const rowsAt = (ctx: Press, { eventId, after }: Place): Promise<Page<Order>> =>
    refunds.refundable(ctx.person.id, eventId, pageAt(after, pageSize))
  return {
    rowsAt,

    /** The page with its boxes as they were ticked. */
    draw: async (ctx: Press, { eventId, after }: Place, page: Page<Order>, choice: RefundTicks): Promise<void> => {
      const all = await refunds.countRefundable(ctx.person.id, eventId)
      const [newest] = (await refunds.refundable(ctx.person.id, eventId, { size: 1 })).rows
      const { event } = await events.find(eventId)
      const place = { after, all, isFirst: newest?.id === page.rows[0]?.id }
      await redraw(ctx, pageScreen(ctx.speech, event, page, { ...place, chosen: new Set(choice.orderIds) }))
    },
  }
}

const pagePresses = (needs: MoneyMessageNeeds): readonly PressHandler[] => {
  const choices = createChoices(needs)
  const { rowsAt, draw } = createPages(needs)

  const open = async (ctx: Press, { eventId, after }: Place): Promise<void> => {
    const page = await rowsAt(ctx, { eventId, after })
    await draw(ctx, { eventId, after }, page, await choices.drop(ctx, eventId))
  }

  return [
    press(routes.refundable, open),
    press(routes.refundableBefore, open),
    press(routes.tickRefund, async (ctx, { orderId, ...place }) => {
      const page = await rowsAt(ctx, place)
      const choice = await choices.find(ctx, place.eventId)
      if (!isOn(page, orderId === 0 ? choice.orderIds : [...choice.orderIds, orderId])) {
        await draw(ctx, place, page, await choices.drop(ctx, place.eventId))
        return changed(ctx)
      }
      const ticked = orderId === 0 ? choice : await choices.keep(ctx, place.eventId, toggled(choice.orderIds, orderId))
      await draw(ctx, place, page, ticked)
      return undefined
    }),
  ]
}

const chosenPresses = (needs: MoneyMessageNeeds): readonly PressHandler[] => {
  const choices = createChoices(needs)
  const { rowsAt, draw } = createPages(needs)
  const ask = createAsking(needs)
  const start = createStarting(needs)
  return [
    press(routes.askRefund, async (ctx, place) => {
      const page = await rowsAt(ctx, place)
      const { orderIds, made } = await choices.find(ctx, place.eventId)
      if (orderIds.length === 0 || !isOn(page, orderIds)) {
        await draw(ctx, place, page, await choices.drop(ctx, place.eventId))
        return changed(ctx)
      }
      const yes = routes.refundChosen.data({ ...place, made })
      const back = routes.tickRefund.data({ ...place, orderId: 0 })
      await ask(ctx, place.eventId, orderIds, { yes: () => yes, back })
      return undefined
    }),
    press(routes.refundChosen, async (ctx, { made, ...place }) => {
      const { eventId } = place
      const page = await rowsAt(ctx, place)
      const choice = await choices.find(ctx, eventId)
      const isMeant = choice.made === made && choice.orderIds.length > 0 && isOn(page, choice.orderIds)
      const begun = isMeant ? await start(ctx, eventId, choice.orderIds, choice.orderIds.length) : undefined
      await choices.drop(ctx, eventId)
      if (begun) return begun.toast
      // A second press finds nothing ticked any more: what became of the orders is shown.
      await drawMoney(ctx, needs, eventId)
      return { text: ctx.speech.label('refund-list-changed') }
    }),
  ]
}

const allPresses = (needs: MoneyMessageNeeds): readonly PressHandler[] => {
  const ask = createAsking(needs)
  const start = createStarting(needs)
  const askAll = (ctx: Press, eventId: number): Promise<void> =>
    ask(ctx, eventId, 'all', {
      yes: (count) => routes.refundAll.data({ eventId, count }),
      back: routes.refundable.data({ eventId, after: 0 }),
    })
  return [
    press(routes.askRefundAll, (ctx, { eventId }) => askAll(ctx, eventId)),
    press(routes.refundAll, async (ctx, { eventId, count }) => {
      const begun = await start(ctx, eventId, 'all', count)
      if (begun) return begun.toast
      await askAll(ctx, eventId)
      return changed(ctx)
    }),
  ]
}

type Wanted = readonly number[] | 'all'

/** Asks whether these orders are to be refunded; `yes` may tell how many they are. */
const createAsking =
  ({ services: { refundRuns } }: MoneyMessageNeeds) =>
  async (
    ctx: Press,
    eventId: number,
    orderIds: Wanted,
    { yes, back }: { readonly yes: (count: number) => string; readonly back: string },
  ): Promise<void> => {
    const plan = await refundRuns.plan({ personId: ctx.person.id, eventId, orderIds })
    const needed = plan.sums.filter(({ method }) => method === 'stars').reduce((sum, { minor }) => sum + minor, 0)
    const warning = await starsLackingText(ctx, needed)
    await redraw(ctx, questionScreen(ctx.speech, plan, { yes: yes(plan.orderIds.length), back, warning }))
  }

/**
 * Begins, and shows how far it is; gives what is to be said besides. Undefined when the orders are not any more what
 * was shown.
 */
const createStarting =
  (needs: MoneyMessageNeeds) =>
  async (
    ctx: Press,
    eventId: number,
    orderIds: Wanted,
    count: number,
  ): Promise<{ readonly toast: Toast | undefined } | undefined> => {
    const begun = await needs.services.refundRuns.start({ personId: ctx.person.id, eventId, orderIds, count })
    if (!begun) return undefined
    await drawMoney(ctx, needs, eventId)
    return { toast: begun.isOther ? { text: ctx.speech.label('refund-run-other'), alert: true } : undefined }
  }

/** Whether a page still holds all these orders. */
const isOn = ({ rows }: Page<Order>, orderIds: readonly number[]): boolean =>
  orderIds.every((orderId) => rows.some(({ id }) => id === orderId))

const toggled = (orderIds: readonly number[], orderId: number): readonly number[] =>
  orderIds.includes(orderId) ? orderIds.filter((id) => id !== orderId) : [...orderIds, orderId]

const changed = ({ speech }: Press): Toast => ({ text: speech.label('refund-list-changed'), alert: true })
