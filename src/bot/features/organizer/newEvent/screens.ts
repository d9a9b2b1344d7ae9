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
  typesIn,
} from '../../../../domain/draft.js'
import { currencyIn } from '../../../../domain/draftTypes.js'
import { eventLimits } from '../../../../domain/event.js'
import { date, dateTimeWithZone, zoneOffset } from '../../../../texts/format.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Published } from '../../../../services/events/publishDraft.js'
import type { Speech } from '../../../../texts/texts.js'
import { instantOf } from '../../../../texts/when.js'
import { cardText, priceIn, whenIn } from '../../../views/eventCard.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import type { Screen } from '../../../ui/screen.js'
import { calendarOf, timesOf } from './calendar.js'
import { routes } from '../../../ui/routes.js'

/** What the form shows for a draft: its open question, or the preview. */
export const draftScreen = (speech: Speech, draft: EventDraft, now: number, notice?: Html): Screen =>
  draft.asked === 'preview'
    ? previewScreen(speech, draft, now, notice)
    : questionScreen(speech, draft, draft.asked, now, notice)

type AnyQuestion = Exclude<Asked, 'preview'>

const questionScreen = (
  speech: Speech,
  draft: EventDraft,
  question: AnyQuestion,
  now: number,
  notice?: Html,
): Screen => {
  const ask = speech.say(draft.day === undefined ? `ask-${question}` : 'ask-time', factsFor(speech, draft, now))
  const lines = [notice, understood(speech, draft, question), progress(speech, draft, question, ask)]
  return {
    html: joinHtml(
      lines.filter((line) => line !== undefined),
      '\n\n',
    ),
    keyboard: questionButtons(speech, draft, question, now),
  }
}

const factsFor = (speech: Speech, draft: EventDraft, now: number) => ({
  ...factsOfTypes(speech, draft),
  ...factsOfEvent(speech, draft, now),
})

const factsOfTypes = (speech: Speech, draft: EventDraft) => ({
  currency: currencyIn(draft),
  name: draft.answers.open?.name ?? '',
  firstPrice: draft.answers.price ? priceIn(speech, draft.answers.price) : '',
  nameMax: eventLimits.typeName,
})

const factsOfEvent = (speech: Speech, { zone, day, answers }: EventDraft, now: number) => ({
  zone: `${zone}, ${zoneOffset(now, zone)}`,
  day: day === undefined ? '' : date(instantOf(day, '1200', zone), zone, speech.language),
  start: answers.startsAt === undefined ? '' : dateTimeWithZone(answers.startsAt, zone, speech.language),
  titleMax: eventLimits.title,
  descriptionMax: eventLimits.description,
  venueMax: eventLimits.venue,
})

// What was understood of a date is shown back with the weekday and zone, above the next question.
const understood = (speech: Speech, { answers, zone, asked }: EventDraft, question: AnyQuestion): Html | undefined => {
  if (asked !== question) return undefined
  if (question === 'endsAt' && answers.startsAt !== undefined)
    return speech.say('understood-start', { when: dateTimeWithZone(answers.startsAt, zone, speech.language) })
  if (question === 'venue' && answers.startsAt !== undefined && answers.endsAt) {
    return speech.say('understood-time', {
      when: whenIn(speech, { startsAt: answers.startsAt, endsAt: answers.endsAt, zone }),
    })
  }
  const price = question === 'capacity' ? answers.price : question === 'typeCapacity' ? answers.open?.price : undefined
  if (price) return speech.say('understood-price', { price: priceIn(speech, price) })
  return undefined
}

const progress = (speech: Speech, draft: EventDraft, question: AnyQuestion, ask: Html): Html => {
  const isAboutType = isTypeQuestion(question)
  const about = isAboutType ? 'type' : draft.eventId === undefined ? 'new' : 'change'
  return speech.say('ask-frame', {
    step: isAboutType ? 0 : questions.indexOf(question) + 1,
    of: questions.length,
    ask,
    about,
  })
}

/** The question of a day with another month of its calendar. */
export const monthScreen = (
  speech: Speech,
  draft: EventDraft,
  { question, month }: { readonly question: Question; readonly month: string },
  now: number,
): Screen => ({
  ...questionScreen(speech, { ...draft, day: undefined }, question, now),
  keyboard: withNavigation(
    speech,
    draft,
    question,
    calendarOf(speech, draft, question, month, now, new InlineKeyboard()),
  ),
})

