import { InlineKeyboard } from 'grammy'
import type { PersonMessage } from '../../domain/announcement.js'
import type { LineNews } from '../../domain/lineNews.js'
import type { Money } from '../../domain/money.js'
import type { OrderPaymentMethod } from '../../domain/order.js'
import type { OrderWithEvent } from '../../services/finders.js'
import type { Services } from '../../services/services.js'
import { type Html, joinHtml } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { moneyIn, priceIn, soonIn, startIn, venueIn } from '../ui/format.js'
import { eventsButton, ticketsButton } from '../ui/keyboards.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { whatText } from '../views/order.js'
import { askButton, below } from '../views/threads/asking.js'
import { declineButton, takeButton, waitButton } from '../views/waiting/place.js'

const kinds = ['offer', 'offerOver', 'lineOver', 'ticketSold'] as const

type Message<K extends LineNews['kind']> = Extract<LineNews, { kind: K }>

/** Whether it is one of these. */
export const isLineNews = (message: PersonMessage): message is LineNews => kinds.some((kind) => kind === message.kind)

type Needs = { readonly services: Pick<Services, 'waiting' | 'events'> }

/** Puts these into words: undefined when they are not to be said any more. */
export const createLineScreens = ({ services }: Needs) => {
  // Whoever took it meanwhile, or let it go, needs not be told.
  const offer = async (speech: Speech, { orderId }: Message<'offer'>): Promise<Screen | undefined> => {
    const found = await services.waiting.tell(orderId)
    return found && offerScreen(speech, found)
  }

  const hasOthers = async (eventId: number): Promise<boolean> => {
    const { event } = await services.events.find(eventId)
    return services.events.hasOthers(event)
  }

  return async (speech: Speech, message: LineNews, eventId: number): Promise<Screen | undefined> => {
    switch (message.kind) {
      case 'offer':
        return offer(speech, message)
      case 'offerOver':
        return offerOverScreen(speech, message, eventId)
      case 'lineOver':
        return lineOverScreen(speech, message, { eventId, hasOthers: await hasOthers(eventId) })
      case 'ticketSold':
        return ticketSoldScreen(speech, message, eventId)
    }
  }
}

const offerScreen = (speech: Speech, found: OrderWithEvent): Screen => {
  const { order, event } = found
  return {
    html: speech.say('news-offer', {
      title: event.title,
      when: startIn(speech, event),
      venue: venueIn(speech, event),
      quantity: order.quantity,
      what: whatText(speech, found),
      price: priceIn(speech, order.total),
      until: soonIn(speech, order.heldUntil ?? 0, event),
    }),
    keyboard: new InlineKeyboard()
      .add(takeButton(speech, order.id))
      .success()
      .row()
      .add(declineButton(speech, order.id)),
  }
}

const offerOverScreen = (speech: Speech, { title, quantity }: Message<'offerOver'>, eventId: number): Screen => ({
  html: speech.say('news-offerOver', { title, quantity }),
  keyboard: new InlineKeyboard()
    .add(waitButton(speech, eventId, 'button-wait-again'))
    .row()
    .text(speech.label('button-open-event'), routes.openEvent.data({ eventId })),
})

type WaysOn = { readonly eventId: number; readonly hasOthers: boolean }

const lineOverScreen = (speech: Speech, { title, why }: Message<'lineOver'>, ways: WaysOn): Screen => {
  const { eventId, hasOthers } = ways
  const keyboard = new InlineKeyboard()
  if (why === 'closed') keyboard.text(speech.label('button-open-event'), routes.openEvent.data({ eventId })).row()
  if (hasOthers)
    keyboard
      .text(speech.label('button-organizers-others'), routes.organizersOthers.data({ eventId, startsAt: 0, after: 0 }))
      .row()
  return { html: speech.say('news-lineOver', { title, why }), keyboard: keyboard.add(eventsButton(speech)) }
}

const ticketSoldScreen = (speech: Speech, message: Message<'ticketSold'>, eventId: number): Screen => ({
  html: joinHtml(
    [
      speech.say('news-ticketSold', { title: message.title, number: String(message.number) }),
      ...(message.method === undefined ? [] : [moneyText(speech, message.method, message.back)]),
    ],
    ' ',
  ),
  keyboard: below(new InlineKeyboard().add(ticketsButton(speech)), [askButton(speech, { id: eventId })]),
})

const moneyText = (speech: Speech, way: OrderPaymentMethod, back: Money | undefined): Html =>
  back
    ? speech.say('give-back-money', { way, amount: moneyIn(speech, back), who: 'you' })
    : speech.say('ticket-sold-buyer')
