import { catchFinal, type Result } from '../../../../domain/catchRefusal.js'
import {
  type Answer,
  type Asked,
  type EventDraft,
  isComplete,
  isTypeQuestion,
  maySkip,
  type Question,
  questionBefore,
  stampOf,
} from '../../../../domain/draft.js'
import { hasSeveral } from '../../../../domain/draftTypes.js'
import { checkEnd, checkStart, eventLimits } from '../../../../domain/event.js'
import { stars } from '../../../../domain/money.js'
import type { Language } from '../../../../domain/person.js'
import { isOnline, onlineVenue, pinAt } from '../../../../domain/place.js'
import { Refusal } from '../../../../domain/refusal.js'
import { cleanStyled, cutStyled, styledFrom, wordsOf } from '../../../../domain/styledText.js'
import { cut } from '../../../../domain/text.js'
import type { Clock } from '../../../../runtime/clock.js'
import type { Services } from '../../../../services/services.js'
import { instantOf, type When } from '../../../../texts/times/when.js'
import { textOf } from '../../../ui/prompts.js'
import { byVerb, verbOf } from '../../../ui/route.js'
import { routes } from '../../../ui/routes.js'
import { naming } from './naming.js'
import { type Read, readAnswer } from './readAnswer.js'
import {
  type ButtonStep,
  type Input,
  next,
  old,
  onButton,
  onPreview,
  onQuestion,
  type PlaceSent,
  type Step,
} from './step.js'
import { readTypeAnswer, typeButtonSteps } from './ticketTypeSteps.js'

type Needs = { readonly services: Pick<Services, 'drafts' | 'publishing'>; readonly clock: Clock }

/** The form's logic: takes what a person did at a question, and keeps it. */
export const createSteps = (needs: Needs) => {
  const buttons = byVerb(buttonSteps(needs))
  const typed = createTyping(needs)
  const pressed = (draft: EventDraft, data: string): Promise<Step> | Step =>
    buttons.get(verbOf(data))?.take(draft, data) ?? old
  return {
    /** The verbs of the buttons that mean something here. */
    verbs: [...buttons.keys()],
    /** Takes what the person did at the question that was on the screen. A lawful "no" comes back as data. */
    take: (draft: EventDraft, input: Input, language: Language): Promise<Result<Step>> =>
      catchFinal(() => (input.data === undefined ? typed(draft, input, language) : pressed(draft, input.data))),
  }
}

const createTyping = (needs: Needs) => {
  const {
    services: { drafts },
    clock,
  } = needs
  return async (draft: EventDraft, input: Input, language: Language): Promise<Step> => {
    const { personId, asked } = draft
    if (asked === 'preview') throw new Refusal('buttonNeeded')
    if (isTypeQuestion(asked))
      return drafts.answerType(personId, readTypeAnswer(draft, asked, textOf(input, asked))).then(() => next)
    if (asked === 'title' && input.photo !== undefined && input.styled !== undefined)
      return takePost(needs, draft, { photo: input.photo, caption: input.styled })
    if (asked === 'venue' && input.place !== undefined) return takePlace(needs, draft, input.place)
    if (asked === 'poster') return answer(needs, draft, { question: asked, value: photoOf(input) })
    const reading = { language, now: clock.now(), also: [stars, drafts.currency] }
    const read = readAnswer(draft, asked, typedAt(asked, input), reading)
    return naming(read, { zone: draft.zone, language }, () => takeRead(needs, draft, asked, read))
  }
}

// Only a description is shown as it was formatted.
const typedAt = (asked: Question, { text, styled = text, kind }: Input): string =>
  textOf({ text: asked === 'description' && text !== undefined ? styled : text, kind }, asked)

const takeRead = async (needs: Needs, draft: EventDraft, asked: Question, read: Read): Promise<Step> => {
  switch (read.kind) {
    case 'day':
      return pickDay(needs, draft, asked, read.day)
    case 'zone':
      await needs.services.drafts.chooseZone(draft.personId, read.zone, read.answer)
      return { ...next, zone: read.zone }
    case 'either':
      return { kind: 'which', question: asked, options: read.options }
    case 'answer':
      await answer(needs, draft, read.answer)
      return saying(Number(read.answer.value), read.said)
  }
}

const saying = (at: number, { foreign, clock }: Pick<When, 'foreign' | 'clock'> = {}): Step => ({
  ...next,
  ...(foreign !== undefined && { converted: { at, from: foreign } }),
  ...(clock !== undefined && { clock: { at, change: clock } }),
})

