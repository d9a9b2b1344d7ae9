import type { AskedQuestion } from '../../domain/buyerQuestion.js'
import type { Services } from '../../services/services.js'
import type { Ctx } from '../ui/context.js'
import { byOf, type Prompting } from '../ui/prompts.js'
import { askForContact, dropContactButton } from './contactKeyboard.js'

/** Which answers are to these questions. */
export const answerKind = 'answer'

// Marks a question that has the button for a number below it.
const phoneMark = ':phone'

/** Waits for the answer to a question of an order that stands on the screen. */
export const expectAnswer = async (
  ctx: Ctx,
  prompting: Pick<Prompting, 'expect'>,
  orderId: number,
  { question, place }: AskedQuestion,
): Promise<void> => {
  const isPhone = question.kind === 'phone'
  const detail = `${question.id}:${place}${isPhone ? phoneMark : ''}`
  await prompting.expect(ctx, { kind: answerKind, subject: orderId, detail })
  if (isPhone) await askForContact(ctx, ctx.speech.say('answers-phone'), ctx.speech.label('button-share-phone'))
}

/** Takes the button for a number away from whoever goes elsewhere without it. */
export const leavePhone = async (ctx: Ctx, { prompts }: Pick<Services, 'prompts'>): Promise<void> => {
  const prompt = await prompts.current(byOf(ctx))
  if (prompt?.kind === answerKind && prompt.detail?.endsWith(phoneMark))
    await dropContactButton(ctx, ctx.speech.say('answers-phone-away'))
}
