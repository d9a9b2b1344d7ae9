import { Composer, InlineKeyboard } from 'grammy'
import { type EventWithTypes, leftOfAll, mustBeOnSale } from '../../../domain/event.js'
import { times } from '../../../domain/money.js'
import { checkQuantity, paymentWayOf, quantityLimit } from '../../../domain/order.js'
import { Refusal } from '../../../domain/refusal.js'
import { attempt } from '../../../services/attempt.js'
import type { Bought } from '../../../services/ordering.js'
import { money } from '../../../texts/format.js'
import type { Speech } from '../../../texts/texts.js'
import { button, onButton, type Press, rowId, whole } from '../../buttons.js'
import { cardScreen, chooseQuantity, openEvent, startIn } from '../../card.js'
import type { Ctx } from '../../context.js'
import type { FeatureNeeds } from '../../feature.js'
import { redraw, type Screen } from '../../screen.js'
import { myTickets } from './myTickets.js'

const chosen = button('q', { eventId: rowId, quantity: whole })
// `screen` is the update that drew the confirmation: pressing it twice, or an update that comes twice, is one order. `total` is what
// the person saw: it decides no price, it only must not differ from it.
const confirm = button('c', { eventId: rowId, ticketTypeId: rowId, quantity: whole, screen: whole, total: whole })
const back = button('k', { eventId: rowId })

/** Buying: how many, confirm, done. */
export const createBuy = ({ services, clock }: FeatureNeeds) => {
  const feature = new Composer<Ctx>()

  const onSale = async (eventId: number, quantity = 1): Promise<EventWithTypes> => {
    const found = await services.events.find(eventId)
    mustBeOnSale(found.event, clock.now())
    const left = leftOfAll(found)
    if (left === 0) throw new Refusal('soldOut', { title: found.event.title })
    if (left < quantity) throw new Refusal('tooFewLeft', { left })
    return found
  }

  /** Draws the card again with the refusal above it: what changed since the person looked is what they need to see. */
  const refuse = async (ctx: Press, eventId: number, refusal: Pick<Refusal, 'code' | 'facts'>): Promise<void> => {
    ctx.refused = refusal.code
    const notice = ctx.speech.say(`refusal-${refusal.code}`, refusal.facts)
    await redraw(ctx, cardScreen(ctx.speech, await services.events.find(eventId), clock.now(), notice))
  }

  const orRefuse = async (ctx: Press, eventId: number, work: () => Promise<Screen>): Promise<undefined> => {
    const outcome = await attempt(work)
    await (outcome.ok ? redraw(ctx, outcome.value) : refuse(ctx, eventId, outcome.refusal))
    return undefined
  }

  onButton(feature, chooseQuantity, (ctx, { eventId }) => orRefuse(ctx, eventId, async () => quantityScreen(ctx.speech, await onSale(eventId))))
  onButton(feature, chosen, (ctx, { eventId, quantity }) =>
    orRefuse(ctx, eventId, async () => confirmScreen(ctx.speech, await onSale(eventId, checkQuantity(quantity)), quantity, ctx.update.update_id)))
  onButton(feature, confirm, (ctx, { eventId, screen, total, ...wish }) =>
    orRefuse(ctx, eventId, async () =>
      boughtScreen(ctx.speech, await services.ordering.buy({ ...wish, shownMinor: total, buyerId: ctx.person.id, requestKey: `${ctx.person.id}:${screen}` }))))
  onButton(feature, back, async (ctx, { eventId }) => {
    await redraw(ctx, cardScreen(ctx.speech, await services.events.find(eventId), clock.now()))
    return undefined
  })
  return feature
}

const quantityScreen = (speech: Speech, found: EventWithTypes): Screen => {
  const { event } = found
  const keyboard = new InlineKeyboard()
  const most = Math.min(quantityLimit, leftOfAll(found))
  for (let quantity = 1; quantity <= most; quantity += 1) {
    keyboard.text(String(quantity), chosen.data({ eventId: event.id, quantity }))
    if (quantity % 5 === 0) keyboard.row()
  }
  keyboard.row().text(speech.label('button-back'), back.data({ eventId: event.id }))
  return { html: speech.say('buy-quantity', { title: event.title, left: leftOfAll(found) }), keyboard }
}

const confirmScreen = (speech: Speech, { event, types: [type] }: EventWithTypes, quantity: number, screen: number): Screen => {
  const total = times(type.price, quantity)
  const keyboard = new InlineKeyboard()
    .text(speech.label('button-confirm'), confirm.data({ eventId: event.id, ticketTypeId: type.id, quantity, screen, total: total.minor })).success().row()
    .text(speech.label('button-back'), chooseQuantity.data({ eventId: event.id }))
  const html = speech.say('buy-confirm', {
    title: event.title, when: startIn(speech, event), venue: event.venue, quantity,
    way: paymentWayOf(total), total: money(total, speech.language),
  })
  return { html, keyboard }
}

const boughtScreen = (speech: Speech, { order, event }: Bought): Screen => ({
  html: speech.say('buy-done', { title: event.title, quantity: order.quantity, way: order.paymentWay, total: money(order.total, speech.language) }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-my-tickets'), myTickets.data({ after: 0 }))
    .text(speech.label('button-buy-more'), openEvent.data({ eventId: event.id })),
})
