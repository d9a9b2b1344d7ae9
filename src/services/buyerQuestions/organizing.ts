import { answerHourChoices } from '../../domain/buyerAnswer.js'
import {
  type BuyerQuestion,
  checkQuestion,
  hasChoices,
  questionLimit,
  type QuestionKind,
  type QuestionScope,
} from '../../domain/buyerQuestion.js'
import { type Event, type EventWithTypes, mustTakePlace, type TicketType } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import { folded } from '../../domain/text.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findOwnEvent } from '../finders.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type OfEvent = { readonly personId: number; readonly eventId: number }
type OfQuestion = { readonly personId: number; readonly questionId: number }

/** An event with what its organizer asks who buys. */
export type AskingEvent = EventWithTypes & { readonly questions: readonly BuyerQuestion[] }

/** One of its questions. */
export type OneQuestion = AskingEvent & { readonly question: BuyerQuestion }

/** A new question: its choices, if any, as choicesIn gives them. */
export type NewQuestion = {
  readonly kind: QuestionKind
  readonly scope: QuestionScope
  readonly text: string
  readonly choices: readonly string[]
}

/** What an organizer may change of a question. */
export type QuestionFields = Partial<Pick<BuyerQuestion, 'text' | 'choices' | 'isRequired' | 'atDoor'>>

/** What organizers ask who buys. Each refuses with eventNotFound or questionGone, and notYours. */
export const createBuyerQuestions = (needs: Needs) => {
  const { store, clock } = needs
  return {
    /** All of an event. */
    list: ({ personId, eventId }: OfEvent): Promise<AskingEvent> =>
      store.transact((tx) => askingEvent(tx, personId, eventId)),

    /** One of them. */
    view: (one: OfQuestion): Promise<OneQuestion> => store.transact((tx) => findQuestion(tx, one)),

    /**
     * Asks something more; the same once more is there already. Refuses with questionsEnough, textNeeded,
     * questionTooLong, eventCancelled, too.
     */
    add: (act: OfEvent & NewQuestion): Promise<OneQuestion> => store.transact((tx) => addQuestion(tx, act, needs)),

    /** Changes what is named; answers stay. Refuses with textNeeded, questionTooLong, eventCancelled, too. */
    change: ({ fields, ...one }: OfQuestion & { readonly fields: QuestionFields }): Promise<OneQuestion> =>
      change(needs, one, () => checkedFields(fields)),

    /** Asks it for this type as well, or no more; none means all. Refuses with typeGone, eventCancelled, too. */
    tickType: ({ ticketTypeId, ...one }: OfQuestion & { readonly ticketTypeId: number }): Promise<OneQuestion> =>
      change(needs, one, (found) => ({ ticketTypeIds: tickedTypes(found, ticketTypeId) })),

    /** Asks it before the one above it. The first one stays where it is. */
    moveUp: (one: OfQuestion): Promise<AskingEvent> => store.transact((tx) => moveUp(tx, one)),

    /** Asks it no more; its answers are hidden. A repeat is refused with questionGone. */
    remove: (one: OfQuestion): Promise<AskingEvent> =>
      store.transact(async (tx) => {
        const { event } = await lockQuestion(tx, one)
        await tx.buyerQuestions.remove(one.questionId, clock.now())
        await writeDown(tx, { ...one, eventId: event.id }, 'question.removed', clock.now())
        return askingEvent(tx, one.personId, event.id)
      }),

    /** Until how many hours before the start guests may change their answers; -1: not at all. */
    setAnswerHours: ({ personId, eventId, hours }: OfEvent & { readonly hours: number }): Promise<Event> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        mustTakePlace(event)
        if (!Object.values<number>(answerHourChoices).includes(hours)) throw new Refusal('notANumber')
        await tx.events.change(eventId, { answerHours: hours })
        return { ...event, answerHours: hours }
      }),
  }
}

const askingEvent = async (tx: Tx, personId: number, eventId: number): Promise<AskingEvent> => ({
  ...(await findOwnEvent(tx, personId, eventId)),
  questions: await tx.buyerQuestions.ofEvent(eventId),
})

