import { Composer, InlineKeyboard } from 'grammy'
import { mustBeReturnable } from '../../../domain/ticket.js'
import { button, onButton, rowId } from '../../buttons.js'
import type { Ctx } from '../../context.js'
import type { FeatureNeeds } from '../../feature.js'
import { redraw } from '../../screen.js'
import { askGiveBack, openTicket } from '../../ticketsScreen.js'
import { browsePage } from './browse.js'
import { myTickets } from './myTickets.js'

const doGiveBack = button('gB', { ticketId: rowId })

/** Giving a ticket back before the event, where its organizer takes tickets back. */
export const createGiveBack = ({ services, clock }: FeatureNeeds) => {
  const feature = new Composer<Ctx>()
  onButton(feature, askGiveBack, async (ctx, { ticketId }) => {
    const { event, ticket, order } = await services.tickets.show({ personId: ctx.person.id, ticketId })
    mustBeReturnable(event, ticket, clock.now())
    await redraw(ctx, {
      html: ctx.speech.say('give-back-ask', { title: event.title, number: String(ticket.number), way: order.paymentWay }),
      keyboard: new InlineKeyboard().text(ctx.speech.label('button-yes-do-it'), doGiveBack.data({ ticketId })).danger().row().text(ctx.speech.label('button-back'), openTicket.data({ ticketId })),
    })
    return undefined
  })
  onButton(feature, doGiveBack, async (ctx, { ticketId }) => {
    const { event, ticket } = await services.tickets.giveBack({ personId: ctx.person.id, ticketId })
    await redraw(ctx, {
      html: ctx.speech.say('give-back-done', { title: event.title, number: String(ticket.number) }),
      keyboard: new InlineKeyboard().text(ctx.speech.label('button-my-tickets'), myTickets.data({ after: 0 })).text(ctx.speech.label('button-events'), browsePage.data({ startsAt: 0, eventId: 0 })),
    })
    return undefined
  })
  return feature
}
