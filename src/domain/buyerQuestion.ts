import { cleanLine, folded } from './text.js'
import { Refusal } from './refusal.js'

/** What is asked for. name: whose ticket it is, which the ticket says, too; consent: a yes. */
export const questionKinds = ['text', 'name', 'choice', 'choices', 'number', 'phone', 'email', 'consent'] as const
/** What is asked for. */
export type QuestionKind = (typeof questionKinds)[number]

/** Whether it is asked once an order, or of each of its tickets. */
export const questionScopes = ['order', 'ticket'] as const
/** Whether it is asked once an order, or of each of its tickets. */
export type QuestionScope = (typeof questionScopes)[number]

/** What the organizer of an event wants to know of who buys. */
export type BuyerQuestion = {
  readonly id: number
  readonly eventId: number
  /** Where it stands among those of its event. */
  readonly position: number
  readonly kind: QuestionKind
  readonly scope: QuestionScope
  readonly text: string
  /** What can be chosen; empty for other kinds. */
  readonly choices: readonly string[]
  readonly isRequired: boolean
  /** The ticket types it is asked for; empty: for all. */
  readonly ticketTypeIds: readonly number[]
  /** Whether the door sees the answers. */
  readonly atDoor: boolean
  /** Grows with each change: an old button of a choice may mean another one. */
  readonly version: number
}

/** What somebody answered: of the order (`place` 0), or of its ticket with this place, from 1; empty: skipped. */
export type GivenAnswer = {
  readonly orderId: number
  readonly questionId: number
  readonly place: number
  readonly personId: number
  readonly value: string
}

/** A question as an order has it: with its place, and the answer where there is one; empty: it was skipped. */
export type AskedQuestion = {
  readonly question: BuyerQuestion
  readonly place: number
  readonly value: string | undefined
}

/** So many questions an event may have, and so many choices a question. */
export const questionLimit = 10
/** So many choices a question may have. */
export const choiceLimit = 10

/** How long things may be, in UTF-16 units. */
export const questionLimits = { text: 200, choice: 60, answer: 500, name: 64, email: 254, number: 40 } as const

/** Whether it is asked of who buys this type. */
export const isAskedFor = ({ ticketTypeIds }: Pick<BuyerQuestion, 'ticketTypeIds'>, ticketTypeId: number): boolean =>
  ticketTypeIds.length === 0 || ticketTypeIds.includes(ticketTypeId)

/** What is asked of an order: first of all of it, then ticket by ticket, each in the organizer's order. */
export const askedOf = (
  { ticketTypeId, quantity }: { readonly ticketTypeId: number; readonly quantity: number },
  questions: readonly BuyerQuestion[],
  answers: readonly Pick<GivenAnswer, 'questionId' | 'place' | 'value'>[],
): readonly AskedQuestion[] => {
  const mine = questions.filter((question) => isAskedFor(question, ticketTypeId))
  const given = new Map(answers.map(({ questionId, place, value }) => [`${questionId}:${place}`, value]))
  return Array.from({ length: quantity + 1 }, (_, place) =>
    mine
      .filter(({ scope }) => (scope === 'order') === (place === 0))
      .map((question) => ({ question, place, value: given.get(`${question.id}:${place}`) })),
  ).flat()
}

/** Whether nobody has answered it yet, or skipped what has to be answered. */
export const isUnanswered = ({ question, value }: AskedQuestion): boolean =>
  value === undefined || (question.isRequired && value === '')

/** Refuses with answersMissing while something that has to be answered is not. */
export const mustBeAnswered = (asked: readonly AskedQuestion[]): void => {
  if (asked.some((one) => one.question.isRequired && isUnanswered(one))) throw new Refusal('answersMissing')
}

/** The words of a question. Refuses with textNeeded, questionTooLong. */
export const checkQuestion = (text: string): string => checkLine(text, questionLimits.text, 'questionTooLong')

/** The choices of a question, one a line. Refuses with choicesFew, choicesMany, choiceTooLong, choiceTwice. */
export const choicesIn = (text: string): readonly string[] => {
  const choices = text
    .split(/[\n\r;]+/u)
    .map((line) => cleanLine(line.replace(/^\s*(?:[-–—•*]|\d{1,2}[.)])\s+/u, '')))
    .filter((line) => line !== '')
  if (choices.length < 2) throw new Refusal('choicesFew')
  if (choices.length > choiceLimit) throw new Refusal('choicesMany', { max: choiceLimit })
  if (choices.some(({ length }) => length > questionLimits.choice))
    throw new Refusal('choiceTooLong', { max: questionLimits.choice })
  if (new Set(choices.map(folded)).size < choices.length) throw new Refusal('choiceTwice')
  return choices
}

/** Whether its answers are some of its choices. */
export const hasChoices = ({ kind }: Pick<BuyerQuestion, 'kind'>): boolean => kind === 'choice' || kind === 'choices'

/** One clean line of some length. Refuses with textNeeded, and with `tooLong`. */
export const checkLine = (text: string, max: number, tooLong: 'questionTooLong' | 'answerTooLong'): string => {
  const line = cleanLine(text)
  if (line === '') throw new Refusal('textNeeded')
  if (line.length > max) throw new Refusal(tooLong, { max })
  return line
}
