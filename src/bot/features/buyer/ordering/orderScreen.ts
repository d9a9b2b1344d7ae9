import { InlineKeyboard } from 'grammy'
import { isHeld, type Order, type PaymentMethod } from '../../../../domain/order.js'
import type { HoldView } from '../../../../services/ordering/holdScreens.js'
import type { OrderWithEvent } from '../../../../services/finders.js'
import type { OrderView } from '../../../../services/ordering/orderView.js'
import { dateTimeWithZone, money } from '../../../../texts/format.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { priceIn, startIn } from '../../../views/eventCard.js'
import type { Screen } from '../../../ui/screen.js'
import { routes } from '../../../ui/routes.js'

const minute = 60_000
/** With longer to go nobody counts minutes: the screen tells the time. */
const countedMinutes = 60

const minutesLeft = ({ heldUntil = 0 }: Order, now: number): number =>
  Math.max(1, Math.ceil((heldUntil - now) / minute))

/**
 * When an order's screen looks different again (UTC milliseconds), if it may change every `step` minutes; undefined:
 * never.
 */
export const nextLook = (order: Order, now: number, step = 1): number | undefined => {
  const { state, heldUntil = 0, proofAt } = order
  if (state !== 'held') return undefined
  // It is over, and somebody is about to end it.
  if (!isHeld(order, now)) return now + minute / 4
  const left = minutesLeft(order, now)
  if (proofAt !== undefined) return heldUntil
  if (left > countedMinutes) return heldUntil - countedMinutes * minute
  return heldUntil - Math.floor((left - 1) / step) * step * minute
}

/** What is shown first: how to transfer the money where nothing else can be done, else the ways. */
export const viewOf = ({ order, paymentMethods }: Pick<OrderView, 'order' | 'paymentMethods'>): HoldView =>
  order.paymentMethod === 'transfer' &&
  (order.proofAt !== undefined || (paymentMethods.length === 1 && paymentMethods[0] === 'transfer'))
    ? 'transfer'
    : 'ways'

/** An order as its buyer sees it in the message that counts it down, whatever became of it. */
export const orderScreen = (speech: Speech, open: OrderView, now: number, view: HoldView, notice?: Html): Screen => {
  const screen = isHeld(open.order, now) ? heldScreen(speech, open, now, view) : endScreen(speech, open)
  return notice ? { ...screen, html: joinHtml([notice, screen.html], '\n\n') } : screen
}

/** "Balcony × 2", or "2 tickets" where types have no names. */
export const whatIn = (speech: Speech, { type, order }: Pick<OrderView, 'type' | 'order'>): Html =>
  speech.say('order-what', { hasType: type.name === '' ? 'no' : 'yes', type: type.name, quantity: order.quantity })

const priceOf = (speech: Speech, { total, full, promoCode }: Order): Html =>
  full.minor === total.minor
    ? speech.say('order-price', { total: priceIn(speech, total) })
    : speech.say('order-discounted', {
        full: money(full, speech.language),
        total: priceIn(speech, total),
        code: promoCode ?? '',
      })

const headOf = (speech: Speech, open: OrderView): Html =>
  speech.say('order', {
    title: open.event.title,
    when: startIn(speech, open.event),
    venue: open.event.venue,
    what: whatIn(speech, open),
    price: priceOf(speech, open.order),
  })

const heldScreen = (speech: Speech, open: OrderView, now: number, view: HoldView): Screen => {
  const { order } = open
  if (order.proofAt !== undefined) return lookingScreen(speech, open)
  const isTransfer = view === 'transfer' && open.paymentMethods.includes('transfer')
  const body = isTransfer ? transferText(speech, open) : waysText(speech, open)
  return {
    html: joinHtml(
      [headOf(speech, open), countdown(speech, open, now), body].filter((part) => part !== undefined),
      '\n\n',
    ),
    keyboard: heldButtons(speech, open, isTransfer),
  }
}

// The organizer may have closed the last way meanwhile.
const waysText = (speech: Speech, { order, paymentMethods }: OrderView): Html | undefined => {
  if (order.total.minor > 0 && paymentMethods.length === 0) return speech.say('refusal-noWayToPay')
  return paymentMethods.length > 1 ? speech.say('order-choose') : undefined
}

