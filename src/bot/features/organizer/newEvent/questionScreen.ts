import { InlineKeyboard } from 'grammy'
import {
  type Asked,
  type EventDraft,
  isComplete,
  isTypeQuestion,
  maySkip,
  type Question,
  questionBefore,
  questions,
} from '../../../../domain/draft.js'
import { currencyIn as currencyOfDraft } from '../../../../domain/draftTypes.js'
import { examplePrice } from '../../../../domain/cardAmounts.js'
import { eventLimits } from '../../../../domain/event.js'
import type { Money } from '../../../../domain/money.js'
import { date, number } from '../../../../texts/format.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { instantOf } from '../../../../texts/times/when.js'
import { zoneName } from '../../../../texts/zoneNames.js'
import { currencyIn, lines, moneyIn, paragraphs, priceIn, timeIn, whenIn } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { outOfReachText } from '../../../views/money.js'
import { addCalendar, addTimes } from './calendar.js'

type AnyQuestion = Exclude<Asked, 'preview'>

/** When it is asked, and what stands above it. */
type Shown = { readonly now: number; readonly notice?: Html | undefined }

/** A question of the form, with what was understood of the answer before. */
export const questionScreen = (
  speech: Speech,
  draft: EventDraft,
  question: AnyQuestion,
  { now, notice }: Shown,
): Screen => {
  const ask = speech.say(draft.day === undefined ? `ask-${question}` : 'ask-time', factsFor(speech, draft, now))
  return {
    html: paragraphs(notice, understood(speech, draft, question), progress(speech, draft, question, ask)),
    keyboard: questionButtons(speech, draft, question, now),
  }
}

const factsFor = (speech: Speech, draft: EventDraft, now: number) => ({
  ...factsOfTypes(speech, draft),
  ...factsOfEvent(speech, draft, now),
})

const factsOfTypes = (speech: Speech, draft: EventDraft) => ({
  currency: currencyOfDraft(draft),
  money: currencyIn(speech, currencyOfDraft(draft)),
  example: moneyIn(speech, examplePrice(currencyOfDraft(draft))),
  name: draft.answers.open?.name ?? '',
  firstPrice: draft.answers.price ? priceIn(speech, draft.answers.price) : '',
  nameMax: eventLimits.typeName,
})

const factsOfEvent = (speech: Speech, draft: EventDraft, now: number) => {
  const { zone, day, answers } = draft
  return {
    zone: zoneName(zone, answers.startsAt ?? now, speech.language),
    day: day === undefined ? '' : date(instantOf(day, '1200', zone), zone, speech.language, now),
    start: answers.startsAt === undefined ? '' : timeIn(speech, answers.startsAt, draft),
    titleMax: eventLimits.title,
    descriptionMax: eventLimits.description,
    venueMax: eventLimits.venue,
  }
}

// What was understood of an answer is shown back above the next question: a date with its weekday and zone.
const understood = (speech: Speech, draft: EventDraft, question: AnyQuestion): Html | undefined => {
  if (draft.asked !== question) return undefined
  // Whoever changes one answer comes from no other.
  return isComplete(draft.answers) && !isTypeQuestion(question)
    ? answeredNow(speech, draft, question)
    : understoodBefore(speech, draft, question)
}

const understoodBefore = (speech: Speech, draft: EventDraft, question: AnyQuestion): Html | undefined => {
  const { price, open } = draft.answers
  switch (question) {
    case 'endsAt':
      return understoodStart(speech, draft)
    case 'venue':
      return understoodTime(speech, draft)
    case 'capacity':
      return price && understoodPrice(speech, price, draft)
    case 'typeCapacity':
      return open?.price && understoodPrice(speech, open.price, draft)
    default:
      return undefined
  }
}

const answeredNow = (speech: Speech, draft: EventDraft, question: Question): Html | undefined => {
  const value = valueOf(speech, draft, question)
  return value === undefined ? undefined : speech.say('answered-now', { value })
}

// A description is long, and a poster is no text.
const valueOf = (speech: Speech, draft: EventDraft, question: Question): string | undefined => {
  const { title, startsAt, endsAt, venue, price, capacity } = draft.answers
  switch (question) {
    case 'startsAt':
      return startsAt === undefined ? undefined : timeIn(speech, startsAt, draft)
    case 'endsAt':
      return endsAt ? timeIn(speech, endsAt, draft) : undefined
    case 'price':
      return price && priceIn(speech, price)
    case 'capacity':
      return capacity === undefined ? undefined : number(capacity, speech.language)
    default:
      return { title, venue, description: undefined, poster: undefined }[question]
  }
}

const understoodPrice = (speech: Speech, price: Money, { paymentMethods = [] }: EventDraft): Html =>
  lines(
    speech.say('understood-price', { price: priceIn(speech, price) }),
    outOfReachText(speech, [price], paymentMethods),
  )

const understoodStart = (speech: Speech, draft: EventDraft): Html | undefined => {
  const { startsAt } = draft.answers
  return startsAt === undefined ? undefined : speech.say('understood-start', { when: timeIn(speech, startsAt, draft) })
}

const understoodTime = (speech: Speech, { answers: { startsAt, endsAt }, zone }: EventDraft): Html | undefined =>
  startsAt === undefined || !endsAt
    ? undefined
    : speech.say('understood-time', { when: whenIn(speech, { startsAt, endsAt, zone }) })

const progress = (speech: Speech, draft: EventDraft, question: AnyQuestion, ask: Html): Html => {
  const isAboutType = isTypeQuestion(question)
  const isChange = draft.eventId !== undefined || isComplete(draft.answers)
  const about = isAboutType ? 'type' : isChange ? 'change' : 'new'
  const step = isAboutType ? 0 : questions.indexOf(question) + 1
  return speech.say('ask-frame', { step, of: questions.length, ask, about })
}

/** The question of a day with another month of its calendar. */
export const monthScreen = (
  speech: Speech,
  draft: EventDraft,
  { question, month }: { readonly question: Question; readonly month: string },
  now: number,
): Screen => {
  const keyboard = new InlineKeyboard()
  addCalendar(keyboard, speech, draft, { question, month, now })
  addNavigation(keyboard, speech, draft, question)
  return { ...questionScreen(speech, { ...draft, day: undefined }, question, { now }), keyboard }
}

const questionButtons = (speech: Speech, draft: EventDraft, question: AnyQuestion, now: number): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  if (question === 'startsAt' || question === 'endsAt') {
    if (draft.day === undefined) addCalendar(keyboard, speech, draft, { question, now })
    else addTimes(keyboard, question, draft.day)
  }
  addNavigation(keyboard, speech, draft, question)
  return keyboard
}

// Under every question: skip where it may be, back where there is something to go back to.
const addNavigation = (keyboard: InlineKeyboard, speech: Speech, draft: EventDraft, question: AnyQuestion): void => {
  keyboard.row()
  const isAboutType = isTypeQuestion(question)
  if (isAboutType || questionBefore(question) || isComplete(draft.answers))
    keyboard.text(speech.label('button-back'), routes.formBack.data({ question }))
  if (!isAboutType && maySkip(question)) keyboard.text(speech.label('button-skip'), routes.formSkip.data({ question }))
}
