import { InlineKeyboard } from 'grammy'
import type { PersonMessage } from '../../domain/announcement.js'
import { stars } from '../../domain/money.js'
import { isProofUnderReview } from '../../domain/order.js'
import type { Refund } from '../../domain/refund.js'
import type { OrderWithEvent } from '../../services/finders.js'
import type { RefundView } from '../../services/refunds/refunds.js'
import type { Services } from '../../services/services.js'
import { money } from '../../texts/format.js'
import { type Html, joinHtml } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { runDoneScreen } from '../features/organizer/payments/moneyScreen.js'
import type { Screen } from '../ui/screen.js'
import { routes } from '../ui/routes.js'

const kinds = ['proofWaits', 'paymentReturned', 'refundDue', 'refundsDone', 'paymentToCheck'] as const

/** News about money whose words depend on how things stand when they are said. */
export type MoneyNews = Extract<PersonMessage, { kind: (typeof kinds)[number] }>

/** Whether news is one of these. */
export const isMoneyNews = (news: PersonMessage): news is MoneyNews => kinds.some((kind) => kind === news.kind)

/** What sentences about an order tell. */
export const orderFacts = (speech: Speech, { order, event }: Pick<OrderWithEvent, 'order' | 'event'>) => ({
  title: event.title,
  order: String(order.id),
  buyer: order.buyerName,
  quantity: order.quantity,
  amount: money(order.total, speech.language),
})

/** Why nothing can be given for an order's money any more. */
export const lostTo = ({ order, event }: Pick<OrderWithEvent, 'order' | 'event'>): 'paid' | 'event' | 'seats' => {
  if (order.state === 'confirmed' || order.state === 'refunded') return 'paid'
  return event.state === 'cancelled' ? 'event' : 'seats'
}

const about = (title: string | undefined) =>
  title === undefined ? ({ about: 'none', title: '' } as const) : ({ about: 'event', title } as const)

const refundFacts = (speech: Speech, { amount, personName, orderId }: Refund) => ({
  amount: money(amount, speech.language),
  person: personName,
  order: orderId === undefined ? '–' : String(orderId),
})

/**
 * Money to give back by hand: how much, to whom, where, and the numbers by which its organizer finds it at the
 * provider.
 */
export const refundTaskText = (speech: Speech, refund: Refund): Html => {
  const { state, method, chargeId, providerChargeId } = refund
  return joinHtml(
    [
      speech.say('refund-task', refundFacts(speech, refund)),
      speech.say('refund-task-how', { how: state === 'failed' ? 'failed' : method }),
      ...(providerChargeId === undefined ? [] : [speech.say('refund-task-charge', { charge: providerChargeId })]),
      // Ours look like "transfer:12": nobody else knows them.
      ...(/^[a-z]+:\d+$/iu.test(chargeId) ? [] : [speech.say('refund-task-telegram', { telegram: chargeId })]),
    ],
    '\n',
  )
}

/** A transfer's picture with what it should show, and the two answers. */
export const proofScreen = (speech: Speech, found: Pick<OrderWithEvent, 'order' | 'event'>): Screen => ({
  html: speech.say('news-proofWaits', orderFacts(speech, found)),
  photo: found.order.proof,
  keyboard: new InlineKeyboard()
    .text(speech.label('button-money-is-there'), routes.confirmTransfer.data({ orderId: found.order.id }))
    .success()
    .text(speech.label('button-not-found'), routes.rejectTransfer.data({ orderId: found.order.id }))
    .danger(),
})

/** What the organizer sees of a refund that they have made. */
export const refundDoneText = (speech: Speech, { refund, order }: RefundView): Html =>
  speech.say('refund-done', { ...refundFacts(speech, refund), ...about(order?.event.title) })

const dueScreen = (speech: Speech, { refund, order }: RefundView): Screen | undefined => {
  if (refund.state === 'done') return undefined
  return {
    html: joinHtml(
      [
        speech.say('news-refundDue', { ...about(order?.event.title), reason: refund.reason }),
        refundTaskText(speech, refund),
      ],
      '\n\n',
    ),
    keyboard: new InlineKeyboard()
      .text(speech.label('button-given-back'), routes.refundDone.data({ refundId: refund.id }))
      .success(),
  }
}

const returnedScreen = (
  speech: Speech,
  { why, title }: Extract<MoneyNews, { kind: 'paymentReturned' }>,
  { refund }: RefundView,
): Screen => ({
  html: joinHtml(
    [
      speech.say('news-paymentReturned', { why, title: title ?? '', amount: money(refund.amount, speech.language) }),
      refund.orderId === undefined && refund.amount.currency !== stars
        ? speech.say('money-back-nobody', { charge: refund.providerChargeId ?? refund.chargeId })
        : speech.say('money-back', { way: refund.method, amount: money(refund.amount, speech.language) }),
    ],
    '\n\n',
  ),
})

const toCheckScreen = (speech: Speech, found: OrderWithEvent): Screen | undefined =>
  found.order.state === 'confirmed' || found.order.state === 'refunded'
    ? undefined
    : {
        html: speech.say('news-paymentToCheck', orderFacts(speech, found)),
        keyboard: new InlineKeyboard()
          .text(speech.label('button-it-was-paid'), routes.foundPayment.data({ orderId: found.order.id }))
          .success(),
      }

/** Says news about money as things stand now: undefined when they are not worth saying any more. */
export const createMoneyScreens =
  ({ payments, refunds, refundRuns }: Pick<Services, 'payments' | 'refunds' | 'refundRuns'>) =>
  async (speech: Speech, news: MoneyNews): Promise<Screen | undefined> => {
    switch (news.kind) {
      case 'proofWaits': {
        const found = await payments.find(news.orderId)
        return found && isProofUnderReview(found.order) ? proofScreen(speech, found) : undefined
      }
      case 'paymentToCheck': {
        const found = await payments.find(news.orderId)
        return found && toCheckScreen(speech, found)
      }
      case 'paymentReturned': {
        const found = await refunds.find(news.refundId)
        return found && returnedScreen(speech, news, found)
      }
      case 'refundDue': {
        const found = await refunds.find(news.refundId)
        return found && dueScreen(speech, found)
      }
      case 'refundsDone': {
        const progress = await refundRuns.find(news.runId)
        return progress && runDoneScreen(speech, progress)
      }
    }
  }
