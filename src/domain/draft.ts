import {
  checkDescription,
  checkEnd,
  checkStart,
  checkTitle,
  checkVenue,
  type Event,
  type EventWithTypes,
  type TicketType,
} from './event.js'
import type { Money } from './money.js'
import type { PaymentMethod } from './order.js'
import { onlineVenue, type Pin } from './place.js'

/** What /newevent asks, in this order. */
export const questions = ['title', 'description', 'startsAt', 'endsAt', 'venue', 'price', 'capacity', 'poster'] as const

/** One question of /newevent. */
export type Question = (typeof questions)[number]

/** The questions that may be left unanswered. */
const skippable: readonly Question[] = ['description', 'endsAt', 'poster']

/**
 * The questions about ticket types, asked only where there are several: the first one's name; then the name, price and
 * number of the type in hand.
 */
export const typeQuestions = ['firstName', 'typeName', 'typePrice', 'typeCapacity'] as const

/** One question about a ticket type. */
export type TypeQuestion = (typeof typeQuestions)[number]

/** Whether it is one about a ticket type. */
export const isTypeQuestion = (asked: Asked): asked is TypeQuestion =>
  (typeQuestions as readonly Asked[]).includes(asked)

/** What is on the screen: a question, or the preview when all are answered. */
export type Asked = Question | TypeQuestion | 'preview'

/** A ticket type in the making. */
export type DraftType = Pick<TicketType, 'name' | 'price' | 'capacity'>

/** At least one type, the first one first. Only a single one may have no name. */
export type NamedTypes = readonly [DraftType, ...DraftType[]]

/** The type in hand: `at` is its place, 0 for the first one. */
type OpenType = Partial<DraftType> & { readonly at: number }

type Given = {
  readonly title: string
  readonly description: string | null
  readonly startsAt: number
  readonly endsAt: number | null
  readonly venue: string
  readonly price: Money
  readonly capacity: number
  readonly poster: string | null
}

type Beside = {
  /** Where the venue is on the map. */
  readonly pin?: Pin | undefined
  /** A point on the map that has no name yet. */
  readonly openPin?: Pin | undefined
  /** The first type's name; without one it has none. */
  readonly name?: string
  /** The types after the first, which has `price` and `capacity`. */
  readonly more?: readonly DraftType[]
  /** Only who has the link will see it. */
  readonly isUnlisted?: boolean
  /** The type that is being made or changed. */
  readonly open?: OpenType | undefined
  /**
   * What was changed of an event that exists, whose ticket types can be changed elsewhere meanwhile; absent in a draft
   * that an earlier version wrote.
   */
  readonly changed?: readonly Question[]
}

/** The answers so far; `null` means skipped, absent means not asked yet. */
export type Answers = Partial<Given> & Beside

/** An event in the making: survives restarts and changes of the form. */
export type EventDraft = {
  readonly personId: number
  /** Makes publishing idempotent. */
  readonly key: string
  /** The event being changed; undefined for a new one. */
  readonly eventId: number | undefined
  readonly answers: Answers
  readonly asked: Asked
  /** The day picked in the calendar, "2026-12-25", while its time is still open. */
  readonly day: string | undefined
  readonly zone: string
  readonly currency: string
  /** Of an event being changed: what its card says beside the answers, and its types, in their order. */
  readonly standing?: Pick<Event, 'saleFrom' | 'giveBackHours'> & { readonly types: readonly TicketType[] }
  /** Whether its holders would know how to get in: false of an event online for which nobody has written it. */
  readonly hasAccess?: boolean
  /** How guests could pay if it were published as it is. */
  readonly paymentMethods?: readonly PaymentMethod[]
}

