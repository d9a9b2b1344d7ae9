import { Refusal } from '../../../../domain/refusal.js'
import type { TicketView } from '../../../../services/tickets/ticketViews.js'
import { knownPictures } from '../../../announcing/ticketPictures.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type Press, type Toast } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { isPictureRefused, sendScreen, targetIn } from '../../../ui/screen.js'
import { ticketsScreen } from '../../../views/tickets.js'

type Needs = Pick<FeatureNeeds, 'services' | 'links'>

/** The pictures of tickets: one, or all of an order. */
export const createPictures = ({ services: { tickets, outbox }, links }: Needs): Feature => {
  /** Sends pictures that Telegram has. False when it has not all of them as they are now. */
  const sendKnown = async (ctx: Press, shown: readonly TicketView[]): Promise<boolean> => {
    const pictures = knownPictures(ctx.speech, links, shown)
    const target = targetIn(ctx)
    if (!pictures || !target) return false
    try {
      await sendScreen(ctx.api, target, { ...ticketsScreen({ speech: ctx.speech, tickets: shown }), pictures })
      return true
    } catch (error) {
      if (!isPictureRefused(error)) throw error
      return false
    }
  }

  // What has to be drawn goes through the outbox: no reply waits for drawing, and no picture is lost on a poor line.
  const send = async (
    ctx: Press,
    shown: readonly TicketView[],
    message:
      { readonly kind: 'ticketShown'; readonly ticketId: number } | Readonly<{ kind: 'tickets'; orderId: number }>,
  ): Promise<Toast | undefined> => {
    if (await sendKnown(ctx, shown)) return undefined
    await outbox.add([{ to: ctx.person.id, key: `shown:${ctx.person.id}:${ctx.update.update_id}`, message }])
    return { text: ctx.speech.label('picture-coming') }
  }

  return {
    name: 'pictures',
    presses: [
      press(routes.showPicture, async (ctx, { ticketId }) => {
        const shown = await tickets.view({ personId: ctx.person.id, ticketId })
        mustBeValid(shown)
        return send(ctx, [shown], { kind: 'ticketShown', ticketId })
      }),
      press(routes.showPictures, async (ctx, { orderId }) => {
        const shown = await tickets.viewsOfOrder(orderId)
        if (shown[0]?.ticket.holderId !== ctx.person.id) throw new Refusal('ticketNotFound')
        return send(ctx, shown, { kind: 'tickets', orderId })
      }),
    ],
  }
}

const mustBeValid = ({ ticket, event }: TicketView): void => {
  if (ticket.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
  if (ticket.state === 'returned') throw new Refusal('ticketReturned')
}
