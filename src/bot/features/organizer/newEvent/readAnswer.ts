import type { Answer, EventDraft, Question } from '../../../../domain/draft.js'
import { parseCapacity } from '../../../../domain/event.js'
import { parsePrice } from '../../../../domain/money.js'
import type { Language } from '../../../../domain/person.js'
import { parseWhen } from '../../../../texts/when.js'

/** By whom and when it was typed; `also` names other currencies a price may be in. */
type Reading = { readonly language: Language; readonly now: number; readonly also: readonly string[] }

/** What was typed: an answer, or a day whose time is still to be asked. */
export type Read = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'day'; readonly day: string }

/** What was typed at a question. Refuses as the parsers of prices, numbers and times do. */
export const readAnswer = (
  draft: EventDraft,
  question: Exclude<Question, 'poster'>,
  text: string,
  reading: Reading,
): Read => {
  switch (question) {
    case 'price':
      return { kind: 'answer', answer: { question, value: parsePrice(text, draft.currency, reading.also) } }
    case 'capacity':
      return { kind: 'answer', answer: { question, value: parseCapacity(text) } }
    case 'startsAt':
    case 'endsAt':
      return readWhen(draft, question, text, reading)
    default:
      return { kind: 'answer', answer: { question, value: text } }
  }
}

// "25 December" alone is half an answer: the day is kept, and only the time is asked.
const readWhen = (
  { zone, day, answers }: EventDraft,
  question: 'startsAt' | 'endsAt',
  text: string,
  { now, language }: Reading,
): Read => {
  const after = question === 'endsAt' ? answers.startsAt : undefined
  const when = parseWhen(text, { now, zone, language, day, after })
  return when.kind === 'day' ? when : { kind: 'answer', answer: { question, value: when.at } }
}
