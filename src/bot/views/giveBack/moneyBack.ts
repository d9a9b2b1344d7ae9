import { costsNothing, type Order, priceOfOne } from '../../../domain/order.js'
import type { Ticket } from '../../../domain/ticket.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { moneyIn } from '../../ui/format.js'

/** What becomes of the ticket's money. Whoever got it as a present did not pay. */
export const moneyBackText = (speech: Speech, { holderId }: Pick<Ticket, 'holderId'>, order: Order): Html =>
  speech.say('give-back-money', {
    way: costsNothing(order.paymentMethod) ? 'free' : order.paymentMethod,
    amount: moneyIn(speech, priceOfOne(order)),
    who: holderId === order.buyerId ? 'you' : 'buyer',
  })
