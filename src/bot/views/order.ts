import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import type { AskedQuestion } from '../../domain/buyerQuestion.js'
import { minuteMs } from '../../domain/duration.js'
import { costsNothing, isHeld, type Order } from '../../domain/order.js'
import type { HoldView } from '../../services/ordering/holdScreens.js'
import type { OrderWithEvent } from '../../services/finders.js'
import type { OrderView } from '../../services/ordering/orderView.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { lines, moneyIn, paragraphs, priceIn, startIn, timeIn, venueIn, yesNo } from '../ui/format.js'
import { eventsButton, ticketsButton } from '../ui/keyboards.js'
import { refusalText } from '../ui/refusals.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { askBody, shownQuestion } from './answers/asking.js'
import { askButtons } from './threads/asking.js'
import { transferDetailsText } from './transferDetails.js'
import { declineButton, waitButton } from './waiting/place.js'

/** With longer to go nobody counts minutes: the screen tells the time. */
const countedMinutes = 60

const minutesLeft = ({ heldUntil = 0 }: Order, now: number): number =>
  Math.max(1, Math.ceil((heldUntil - now) / minuteMs))

/**
 * When an order's screen looks different again (UTC milliseconds), if it may change every `step` minutes; undefined:
 * never.
 */
export const nextChange = (order: Order, now: number, step = 1): number | undefined => {
  const { state, heldUntil = 0, proofAt } = order
  if (state !== 'held') return undefined
  // It is over, and somebody is about to end it.
  if (!isHeld(order, now)) return now + minuteMs / 4
  const left = minutesLeft(order, now)
  if (proofAt !== undefined) return heldUntil
  if (left > countedMinutes) return heldUntil - countedMinutes * minuteMs
  return heldUntil - Math.floor((left - 1) / step) * step * minuteMs
}

/** What is shown first: how to transfer the money where nothing else can be done, else how it can be paid. */
export const firstView = ({ order, paymentMethods }: Pick<OrderView, 'order' | 'paymentMethods'>): HoldView =>
  order.paymentMethod === 'transfer' &&
  (order.proofAt !== undefined || (paymentMethods.length === 1 && paymentMethods[0] === 'transfer'))
    ? 'transfer'
    : 'ways'

/** How an order is shown: when, whether the ways to pay or how to transfer, with a line above it. */
type Shown = { readonly now: number; readonly view: HoldView; readonly notice?: Html | undefined }

/** An order as its buyer sees it in the message that counts it down, whatever became of it. */
export const orderScreen = (speech: Speech, open: OrderView, { now, view, notice }: Shown): Screen => {
  const screen = isHeld(open.order, now) ? heldScreen(speech, open, now, view) : overScreen(speech, open)
  return { ...screen, html: paragraphs(notice, screen.html) }
}

/** "Balcony × 2", or "2 tickets" where types have no names. */
export const whatText = (speech: Speech, { type, order }: Pick<OrderView, 'type' | 'order'>): Html =>
  speech.say('order-what', { hasType: yesNo(type.name !== ''), type: type.name, quantity: order.quantity })

const priceOf = (speech: Speech, { total, full, promoCode }: Order): Html =>
  full.minor === total.minor
    ? speech.say('order-price', { total: priceIn(speech, total) })
    : speech.say('order-discounted', {
        full: moneyIn(speech, full),
        total: priceIn(speech, total),
        code: promoCode ?? '',
      })

const headOf = (speech: Speech, open: OrderView): Html =>
  speech.say('order', {
    title: open.event.title,
    when: startIn(speech, open.event),
    venue: venueIn(speech, open.event),
    what: whatText(speech, open),
    price: priceOf(speech, open.order),
  })

const heldScreen = (speech: Speech, open: OrderView, now: number, view: HoldView): Screen => {
  const { order } = open
  if (order.proofAt !== undefined) return underReviewScreen(speech, open)
  const one = shownQuestion(open, view)
  if (one) return askingScreen(speech, open, { one, now })
  const isTransfer = view === 'transfer' && open.paymentMethods.includes('transfer')
  const body = isTransfer ? transferText(speech, open) : choiceText(speech, open)
  return {
    html: paragraphs(headOf(speech, open), countdown(speech, open, now), body),
    keyboard: heldButtons(speech, open, isTransfer),
  }
}

