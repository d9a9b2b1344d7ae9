import { InlineKeyboard } from 'grammy'
import { costsNothing } from '../../../../domain/order.js'
import { mustBeDivisible } from '../../../../domain/refund.js'
import { mustBeReturnable } from '../../../../domain/ticket.js'
import { joinHtml } from '../../../../texts/html.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { eventsButton, ticketsButton, yesOrBack } from '../../../ui/keyboards.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw } from '../../../ui/screen.js'
import { moneyBackText } from '../../../views/giveBack/moneyBack.js'

/** Giving a ticket back before the event, where its organizer takes tickets back. */
export const createGiveBack = ({ services, clock }: Pick<FeatureNeeds, 'services' | 'clock'>): Feature => ({
  name: 'giveBack',
  presses: [
    press(routes.askGiveBack, async (ctx, { ticketId }) => {
      const { event, ticket, order } = await services.tickets.view({ personId: ctx.person.id, ticketId })
      mustBeReturnable(event, ticket, clock.now())
      mustBeDivisible(order)
      const money = moneyBackText(ctx.speech, ticket, order)
      await redraw(ctx, {
        html: ctx.speech.say('give-back-ask', { title: event.title, number: String(ticket.number), money }),
        keyboard: yesOrBack(ctx.speech, routes.giveBack.data({ ticketId }), routes.openTicket.data({ ticketId })),
      })
    }),
    press(routes.giveBack, async (ctx, { ticketId }) => {
      const { event, ticket, order } = await services.tickets.giveBack({ personId: ctx.person.id, ticketId })
      const done = ctx.speech.say('give-back-done', { title: event.title, number: String(ticket.number) })
      const wasPaid = !costsNothing(order.paymentMethod) && order.paymentMethod !== 'atDoor'
      await redraw(ctx, {
        html: wasPaid ? joinHtml([done, moneyBackText(ctx.speech, ticket, order)], ' ') : done,
        keyboard: new InlineKeyboard().add(ticketsButton(ctx.speech), eventsButton(ctx.speech)),
      })
    }),
  ],
})
