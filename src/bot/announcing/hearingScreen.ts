import { InlineKeyboard } from 'grammy'
import type { EventHeard } from '../../domain/eventHeard.js'
import type { HeardOrder } from '../../services/hearing/hearing.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { lines, moneyIn, paragraphs, sumIn, yesNo } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { buyerOf } from '../views/people/person.js'

/** What an organizer hears of how an event sells. */
export const hearingScreen = (speech: Speech, message: EventHeard, orders: readonly HeardOrder[]): Screen => ({
  html: paragraphs(
    lines(
      speech.say('heard-head', { about: aboutOf(message), tickets: message.tickets }),
      speech.say('heard-title', { title: message.title }),
    ),
    lines(...orders.map((order) => orderLine(speech, order)), sumLine(speech, message)),
    lines(
      givenBackLine(speech, message),
      unpaidLine(speech, message),
      leftLine(speech, message),
      waitingLine(speech, message),
    ),
  ),
  keyboard: hearingButtons(speech, message),
})

const aboutOf = ({ isDay, tickets }: EventHeard): string => {
  if (isDay) return 'day'
  return tickets > 0 ? 'sold' : 'other'
}

const orderLine = (speech: Speech, { order, typeName }: HeardOrder): Html =>
  speech.say('heard-order', {
    buyer: buyerOf(order),
    quantity: order.quantity,
    hasType: yesNo(typeName !== ''),
    type: typeName,
    way: order.paymentMethod,
    total: moneyIn(speech, order.total),
    order: String(order.id),
  })

const sumLine = (speech: Speech, { orders, tickets, amounts }: EventHeard): Html | undefined =>
  orders > 1
    ? speech.say('heard-sum', { orders, tickets, hasMoney: yesNo(amounts.length > 0), money: sumIn(speech, amounts) })
    : undefined

const givenBackLine = (speech: Speech, { givenBack }: EventHeard): Html | undefined =>
  givenBack > 0 ? speech.say('heard-given-back', { tickets: givenBack }) : undefined

const unpaidLine = (speech: Speech, { unpaidOrders: orders, unpaidSeats: seats }: EventHeard): Html | undefined =>
  orders > 0 ? speech.say('heard-unpaid', { orders, seats }) : undefined

const leftLine = (speech: Speech, { stock, left, capacity }: EventHeard): Html =>
  speech.say('heard-left', { stock: stock ?? 'plenty', left, capacity })

const waitingLine = (speech: Speech, { waiting }: EventHeard): Html | undefined =>
  waiting && speech.say('heard-line', waiting)

const hearingButtons = (speech: Speech, message: EventHeard): InlineKeyboard => {
  const { eventId, orders, givenBack, amounts, stock, waiting } = message
  const keyboard = new InlineKeyboard()
  if (orders + givenBack > 0) keyboard.text(speech.label('button-buyers'), routes.buyers.data({ eventId, after: 0 }))
  if (amounts.length > 0) keyboard.text(speech.label('button-money'), routes.moneyOf.data({ eventId }))
  if (stock !== undefined)
    keyboard.row().text(speech.label('button-more-tickets'), routes.ticketTypesOf.data({ eventId }))
  if (waiting)
    keyboard
      .row()
      .text(
        speech.label('button-line', { count: waiting.people }),
        routes.lineOf.data({ eventId, after: 0, before: 0 }),
      )
  return keyboard
    .row()
    .text(speech.label('button-manage'), routes.manageEvent.data({ eventId }))
    .text(speech.label('button-how-often'), routes.hearing.data({ eventId }))
}
