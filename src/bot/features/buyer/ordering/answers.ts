import type { AskedQuestion } from '../../../../domain/buyerQuestion.js'
import { catchFinal, valueOf } from '../../../../domain/catchRefusal.js'
import type { RefusalCode } from '../../../../domain/refusal.js'
import type { AnswerReply, Slot } from '../../../../services/buyerQuestions/answering.js'
import type { OrderView } from '../../../../services/ordering/orderView.js'
import type { Html } from '../../../../texts/html.js'
import { answerKind, expectAnswer, leavePhone } from '../../../live/expectAnswer.js'
import type { OrderMessages } from '../../../live/orderMessages.js'
import type { OnlyInvoice } from '../../../payments/invoices.js'
import { dropContactButton } from '../../../live/contactKeyboard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type Press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, closeAt, type Prompting, textOf } from '../../../ui/prompts.js'
import type { Route } from '../../../ui/route.js'
import { routes } from '../../../ui/routes.js'
import { redraw, show } from '../../../ui/screen.js'
import { answersScreen } from '../../../views/answers/answersScreen.js'
import { askBody, askView } from '../../../views/answers/asking.js'
import { firstView } from '../../../views/order.js'

type Needs = Pick<FeatureNeeds, 'services'> & {
  readonly prompting: Prompting
  readonly orderMessages: OrderMessages
  readonly invoiceIfOnlyWay: OnlyInvoice
}
type OfAnswer = Omit<Slot, 'personId'>

// After these no other answer would help.
const final: ReadonlySet<RefusalCode> = new Set([
  ...(['orderNotFound', 'holdOver', 'orderNotOpen', 'answersClosed'] as const),
  ...(['questionGone', 'questionChanged', 'notHolder'] as const),
])

/** What buyers answer while their seats are held, and what they, and who holds a ticket, change afterwards. */
export const createAnswers = (needs: Needs): Feature => ({
  name: 'answers',
  presses: [...showing(needs), ...answering(needs)],
  answers: { [answerKind]: typedAnswer(needs) },
})

const showing = (needs: Needs): readonly PressHandler[] => {
  const { services, orderMessages, invoiceIfOnlyWay } = needs
  return [
    press(routes.answersOf, (ctx, { orderId, place }) => showAll(needs, ctx, { orderId, place })),
    press(routes.answersOfTicket, async (ctx, { ticketId }) => {
      const view = await services.answers.ofTicket({ personId: ctx.person.id, ticketId })
      await show(ctx, answersScreen(ctx.speech, view, view.place))
    }),
    press(routes.askAnswer, (ctx, slot) => askAgain(needs, ctx, slot)),
    press(routes.goOnAnswering, async (ctx, { orderId }) => {
      await leavePhone(ctx, services)
      const open = await services.ordering.view({ personId: ctx.person.id, orderId })
      await orderMessages.place(ctx, open, { view: firstView(open) })
      await invoiceIfOnlyWay(ctx, open)
    }),
  ]
}

/** Asks what was answered once more: in the order's message while it is held, otherwise by itself. */
const askAgain = async ({ services, orderMessages, prompting }: Needs, ctx: Press, slot: OfAnswer): Promise<void> => {
  const { orderId, place } = slot
  const view = await services.answers.view({ personId: ctx.person.id, orderId })
  const one = oneOf(view.asked, slot)
  await leavePhone(ctx, services)
  if (view.order.state === 'held') return orderMessages.placeNow(ctx, orderId, one && { view: askView(one) })
  if (!one || !view.mayChange) return redraw(ctx, answersScreen(ctx.speech, view, place))
  await redraw(ctx, askBody(ctx.speech, view, one, routes.answersOf.data({ orderId, place })))
  await expectAnswer(ctx, prompting, orderId, one)
}

const oneOf = (
  asked: readonly AskedQuestion[] | undefined,
  { questionId, place }: OfAnswer,
): AskedQuestion | undefined =>
  asked?.find(({ question, ...other }) => question.id === questionId && other.place === place)

