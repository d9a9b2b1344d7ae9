import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../domain/event.js'
import type { GuestMessageNumbers } from '../../../domain/guestMessage.js'
import { type GuestMessageView, seenOf } from '../../../services/guestMessages/common.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { labelWith } from '../../ui/labels.js'
import { lines, paragraphs, timeIn } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'
import { askButton } from '../threads/asking.js'

type About = Pick<Event, 'id' | 'title' | 'contact'>

/**
 * What stands below what an organizer wrote to a guest: whom it is from, whether it may have come before, how to ask
 * them, and how to hear no more of them.
 */
export const guestKeyboard = (
  speech: Speech,
  event: About,
  { isMuted = false, isRepeat = false }: { readonly isMuted?: boolean; readonly isRepeat?: boolean } = {},
): InlineKeyboard => {
  const { id: eventId, title } = event
  return new InlineKeyboard()
    .text(
      labelWith(speech, isRepeat ? 'button-guest-repeated' : 'button-guest-from', { title }),
      routes.openEvent.data({ eventId }),
    )
    .row()
    .add(askButton(speech, event))
    .row()
    .text(
      speech.label(isMuted ? 'button-unmute-organizer' : 'button-mute-organizer'),
      (isMuted ? routes.unmuteOrganizer : routes.muteOrganizer).data({ eventId }),
    )
}

/** The line below an album, which has no buttons of its own. */
export const fromLine = (speech: Speech, { title }: Pick<Event, 'title'>, isRepeat = false): Html =>
  lines(isRepeat ? speech.say('news-repeat') : undefined, speech.say('guest-from', { title }))

const audienceFacts = ({ message, types, guestName }: GuestMessageView) => ({
  audience: message.audience,
  name: guestName ?? types.find(({ id }) => id === message.audienceOf)?.name ?? '',
})

/** Whom a message is for, in words. */
const audienceText = (speech: Speech, view: GuestMessageView): Html => speech.say('guest-audience', audienceFacts(view))

/** What an organizer decides about a message that they see as guests will. */
export const previewScreen = (speech: Speech, view: GuestMessageView, notice?: Html): Screen => {
  const { message, event, guests } = view
  const it = { guestMessageId: message.id, ...seenOf(message) }
  const isScheduled = message.state === 'scheduled'
  const keyboard = new InlineKeyboard()
    .text(speech.label(isScheduled ? 'button-guest-send-now' : 'button-guest-send'), routes.sendGuestMessage.data(it))
    .success()
    .row()
    .text(
      speech.label(isScheduled ? 'button-guest-other-time' : 'button-guest-send-at'),
      routes.askGuestMessageTime.data(it),
    )
    .row()
    .text(speech.label('button-discard'), routes.discardGuestMessage.data(it))
  // What waits for its time is found again there; whoever leaves what does not has thrown it away.
  if (isScheduled) keyboard.row().text(speech.label('button-back'), routes.writeToGuests.data({ eventId: event.id }))
  return {
    html: paragraphs(
      notice,
      lines(
        speech.say('guest-preview', { title: event.title, count: guests }),
        audienceText(speech, view),
        isScheduled && message.sendAt !== undefined
          ? speech.say('guest-scheduled', { when: timeIn(speech, message.sendAt, event) })
          : undefined,
      ),
    ),
    keyboard,
  }
}

/** What the organizer hears when Telegram does not copy what they sent. */
export const lostPreviewScreen = (speech: Speech, { id: eventId }: Pick<Event, 'id'>): Screen => ({
  html: speech.say('guest-preview-lost'),
  keyboard: new InlineKeyboard().text(speech.label('button-guest-write'), routes.writeToGuests.data({ eventId })),
})

const troubles = [
  'unreachable',
  'muted',
  'gone',
  'unsure',
  'failed',
] as const satisfies readonly (keyof GuestMessageNumbers)[]

const numbersText = (speech: Speech, view: GuestMessageView): Html => {
  const { reached, size } = view.numbers
  return lines(
    speech.say('guest-reached', { reached, size }),
    ...troubles.flatMap((what) => {
      const count = what === 'gone' ? missedIn(view) : view.numbers[what]
      return count > 0 ? [speech.say(`guest-${what}`, { count, state: view.message.state })] : []
    }),
  )
}

// What was stopped was not put down for all yet; nobody else was to get it.
const missedIn = ({ message: { state }, numbers }: GuestMessageView): number => {
  const { size, reached, unreachable, muted, unsure, failed, gone } = numbers
  return state === 'stopped' || state === 'lost' ? size - reached - unreachable - muted - unsure - failed : gone
}

/** How far a message is, in the message that shows it. */
export const progressScreen = (speech: Speech, view: GuestMessageView): Screen => {
  const { message, event } = view
  const isOn = message.state === 'sending' && message.doneAt === undefined
  const keyboard = new InlineKeyboard()
  if (isOn)
    keyboard
      .text(speech.label('button-guest-stop'), routes.stopGuestMessage.data({ guestMessageId: message.id }))
      .danger()
      .row()
  keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId: event.id }))
  return {
    html: paragraphs(
      speech.say('guest-progress', { title: event.title, state: message.state }),
      lines(audienceText(speech, view), numbersText(speech, view)),
    ),
    keyboard,
  }
}

/** What became of a message, as news of its own. */
export const summaryScreen = (speech: Speech, view: GuestMessageView): Screen => {
  const { message, event } = view
  return {
    html: paragraphs(
      speech.say('guest-summary', { title: event.title, state: message.state }),
      message.state === 'cancelled' ? undefined : lines(audienceText(speech, view), numbersText(speech, view)),
    ),
    keyboard: new InlineKeyboard().text(
      speech.label('button-guest-write'),
      routes.writeToGuests.data({ eventId: event.id }),
    ),
  }
}
