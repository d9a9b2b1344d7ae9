import { InlineKeyboard } from 'grammy'
import type { Event, TicketType } from '../../../../domain/event.js'
import type { Audience, GuestMessage } from '../../../../domain/guestMessage.js'
import type { GuestMessageView } from '../../../../services/guestMessages/common.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { labelWith } from '../../../ui/labels.js'
import { lines, paragraphs, shortStartIn, timeIn } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'

type Found = { readonly event: Event; readonly types: readonly TicketType[] }

const groups = ['all', 'notIn', 'owing', 'in'] as const

/** To whom an organizer may write, and what waits for its time. */
export const audiencesScreen = (
  speech: Speech,
  { event, types, scheduled }: Found & { readonly scheduled: readonly GuestMessage[] },
  notice?: Html,
): Screen => {
  const { id: eventId } = event
  const keyboard = new InlineKeyboard()
  for (const to of groups)
    keyboard.text(speech.label(`button-guests-${to}`), routes.askGuestMessage.data({ eventId, to, of: 0 })).row()
  if (types.length > 1)
    for (const { id, name } of types)
      keyboard
        .text(
          labelWith(speech, 'button-guests-type', { name }),
          routes.askGuestMessage.data({ eventId, to: 'type', of: id }),
        )
        .row()
  for (const { id, sendAt = 0 } of scheduled)
    keyboard
      .text(
        speech.label('button-guest-scheduled', { when: shortStartIn(speech, { startsAt: sendAt, zone: event.zone }) }),
        routes.openGuestMessage.data({ guestMessageId: id }),
      )
      .row()
  keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
  return {
    html: paragraphs(
      notice,
      speech.say('guest-whom', { title: event.title }),
      scheduled.length > 0 ? speech.say('guest-waiting', { count: scheduled.length }) : undefined,
    ),
    keyboard,
  }
}

/** Asks for what is to be said. */
export const askScreen = (
  speech: Speech,
  { event, types, guests, guestName }: Found & { readonly guests: number; readonly guestName: string | undefined },
  { kind, of }: Audience,
): Screen => ({
  html: lines(
    speech.say('guest-ask', { title: event.title, count: guests }),
    speech.say('guest-audience', {
      audience: kind,
      name: guestName ?? types.find(({ id }) => id === of)?.name ?? '',
    }),
    speech.say('guest-ask-kinds'),
  ),
  keyboard: new InlineKeyboard().text(speech.label('button-back'), routes.writeToGuests.data({ eventId: event.id })),
})

/** Asks when it is to be sent. */
export const timeScreen = (speech: Speech, view: GuestMessageView, now: number): Screen => ({
  html: speech.say('guest-when', { now: timeIn(speech, now, view.event) }),
  keyboard: backToMessage(speech, view),
})

/** Asks at what time of the day that was named. */
export const hourScreen = (speech: Speech, view: GuestMessageView, day: string): Screen => ({
  html: speech.say('guest-when-hour', { day }),
  keyboard: backToMessage(speech, view),
})

const backToMessage = (speech: Speech, { message }: GuestMessageView): InlineKeyboard =>
  new InlineKeyboard().text(speech.label('button-back'), routes.backToGuestMessage.data({ guestMessageId: message.id }))
