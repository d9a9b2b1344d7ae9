import { InlineKeyboard } from 'grammy'
import type { DoorView, LetIn } from '../../../domain/door.js'
import type { Event } from '../../../domain/event.js'
import { cut } from '../../../domain/text.js'
import { type Html, joinHtml } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { startIn } from '../../views/eventCard.js'
import type { Screen } from '../../ui/screen.js'
import { timeAtDoor } from './verdicts.js'
import { routes } from '../../ui/routes.js'

const titleLength = 40

/** An event's door at a glance, as it stands now. */
export const doorScreen = (speech: Speech, view: DoorView, personId: number, now: number): Screen => {
  const { event, count, toPay, lastIn } = view
  const head = speech.say('door', {
    title: event.title,
    when: startIn(speech, event),
    in: count.in,
    of: count.of,
    toPay,
  })
  const how = event.state === 'cancelled' ? speech.say('card-cancelled') : speech.say('door-how')
  return {
    html: joinHtml([head, ...latestIn(speech, event, lastIn, now), how], '\n\n'),
    keyboard: doorButtons(speech, event, personId),
  }
}

const latestIn = (speech: Speech, event: Event, lastIn: readonly LetIn[], now: number): readonly Html[] => {
  if (lastIn.length === 0) return []
  const lines = lastIn.map(({ holderName, number, at, byName }) =>
    speech.say('door-line', {
      holder: holderName,
      number: String(number),
      time: timeAtDoor(speech, at, event, now),
      by: byName,
    }),
  )
  return [joinHtml([speech.say('door-latest'), ...lines], '\n')]
}

const doorButtons = (speech: Speech, { id: eventId, organizerId }: Event, personId: number): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
    .text(speech.label('button-search'), routes.howToSearch.data({ eventId }))
    .text(speech.label('button-who-is-in'), routes.whoIsIn.data({ eventId }))
    .row()
  if (personId === organizerId)
    keyboard.text(speech.label('button-hand-over'), routes.inviteStaff.data({ eventId })).row()
  return keyboard.text(speech.label('button-leave-door'), routes.leaveDoor.data({ eventId }))
}

/** The doors a person may open. */
export const choicesScreen = (speech: Speech, events: readonly Event[]): Screen => {
  if (events.length === 0) return { html: speech.say('door-none') }
  const keyboard = new InlineKeyboard()
  for (const event of events) {
    keyboard
      .text(
        speech.label('door-choice', {
          title: cut(event.title, titleLength),
          when: startIn(speech, event).replace(/ \(.*/u, ''),
        }),
        routes.openDoor.data({ eventId: event.id }),
      )
      .row()
  }
  return { html: speech.say('door-choose'), keyboard }
}

/** What is left of a live screen when its person has gone. */
export const leftScreen = (speech: Speech, eventId: number): Screen => ({
  html: speech.say('door-left'),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-door'), routes.openDoor.data({ eventId }))
    .text(speech.label('button-doors'), routes.chooseDoor.data({})),
})
