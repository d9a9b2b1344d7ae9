import { InlineKeyboard } from 'grammy'
import { answersUntil } from '../../../../domain/buyerAnswer.js'
import {
  type BuyerQuestion,
  hasChoices,
  isAskedFor,
  questionKinds,
  questionLimit,
  type QuestionKind,
  questionScopes,
} from '../../../../domain/buyerQuestion.js'
import type { Event, TicketType } from '../../../../domain/event.js'
import type { AskingEvent, OneQuestion } from '../../../../services/buyerQuestions/organizing.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, paragraphs, ticked, timeIn, yesNo } from '../../../ui/format.js'
import { yesOrBack } from '../../../ui/keyboards.js'
import { labelWith } from '../../../ui/labels.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { nameOf } from '../../../views/typeNames.js'

/** All that an event asks who buys. */
export const questionsScreen = (speech: Speech, { event, types, questions }: AskingEvent, notice?: Html): Screen => {
  const { id: eventId, title } = event
  const keyboard = new InlineKeyboard()
  for (const { id: questionId, text } of questions)
    keyboard
      .text(labelWith(speech, 'button-buyer-question', { name: text }), routes.openBuyerQuestion.data({ questionId }))
      .row()
  if (questions.length < questionLimit)
    keyboard.text(speech.label('button-add-question'), routes.addBuyerQuestion.data({ eventId })).row()
  if (questions.length > 0) keyboard.text(speech.label('button-answer-time'), routes.answerTime.data({ eventId })).row()
  const all = questions.map((question, index) => questionLine(speech, { question, types }, index + 1))
  return {
    html: paragraphs(
      notice,
      speech.say('asks-head', { title }),
      questions.length > 0 ? lines(...all) : speech.say('asks-none'),
      questions.length > 0 ? untilText(speech, event) : undefined,
    ),
    keyboard: keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId })),
  }
}

type Shown = { readonly question: BuyerQuestion; readonly types: readonly TicketType[] }

const factsOf = (speech: Speech, { question, types }: Shown) => ({
  text: question.text,
  facts: speech.say('asks-facts', {
    kind: speech.label('asks-kind', { kind: question.kind }),
    scope: question.scope,
    isRequired: yesNo(question.isRequired),
    atDoor: yesNo(question.atDoor),
    isForAll: yesNo(question.ticketTypeIds.length === 0),
    types: typesOf(speech, question, types),
  }),
})

const typesOf = (speech: Speech, question: BuyerQuestion, types: readonly TicketType[]): string =>
  types
    .filter(({ id }) => isAskedFor(question, id))
    .map((type) => nameOf(speech, type))
    .join(', ')

const questionLine = (speech: Speech, shown: Shown, number: number): Html =>
  speech.say('asks-line', { number, ...factsOf(speech, shown) })

const untilText = (speech: Speech, event: Event): Html => {
  const until = answersUntil(event)
  return speech.say('asks-until', { until: until === undefined ? 'never' : timeIn(speech, until, event) })
}

/** One question with all that can be changed of it. */
export const questionScreen = (speech: Speech, found: OneQuestion, notice?: Html): Screen => {
  const { question } = found
  const choices = question.choices.map((choice) => speech.say('asks-choice', { choice }))
  return {
    html: paragraphs(notice, speech.say('asks-one', factsOf(speech, found)), lines(...choices)),
    keyboard: questionButtons(speech, found),
  }
}

const questionButtons = (speech: Speech, { event, types, questions, question }: OneQuestion): InlineKeyboard => {
  const it = { questionId: question.id }
  const keyboard = new InlineKeyboard().text(speech.label('button-question-text'), routes.editQuestionText.data(it))
  if (hasChoices(question)) keyboard.text(speech.label('button-question-choices'), routes.editQuestionChoices.data(it))
  keyboard
    .row()
    .text(
      ticked(question.isRequired, speech.label('button-question-required')),
      routes.setQuestionRequired.data({ ...it, to: question.isRequired ? 'off' : 'on' }),
    )
    .row()
    .text(
      ticked(question.atDoor, speech.label('button-question-door')),
      routes.setQuestionAtDoor.data({ ...it, to: question.atDoor ? 'off' : 'on' }),
    )
    .row()
  if (types.length > 1) addTypes(keyboard, speech, question, types)
  if (questions[0]?.id !== question.id)
    keyboard.text(speech.label('button-question-up'), routes.moveQuestionUp.data(it)).row()
  return keyboard
    .text(speech.label('button-remove-question'), routes.askRemoveQuestion.data(it))
    .danger()
    .row()
    .text(speech.label('button-back'), routes.buyerQuestionsOf.data({ eventId: event.id }))
}

const addTypes = (
  keyboard: InlineKeyboard,
  speech: Speech,
  question: BuyerQuestion,
  types: readonly TicketType[],
): void => {
  for (const type of types) {
    const isTicked = question.ticketTypeIds.includes(type.id)
    keyboard
      .text(
        labelWith(speech, 'button-question-type', { name: nameOf(speech, type) }, { isTicked: yesNo(isTicked) }),
        routes.questionForType.data({ questionId: question.id, ticketTypeId: type.id }),
      )
      .row()
  }
}

/** Asks what kind of question it is to be. A ticket has one name. */
export const kindsScreen = (speech: Speech, { event, questions }: AskingEvent): Screen => {
  const { id: eventId, title } = event
  const keyboard = new InlineKeyboard()
  const hasName = questions.some(({ kind }) => kind === 'name')
  for (const kind of questionKinds)
    if (kind !== 'name' || !hasName)
      keyboard.text(speech.label('button-question-kind', { kind }), dataOfKind(eventId, kind)).row()
  return {
    html: speech.say('asks-which-kind', { title }),
    keyboard: keyboard.text(speech.label('button-back'), routes.buyerQuestionsOf.data({ eventId })),
  }
}

const dataOfKind = (eventId: number, kind: QuestionKind): string =>
  kind === 'name'
    ? routes.askQuestionText.data({ eventId, kind, scope: 'ticket' })
    : routes.askQuestionScope.data({ eventId, kind })

/** Asks whether it is asked once or of each ticket. */
export const scopesScreen = (speech: Speech, { id: eventId }: Event, kind: QuestionKind): Screen => {
  const keyboard = new InlineKeyboard()
  for (const scope of questionScopes)
    keyboard
      .text(speech.label('button-question-scope', { scope }), routes.askQuestionText.data({ eventId, kind, scope }))
      .row()
  return {
    html: speech.say('asks-which-scope'),
    keyboard: keyboard.text(speech.label('button-back'), routes.addBuyerQuestion.data({ eventId })),
  }
}

/** Asks before a question is removed. */
export const askRemoveScreen = (speech: Speech, { question: { id: questionId, text } }: OneQuestion): Screen => ({
  html: speech.say('asks-remove', { text }),
  keyboard: yesOrBack(
    speech,
    routes.removeQuestion.data({ questionId }),
    routes.openBuyerQuestion.data({ questionId }),
  ),
})
