import { InlineKeyboard } from 'grammy'
import { doorOpensAt, type DoorTicket, type DoorView, type LetIn } from '../../domain/door.js'
import { maySellAt } from '../../domain/doorSale.js'
import type { Event } from '../../domain/event.js'
import { answerText } from '../../texts/answerText.js'
import { clockTime, dateTime, localTime } from '../../texts/format.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { lines, paragraphs, startIn, timeIn } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { holderOf } from './people/person.js'

/** What was answered of a ticket and is shown at the door. */
export const answersAtDoor = (speech: Speech, { answers = [] }: Pick<DoorTicket, 'answers'>): Html =>
  lines(
    ...answers.map(({ text, value, ...question }) =>
      speech.say('verdict-answer', { text, answer: answerText(speech, question, value) }),
    ),
  )

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
  const isCancelled = event.state === 'cancelled'
  const how = isCancelled ? speech.say('card-cancelled') : speech.say('door-how')
  const on = isCancelled ? undefined : speech.say('door-on', { until: timeIn(speech, view.endsAt, event) })
  const opensAt = doorOpensAt(event)
  const early =
    event.state !== 'cancelled' && now < opensAt
      ? speech.say('door-opens', { opens: timeIn(speech, opensAt, event) })
      : undefined
  return {
    html: paragraphs(head, early, latestText(speech, event, lastIn, now), how, on),
    keyboard: doorButtons(speech, view, personId),
  }
}

/** What is left of a live screen when its person has gone, or was sent home: `over` with the night. */
export const leftScreen = (
  speech: Speech,
  {
    event: { id: eventId, title },
    mayReopen,
    how,
  }: { readonly event: Event; readonly mayReopen: boolean; readonly how: 'left' | 'over' },
): Screen => ({
  html: speech.say(how === 'left' ? 'door-left' : 'door-over', { title }),
  keyboard: mayReopen ? doorsButtons(speech, eventId) : undefined,
})

/** The ways back to a door, and to all. */
export const doorsButtons = (speech: Speech, eventId: number): InlineKeyboard =>
  new InlineKeyboard()
    .text(speech.label('button-door'), routes.openDoor.data({ eventId }))
    .text(speech.label('button-doors'), routes.chooseDoor.data({}))

const latestText = (speech: Speech, event: Event, lastIn: readonly LetIn[], now: number): Html | undefined =>
  lastIn.length === 0
    ? undefined
    : lines(speech.say('door-latest'), ...lastIn.map((one) => letInLine(speech, event, one, now)))

/** One who was let in: who, when, and by whom. */
export const letInLine = (speech: Speech, event: Event, { number, at, byName, ...holder }: LetIn, now: number): Html =>
  speech.say('door-line', {
    holder: holderOf(holder),
    number: String(number),
    time: timeAtDoor(speech, at, event, now),
    by: byName,
  })

/** "19:42" by the event's clock; with the date when that is another day there. */
export const timeAtDoor = (speech: Speech, at: number, { zone }: Pick<Event, 'zone'>, now: number): string =>
  localTime(at, zone).hasSame(localTime(now, zone), 'day')
    ? clockTime(at, zone)
    : dateTime(at, zone, speech.language, now)

const doorButtons = (speech: Speech, { event, keepers }: DoorView, personId: number): InlineKeyboard => {
  const { id: eventId, organizerId, staffSells, state } = event
  const keyboard = new InlineKeyboard()
    .text(speech.label('button-search'), routes.howToSearch.data({ eventId }))
    .text(speech.label('button-who-is-in'), routes.whoIsIn.data({ eventId }))
    .row()
  // Who sees this screen works here.
  if (state !== 'cancelled' && maySellAt({ personId, isStaff: true }, { organizerId, staffSells }))
    keyboard
      .text(speech.label('button-sell'), routes.sellAtDoor.data({ eventId }))
      .text(speech.label('button-takings'), routes.doorTakings.data({ eventId }))
      .row()
  if (personId === organizerId)
    keyboard.text(speech.label('button-hand-over'), routes.inviteStaff.data({ eventId })).row()
  if (state !== 'cancelled' && keepers.has(personId))
    keyboard.text(speech.label('button-guest-list'), routes.guestListOf.data({ eventId, after: 0 })).row()
  return keyboard.text(speech.label('button-leave-door'), routes.leaveDoor.data({ eventId }))
}