const questionButtons = (speech: Speech, draft: EventDraft, question: AnyQuestion, now: number): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  if (question === 'startsAt' || question === 'endsAt') {
    if (draft.day === undefined) calendarOf(speech, draft, question, undefined, now, keyboard)
    else timesOf(question, draft.day, keyboard)
  }
  return withNavigation(speech, draft, question, keyboard)
}

// Under every question: skip where it may be, back where there is something to go back to.
const withNavigation = (
  speech: Speech,
  draft: EventDraft,
  question: AnyQuestion,
  keyboard: InlineKeyboard,
): InlineKeyboard => {
  keyboard.row()
  if (isTypeQuestion(question)) return keyboard.text(speech.label('button-back'), routes.formBack.data({ question }))
  if (questionBefore(question) || isComplete(draft.answers))
    keyboard.text(speech.label('button-back'), routes.formBack.data({ question }))
  if (maySkip(question)) keyboard.text(speech.label('button-skip'), routes.formSkip.data({ question }))
  return keyboard
}

const previewScreen = (speech: Speech, draft: EventDraft, now: number, notice?: Html): Screen => {
  if (!isComplete(draft.answers)) throw new Error('A preview needs every answer.')
  const { answers } = draft
  const { html } = cardText(
    speech,
    {
      title: answers.title,
      description: answers.description ?? '',
      startsAt: answers.startsAt,
      endsAt: answers.endsAt ?? undefined,
      zone: draft.zone,
      venue: answers.venue,
      poster: answers.poster ?? undefined,
      types: typesIn(answers).map((type) => ({ ...type, left: type.capacity })),
    },
    now,
  )
  const head = notice ?? speech.say('preview-head')
  return {
    html: joinHtml([head, html], '\n\n'),
    keyboard: previewButtons(speech, draft),
    photo: answers.poster ?? undefined,
  }
}

/** The buttons under the preview. Ticket types of an event that exists are added elsewhere. */
export const previewButtons = (speech: Speech, { key, eventId }: EventDraft): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
    .text(speech.label(eventId === undefined ? 'button-publish' : 'button-save'), routes.formPublish.data({ key }))
    .success()
    .row()
  if (eventId === undefined) keyboard.text(speech.label('button-another-type'), routes.formAddType.data({ key })).row()
  return keyboard
    .text(speech.label('button-edit-answer'), routes.formEditMenu.data({ key }))
    .text(speech.label('button-discard'), routes.formDiscard.data({ key }))
    .danger()
}

/** Says that an open draft is safe. */
export const goOnScreen = (speech: Speech, { answers, key }: EventDraft): Screen => ({
  html: speech.say('form-go-on', { title: answers.title ?? speech.label('form-untitled') }),
  keyboard: new InlineKeyboard().text(speech.label('button-start-over'), routes.startOver.data({ key })),
})

/** Asks before a draft makes room for the change of an event. */
export const otherDraftScreen = (speech: Speech, { answers, key }: EventDraft, eventId: number): Screen => ({
  html: speech.say('form-other-draft', { title: answers.title ?? speech.label('form-untitled') }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-go-on'), routes.createEvent.data({}))
    .row()
    .text(speech.label('button-edit-instead'), routes.editInstead.data({ eventId, key }))
    .danger(),
})

/** Says what publishing came to. */
export const publishedScreen = (
  speech: Speech,
  { links, notificationChat }: Pick<FeatureNeeds, 'links' | 'notificationChat'>,
  { event, was }: Published,
): Screen => {
  const link = links.event(event.slug)
  const head =
    was === 'created'
      ? speech.say('published', { title: event.title, link })
      : speech.say('saved', { title: event.title })
  const lines = was === 'created' && !notificationChat ? [head, speech.say('published-no-chat')] : [head]
  const keyboard = new InlineKeyboard()
  if (event.state === 'published') {
    keyboard
      .url(speech.label('button-share'), links.share(link, event.title))
      .copyText(speech.label('button-copy-link'), link)
      .row()
  }
  keyboard
    .text(speech.label('button-show-card'), routes.openEvent.data({ eventId: event.id }))
    .text(speech.label('button-manage'), routes.manageEvent.data({ eventId: event.id }))
  return { html: joinHtml(lines, '\n\n'), keyboard }
}
