import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import { closesAt, type Event } from '../../../domain/event.js'
import { threadMs } from '../../../domain/thread.js'
import type { AskedEvent } from '../../../services/threads/asking.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { paragraphs, yesNo } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'

type Asked = Pick<Event, 'id' | 'contact'>

/** Asks the organizer of an event, or opens the contact that they show instead. */
export const askButton = (speech: Speech, { id, contact }: Asked): InlineKeyboardButton =>
  contact === undefined
    ? InlineKeyboard.text(speech.label('button-ask-organizer'), routes.askOrganizer.data({ eventId: id }))
    : InlineKeyboard.url(speech.label('button-ask-organizer'), contact)

/** The same for whoever is not the organizer, as long as it may be asked. */
export const askButtons = (
  speech: Speech,
  event: Asked & Pick<Event, 'organizerId' | 'startsAt' | 'endsAt'>,
  personId: number,
  now = 0,
): readonly InlineKeyboardButton[] =>
  event.organizerId === personId || now >= closesAt(event) + threadMs ? [] : [askButton(speech, event)]

/** A keyboard with one more row below it. */
export const below = (keyboard: Screen['keyboard'], row: readonly InlineKeyboardButton[]): InlineKeyboard => {
  const above = (keyboard?.inline_keyboard ?? []).filter((each) => each.length > 0)
  return new InlineKeyboard(row.length === 0 ? above : [...above, [...row]])
}

/** What a guest reads who is about to ask. */
export const askingScreen = (speech: Speech, { event, thread }: AskedEvent, notice?: Html): Screen => ({
  html: paragraphs(
    notice,
    speech.say('thread-ask', {
      title: event.title,
      isNamed: yesNo(thread?.isNamed === true),
      guest: thread?.guestName ?? '',
    }),
  ),
  keyboard: new InlineKeyboard()
    .add(nameButton(speech, { event, thread }, 'before'))
    .row()
    .text(speech.label('button-ask-nothing'), routes.leaveAsking.data({ eventId: event.id })),
})

/** Where the organizer is reached instead. */
export const contactScreen = (speech: Speech, event: Asked & Pick<Event, 'title'>): Screen => ({
  html: speech.say('thread-contact', { title: event.title }),
  keyboard: new InlineKeyboard().add(askButton(speech, event)),
})

/** What a guest reads who has asked. */
export const askedScreen = (speech: Speech, asking: AskedEvent): Screen => ({
  html: speech.say('thread-asked', { title: asking.event.title }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-ask-more'), routes.askOrganizer.data({ eventId: asking.event.id }))
    .row()
    .add(nameButton(speech, asking, 'after')),
})

const nameButton = (speech: Speech, { event, thread }: AskedEvent, when: 'before' | 'after'): InlineKeyboardButton => {
  const isNamed = thread?.isNamed === true
  return InlineKeyboard.text(
    speech.label(isNamed ? 'button-hide-name' : 'button-show-name'),
    routes.showName.data({ eventId: event.id, to: isNamed ? 'off' : 'on', when }),
  )
}
