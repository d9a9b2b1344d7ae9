import type { Answer, Asked, EventDraft, Question } from '../../../../domain/draft.js'
import { isComplete, isTypeQuestion, maySkip, questionBefore } from '../../../../domain/draft.js'
import { hasSeveral } from '../../../../domain/draftTypes.js'
import { checkEnd, checkStart, parseCapacity } from '../../../../domain/event.js'
import { parsePrice, stars } from '../../../../domain/money.js'
import type { Language } from '../../../../domain/person.js'
import { Refusal } from '../../../../domain/refusal.js'
import { catchRefusal, type Result } from '../../../../domain/catchRefusal.js'
import type { Clock } from '../../../../runtime/clock.js'
import type { Published } from '../../../../services/events/publishDraft.js'
import type { Services } from '../../../../services/services.js'
import { instantOf, parseWhen } from '../../../../texts/when.js'
import { createTypeSteps } from './typeSteps.js'
import { routes } from '../../../ui/routes.js'

/** What a person did while the form was open. */
export type Input = {
  readonly text?: string | undefined
  readonly photo?: string | undefined
  readonly data?: string | undefined
}

/** What it came to. Plain data: it is kept in the form's replay. */
export type Step =
  | { readonly kind: 'next' }
  | { readonly kind: 'month'; readonly question: Question; readonly month: string }
  | { readonly kind: 'editMenu' }
  | { readonly kind: 'typeMenu'; readonly at: number }
  | { readonly kind: 'previewMenu' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'old' }
  | { readonly kind: 'discarded' }
  | { readonly kind: 'published'; readonly published: Published }

type Needs = { readonly services: Pick<Services, 'drafts' | 'publishing'>; readonly clock: Clock }

/** The form's logic: takes what a person did at a question, and keeps it. */
export const createSteps = ({ services: { drafts, publishing }, clock }: Needs) => {
  const types = createTypeSteps(drafts)

  const answer = async (personId: number, given: Answer): Promise<Step> => {
    await drafts.answer(personId, given)
    return { kind: 'next' }
  }

  const ask = async (personId: number, asked: Asked): Promise<Step> => {
    await drafts.ask(personId, asked)
    return { kind: 'next' }
  }

  const typed = async (draft: EventDraft, input: Input, language: Language): Promise<Step> => {
    if (draft.asked === 'preview') throw new Refusal('buttonNeeded')
    if (isTypeQuestion(draft.asked)) return types.typed(draft, draft.asked, textOf(input))
    if (draft.asked === 'poster') return answer(draft.personId, { question: 'poster', value: photoOf(input) })
    const read = readText(draft, draft.asked, textOf(input), {
      language,
      now: clock.now(),
      also: [stars, drafts.currency],
    })
    return read.kind === 'answer' ? answer(draft.personId, read.answer) : pickDay(draft, draft.asked, read.day)
  }

  // What is wrong with the whole day is said before its time is asked.
  const pickDay = async (draft: EventDraft, question: Question, day: string): Promise<Step> => {
    const end = instantOf(day, '2359', draft.zone)
    if (question === 'endsAt') checkEnd(end, draft.answers.startsAt ?? clock.now())
    else checkStart(end, clock.now())
    await drafts.pickDay(draft.personId, day)
    return { kind: 'next' }
  }

  // From the time back to its day, from a change back to the preview, else to the question before.
  const goBack = (draft: EventDraft, from: Exclude<Asked, 'preview'>): Promise<Step> => {
    if (isTypeQuestion(from)) return types.goBack(draft, from)
    if (draft.day !== undefined) return ask(draft.personId, from)
    return ask(draft.personId, isComplete(draft.answers) ? 'preview' : (questionBefore(from) ?? from))
  }

  const publish = async (draft: EventDraft): Promise<Step> => ({
    kind: 'published',
    published: await publishing.publish({ personId: draft.personId, key: draft.key, eventId: draft.eventId }),
  })

  const pressed = async (draft: EventDraft, data: string): Promise<Step> => {
    const { personId, asked, key } = draft
    const on = <T extends { readonly question: Asked }>(values: T | undefined): T | undefined =>
      values?.question === asked ? values : undefined
    const own = <T extends { readonly key: string }>(values: T | undefined): T | undefined =>
      values?.key === key && asked === 'preview' ? values : undefined

    const skip = on(routes.formSkip.parse(data))
    if (skip && maySkip(skip.question))
      return answer(personId, { question: skip.question as 'description', value: null })
    const back = on(routes.formBack.parse(data))
    if (back) return goBack(draft, back.question)
    const month = on(routes.formMonth.parse(data))
    if (month) return { kind: 'month', ...month }
    const day = on(routes.formDay.parse(data))
    if (day) return pickDay(draft, day.question, day.day)
    const time = on(routes.formTime.parse(data))
    if (time)
      return answer(personId, {
        question: time.question as 'startsAt',
        value: instantOf(time.day, time.time, draft.zone),
      })
    if (routes.formIdle.parse(data)) return { kind: 'idle' }
    if (own(routes.formEditMenu.parse(data))) return { kind: 'editMenu' }
    if (own(routes.formPreview.parse(data))) return { kind: 'previewMenu' }
    const edit = routes.formEdit.parse(data)
    if (edit && asked === 'preview' && !isOfTypes(draft, edit.question)) return ask(personId, edit.question)
    const ofTypes = asked === 'preview' ? await types.pressed(draft, data) : undefined
    if (ofTypes) return ofTypes
    if (own(routes.formPublish.parse(data))) return publish(draft)
    if (own(routes.formDiscard.parse(data))) return drafts.discard(personId).then(() => ({ kind: 'discarded' }))
    return { kind: 'old' }
  }

  return {
    /** Takes what the person did at the question that was on the screen. A lawful "no" comes back as data. */
    take: (draft: EventDraft, input: Input, language: Language): Promise<Result<Step>> =>
      catchRefusal(() => (input.data === undefined ? typed(draft, input, language) : pressed(draft, input.data))),
  }
}

// Several types have prices and numbers of their own.
const isOfTypes = ({ answers }: EventDraft, question: Question): boolean =>
  hasSeveral(answers) && (question === 'price' || question === 'capacity')

const textOf = ({ text }: Input): string => {
  if (text === undefined) throw new Refusal('textNeeded')
  return text
}

const photoOf = ({ photo }: Input): string => {
  if (photo === undefined) throw new Refusal('photoNeeded')
  return photo
}

type Reading = { readonly language: Language; readonly now: number; readonly also: readonly string[] }
type Read = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'day'; readonly day: string }

const readText = (
  draft: EventDraft,
  question: Exclude<Question, 'poster'>,
  text: string,
  { language, now, also }: Reading,
): Read => {
  switch (question) {
    case 'price':
      return { kind: 'answer', answer: { question, value: parsePrice(text, draft.currency, also) } }
    case 'capacity':
      return { kind: 'answer', answer: { question, value: parseCapacity(text) } }
    case 'startsAt':
    case 'endsAt':
      return readWhen(draft, question, text, language, now)
    default:
      return { kind: 'answer', answer: { question, value: text } }
  }
}

// "25 December" alone is half an answer: the day is kept, and only the time is asked.
const readWhen = (
  draft: EventDraft,
  question: 'startsAt' | 'endsAt',
  text: string,
  language: Language,
  now: number,
): Read => {
  const when = parseWhen(text, {
    now,
    zone: draft.zone,
    language,
    day: draft.day,
    after: question === 'endsAt' ? draft.answers.startsAt : undefined,
  })
  return when.kind === 'day' ? when : { kind: 'answer', answer: { question, value: when.at } }
}