const findQuestion = async (tx: Tx, { personId, questionId }: OfQuestion): Promise<OneQuestion> => {
  const question = await tx.buyerQuestions.find(questionId)
  if (!question) throw new Refusal('questionGone')
  return { ...(await askingEvent(tx, personId, question.eventId)), question }
}

// Their order and their number are of all of them together.
const lockQuestion = async (tx: Tx, one: OfQuestion): Promise<OneQuestion> => {
  const { event } = await findQuestion(tx, one)
  mustTakePlace(event)
  await tx.events.lock(event.id)
  return findQuestion(tx, one)
}

const addQuestion = async (
  tx: Tx,
  { personId, eventId, text, ...given }: OfEvent & NewQuestion,
  { clock }: Needs,
): Promise<OneQuestion> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  mustTakePlace(event)
  const one = { ...given, text: checkQuestion(text), choices: hasChoices(given) ? given.choices : [] }
  await tx.events.lock(eventId)
  const before = await askingEvent(tx, personId, eventId)
  const same = before.questions.find((question) => isSame(question, one))
  if (same) return { ...before, question: same }
  if (before.questions.length >= questionLimit) throw new Refusal('questionsEnough', { max: questionLimit })
  const question = await tx.buyerQuestions.insert({
    ...{ ...one, eventId, isRequired: true, ticketTypeIds: [], atDoor: one.kind === 'name' },
    position: (before.questions.at(-1)?.position ?? 0) + 1,
  })
  if (!event.hasQuestions) await tx.events.change(eventId, { hasQuestions: true })
  await writeDown(tx, { personId, eventId, questionId: question.id }, 'question.added', clock.now())
  return { ...(await askingEvent(tx, personId, eventId)), question }
}

// A ticket has one name.
const isSame = (one: BuyerQuestion, other: Pick<BuyerQuestion, 'kind' | 'scope' | 'text'>): boolean =>
  one.kind === other.kind &&
  (one.kind === 'name' || (one.scope === other.scope && folded(one.text) === folded(other.text)))

const checkedFields = ({ text, ...others }: QuestionFields): QuestionFields => ({
  ...others,
  ...(text !== undefined && { text: checkQuestion(text) }),
})

const tickedTypes = ({ question, types }: OneQuestion, ticketTypeId: number): readonly number[] => {
  if (!types.some(({ id }) => id === ticketTypeId)) throw new Refusal('typeGone')
  const { ticketTypeIds: before } = question
  const after = before.includes(ticketTypeId) ? before.filter((id) => id !== ticketTypeId) : [...before, ticketTypeId]
  return isAll(after, types) ? [] : after
}

const isAll = (ids: readonly number[], types: readonly TicketType[]): boolean =>
  types.every(({ id }) => ids.includes(id))

const change = (
  { store, clock }: Needs,
  one: OfQuestion,
  fieldsFor: (found: OneQuestion) => Parameters<Tx['buyerQuestions']['change']>[1],
): Promise<OneQuestion> =>
  store.transact(async (tx) => {
    const found = await lockQuestion(tx, one)
    if (!(await tx.buyerQuestions.change(one.questionId, fieldsFor(found)))) throw new Refusal('questionGone')
    await writeDown(tx, { ...one, eventId: found.event.id }, 'question.changed', clock.now())
    return findQuestion(tx, one)
  })

const moveUp = async (tx: Tx, one: OfQuestion): Promise<AskingEvent> => {
  const { event, questions, question } = await lockQuestion(tx, one)
  const above = questions[questions.findIndex(({ id }) => id === question.id) - 1]
  if (above) {
    await tx.buyerQuestions.change(question.id, { position: above.position })
    await tx.buyerQuestions.change(above.id, { position: question.position })
  }
  return askingEvent(tx, one.personId, event.id)
}

const writeDown = (tx: Tx, { personId, eventId, questionId }: OfEvent & OfQuestion, action: string, now: number) =>
  tx.audit.add({
    at: now,
    actorId: personId,
    action,
    subject: `event:${eventId}`,
    details: { question: questionId },
  })