const answering = (needs: Needs): readonly PressHandler[] => {
  const on = <T extends OfAnswer>(pressed: Route<T>, answerOf: (ctx: Press, values: T) => AnswerReply): PressHandler =>
    press(pressed, async (ctx, values) => {
      const { orderId, questionId, place } = values
      await take(needs, ctx, { slot: { orderId, questionId, place }, reply: answerOf(ctx, values) })
    })
  return [
    on(routes.choose, (_, { mask, version }) => ({ kind: 'chosen', mask, version })),
    on(routes.giveConsent, () => ({ kind: 'given' })),
    on(routes.ownName, (ctx) => ({ kind: 'typed', text: ctx.person.displayName })),
    on(routes.sameAnswer, () => ({ kind: 'same' })),
    on(routes.skipAnswer, () => ({ kind: 'skipped' })),
  ]
}

const typedAnswer =
  (needs: Needs): Answerer =>
  (ctx, { subject: orderId, detail = '' }, said) => {
    const [questionId = 0, place = 0] = detail.split(':').map(Number)
    const reply = { kind: 'typed', text: said.phone ?? textOf(said, 'answer') } as const
    return take(needs, ctx, { slot: { orderId, questionId, place }, reply }).catch(closeAt((code) => final.has(code)))
  }

type Given = { readonly slot: OfAnswer; readonly reply: AnswerReply }

// Whatever stands in the way, the person sees how it is by now.
const take = async (needs: Needs, ctx: Ctx, { slot, reply }: Given): Promise<void> => {
  const act = { personId: ctx.person.id, ...slot, reply }
  const outcome = await catchFinal(() => needs.services.answers.give(act))
  if (!outcome.ok && final.has(outcome.refusal.code) && outcome.refusal.code !== 'orderNotFound')
    await showAll(needs, ctx, slot)
  const open = valueOf(outcome)
  await (open.order.state === 'held' ? toNext(needs, ctx, open, slot) : backToAll(needs, ctx, slot))
}

const isTicking = ({ callbackQuery }: Ctx, one: AskedQuestion | undefined): one is AskedQuestion =>
  callbackQuery !== undefined &&
  one?.question.kind === 'choices' &&
  callbackQuery.data?.startsWith(routes.choose.verb) === true

/** To the next question of an order that is held, or to the ways to pay; several choices are ticked one by one. */
const toNext = async (needs: Needs, ctx: Ctx, open: OrderView, slot: OfAnswer): Promise<void> => {
  const one = oneOf(open.asked, slot)
  const { orderMessages, invoiceIfOnlyWay } = needs
  if (isTicking(ctx, one)) return orderMessages.place(ctx, open, { view: askView(one) })
  await dropContact(ctx, one)
  // What is typed when nothing is asked any more is no answer.
  await needs.prompting.forget(ctx)
  await orderMessages.place(ctx, open, { view: firstView(open), below: ctx.callbackQuery === undefined })
  await invoiceIfOnlyWay(ctx, open)
}

const backToAll = async (needs: Needs, ctx: Ctx, slot: OfAnswer): Promise<void> => {
  const { orderId, place } = slot
  const view = await needs.services.answers.view({ personId: ctx.person.id, orderId })
  const one = oneOf(view.asked, slot)
  if (isTicking(ctx, one)) return redraw(ctx, askBody(ctx.speech, view, one, routes.answersOf.data({ orderId, place })))
  await dropContact(ctx, one)
  await showAll(needs, ctx, slot, ctx.speech.say('setting-saved'))
}

const dropContact = async (ctx: Ctx, one: AskedQuestion | undefined): Promise<void> => {
  if (one?.question.kind === 'phone') await dropContactButton(ctx, ctx.speech.say('answers-phone-done'))
}

/** All that somebody answered, where that may be seen; while the order is held its message has it. */
const showAll = async (
  { services, prompting, orderMessages }: Needs,
  ctx: Ctx,
  { orderId, place }: Pick<OfAnswer, 'orderId' | 'place'>,
  notice?: Html,
): Promise<void> => {
  const view = await services.answers.view({ personId: ctx.person.id, orderId })
  const isTyped = ctx.callbackQuery === undefined
  if (view.order.state !== 'confirmed' && view.order.buyerId === ctx.person.id)
    return orderMessages.placeNow(ctx, orderId, { below: isTyped })
  const screen = answersScreen(ctx.speech, view, place, notice)
  await (isTyped ? show(ctx, screen) : prompting.leave(ctx, screen))
}
