import { chosenIn } from '../domain/buyerAnswer.js'
import type { BuyerQuestion } from '../domain/buyerQuestion.js'
import type { Speech } from './texts.js'

/** An answer as it is read: choices with commas between them, a consent as a word; empty where there is none. */
export const answerText = (speech: Speech, { kind }: Pick<BuyerQuestion, 'kind'>, value: string): string => {
  if (value !== '' && kind === 'consent') return speech.label('answer-consented')
  return kind === 'choices' ? chosenIn(value).join(', ') : value
}
