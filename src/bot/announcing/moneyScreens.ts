import { InlineKeyboard } from 'grammy'
import type { PersonMessage } from '../../domain/announcement.js'
import { stars } from '../../domain/money.js'
import { isProofUnderReview } from '../../domain/order.js'
import type { OrderWithEvent } from '../../services/finders.js'
import type { RefundView } from '../../services/refunds/refunds.js'
import type { Services } from '../../services/services.js'
import type { Speech } from '../../texts/texts.js'
import { moneyIn, paragraphs } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { writeButton } from '../views/threads/answering.js'
import { askButton } from '../views/threads/asking.js'
import { runDoneScreen } from '../views/money.js'
import { refundDueScreen } from '../views/refunds.js'
import { orderFacts, proofScreen, proofWordsScreen } from '../views/transfers.js'

const kinds = ['proofWaits', 'proofWords', 'paymentReturned', 'refundDue', 'refundsDone', 'paymentToCheck'] as const

/** Messages about money whose words depend on how things stand when they are said. */
export type MoneyMessage = Extract<PersonMessage, { kind: (typeof kinds)[number] }>

/** Whether a message is one of these. */
export const isMoneyMessage = (message: PersonMessage): message is MoneyMessage =>
  kinds.some((kind) => kind === message.kind)

type PaymentReturned = Extract<MoneyMessage, { kind: 'paymentReturned' }>

const returnedScreen = (speech: Speech, { why, title }: PaymentReturned, { refund, order }: RefundView): Screen => ({
  html: paragraphs(
    speech.say('news-paymentReturned', { why, title: title ?? '', amount: moneyIn(speech, refund.amount) }),
    refund.orderId === undefined && refund.amount.currency !== stars
      ? speech.say('money-back-nobody', { charge: refund.providerChargeId ?? refund.chargeId })
      : speech.say('money-back', { way: refund.method, amount: moneyIn(speech, refund.amount) }),
  ),
  keyboard: order && new InlineKeyboard().add(askButton(speech, order.event)),
})

const waitingScreen = (speech: Speech, found: OrderWithEvent): Screen | undefined =>
  isProofUnderReview(found.order) ? proofScreen(speech, found) : undefined

const wordsScreen = (speech: Speech, found: OrderWithEvent): Screen | undefined =>
  isProofUnderReview(found.order) ? proofWordsScreen(speech, found) : undefined

const toCheckScreen = (speech: Speech, found: OrderWithEvent): Screen | undefined =>
  found.order.state === 'confirmed' || found.order.state === 'refunded'
    ? undefined
    : {
        html: speech.say('news-paymentToCheck', orderFacts(speech, found)),
        keyboard: new InlineKeyboard()
          .text(speech.label('button-it-was-paid'), routes.foundPayment.data({ orderId: found.order.id }))
          .success()
          .row(writeButton(speech, found.order.id)),
      }

/** Says messages about money as things stand now: undefined when they are not worth saying any more. */
export const createMoneyScreens = ({
  payments,
  refunds,
  refundRuns,
}: Pick<Services, 'payments' | 'refunds' | 'refundRuns'>) => {
  const ifFound = async <T>(finding: Promise<T | undefined>, draw: (found: T) => Screen | undefined) => {
    const found = await finding
    return found === undefined ? undefined : draw(found)
  }
  return (speech: Speech, message: MoneyMessage): Promise<Screen | undefined> => {
    switch (message.kind) {
      case 'proofWaits':
        return ifFound(payments.find(message.orderId), (found) => waitingScreen(speech, found))
      case 'proofWords':
        return ifFound(payments.find(message.orderId), (found) => wordsScreen(speech, found))
      case 'paymentToCheck':
        return ifFound(payments.find(message.orderId), (found) => toCheckScreen(speech, found))
      case 'paymentReturned':
        return ifFound(refunds.find(message.refundId), (found) => returnedScreen(speech, message, found))
      case 'refundDue':
        return ifFound(refunds.find(message.refundId), (found) => refundDueScreen(speech, found))
      case 'refundsDone':
        return ifFound(refundRuns.find(message.runId), (found) => runDoneScreen(speech, found))
    }
  }
}
