import type { Answer, EventDraft, Question } from '../../../../domain/draft.js'
import { parseCapacity } from '../../../../domain/event.js'
import { parsePrice } from '../../../../domain/money.js'
import type { Language } from '../../../../domain/person.js'
import { onlineVenue, saysOnline } from '../../../../domain/place.js'
import { localTime } from '../../../../texts/format.js'
import {
  dayWithin,
  type Either,
  instantOf,
  understandWhen,
  type When,
  type WhenContext,
} from '../../../../texts/times/when.js'
import { zoneAlone } from '../../../../texts/times/zoneWords.js'

/** By whom and when it was typed; `also` names other currencies a price may be in. */
type Reading = { readonly language: Language; readonly now: number; readonly also: readonly string[] }

/** What was typed: an answer, a day whose time is still to be asked, or what may be meant in two ways. */
export type Read =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly said?: Pick<When, 'foreign' | 'clock'> }
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'zone'; readonly zone: string; readonly answer: Answer | undefined }
  | Either

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
    case 'venue':
      return { kind: 'answer', answer: { question, value: saysOnline(text) ? onlineVenue : text } }
    default:
      return { kind: 'answer', answer: { question, value: text } }
  }
}

// "25 December" alone is half an answer: the day is kept, and only the time is asked; so it is of one whose time was
// not understood.
const readWhen = (draft: EventDraft, question: TimeQuestion, text: string, { now, language }: Reading): Read => {
  const { zone, day, answers } = draft
  const other = zoneAlone(text, zone)
  if (other !== undefined) return { kind: 'zone', zone: other, answer: movedTo(other, draft) }
  const context = { now, zone, language, day, after: question === 'endsAt' ? answers.startsAt : undefined }
  const when = whenOrDay(text, context)
  if (when.kind !== 'instant') return when
  const { at, until } = when
  if (question === 'endsAt' || until === undefined)
    return { kind: 'answer', answer: { question, value: at }, said: when }
  return { kind: 'answer', answer: { question, value: at, until }, said: when }
}

// A zone alone says by which clocks the times were meant: they show the same.
const movedTo = (other: string, { answers: { startsAt, endsAt }, zone }: EventDraft): Answer | undefined => {
  if (startsAt === undefined) return undefined
  const moved = (at: number): number => {
    const local = localTime(at, zone)
    return instantOf(local.toISODate(), local.toFormat('HHmm'), other)
  }
  return { question: 'startsAt', value: moved(startsAt), ...(endsAt && { until: moved(endsAt) }) }
}

type TimeQuestion = 'startsAt' | 'endsAt'

const whenOrDay = (text: string, context: WhenContext): When | Either => {
  try {
    return understandWhen(text, context)
  } catch (error) {
    const day = context.day === undefined ? dayWithin(text, context) : undefined
    if (day === undefined) throw error
    return { kind: 'day', day }
  }
}
