import { InlineKeyboard } from 'grammy'
import { answerHourChoices } from '../../../../domain/buyerAnswer.js'
import { choiceLimit, choicesIn, questionLimits } from '../../../../domain/buyerQuestion.js'
import type { Event } from '../../../../domain/event.js'
import type { OneQuestion, QuestionFields } from '../../../../services/buyerQuestions/organizing.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { ticked } from '../../../ui/format.js'
import { backTo } from '../../../ui/keyboards.js'
import { press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, closeAt, type Prompting, textOf } from '../../../ui/prompts.js'
import { answerTimeChoices, routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { askRemoveScreen, questionScreen, questionsScreen } from './screens.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }
type OfQuestion = { readonly questionId: number }

const textKind = 'buyerQuestionText'
const choicesKind = 'buyerQuestionChoices'

/** What an event asks who buys, for its organizer. New questions are asked for in newQuestion.ts. */
export const createBuyerQuestions = (needs: Needs): Feature => ({
  name: 'buyerQuestions',
  presses: [...listPresses(needs), ...togglePresses(needs), ...editPresses(needs), ...timePresses(needs)],
  answers: {
    [textKind]: fieldAnswer(needs, (text) => ({ text })),
    [choicesKind]: fieldAnswer(needs, (text) => ({ choices: choicesIn(text) })),
  },
})

const actOf = ({ person }: Pick<Ctx, 'person'>, { questionId }: OfQuestion) => ({ personId: person.id, questionId })

const listPresses = ({ services: { buyerQuestions }, prompting }: Needs): readonly PressHandler[] => [
  press(routes.buyerQuestionsOf, async (ctx, { eventId }) => {
    const found = await buyerQuestions.list({ personId: ctx.person.id, eventId })
    await prompting.leave(ctx, questionsScreen(ctx.speech, found))
  }),
  press(routes.openBuyerQuestion, async (ctx, it) =>
    prompting.leave(ctx, questionScreen(ctx.speech, await buyerQuestions.view(actOf(ctx, it)))),
  ),
  press(routes.moveQuestionUp, async (ctx, it) =>
    redraw(ctx, questionsScreen(ctx.speech, await buyerQuestions.moveUp(actOf(ctx, it)))),
  ),
  press(routes.askRemoveQuestion, async (ctx, it) =>
    redraw(ctx, askRemoveScreen(ctx.speech, await buyerQuestions.view(actOf(ctx, it)))),
  ),
  press(routes.removeQuestion, async (ctx, it) => {
    const found = await buyerQuestions.remove(actOf(ctx, it))
    await redraw(ctx, questionsScreen(ctx.speech, found, ctx.speech.say('asks-removed')))
  }),
]

const togglePresses = ({ services: { buyerQuestions } }: Needs): readonly PressHandler[] => {
  const draw = async (ctx: Ctx, found: Promise<OneQuestion>): Promise<void> =>
    redraw(ctx, questionScreen(ctx.speech, await found))
  return [
    press(routes.setQuestionRequired, (ctx, { to, ...it }) =>
      draw(ctx, buyerQuestions.change({ ...actOf(ctx, it), fields: { isRequired: to === 'on' } })),
    ),
    press(routes.setQuestionAtDoor, (ctx, { to, ...it }) =>
      draw(ctx, buyerQuestions.change({ ...actOf(ctx, it), fields: { atDoor: to === 'on' } })),
    ),
    press(routes.questionForType, (ctx, { ticketTypeId, ...it }) =>
      draw(ctx, buyerQuestions.tickType({ ...actOf(ctx, it), ticketTypeId })),
    ),
  ]
}

const editPresses = ({ services: { buyerQuestions }, prompting }: Needs): readonly PressHandler[] => [
  press(routes.editQuestionText, async (ctx, it) => {
    const { question } = await buyerQuestions.view(actOf(ctx, it))
    await prompting.askInPlace(
      ctx,
      { kind: textKind, subject: question.id },
      {
        html: ctx.speech.say('asks-text', { kind: question.kind, max: questionLimits.text }),
        keyboard: backTo(ctx.speech, routes.openBuyerQuestion.data(it)),
      },
    )
  }),
  press(routes.editQuestionChoices, async (ctx, it) => {
    const { question } = await buyerQuestions.view(actOf(ctx, it))
    await prompting.askInPlace(
      ctx,
      { kind: choicesKind, subject: question.id },
      {
        html: ctx.speech.say('asks-choices', { text: question.text, most: choiceLimit, max: questionLimits.choice }),
        keyboard: backTo(ctx.speech, routes.openBuyerQuestion.data(it)),
      },
    )
  }),
]

const fieldAnswer =
  ({ services: { buyerQuestions } }: Needs, fieldsIn: (text: string) => QuestionFields): Answerer =>
  async (ctx, { subject: questionId }, said) => {
    const change = { ...actOf(ctx, { questionId }), fields: fieldsIn(textOf(said, 'words')) }
    const found = await buyerQuestions.change(change).catch(closeAt((code) => code === 'questionGone'))
    await show(ctx, questionScreen(ctx.speech, found, ctx.speech.say('setting-saved')))
  }

const timePresses = ({ services: { buyerQuestions } }: Needs): readonly PressHandler[] => [
  press(routes.answerTime, async (ctx, { eventId }) => {
    const { event } = await buyerQuestions.list({ personId: ctx.person.id, eventId })
    await redraw(ctx, timeScreen(ctx.speech, event))
  }),
  press(routes.setAnswerTime, async (ctx, { eventId, until }) => {
    const act = { personId: ctx.person.id, eventId, hours: answerHourChoices[until] }
    await redraw(ctx, timeScreen(ctx.speech, await buyerQuestions.setAnswerHours(act)))
  }),
]

const timeScreen = (speech: Speech, { id: eventId, title, answerHours = 0 }: Event): Screen => {
  const keyboard = new InlineKeyboard()
  for (const until of answerTimeChoices) {
    const label = ticked(answerHours === answerHourChoices[until], speech.label('button-answer-until', { until }))
    keyboard.text(label, routes.setAnswerTime.data({ eventId, until })).row()
  }
  return {
    html: speech.say('asks-time', { title }),
    keyboard: keyboard.text(speech.label('button-back'), routes.buyerQuestionsOf.data({ eventId })),
  }
}
