import { InlineKeyboard } from 'grammy'
import type { OrderWithEvent } from '../../services/finders.js'
import type { Speech } from '../../texts/texts.js'
import { moneyIn, paragraphs } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { buyerOf } from './people/person.js'

/** What sentences about an order's money tell. */
export const orderFacts = (speech: Speech, { order, event }: OrderWithEvent) => ({
  title: event.title,
  order: String(order.id),
  buyer: buyerOf(order),
  quantity: order.quantity,
  amount: moneyIn(speech, order.total),
})

/** A transfer's picture with what it should show, and the two answers, far apart: a slip would mislead the buyer. */
export const proofScreen = (speech: Speech, found: OrderWithEvent): Screen => ({
  html: paragraphs(
    speech.say('news-proofWaits', orderFacts(speech, found)),
    found.order.proofs > 1 ? speech.say('proof-latest', { count: found.order.proofs }) : undefined,
  ),
  photo: found.order.proof,
  keyboard: new InlineKeyboard()
    .text(speech.label('button-money-is-there'), routes.confirmTransfer.data({ orderId: found.order.id }))
    .success()
    .row()
    .text(speech.label('button-all-transfers'), routes.waitingTransfers.data({ eventId: found.event.id, after: 0 }))
    .row()
    .text(speech.label('button-not-found'), routes.rejectTransfer.data({ orderId: found.order.id }))
    .danger(),
})
