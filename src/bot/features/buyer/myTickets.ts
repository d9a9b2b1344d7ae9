import { Composer, InlineKeyboard } from 'grammy'
import type { OrderWithTickets } from '../../../services/tickets.js'
import { button, onButton, rowId } from '../../buttons.js'
import type { Ctx } from '../../context.js'
import type { FeatureNeeds } from '../../feature.js'
import { show } from '../../screen.js'
import { ticketsScreen } from '../../ticketsScreen.js'
import { browsePage } from './browse.js'

const pageSize = 5

/** The person's orders older than this one; 0 for the newest. */
export const myTickets = button('t', { after: rowId })

/** What the person bought: one message an order, newest first. */
export const createMyTickets = ({ services }: FeatureNeeds) => {
  const showPage = async (ctx: Ctx, after?: number): Promise<void> => {
    const { rows, hasMore } = await services.tickets.ofBuyer(ctx.person.id, { after, size: pageSize })
    if (rows.length === 0) return showNone(ctx)
    for (const row of rows) await show(ctx, withMore(ctx, row, hasMore && row === rows.at(-1)))
  }

  const withMore = (ctx: Ctx, row: OrderWithTickets, more: boolean) => {
    const screen = ticketsScreen(ctx.speech, row)
    if (!more) return screen
    return { ...screen, keyboard: new InlineKeyboard().text(ctx.speech.label('button-next-page'), myTickets.data({ after: row.order.id })) }
  }

  const showNone = (ctx: Ctx): Promise<void> =>
    show(ctx, {
      html: ctx.speech.say('tickets-none'),
      keyboard: new InlineKeyboard().text(ctx.speech.label('button-events'), browsePage.data({ startsAt: 0, eventId: 0 })),
    })

  const feature = new Composer<Ctx>()
  feature.command('mytickets', (ctx) => showPage(ctx))
  onButton(feature, myTickets, async (ctx, { after }) => {
    await showPage(ctx, after === 0 ? undefined : after)
    return undefined
  })
  return { feature, showPage }
}

/** What `createMyTickets` gives. */
export type MyTickets = ReturnType<typeof createMyTickets>