// What has to be answered before the order can be paid; its time runs.
const askingScreen = (
  speech: Speech,
  open: OrderView,
  { one, now }: { readonly one: AskedQuestion; readonly now: number },
): Screen => {
  const { html, keyboard } = askBody(speech, open, one)
  const head = speech.say('order-asks', { title: open.event.title, what: whatText(speech, open) })
  return {
    html: paragraphs(lines(head, countdown(speech, open, now)), html),
    keyboard: keyboard.row().add(giveUpButton(speech, open.order)),
  }
}

// The organizer may have closed the last payment method meanwhile.
const choiceText = (speech: Speech, { order, paymentMethods }: OrderView): Html | undefined => {
  if (order.total.minor > 0 && paymentMethods.length === 0)
    return refusalText(speech, { code: 'noWayToPay', facts: {} })
  return paymentMethods.length > 1 ? speech.say('order-choose') : undefined
}

// Whoever says that the money is on its way has nothing more to choose.
const underReviewScreen = (speech: Speech, open: OrderView): Screen => ({
  html: paragraphs(
    headOf(speech, open),
    speech.say('order-looking', { order: String(open.order.id), until: untilOf(speech, open) }),
  ),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-other-picture'), routes.otherPicture.data({ orderId: open.order.id }))
    .add(eventsButton(speech))
    .row(...askButtons(speech, open.event, open.order.buyerId)),
})

/** The line above an order that somebody comes back to; undefined when it does not wait for them. */
export const waitsText = (speech: Speech, { order }: OrderView): Html | undefined =>
  order.proofAt === undefined && order.total.minor > 0 ? speech.say('order-waits') : undefined

const untilOf = (speech: Speech, { order, event }: OrderView): string => timeIn(speech, order.heldUntil ?? 0, event)

const countdown = (speech: Speech, open: OrderView, now: number): Html => {
  const order = String(open.order.id)
  const minutes = minutesLeft(open.order, now)
  return minutes > countedMinutes
    ? speech.say('order-until', { order, until: untilOf(speech, open) })
    : speech.say('order-countdown', { order, minutes })
}

const transferText = (speech: Speech, { order, event }: OrderView): Html =>
  speech.say('order-transfer', {
    total: moneyIn(speech, order.total),
    order: String(order.id),
    quantity: order.quantity,
    details: transferDetailsText(speech, event.transferDetails ?? ''),
  })

const heldButtons = (speech: Speech, open: OrderView, isTransfer: boolean): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  addPayButtons(keyboard, speech, open, isTransfer)
  addCodeButton(keyboard, speech, open)
  addAnswersButton(keyboard, speech, open)
  return keyboard
    .add(giveUpButton(speech, open.order))
    .add(eventsButton(speech))
    .row(...askButtons(speech, open.event, open.order.buyerId))
}

const giveUpButton = (speech: Speech, { id: orderId, offeredAt }: Order): InlineKeyboardButton =>
  offeredAt === undefined
    ? InlineKeyboard.text(speech.label('button-give-up'), routes.cancelOrder.data({ orderId }))
    : declineButton(speech, orderId)

const addPayButtons = (
  keyboard: InlineKeyboard,
  speech: Speech,
  { order: { id: orderId, total }, paymentMethods }: OrderView,
  isTransfer: boolean,
): void => {
  if (total.minor === 0)
    keyboard.text(speech.label('button-take-free'), routes.takeFree.data({ orderId })).success().row()
  else if (!isTransfer)
    for (const method of paymentMethods)
      keyboard
        .text(
          speech.label('button-pay', { way: method, total: moneyIn(speech, total) }),
          routes.payBy.data({ orderId, method }),
        )
        .success()
        .row()
  else if (paymentMethods.length > 1)
    keyboard.text(speech.label('button-other-ways'), routes.otherPaymentMethods.data({ orderId })).row()
}

