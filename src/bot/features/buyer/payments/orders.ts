import { InlineKeyboard } from 'grammy'
import { isHeld } from '../../../../domain/order.js'
import { cut } from '../../../../domain/text.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { Page } from '../../../../domain/page.js'
import type { OrderWithTickets } from '../../../../services/tickets/ticketViews.js'
import type { Speech } from '../../../../texts/texts.js'
import { press } from '../../../ui/press.js'
import { priceIn } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import type { OrderDesk } from '../ordering/orderDesk.js'
import { receiptScreen, statusOf } from './receipt.js'
import { routes } from '../../../ui/routes.js'

const pageSize = 8

type Needs = FeatureNeeds & { readonly desk: OrderDesk }

/** What a person ordered: the list, and each order as a receipt, or with the ways to pay while it is held. */
export const createOrders = ({ services: { tickets }, clock, desk }: Needs) => {
  const page = async ({ speech, person }: Ctx, after: number): Promise<Screen> =>
    listScreen(
      speech,
      await tickets.ofBuyer(person.id, { after: after === 0 ? undefined : after, size: pageSize }),
      after !== 0,
    )

  /** Refuses with orderNotFound what is somebody else's. */
  const open = async (ctx: Ctx, orderId: number): Promise<void> => {
    const found = await tickets.ofOrder(orderId)
    if (found?.order.buyerId !== ctx.person.id) throw new Refusal('orderNotFound')
    await (isHeld(found.order, clock.now())
      ? desk.placeNow(ctx, orderId)
      : redraw(ctx, receiptScreen(ctx.speech, found)))
  }

  const feature: Feature = {
    name: 'orders',
    commands: {
      orders: async (ctx) => show(ctx, await page(ctx, 0)),
    },
    presses: [
      press(routes.showOrders, async (ctx) => {
        await show(ctx, await page(ctx, 0))
      }),
      press(routes.myOrders, async (ctx, { after }) => {
        await redraw(ctx, await page(ctx, after))
      }),
      press(routes.openOrder, async (ctx, { orderId }) => {
        await open(ctx, orderId)
      }),
    ],
  }
  return feature
}

const listScreen = (speech: Speech, { rows, hasMore }: Page<OrderWithTickets>, isLater: boolean): Screen => {
  const keyboard = new InlineKeyboard()
  for (const row of rows) keyboard.text(lineOf(speech, row), routes.openOrder.data({ orderId: row.order.id })).row()
  if (isLater) keyboard.text(speech.label('button-first-page'), routes.myOrders.data({ after: 0 }))
  const last = rows.at(-1)
  if (hasMore && last) keyboard.text(speech.label('button-next-page'), routes.myOrders.data({ after: last.order.id }))
  if (rows.length === 0 && !isLater)
    keyboard.text(speech.label('button-events'), routes.eventsPage.data({ startsAt: 0, eventId: 0 }))
  return { html: speech.say(rows.length > 0 ? 'orders-list' : 'orders-none'), keyboard }
}

const lineOf = (speech: Speech, found: OrderWithTickets): string =>
  speech.label('orders-line', {
    status: statusOf(found),
    order: String(found.order.id),
    title: cut(found.event.title, 30),
    total: priceIn(speech, found.order.total),
  })