// Whoever says that the money is on its way has nothing more to choose.
const lookingScreen = (speech: Speech, open: OrderView): Screen => ({
  html: joinHtml(
    [headOf(speech, open), speech.say('order-looking', { order: String(open.order.id), until: untilOf(speech, open) })],
    '\n\n',
  ),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-other-picture'), routes.otherPicture.data({ orderId: open.order.id }))
    .text(speech.label('button-events'), routes.eventsPage.data({ startsAt: 0, eventId: 0 })),
})

/** The line above an order that somebody comes back to; undefined when it does not wait for them. */
export const waitsIn = (speech: Speech, { order }: OrderView): Html | undefined =>
  order.proofAt === undefined && order.total.minor > 0 ? speech.say('order-waits') : undefined

const untilOf = (speech: Speech, { order, event }: OrderView): string =>
  dateTimeWithZone(order.heldUntil ?? 0, event.zone, speech.language)

const countdown = (speech: Speech, open: OrderView, now: number): Html => {
  const order = String(open.order.id)
  const minutes = minutesLeft(open.order, now)
  return minutes > countedMinutes
    ? speech.say('order-until', { order, until: untilOf(speech, open) })
    : speech.say('order-countdown', { order, minutes })
}

// Each line by itself: a tap copies the number of a card, not all of it.
const transferText = (speech: Speech, { order, event }: OrderView): Html => {
  const lines = (event.transferDetails ?? '').split('\n').filter((line) => line.trim() !== '')
  return speech.say('order-transfer', {
    total: money(order.total, speech.language),
    order: String(order.id),
    details: joinHtml(
      lines.map((line) => speech.say('order-transfer-line', { line })),
      '\n',
    ),
  })
}

const heldButtons = (
  speech: Speech,
  { order, paymentMethods, hasCodes }: OrderView,
  isTransfer: boolean,
): InlineKeyboard => {
  const it = { orderId: order.id }
  const keyboard = new InlineKeyboard()
  if (order.total.minor === 0) keyboard.text(speech.label('button-take-free'), routes.takeFree.data(it)).success().row()
  else if (!isTransfer)
    for (const way of paymentMethods)
      keyboard
        .text(payLabel(speech, way, order), routes.payBy.data({ ...it, way }))
        .success()
        .row()
  else if (paymentMethods.length > 1) keyboard.text(speech.label('button-other-ways'), routes.otherWays.data(it)).row()
  if (order.promoCodeId !== undefined) keyboard.text(speech.label('button-drop-code'), routes.dropCode.data(it)).row()
  else if (hasCodes && order.total.minor > 0)
    keyboard.text(speech.label('button-promo-code'), routes.typeCode.data(it)).row()
  return keyboard
    .text(speech.label('button-give-up'), routes.cancelOrder.data(it))
    .text(speech.label('button-events'), routes.eventsPage.data({ startsAt: 0, eventId: 0 }))
}

const payLabel = (speech: Speech, way: PaymentMethod, { total }: Order): string =>
  speech.label('button-pay', { way, total: money(total, speech.language) })

const endScreen = (speech: Speech, open: OrderView): Screen => {
  const { order, event } = open
  const again = new InlineKeyboard().text(
    speech.label('button-choose-again'),
    routes.openEvent.data({ eventId: event.id }),
  )
  switch (order.state) {
    case 'confirmed':
      // How much was paid, and where the tickets are, is said below: to whoever paid an invoice at once, to whoever
      // transferred with the tickets.
      return order.paymentMethod === 'free' || order.paymentMethod === 'atDoor'
        ? boughtScreen(speech, open)
        : { html: speech.say('order-paid', { title: event.title, order: String(order.id) }) }
    case 'refunded':
      return { html: speech.say('order-refunded', { title: event.title, order: String(order.id) }) }
    case 'cancelled':
      return event.state === 'cancelled'
        ? { html: speech.say('refusal-eventCancelled', { title: event.title }) }
        : { html: speech.say('order-given-up', { title: event.title }), keyboard: again }
    case 'held':
    case 'expired':
      return {
        html: speech.say(order.proofAt === undefined ? 'order-expired' : 'order-expired-looking', {
          title: event.title,
          order: String(order.id),
        }),
        keyboard: again,
      }
  }
}

/** What was bought without paying beforehand. */
export const boughtScreen = (speech: Speech, { order, event }: OrderWithEvent): Screen => ({
  html: speech.say('buy-done', {
    title: event.title,
    quantity: order.quantity,
    way: order.paymentMethod,
    total: money(order.total, speech.language),
  }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-my-tickets'), routes.myTickets.data({ after: 0 }))
    .text(speech.label('button-buy-more'), routes.openEvent.data({ eventId: event.id })),
})
