import { InlineKeyboard } from 'grammy'
import { type Order, priceOfOne } from '../../../../domain/order.js'
import { mustBeDivisible } from '../../../../domain/refund.js'
import { mustBeReturnable, type Ticket } from '../../../../domain/ticket.js'
import { money } from '../../../../texts/format.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { press } from '../../../ui/press.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw } from '../../../ui/screen.js'
import { routes } from '../../../ui/routes.js'

/** Giving a ticket back before the event, where its organizer takes tickets back. */
export const createGiveBack = ({ services, clock }: FeatureNeeds) => {
  const feature: Feature = {
    name: 'giveBack',
    presses: [
      press(routes.askGiveBack, async (ctx, { ticketId }) => {
        const { event, ticket, order } = await services.tickets.view({ personId: ctx.person.id, ticketId })
        mustBeReturnable(event, ticket, clock.now())
        mustBeDivisible(order)
        await redraw(ctx, {
          html: ctx.speech.say('give-back-ask', {
            title: event.title,
            number: String(ticket.number),
            money: moneyBack(ctx.speech, ticket, order),
          }),
          keyboard: new InlineKeyboard()
            .text(ctx.speech.label('button-yes-do-it'), routes.giveBack.data({ ticketId }))
            .danger()
            .row()
            .text(ctx.speech.label('button-back'), routes.openTicket.data({ ticketId })),
        })
      }),
      press(routes.giveBack, async (ctx, { ticketId }) => {
        const { event, ticket, order } = await services.tickets.giveBack({ personId: ctx.person.id, ticketId })
        await redraw(ctx, {
          html: joinHtml(
            [
              ctx.speech.say('give-back-done', { title: event.title, number: String(ticket.number) }),
              ...(order.paymentMethod === 'free' || order.paymentMethod === 'atDoor'
                ? []
                : [moneyBack(ctx.speech, ticket, order)]),
            ],
            ' ',
          ),
          keyboard: new InlineKeyboard()
            .text(ctx.speech.label('button-my-tickets'), routes.myTickets.data({ after: 0 }))
            .text(ctx.speech.label('button-events'), routes.eventsPage.data({ startsAt: 0, eventId: 0 })),
        })
      }),
    ],
  }
  return feature
}

/** What becomes of the ticket's money. Whoever got it as a present did not pay. */
const moneyBack = (speech: Speech, { holderId }: Pick<Ticket, 'holderId'>, order: Order): Html =>
  speech.say('give-back-money', {
    way: order.paymentMethod,
    amount: money(priceOfOne(order), speech.language),
    who: holderId === order.buyerId ? 'you' : 'buyer',
  })
