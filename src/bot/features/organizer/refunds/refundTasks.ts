import { InlineKeyboard } from 'grammy'
import type { Page } from '../../../../domain/page.js'
import type { Refund } from '../../../../domain/refund.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { moneyIn, paragraphs } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging } from '../../../ui/paging.js'
import { press, type Press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import { refundDoneText, refundTaskText } from '../../../views/refunds.js'

// Charge ids of Stars have some 150 characters; five such tasks fit into a message.
const pageSize = 5

/** What the organizer has to give back by hand: the list, and what is done of it. */
export const createRefundTasks = ({ services: { refunds, events } }: Pick<FeatureNeeds, 'services'>): Feature => {
  const draw = async (ctx: Press, eventId: number, after: number): Promise<void> => {
    const page = await refunds.tasks(ctx.person.id, eventId, { after, size: pageSize })
    const { event } = await events.find(eventId)
    await redraw(ctx, tasksScreen(ctx.speech, event, page, after))
  }

  return {
    name: 'refundTasks',
    presses: [
      press(routes.refundTasks, (ctx, { eventId, after }) => draw(ctx, eventId, after)),
      press(routes.refundDoneInList, async (ctx, { refundId, after }) => {
        const { refund } = await refunds.markDone({ personId: ctx.person.id, refundId })
        if (refund.eventId !== undefined) await draw(ctx, refund.eventId, after)
        return { text: ctx.speech.label('refund-noted') }
      }),
      press(routes.retryRefundInList, async (ctx, { refundId, after }) => {
        const { refund } = await refunds.tryAgain({ personId: ctx.person.id, refundId })
        if (refund.eventId !== undefined) await draw(ctx, refund.eventId, after)
        return { text: ctx.speech.label('refund-tried-again') }
      }),
      press(routes.retryRefund, async (ctx, { refundId }) => {
        await refunds.tryAgain({ personId: ctx.person.id, refundId })
        await redraw(ctx, { html: ctx.speech.say('refund-tried-again') })
      }),
      press(routes.refundDone, async (ctx, { refundId }) => {
        const done = await refunds.markDone({ personId: ctx.person.id, refundId })
        await redraw(ctx, { html: refundDoneText(ctx.speech, done) })
      }),
    ],
  }
}

const tasksScreen = (
  speech: Speech,
  { id: eventId, title }: { readonly id: number; readonly title: string },
  page: Page<Refund>,
  after: number,
): Screen => {
  const { rows } = page
  const keyboard = new InlineKeyboard()
  for (const refund of rows) {
    const data = { refundId: refund.id, after }
    keyboard.text(labelOf(speech, 'refund-task-button', refund), routes.refundDoneInList.data(data)).row()
    if (refund.state === 'failed')
      keyboard.text(labelOf(speech, 'refund-retry-button', refund), routes.retryRefundInList.data(data)).row()
    if (refund.orderId !== undefined)
      keyboard
        .text(
          speech.label('refund-write-button', { order: String(refund.orderId) }),
          routes.writeToBuyer.data({ orderId: refund.orderId }),
        )
        .row()
  }
  const dataAfter = (last?: Refund): string => routes.refundTasks.data({ eventId, after: last?.id ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater: after !== 0, dataAfter })
  keyboard.row().text(speech.label('button-back'), routes.moneyOf.data({ eventId }))
  const head = speech.say(rows.length > 0 ? 'refund-tasks' : 'refund-tasks-none', { title })
  return { html: paragraphs(head, ...rows.map((refund) => refundTaskText(speech, refund))), keyboard }
}

const labelOf = (speech: Speech, key: string, { amount, personName, orderId }: Refund): string =>
  labelWith(
    speech,
    key,
    { person: personName },
    { amount: moneyIn(speech, amount), order: orderId === undefined ? '–' : String(orderId) },
  )
