import { InlineKeyboard } from 'grammy'
import { chosenIn } from '../../../domain/buyerAnswer.js'
import { type AskedQuestion, isUnanswered } from '../../../domain/buyerQuestion.js'
import type { Order } from '../../../domain/order.js'
import type { HoldView } from '../../../services/ordering/holdScreens.js'
import type { OrderView } from '../../../services/ordering/orderView.js'
import { answerText } from '../../../texts/answerText.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines, paragraphs, ticked, yesNo } from '../../ui/format.js'
import { cutToWidth, labelRoom, labelWith } from '../../ui/labels.js'
import { routes } from '../../ui/routes.js'

/** The view of an order's message that shows this question. */
export const askView = ({ question: { id }, place }: AskedQuestion): HoldView => `ask:${id}:${place}`

/** The question that an order's message shows: the one its buyer turned to, or the first that is not answered. */
export const shownQuestion = (
  { order, asked = [] }: Pick<OrderView, 'order' | 'asked'>,
  view: HoldView,
): AskedQuestion | undefined =>
  order.proofAt === undefined ? (asked.find((one) => askView(one) === view) ?? asked.find(isUnanswered)) : undefined

type AskedOrder = { readonly order: Order; readonly asked?: readonly AskedQuestion[] }

/** A question with what answers it; `back` leads where it was opened from, where that is no other question. */
export const askBody = (
  speech: Speech,
  found: AskedOrder,
  one: AskedQuestion,
  back?: string,
): { readonly html: Html; readonly keyboard: InlineKeyboard } => {
  const { question, place, value } = one
  const { asked = [], order } = found
  const head = speech.say('answers-ask', {
    number: back === undefined ? asked.indexOf(one) + 1 : 0,
    count: asked.length,
    place,
    quantity: place === 0 ? 1 : order.quantity,
    text: question.text,
    isRequired: yesNo(question.isRequired),
  })
  const before = value ? speech.say('answers-so-far', { answer: answerText(speech, question, value) }) : undefined
  return {
    html: paragraphs(
      lines(head, speech.say('answers-how', { kind: question.kind, isStep: yesNo(back === undefined) })),
      choicesText(speech, question),
      before,
    ),
    keyboard: answerButtons(speech, found, one, back),
  }
}

// Two long choices may begin alike: their buttons would be the same.
const choicesText = (speech: Speech, { choices }: AskedQuestion['question']): Html | undefined =>
  choices.some((choice) => cutToWidth(ticked(true, choice), labelRoom) !== ticked(true, choice))
    ? lines(...choices.map((choice) => speech.say('answers-choice', { choice })))
    : undefined

const dataOf = ({ id: orderId }: Order, { question: { id: questionId }, place }: AskedQuestion) => ({
  orderId,
  questionId,
  place,
})

const answerButtons = (
  speech: Speech,
  found: AskedOrder,
  one: AskedQuestion,
  back: string | undefined,
): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  addChoices(keyboard, found, one)
  addShortcuts(keyboard, speech, found, one)
  if (back === undefined) addSteps(keyboard, speech, found, one)
  else {
    if (!one.question.isRequired && one.value !== '')
      keyboard.text(speech.label('button-answer-none'), routes.skipAnswer.data(dataOf(found.order, one))).row()
    keyboard.text(speech.label('button-back'), back)
  }
  return keyboard
}

// One choice is the answer; several are ticked one after another, and each tick is kept.
const addChoices = (keyboard: InlineKeyboard, { order }: AskedOrder, one: AskedQuestion): void => {
  const { question, value = '' } = one
  const chosen = new Set(chosenIn(value))
  const bits = question.choices.map((choice, index) => (chosen.has(choice) ? 2 ** index : 0))
  const mask = bits.reduce((sum, bit) => sum + bit, 0)
  question.choices.forEach((choice, index) => {
    const [bit, isChosen] = [2 ** index, chosen.has(choice)]
    const next = isChosen ? mask - bit : mask + bit
    const data = { ...dataOf(order, one), mask: question.kind === 'choice' ? bit : next, version: question.version }
    keyboard.text(cutToWidth(ticked(isChosen, choice), labelRoom), routes.choose.data(data)).row()
  })
}

const addShortcuts = (
  keyboard: InlineKeyboard,
  speech: Speech,
  { order, asked = [] }: AskedOrder,
  one: AskedQuestion,
): void => {
  const { question, place } = one
  const data = dataOf(order, one)
  if (question.kind === 'consent')
    keyboard.text(speech.label('button-consent'), routes.giveConsent.data(data)).success().row()
  if (question.kind === 'name') {
    keyboard.text(speech.label('button-own-name'), routes.ownName.data(data)).row()
    return
  }
  const before = asked.find((other) => other.question.id === question.id && other.place === place - 1)?.value
  if (before && question.kind !== 'consent')
    keyboard
      .text(
        labelWith(speech, 'button-same-answer', { name: answerText(speech, question, before) }),
        routes.sameAnswer.data(data),
      )
      .row()
}

// To the question before, and past one that may stay open or is answered.
const addSteps = (
  keyboard: InlineKeyboard,
  speech: Speech,
  { order, asked = [] }: AskedOrder,
  one: AskedQuestion,
): void => {
  const at = asked.indexOf(one)
  const [before, after] = [asked[at - 1], asked[at + 1]]
  if (before) keyboard.text(speech.label('button-back'), routes.askAnswer.data(dataOf(order, before)))
  if (!isUnanswered(one))
    keyboard.text(
      speech.label('button-answer-next'),
      after ? routes.askAnswer.data(dataOf(order, after)) : routes.goOnAnswering.data({ orderId: order.id }),
    )
  else if (!one.question.isRequired)
    keyboard.text(speech.label('button-skip'), routes.skipAnswer.data(dataOf(order, one)))
}
