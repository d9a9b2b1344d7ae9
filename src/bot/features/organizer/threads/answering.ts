import type { OwnThread } from '../../../../services/threads/answering.js'
import { carriedIn } from '../../../telegram/reading/carried.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type Press } from '../../../ui/press.js'
import { type Answerer, type Prompting, saidIn } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, retire, show } from '../../../ui/screen.js'
import {
  answeredScreen,
  askAnswerScreen,
  askBlockScreen,
  askWriteScreen,
  guestIn,
  toQuestions,
  writtenScreen,
} from '../../../views/threads/answering.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

const kind = 'threadAnswer'

/** An organizer answers a guest, or writes to a buyer; blocks who only disturbs. */
export const createAnsweringGuests = (needs: Needs): Feature => {
  const {
    services: {
      threads: { answering, questions },
    },
    prompting,
  } = needs
  const of = (ctx: Press, threadId: number) => ({ personId: ctx.person.id, threadId })
  const ask = async (ctx: Press, found: OwnThread): Promise<void> =>
    prompting.ask(ctx, { kind, subject: found.thread.id }, askAnswerScreen(ctx.speech, found))

  return {
    name: 'answeringGuests',
    presses: [
      press(routes.answerGuest, async (ctx, { threadId }) => ask(ctx, await answering.view(of(ctx, threadId)))),
      press(routes.writeToBuyer, async (ctx, { orderId }) => {
        const found = await answering.withBuyer({ personId: ctx.person.id, orderId })
        const question = { kind, subject: found.thread.id, detail: String(orderId) }
        await prompting.ask(ctx, question, askWriteScreen(ctx.speech, found))
      }),
      press(routes.leaveAnswering, async (ctx) =>
        prompting.leave(ctx, { html: ctx.speech.say('thread-nothing-sent') }),
      ),
      press(routes.needsNoAnswer, async (ctx, { threadId }) => {
        await answering.close(of(ctx, threadId))
        await retire(ctx)
        return { text: ctx.speech.label('thread-closed') }
      }),
      press(routes.askBlockGuest, async (ctx, { threadId }) =>
        show(ctx, askBlockScreen(ctx.speech, await answering.view(of(ctx, threadId)))),
      ),
      press(routes.blockGuest, async (ctx, { threadId }) => {
        const { event, thread } = await questions.block(of(ctx, threadId))
        const facts = { guest: guestIn(ctx.speech, thread), title: event.title }
        await redraw(ctx, {
          html: ctx.speech.say('thread-blocked', facts),
          keyboard: toQuestions(ctx.speech, event.id),
        })
      }),
    ],
    answers: { [kind]: createAnswer(needs) },
  }
}

const createAnswer =
  ({ services: { threads } }: Needs): Answerer =>
  async (ctx, { subject: threadId, detail: orderId }) => {
    const message = saidIn(ctx)
    if (!message) return
    const found = await threads.answering.answer({
      ...{ personId: ctx.person.id, threadId },
      ...{ updateId: ctx.update.update_id, carried: carriedIn(message) },
    })
    if (orderId === undefined) return show(ctx, answeredScreen(ctx.speech, found))
    const buyer = { personId: ctx.person.id, orderId: Number(orderId) }
    await show(ctx, writtenScreen(ctx.speech, await threads.answering.withBuyer(buyer)))
  }
