import { InlineKeyboard } from 'grammy'
import { cut } from '../../../../domain/text.js'
import type { Refund } from '../../../../domain/refund.js'
import type { Page } from '../../../../domain/page.js'
import { money } from '../../../../texts/format.js'
import { joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { press, type Press } from '../../../ui/press.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { refundDoneText, refundTaskText } from '../../../announcing/moneyScreens.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import { routes } from '../../../ui/routes.js'

// Charge ids of Stars have some 150 characters; five such tasks fit into a message.
const pageSize = 5

/** What the organizer has to give back by hand: the list, and what is done of it. */
export const createRefundTasks = ({ services }: FeatureNeeds) => {
  const draw = async (ctx: Press, eventId: number, after: number): Promise<void> => {
    const page = await services.refunds.tasks(ctx.person.id, eventId, { after, size: pageSize })
    const { event } = await services.events.find(eventId)
    await redraw(ctx, tasksScreen(ctx.speech, event, page, after))
  }

  const feature: Feature = {
    name: 'refundTasks',
    presses: [
      press(routes.refundTasks, (ctx, { eventId, after }) => draw(ctx, eventId, after)),
      press(routes.refundDoneInList, async (ctx, { refundId, after }) => {
        const { refund } = await services.refunds.markDone({ personId: ctx.person.id, refundId })
        if (refund.eventId !== undefined) await draw(ctx, refund.eventId, after)
        return { text: ctx.speech.label('refund-noted') }
      }),
      press(routes.refundDone, async (ctx, { refundId }) => {
        const { refund, order } = await services.refunds.markDone({ personId: ctx.person.id, refundId })
        await redraw(ctx, { html: refundDoneText(ctx.speech, { refund, order }) })
      }),
    ],
  }
  return feature
}

const tasksScreen = (
  speech: Speech,
  { id: eventId, title }: { readonly id: number; readonly title: string },
  { rows, hasMore }: Page<Refund>,
  after: number,
): Screen => {
  const keyboard = new InlineKeyboard()
  for (const refund of rows)
    keyboard.text(labelOf(speech, refund), routes.refundDoneInList.data({ refundId: refund.id, after })).row()
  if (after !== 0) keyboard.text(speech.label('button-first-page'), routes.refundTasks.data({ eventId, after: 0 }))
  const last = rows.at(-1)
  if (hasMore && last)
    keyboard.text(speech.label('button-next-page'), routes.refundTasks.data({ eventId, after: last.id }))
  keyboard.row().text(speech.label('button-back'), routes.moneyOf.data({ eventId }))
  const lines = rows.map((refund) => refundTaskText(speech, refund))
  return {
    html: joinHtml([speech.say(rows.length > 0 ? 'refund-tasks' : 'refund-tasks-none', { title }), ...lines], '\n\n'),
    keyboard,
  }
}

const labelOf = (speech: Speech, { amount, personName, orderId }: Refund): string =>
  speech.label('refund-task-button', {
    amount: money(amount, speech.language),
    person: cut(personName, 24),
    order: orderId === undefined ? '–' : String(orderId),
  })
