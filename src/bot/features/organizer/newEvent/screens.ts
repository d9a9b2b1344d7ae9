import { InlineKeyboard } from 'grammy'
import { type DraftType, type EventDraft, isComplete, stampOf, typesIn } from '../../../../domain/draft.js'
import type { TicketType } from '../../../../domain/event.js'
import type { Published } from '../../../../services/events/publishDraft.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { FeatureNeeds } from '../../../ui/feature.js'
import { lines, paragraphs } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { cardText } from '../../../views/eventCard.js'
import { openWaysText, outOfReachText } from '../../../views/money.js'
import { markedName } from '../../../views/typeNames.js'
import { questionScreen } from './questionScreen.js'

/** What the form shows for a draft: its open question, or the preview. */
export const draftScreen = (speech: Speech, draft: EventDraft, now: number, notice?: Html): Screen =>
  draft.asked === 'preview'
    ? previewScreen(speech, draft, now, notice)
    : questionScreen(speech, draft, draft.asked, { now, notice })

const previewScreen = (speech: Speech, draft: EventDraft, now: number, notice?: Html): Screen => {
  const { html, photo } = cardOf(speech, draft, now)
  return {
    html: paragraphs(
      notice ?? speech.say('preview-head'),
      lines(
        draft.answers.isUnlisted ? speech.say('preview-unlisted') : undefined,
        waysText(speech, draft),
        draft.hasAccess === false ? speech.say('preview-no-access') : undefined,
      ),
      html,
    ),
    keyboard: previewButtons(speech, draft),
    photo,
  }
}

/** The preview that was published or saved: it asks nothing any more. */
export const previewedScreen = (
  speech: Speech,
  draft: EventDraft,
  { now, was }: { readonly now: number; readonly was: Published['was'] },
): Screen => {
  const { html, photo } = cardOf(speech, draft, now)
  return { html: paragraphs(speech.say(was === 'created' ? 'preview-published' : 'preview-saved'), html), photo }
}

const cardOf = (speech: Speech, { answers, zone, standing }: EventDraft, now: number): Screen => {
  if (!isComplete(answers)) throw new Error('A preview needs every answer.')
  const photo = answers.poster ?? undefined
  const facts = {
    title: answers.title,
    description: answers.description ?? '',
    startsAt: answers.startsAt,
    endsAt: answers.endsAt ?? undefined,
    zone,
    venue: answers.venue,
    poster: photo,
    saleFrom: standing?.saleFrom,
    giveBackHours: standing?.giveBackHours,
    types: typesIn(answers).map((type, at) => typeOf(speech, type, standing?.types[at])),
  }
  return { html: cardText(speech, facts, now).html, photo }
}

// A type that guests do not see is marked.
const typeOf = (speech: Speech, type: DraftType, is: TicketType | undefined) => ({
  ...type,
  name: is?.isHidden ? markedName(speech, { ...type, isHidden: true }) : type.name,
  saleFrom: is?.saleFrom,
  saleUntil: is?.saleUntil,
  left: Math.max(0, type.capacity - (is?.taken ?? 0)),
})

// Ticket types of an event that exists are added elsewhere.
const previewButtons = (speech: Speech, draft: EventDraft): InlineKeyboard => {
  const { key, eventId } = draft
  const keyboard = new InlineKeyboard()
    .text(
      speech.label(eventId === undefined ? 'button-publish' : 'button-save'),
      routes.formPublishAsShown.data({ key, stamp: stampOf(draft) }),
    )
    .success()
    .row()
  if (eventId !== undefined) keyboard.text(speech.label('button-ways'), routes.paymentMethodsOf.data({ eventId })).row()
  if (eventId === undefined) addBeforePublishing(keyboard, speech, draft)
  return keyboard
    .text(speech.label('button-edit-answer'), routes.formEditMenu.data({ key }))
    .text(speech.label(eventId === undefined ? 'button-discard' : 'button-dont-save'), routes.formDiscard.data({ key }))
    .danger()
}

const addBeforePublishing = (keyboard: InlineKeyboard, speech: Speech, { key, answers }: EventDraft): void => {
  const [is, to] = answers.isUnlisted ? (['unlisted', 'listed'] as const) : (['listed', 'unlisted'] as const)
  keyboard
    .text(speech.label('button-another-type'), routes.formAddType.data({ key }))
    .row()
    .text(speech.label(`listing-${is}`), routes.formListing.data({ key, to }))
    .row()
}

// Guests cannot pay by what their organizer never opened: that is seen before it is published.
const waysText = (speech: Speech, { answers, eventId, paymentMethods = [] }: EventDraft): Html | undefined => {
  if (!isComplete(answers) || typesIn(answers).every(({ price }) => price.minor === 0)) return undefined
  return lines(
    openWaysText(speech, paymentMethods, eventId === undefined ? 'preview-ways' : 'manage-ways'),
    outOfReachText(
      speech,
      typesIn(answers).map(({ price }) => price),
      paymentMethods,
    ),
  )
}

/** Says that a new event's draft is deleted, or that an event stays as it was. */
export const discardedScreen = (speech: Speech, { eventId }: EventDraft): Screen =>
  eventId === undefined
    ? { html: speech.say('form-discarded') }
    : {
        html: speech.say('form-not-saved'),
        keyboard: new InlineKeyboard().text(speech.label('button-manage'), routes.manageEvent.data({ eventId })),
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
  { event, was, hasAccess }: Published,
): Screen => {
  const link = links.event(event.slug)
  const head =
    was === 'created'
      ? speech.say('published', { title: event.title, link })
      : speech.say('saved', { title: event.title })
  const unlisted = event.isUnlisted ? speech.say('published-unlisted') : undefined
  const noChat =
    was === 'created' && !notificationChat && !event.isUnlisted ? speech.say('published-no-chat') : undefined
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
  if (was === 'created')
    keyboard.row().text(speech.label('button-ways'), routes.paymentMethodsOf.data({ eventId: event.id }))
  if (!hasAccess) keyboard.row().text(speech.label('button-set-access'), routes.accessesOf.data({ eventId: event.id }))
  const noAccess = hasAccess ? undefined : speech.say('published-no-access')
  return { html: paragraphs(head, unlisted, noAccess, noChat), keyboard }
}
