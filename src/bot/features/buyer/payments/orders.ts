import { InlineKeyboard } from 'grammy'
import { isHeld } from '../../../../domain/order.js'
import type { Page } from '../../../../domain/page.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { OrderWithTickets } from '../../../../services/tickets/ticketViews.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { OrderMessages } from '../../../live/orderMessages.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { lines, paragraphs, priceIn, startDayIn } from '../../../ui/format.js'
import { eventsButton } from '../../../ui/keyboards.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { isOfferOver } from '../../../views/order.js'
import { receiptScreen, statusOf } from './receipt.js'

const pageSize = 8

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & { readonly orderMessages: OrderMessages }

/** What a person ordered: the list, and each order as a receipt, or with the ways to pay while it is held. */
export const createOrders = ({ services: { ordering, tickets }, clock, orderMessages }: Needs): Feature => {
  const page = async ({ speech, person }: Ctx, after: number): Promise<Screen> =>
    listScreen(speech, await tickets.ofBuyer(person.id, pageAt(after, pageSize)), after !== 0)

  /** Refuses with orderNotFound what is somebody else's. */
  const open = async (ctx: Ctx, orderId: number): Promise<void> => {
    const found = await tickets.ofOrder(orderId)
    if (found?.order.buyerId !== ctx.person.id) throw new Refusal('orderNotFound')
    if (found.order.offeredAt !== undefined) await ordering.redeemBrought({ personId: ctx.person.id, orderId })
    await (isHeld(found.order, clock.now()) || isOfferOver(found)
      ? orderMessages.placeNow(ctx, orderId)
      : redraw(ctx, receiptScreen(ctx.speech, found)))
  }

  return {
    name: 'orders',
    commands: { orders: async (ctx) => show(ctx, await page(ctx, 0)) },
    presses: [
      press(routes.showOrders, async (ctx) => show(ctx, await page(ctx, 0))),
      press(routes.myOrders, async (ctx, { after }) => redraw(ctx, await page(ctx, after))),
      press(routes.openOrder, (ctx, { orderId }) => open(ctx, orderId)),
    ],
  }
}

const listScreen = (speech: Speech, page: Page<OrderWithTickets>, isLater: boolean): Screen => {
  const { rows } = page
  const keyboard = new InlineKeyboard()
  for (const row of rows) keyboard.text(labelOf(speech, row), routes.openOrder.data({ orderId: row.order.id })).row()
  const dataAfter = (last?: OrderWithTickets): string => routes.myOrders.data({ after: last?.order.id ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater, dataAfter })
  if (rows.length === 0 && !isLater) keyboard.add(eventsButton(speech))
  const head = speech.say(rows.length > 0 ? 'orders-list' : 'orders-none')
  return { html: paragraphs(head, lines(...rows.map((row) => lineOf(speech, row)))), keyboard }
}

const labelOf = (speech: Speech, found: OrderWithTickets): string =>
  labelWith(
    speech,
    'orders-button',
    { title: found.event.title },
    { status: statusOf(found), order: String(found.order.id), when: startDayIn(speech, found.event) },
  )

const lineOf = (speech: Speech, found: OrderWithTickets): Html =>
  speech.say('orders-line', {
    status: statusOf(found),
    order: String(found.order.id),
    title: found.event.title,
    total: priceIn(speech, found.order.total),
  })
