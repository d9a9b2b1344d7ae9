import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import type { Event, TicketType } from '../../../domain/event.js'
import { usualOfferMinutes } from '../../../domain/waitingList.js'
import type { Wait } from '../../../services/waiting/wait.js'
import { anyOf, ordinal } from '../../../texts/format.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines, paragraphs, soonIn, yesNo } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'
import { nameOf } from '../typeNames.js'

/** The button by which somebody waits for a ticket, or sees their place when they do. */
export const waitButton = (speech: Speech, eventId: number, label = 'button-wait'): InlineKeyboardButton =>
  InlineKeyboard.text(speech.label(label), routes.waitInLine.data({ eventId }))

/** How long an offer of an event stands, in words. */
export const lastsIn = (speech: Speech, { offerMinutes = usualOfferMinutes }: Pick<Event, 'offerMinutes'>): string =>
  speech.label('offer-lasts', { time: `m${offerMinutes}` })

/** Any of these types, by their names; empty where the only one has none. */
export const typesIn = (speech: Speech, types: readonly Pick<TicketType, 'name'>[]): string =>
  types.length === 1 && types[0]?.name === ''
    ? ''
    : anyOf(
        types.map((type) => nameOf(speech, type)),
        speech.language,
      )

/** Whether a wish is for any type, where there is a choice. */
export const isForAny = ({ isAny, types }: Pick<Wait, 'isAny' | 'types'>): boolean => isAny && types.length > 1

const typesText = (speech: Speech, wait: Pick<Wait, 'isAny' | 'types'>): Html | undefined => {
  const types = typesIn(speech, wait.types)
  if (isForAny(wait)) return speech.say('wait-any-type')
  return types === '' ? undefined : speech.say('wait-types', { types })
}

/** A place in line, for texts. */
export const placeFacts = (speech: Speech, { place, placeIsMore }: Pick<Wait, 'place' | 'placeIsMore'>) => ({
  place,
  ordinal: ordinal(place, speech.language),
  isMore: yesNo(placeIsMore),
})

/** Until when an offer stands. */
const untilIn = (speech: Speech, { order, event }: NonNullable<Wait['offer']>): string =>
  soonIn(speech, order.heldUntil ?? 0, event)

/** What an event's card says to somebody who waits for it. */
export const cardWaitText = (speech: Speech, wait: Wait): Html =>
  wait.offer
    ? speech.say('card-offered', { quantity: wait.offer.order.quantity, until: untilIn(speech, wait.offer) })
    : speech.say('card-wait', { ...placeFacts(speech, wait), quantity: wait.quantity })

/** Adds what a card has for somebody who waits: the offer, or their place. */
export const addCardWait = (keyboard: InlineKeyboard, speech: Speech, { event, offer }: Wait): InlineKeyboard =>
  offer
    ? keyboard.add(takeButton(speech, offer.order.id)).success().row()
    : keyboard.add(waitButton(speech, event.id, 'button-wait-place')).row()

/** Opens what is offered, with the ways to take it. */
export const takeButton = (speech: Speech, orderId: number): InlineKeyboardButton =>
  InlineKeyboard.text(speech.label('button-take-offer'), routes.openOrder.data({ orderId }))

/** Leaves it to somebody else. */
export const declineButton = (speech: Speech, orderId: number): InlineKeyboardButton =>
  InlineKeyboard.text(speech.label('button-decline-offer'), routes.cancelOrder.data({ orderId }))

/** Somebody's place in line, or what they are offered. */
export const placeScreen = (speech: Speech, wait: Wait): Screen =>
  wait.offer ? offeredScreen(speech, wait, wait.offer) : inLineScreen(speech, wait)

const inLineScreen = (speech: Speech, wait: Wait): Screen => {
  const { event, quantity } = wait
  return {
    html: paragraphs(
      lines(
        speech.say('wait-place', { ...placeFacts(speech, wait), quantity, title: event.title }),
        typesText(speech, wait),
      ),
      event.line === 'paused'
        ? speech.say('wait-paused')
        : speech.say('wait-how', { quantity, lasts: lastsIn(speech, event) }),
    ),
    keyboard: new InlineKeyboard()
      .text(speech.label('button-change-wish'), routes.changeWish.data({ eventId: event.id }))
      .row()
      .text(speech.label('button-leave-line'), routes.leaveLine.data({ eventId: event.id }))
      .row()
      .text(speech.label('button-open-event'), routes.backToCard.data({ eventId: event.id })),
  }
}

const offeredScreen = (speech: Speech, { event }: Wait, offer: NonNullable<Wait['offer']>): Screen => {
  const { order } = offer
  return {
    html: lines(
      speech.say('wait-offered', { quantity: order.quantity, title: event.title, until: untilIn(speech, offer) }),
      typesText(speech, { types: [offer.type], isAny: false }),
    ),
    keyboard: new InlineKeyboard()
      .add(takeButton(speech, order.id))
      .success()
      .row()
      .add(declineButton(speech, order.id))
      .row()
      .text(speech.label('button-open-event'), routes.backToCard.data({ eventId: event.id })),
  }
}
