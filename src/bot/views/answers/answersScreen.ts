import { InlineKeyboard } from 'grammy'
import type { AskedQuestion } from '../../../domain/buyerQuestion.js'
import { cut } from '../../../domain/text.js'
import type { AnswersView } from '../../../services/buyerQuestions/answering.js'
import { answerText } from '../../../texts/answerText.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines, paragraphs, yesNo } from '../../ui/format.js'
import { ticketsButton } from '../../ui/keyboards.js'
import { labelWith } from '../../ui/labels.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'

// Ten answers of 500 characters are more than one message has room for.
const longestShown = 200

/** What somebody answered of an order and of one of its tickets (`place`, 0 for none), and may change. */
export const answersScreen = (speech: Speech, view: AnswersView, place: number, notice?: Html): Screen => {
  const { asked, event, mayChange } = view
  const shown = asked.filter((one) => one.place === 0 || one.place === place)
  const head = speech.say('answers-head', { title: event.title, place, quantity: placesIn(asked).length })
  const body = shown.length > 0 ? lines(...shown.map((one) => lineOf(speech, one))) : speech.say('answers-none')
  const closed = mayChange || shown.length === 0 ? undefined : speech.say('answers-closed')
  return { html: paragraphs(notice, head, body, closed), keyboard: buttons(speech, view, shown, place) }
}

const placesIn = (asked: readonly AskedQuestion[]): readonly number[] =>
  [...new Set(asked.map((one) => one.place))].filter((one) => one > 0)

const lineOf = (speech: Speech, { question, value = '' }: AskedQuestion): Html =>
  speech.say('answers-line', {
    text: question.text,
    isAnswered: yesNo(value !== ''),
    answer: cut(answerText(speech, question, value), longestShown),
  })

const buttons = (
  speech: Speech,
  { order: { id: orderId }, asked, mayChange, isBuyer }: AnswersView,
  shown: readonly AskedQuestion[],
  place: number,
): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  if (mayChange)
    for (const { question, ...one } of shown)
      keyboard
        .text(
          labelWith(speech, 'button-change-answer', { name: question.text }),
          routes.askAnswer.data({ orderId, questionId: question.id, place: one.place }),
        )
        .row()
  for (const other of placesIn(asked))
    if (other !== place)
      keyboard
        .text(speech.label('button-answers-of', { place: other }), routes.answersOf.data({ orderId, place: other }))
        .row()
  return isBuyer
    ? keyboard.text(speech.label('button-my-orders'), routes.myOrders.data({ after: 0 }))
    : keyboard.add(ticketsButton(speech))
}