const buttonSteps = (needs: Needs): readonly ButtonStep[] => {
  const { drafts, publishing } = needs.services
  return [
    onQuestion(routes.formSkip, (draft, { question }) =>
      maySkip(question) ? answer(needs, draft, { question: question as 'description', value: null }) : old,
    ),
    onQuestion(routes.formOnline, (draft) => answer(needs, draft, { question: 'venue', value: onlineVenue })),
    onQuestion(routes.formKeepName, (draft) => keepName(needs, draft)),
    onQuestion(routes.formBack, (draft, { question }) => goBack(needs, draft, question)),
    onQuestion(routes.formMonth, (_, values) => ({ kind: 'month', ...values })),
    onQuestion(routes.formDay, (draft, { question, day }) => pickDay(needs, draft, question, day)),
    onQuestion(routes.formTime, (draft, { question, day, time }) =>
      answer(needs, draft, { question: question as 'startsAt', value: instantOf(day, time, draft.zone) }),
    ),
    onButton(routes.formZone, ofSameDraft, async ({ personId }, { zone }) => {
      await drafts.chooseZone(personId, zone)
      return { ...next, zone }
    }),
    onButton(routes.formIdle, always, () => ({ kind: 'idle' })),
    onPreview(routes.formEditMenu, () => ({ kind: 'editMenu' })),
    onPreview(routes.formPreview, () => ({ kind: 'previewMenu' })),
    onButton(routes.formEdit, mayEdit, (draft, { question }) => ask(needs, draft, question)),
    ...typeButtonSteps(drafts),
    onPreview(routes.formListing, async ({ personId }, { to }) => {
      await drafts.setListing(personId, to === 'unlisted')
      return next
    }),
    onPreview(routes.formPublishAsShown, async (draft, { stamp }) =>
      // Something was changed below this preview: it is shown as it would be published.
      stamp === stampOf(draft) ? { kind: 'published', published: await publishing.publish(draft) } : next,
    ),
    onPreview(routes.formPublish, () => next),
    onPreview(routes.formDiscard, async ({ personId }) => {
      await drafts.discard(personId)
      return { kind: 'discarded' }
    }),
  ]
}

const always = (): boolean => true
const ofSameDraft = (draft: EventDraft, { key }: { readonly key: string }): boolean => draft.key === key

// Several types have prices and numbers of their own.
const mayEdit = ({ asked, answers }: EventDraft, { question }: { readonly question: Question }): boolean =>
  asked === 'preview' && !(hasSeveral(answers) && (question === 'price' || question === 'capacity'))

const answer = async ({ services }: Needs, { personId }: EventDraft, given: Answer): Promise<Step> => {
  await services.drafts.answer(personId, given)
  return next
}

/** A place with its point on the map; what has no name is asked for one. */
const takePlace = async (needs: Needs, draft: EventDraft, place: PlaceSent): Promise<Step> => {
  const pin = pinAt(place.latitude, place.longitude)
  if (place.name !== undefined)
    return answer(needs, draft, { question: 'venue', value: cut(place.name, eventLimits.venue), pin })
  await needs.services.drafts.pin(draft.personId, pin)
  return next
}

// A point on the map was sent for a place that had its name already.
const keepName = (needs: Needs, draft: EventDraft): Promise<Step> | Step => {
  const { venue, openPin } = draft.answers
  return venue === undefined || isOnline({ venue }) || openPin === undefined
    ? old
    : answer(needs, draft, { question: 'venue', value: venue, pin: openPin })
}

/** A post with a picture, as it is forwarded from a channel: its first line, the rest, and the picture are answers. */
const takePost = async (
  needs: Needs,
  draft: EventDraft,
  { photo, caption }: { readonly photo: string; readonly caption: string },
): Promise<Step> => {
  const styled = cleanStyled(caption)
  const [head = ''] = wordsOf(styled).split('\n')
  const rest = head.length <= eventLimits.title ? cleanStyled(styledFrom(styled, head.length)) : styled
  const description = cutStyled(rest, eventLimits.description)
  await answer(needs, draft, { question: 'title', value: cut(head, eventLimits.title) })
  if (description !== '') await answer(needs, draft, { question: 'description', value: description })
  return answer(needs, draft, { question: 'poster', value: photo })
}

const ask = async ({ services }: Needs, { personId }: EventDraft, asked: Asked): Promise<Step> => {
  await services.drafts.ask(personId, asked)
  return next
}

// What is wrong with the whole day is said before its time is asked.
const pickDay = async (needs: Needs, draft: EventDraft, question: Question, day: string): Promise<Step> => {
  const now = needs.clock.now()
  const end = instantOf(day, '2359', draft.zone)
  if (question === 'endsAt') checkEnd(end, draft.answers.startsAt ?? now)
  else checkStart(end, now)
  await needs.services.drafts.pickDay(draft.personId, day)
  return next
}

// From the time back to its day, from a change back to the preview, else to the question before.
const goBack = async (needs: Needs, draft: EventDraft, from: Exclude<Asked, 'preview'>): Promise<Step> => {
  if (isTypeQuestion(from)) return needs.services.drafts.leaveType(draft.personId, from).then(() => next)
  if (draft.day !== undefined) return ask(needs, draft, from)
  return ask(needs, draft, isComplete(draft.answers) ? 'preview' : (questionBefore(from) ?? from))
}

const photoOf = ({ photo, kind }: Input): string => {
  if (photo !== undefined) return photo
  throw kind === undefined ? new Refusal('photoNeeded') : new Refusal('otherKind', { kind, asked: 'poster' })
}
