import { InlineKeyboard } from 'grammy'
import { priceOfOne } from '../../../../domain/order.js'
import type { TicketView } from '../../../../services/tickets/ticketViews.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { moneyIn } from '../../../ui/format.js'
import { ticketsButton, yesOrBack } from '../../../ui/keyboards.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw } from '../../../ui/screen.js'
import { moneyBackText } from '../../../views/giveBack/moneyBack.js'

/** Giving a ticket, which cannot be given back, to somebody who waits: it stays its holder's until then. */
export const createSellBack = ({ services: { tickets, waiting } }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'sellBack',
  presses: [
    press(routes.askSellBack, async (ctx, { ticketId }) => {
      const shown = await tickets.view({ personId: ctx.person.id, ticketId })
      const keyboard = yesOrBack(ctx.speech, routes.sellBack.data({ ticketId }), routes.openTicket.data({ ticketId }))
      await redraw(ctx, { html: askText(ctx.speech, shown), keyboard })
    }),
    press(routes.sellBack, async (ctx, { ticketId }) => {
      const { event, ticket } = await waiting.offerBack({ personId: ctx.person.id, ticketId })
      await redraw(ctx, {
        html: ctx.speech.say('sell-back-done', { title: event.title, number: String(ticket.number) }),
        keyboard: new InlineKeyboard()
          .text(ctx.speech.label('button-keep-after-all'), routes.keepFromLine.data({ ticketId }))
          .row()
          .add(ticketsButton(ctx.speech)),
      })
    }),
    press(routes.keepFromLine, async (ctx, { ticketId }) => {
      await waiting.keep({ personId: ctx.person.id, ticketId })
      await redraw(ctx, {
        html: ctx.speech.say('sell-back-kept'),
        keyboard: new InlineKeyboard()
          .text(ctx.speech.label('button-order-ticket'), routes.openTicket.data({ ticketId }))
          .add(ticketsButton(ctx.speech)),
      })
    }),
  ],
})

const askText = (speech: Speech, { event, ticket, order }: TicketView): Html =>
  speech.say('sell-back-ask', {
    title: event.title,
    number: String(ticket.number),
    way: order.paymentMethod === 'free' || order.paymentMethod === 'atDoor' ? order.paymentMethod : 'paid',
    amount: moneyIn(speech, priceOfOne(order)),
    money: moneyBackText(speech, ticket, order),
  })