/** A short mark of all answers and their zone: a preview shows what it was made of, and publishes nothing else. */
export const stampOf = ({ answers, zone }: Pick<EventDraft, 'answers' | 'zone'>): string => {
  let mark = 0
  for (const character of JSON.stringify([answers, zone]))
    mark = (Math.imul(mark, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return mark.toString(36)
}

/** Every answer given. */
export type CompleteAnswers = Given & Beside

/** The first question without an answer, or 'preview'. */
export const nextQuestion = (answers: Answers): Asked =>
  questions.find((question) => answers[question] === undefined) ?? 'preview'

/** The question before this one; undefined for the first. */
export const questionBefore = (asked: Question | 'preview'): Question | undefined =>
  asked === 'preview' ? questions.at(-1) : questions[questions.indexOf(asked) - 1]

/** Whether nothing is missing. */
export const isComplete = (answers: Answers): answers is CompleteAnswers => nextQuestion(answers) === 'preview'

/** The answers an existing event would have been made from. */
export const answersOf = ({ event, types: [first, ...others] }: EventWithTypes): CompleteAnswers => ({
  title: event.title,
  description: event.description || null,
  startsAt: event.startsAt,
  endsAt: event.endsAt ?? null,
  venue: event.venue,
  ...(event.pin && { pin: event.pin }),
  price: first.price,
  capacity: first.capacity,
  poster: event.poster ?? null,
  changed: [],
  ...(first.name && { name: first.name }),
  ...(others.length > 0 && { more: others.map(({ name, price, capacity }) => ({ name, price, capacity })) }),
})

/** The ticket types of answers, the first one first. */
export const typesIn = ({ name = '', price, capacity, more = [] }: CompleteAnswers): NamedTypes => [
  { name, price, capacity },
  ...more,
]

/** A typed answer to one question; a start may have its end with it, a venue its point on the map. */
export type Answer = {
  readonly [Q in Question]: { readonly question: Q; readonly value: CompleteAnswers[Q] } & (Q extends 'startsAt'
    ? { readonly until?: number }
    : Q extends 'venue'
      ? { readonly pin?: Pin }
      : unknown)
}[Question]

/** The draft with one more answer, checked; goes on to the next open question. Refuses as the checks in event.ts do. */
export const withAnswer = (draft: EventDraft, answer: Answer, now: number): EventDraft => {
  const answers = checked({
    ...draft.answers,
    ...entry(answer, draft.answers, now),
    ...(draft.answers.changed && { changed: [...draft.answers.changed, ...questionsOf(answer)] }),
  })
  return { ...draft, answers, asked: nextQuestion(answers), day: undefined }
}

const questionsOf = (answer: Answer): readonly Question[] =>
  'until' in answer ? [answer.question, 'endsAt'] : [answer.question]

const entry = (answer: Answer, answers: Answers, now: number): Answers => {
  switch (answer.question) {
    case 'title':
      return { title: checkTitle(answer.value) }
    case 'description':
      return { description: answer.value === null ? null : checkDescription(answer.value) }
    case 'startsAt':
      return {
        startsAt: checkStart(answer.value, now),
        ...(answer.until !== undefined && { endsAt: checkEnd(answer.until, answer.value) }),
      }
    case 'endsAt':
      return { endsAt: answer.value === null ? null : checkEnd(answer.value, answers.startsAt ?? now) }
    case 'venue':
      return placeIn(answer, answers)
    default:
      return { [answer.question]: answer.value }
  }
}

// A point waits for its name; and while the name stays, so does its point.
const placeIn = ({ value, pin }: Extract<Answer, { question: 'venue' }>, before: Answers): Answers => {
  const venue = value === onlineVenue ? value : checkVenue(value)
  const kept = venue === before.venue ? before.pin : undefined
  return { venue, pin: venue === onlineVenue ? undefined : (pin ?? before.openPin ?? kept), openPin: undefined }
}

/** The draft with a point on the map whose name is asked next. */
export const withPin = (draft: EventDraft, openPin: Pin): EventDraft => ({
  ...draft,
  answers: { ...draft.answers, openPin },
})

/** The draft with another question on the screen; what was answered stays, what was half answered does not. */
export const withQuestion = (draft: EventDraft, asked: Asked): EventDraft => ({
  ...draft,
  answers: { ...draft.answers, openPin: undefined },
  asked,
  day: undefined,
})

// A start moved behind the end makes the end an open question again.
const checked = (answers: Answers): Answers => {
  if (!answers.endsAt || !answers.startsAt || answers.endsAt > answers.startsAt) return answers
  return Object.fromEntries(Object.entries(answers).filter(([question]) => question !== 'endsAt'))
}

/** Whether a question may be skipped. */
export const maySkip = (question: Question): boolean => skippable.includes(question)
