import type { AskedQuestion } from '../../domain/buyerQuestion.js'
import { askForContact } from './contactKeyboard.js'
import type { Ctx } from '../ui/context.js'
import type { Prompting } from '../ui/prompts.js'

/** Which answers are to these questions. */
export const answerKind = 'answer'

/** Waits for the answer to a question of an order that stands on the screen. */
export const expectAnswer = async (
  ctx: Ctx,
  prompting: Pick<Prompting, 'expect'>,
  orderId: number,
  { question, place }: AskedQuestion,
): Promise<void> => {
  await prompting.expect(ctx, { kind: answerKind, subject: orderId, detail: `${question.id}:${place}` })
  if (question.kind === 'phone')
    await askForContact(ctx, ctx.speech.say('answers-phone'), ctx.speech.label('button-share-phone'))
}
