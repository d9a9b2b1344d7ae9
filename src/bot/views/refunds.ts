import { InlineKeyboard } from 'grammy'
import type { Refund } from '../../domain/refund.js'
import type { RefundView } from '../../services/refunds/refunds.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { lines, moneyIn, paragraphs } from '../ui/format.js'
import { writeButton } from './threads/answering.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { linkTo } from './people/person.js'

const about = (title: string | undefined) =>
  title === undefined ? ({ about: 'none', title: '' } as const) : ({ about: 'event', title } as const)

const refundFacts = (speech: Speech, { amount, personId: id, personName: name, personUsername, orderId }: Refund) => ({
  amount: moneyIn(speech, amount),
  person: linkTo({ id, name, username: personUsername }),
  order: orderId === undefined ? '–' : String(orderId),
})

/**
 * Money to give back by hand: how much, to whom, where, and the numbers by which its organizer finds it at the
 * provider.
 */
export const refundTaskText = (speech: Speech, refund: Refund): Html => {
  const { state, method, chargeId, providerChargeId } = refund
  return lines(
    speech.say('refund-task', refundFacts(speech, refund)),
    speech.say('refund-task-how', { how: state === 'failed' ? 'failed' : method }),
    providerChargeId === undefined ? undefined : speech.say('refund-task-charge', { charge: providerChargeId }),
    // Ours look like "transfer:12": nobody else knows them.
    /^[a-z]+(?::\d+)+$/iu.test(chargeId) ? undefined : speech.say('refund-task-telegram', { telegram: chargeId }),
  )
}

/** What the organizer sees of a refund that they have made. */
export const refundDoneText = (speech: Speech, { refund, order }: RefundView): Html =>
  speech.say('refund-done', { ...refundFacts(speech, refund), ...about(order?.event.title) })

/** A refund that its organizer has to make or to look at; undefined when it is made, or on its way. */
export const refundDueScreen = (speech: Speech, { refund, order }: RefundView): Screen | undefined => {
  if (refund.state === 'done' || (refund.state === 'due' && refund.method === 'stars')) return undefined
  return {
    html: paragraphs(
      speech.say('news-refundDue', { ...about(order?.event.title), reason: refund.reason }),
      refundTaskText(speech, refund),
    ),
    keyboard: dueButtons(speech, refund),
  }
}

const dueButtons = (speech: Speech, { id: refundId, state, orderId }: Refund): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  if (state === 'failed')
    keyboard.text(speech.label('button-try-again'), routes.retryRefund.data({ refundId })).success().row()
  keyboard.text(speech.label('button-given-back'), routes.refundDone.data({ refundId }))
  if (state !== 'failed') keyboard.success()
  return orderId === undefined ? keyboard : keyboard.row(writeButton(speech, orderId))
}