const addCodeButton = (keyboard: InlineKeyboard, speech: Speech, { order, hasCodes }: OrderView): void => {
  const { id: orderId, promoCodeId, total } = order
  if (promoCodeId !== undefined)
    keyboard.text(speech.label('button-drop-code'), routes.dropCode.data({ orderId })).row()
  else if (hasCodes && total.minor > 0)
    keyboard.text(speech.label('button-promo-code'), routes.typeCode.data({ orderId })).row()
}

const addAnswersButton = (keyboard: InlineKeyboard, speech: Speech, { order, asked = [] }: OrderView): void => {
  const last = asked.at(-1)
  if (!last) return
  const { question, place } = last
  const data = routes.askAnswer.data({ orderId: order.id, questionId: question.id, place })
  keyboard.text(speech.label('button-answers-back'), data).row()
}

const overScreen = (speech: Speech, open: OrderView): Screen =>
  isOfferOver(open) ? offerOverScreen(speech, open) : endScreen(speech, open)

const endScreen = (speech: Speech, open: OrderView): Screen => {
  const { order, event } = open
  const again = new InlineKeyboard().text(
    speech.label('button-choose-again'),
    routes.openEvent.data({ eventId: event.id }),
  )
  const asking = askButtons(speech, event, order.buyerId)
  switch (order.state) {
    case 'confirmed':
      // How much was paid, and where the tickets are, is said below: to whoever paid an invoice at once, to whoever
      // transferred with the tickets.
      return costsNothing(order.paymentMethod) || order.paymentMethod === 'atDoor'
        ? boughtScreen(speech, open)
        : { html: speech.say('order-paid', { title: event.title, order: String(order.id) }) }
    case 'refunded':
      return {
        html: speech.say('order-refunded', { title: event.title, order: String(order.id) }),
        keyboard: new InlineKeyboard([[...asking]]),
      }
    case 'cancelled':
      return event.state === 'cancelled'
        ? { html: refusalText(speech, { code: 'eventCancelled', facts: { title: event.title } }) }
        : { html: speech.say('order-given-up', { title: event.title }), keyboard: again }
    case 'held':
    case 'expired':
      return expiredScreen(speech, open, order.proofAt === undefined ? again : again.row(...asking))
  }
}

/** Whether it was an offer to somebody in line, which they did not take. */
export const isOfferOver = ({ order, event }: Pick<OrderView, 'order' | 'event'>): boolean =>
  order.offeredAt !== undefined &&
  order.proofAt === undefined &&
  event.state !== 'cancelled' &&
  order.state !== 'confirmed' &&
  order.state !== 'refunded'

const offerOverScreen = (speech: Speech, { order, event: { id: eventId, title } }: OrderView): Screen => ({
  html:
    order.state === 'cancelled'
      ? speech.say('offer-declined', { title, quantity: order.quantity })
      : speech.say('offer-ended', { title }),
  keyboard: new InlineKeyboard()
    .add(waitButton(speech, eventId, 'button-wait-again'))
    .row()
    .text(speech.label('button-open-event'), routes.openEvent.data({ eventId })),
})

const expiredScreen = (speech: Speech, { order, event }: OrderView, keyboard: InlineKeyboard): Screen => ({
  html: speech.say(order.proofAt === undefined ? 'order-expired' : 'order-expired-looking', {
    title: event.title,
    order: String(order.id),
  }),
  keyboard,
})

/** What was bought without paying beforehand. */
export const boughtScreen = (speech: Speech, { order, event }: OrderWithEvent): Screen => ({
  html: speech.say('buy-done', {
    title: event.title,
    quantity: order.quantity,
    way: costsNothing(order.paymentMethod) ? 'free' : order.paymentMethod,
    total: moneyIn(speech, order.total),
  }),
  keyboard: new InlineKeyboard()
    .add(ticketsButton(speech))
    .text(speech.label('button-buy-more'), routes.openEvent.data({ eventId: event.id })),
})
