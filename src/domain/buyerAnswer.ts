import { type BuyerQuestion, checkLine, questionLimits } from './buyerQuestion.js'
import { hourMs } from './duration.js'
import type { Event } from './event.js'
import { withDigits } from './numberWords.js'
import { numberIn, type NumberInText, type Numeral, plainDigits, readNumeral, scaleIn, shifted } from './numeral.js'
import { Refusal } from './refusal.js'
import { cleanText, folded } from './text.js'

/** What stands for a given consent. */
export const consented = 'yes'

/** Several choices stand one below the other in an answer. */
const between = '\n'

/** An answer to a question of several choices. */
export const joinChoices = (chosen: readonly string[]): string => chosen.join(between)

/** What was chosen. */
export const chosenIn = (value: string): readonly string[] => (value === '' ? [] : value.split(between))

/**
 * What somebody typed, as it is kept. Refuses with textNeeded, answerTooLong, answerNotNumber, answerNotPhone,
 * answerNotEmail, answerNotChoice, answerByButton.
 */
export const answerFrom = (question: Pick<BuyerQuestion, 'kind' | 'choices'>, typed: string): string => {
  switch (question.kind) {
    case 'text':
      return checkText(typed)
    case 'name':
      return checkLine(typed, questionLimits.name, 'answerTooLong')
    case 'number':
      return numberFrom(typed)
    case 'phone':
      return phoneFrom(typed)
    case 'email':
      return emailFrom(typed)
    case 'choice':
      return choiceFrom(question, typed)
    case 'choices':
      return choicesFrom(question, typed)
    case 'consent':
      throw new Refusal('answerByButton')
  }
}

const checkText = (typed: string): string => {
  const text = cleanText(typed)
  if (text === '') throw new Refusal('textNeeded')
  if (text.length > questionLimits.answer) throw new Refusal('answerTooLong', { max: questionLimits.answer })
  return text
}

// "5", "1 500,50", "две", "-3", "42 размер": the one number there is.
const numberFrom = (typed: string): string => {
  const plain = plainDigits(typed)
  if (plain.length > questionLimits.number) throw new Refusal('answerNotNumber')
  const found = numberIn(/\d/u.test(plain) ? plain : withDigits(plain.toLowerCase().replaceAll('ё', 'е')))
  const numeral = found && numeralIn(found)
  if (!numeral) throw new Refusal('answerNotNumber')
  const digits = digitsOf(numeral)
  return found.isNegative && digits !== '0' ? `-${digits}` : digits
}

const numeralIn = ({ digits, after }: NumberInText): Numeral | undefined => {
  const { zeros } = scaleIn(after)
  const numeral = readNumeral(digits, zeros > 0 ? 3 : 2)
  return numeral && shifted(numeral, zeros)
}

// "007,50" is 7.5.
const digitsOf = ({ whole, fraction }: Numeral): string =>
  [whole.replace(/^0+(?=\d)/u, ''), fraction.replace(/0+$/u, '')].filter((part) => part !== '').join('.')

// E.164 has 15 digits at most; the shortest numbers of whole countries have 7 with the code.
const phoneFrom = (typed: string): string => {
  const phone = plainDigits(typed)
    .replace(/^00(?=\d)/u, '+')
    .replace(/[\s().\-/]/gu, '')
  if (!/^\+?\d{7,15}$/u.test(phone)) throw new Refusal('answerNotPhone')
  return phone
}

// Whether somebody reads what is sent there no rule can say: a sign, and a domain with a point.
const emailFrom = (typed: string): string => {
  const email = typed
    .normalize('NFKC')
    .trim()
    .replace(/^mailto:/iu, '')
  const isOne = /^[^\s@,;:<>()"]+@[^\s@,;:<>()".]+(?:\.[^\s@,;:<>()".]+)+$/u.test(email)
  if (!isOne || email.length > questionLimits.email) throw new Refusal('answerNotEmail')
  return email
}

const choiceFrom = ({ choices }: Pick<BuyerQuestion, 'choices'>, typed: string): string => {
  const chosen = choices.find((choice) => folded(choice) === folded(typed.trim()))
  if (chosen === undefined) throw new Refusal('answerNotChoice')
  return chosen
}

// A choice may have a comma in it.
const choicesFrom = (question: Pick<BuyerQuestion, 'choices'>, typed: string): string => {
  const whole = question.choices.find((choice) => folded(choice) === folded(typed.trim()))
  if (whole !== undefined) return whole
  const wanted = new Set(
    typed
      .split(/[\n;,]+/u)
      .filter((part) => part.trim() !== '')
      .map((part) => choiceFrom(question, part)),
  )
  if (wanted.size === 0) throw new Refusal('answerNotChoice')
  return joinChoices(question.choices.filter((choice) => wanted.has(choice)))
}

/** Until how many hours before the start answers can be changed; -1: not once they are given. */
export const answerHourChoices = { start: 0, h3: 3, h24: 24, h72: 72, never: -1 } as const

/** Until when a guest may change their answers (UTC milliseconds); undefined: not at all. */
export const answersUntil = ({ startsAt, answerHours = 0 }: Pick<Event, 'startsAt' | 'answerHours'>) =>
  answerHours < 0 ? undefined : startsAt - answerHours * hourMs

/** Whether guests may change their answers now. */
export const mayChangeAnswers = (event: Pick<Event, 'startsAt' | 'answerHours' | 'state'>, now: number): boolean =>
  event.state !== 'cancelled' && now < (answersUntil(event) ?? 0)
