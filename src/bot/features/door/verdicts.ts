import { InlineKeyboard } from 'grammy'
import type { Admission, CheckInResult, DoorCount, DoorTicket, LostTicket, Undone } from '../../../domain/door.js'
import type { Event } from '../../../domain/event.js'
import type { Money } from '../../../domain/money.js'
import { spellShortCode } from '../../../domain/shortCode.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines, moneyIn, paragraphs, startIn, timeIn, yesNo } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'
import { answersAtDoor, timeAtDoor } from '../../views/door.js'
import { holderOf } from '../../views/people/person.js'
import { partyIn, restButton } from './together.js'

type AtDoor = { readonly ticket: DoorTicket; readonly event: Event; readonly count: DoorCount }

/** What the door says to a ticket: the verdict large and first, then whose ticket it is, then how many are in. */
export const admissionScreen = (
  speech: Speech,
  admission: Admission,
  { now, personId }: { readonly now: number; readonly personId: number },
): Screen => ({
  html: paragraphs(
    verdictIn(speech, admission, now),
    ticketIn(speech, admission),
    answersAtDoor(speech, admission.ticket),
  ),
  keyboard: admissionButtons(speech, admission, { now, personId }),
})

/** What an undone check-in looks like. */
export const undoneScreen = (speech: Speech, undone: Undone): Screen => {
  const { ticket, event } = undone
  const keyboard = new InlineKeyboard()
    .text(speech.label('button-let-in'), routes.letIn.data({ ticketId: ticket.id }))
    .row()
  return {
    html: paragraphs(speech.say('verdict-undone'), ticketIn(speech, undone)),
    keyboard: doorButton(keyboard, speech, event.id),
  }
}

/** What staff hears about a code that was its ticket's before somebody else got it. */
export const givenAwayScreen = (
  speech: Speech,
  { event, at }: Extract<CheckInResult, { givenAway: unknown }>['givenAway'],
  now: number,
): Screen => ({
  html: speech.say('verdict-givenAway', { title: event.title, time: timeAtDoor(speech, at, event, now) }),
  keyboard: doorButton(new InlineKeyboard(), speech, event.id),
})

/** What staff hears about a ticket that a restored database does not know. */
export const lostScreen = (speech: Speech, { event, code, madeAt, letIn, isNew }: LostTicket, now: number): Screen => {
  const keyboard = new InlineKeyboard()
  if (!letIn)
    keyboard.text(speech.label('button-let-in-lost'), routes.letInLost.data({ eventId: event.id, code })).row()
  const html = letIn
    ? speech.say(isNew ? 'verdict-lost-letIn' : 'verdict-lost-alreadyIn', {
        title: event.title,
        time: timeAtDoor(speech, letIn.at, event, now),
        by: letIn.by,
      })
    : speech.say('verdict-lost', { title: event.title, time: timeIn(speech, madeAt, event) })
  return { html, keyboard: doorButton(keyboard, speech, event.id) }
}

/** The door where somebody stands, or that one of theirs is near or open. */
export type Door = Event | 'near'

/** What is said about a code that is of no ticket of the door's event; to who stands at none, as little as may be. */
export const unknownScreen = (
  speech: Speech,
  result: Extract<CheckInResult, { as: 'stranger' | 'nobody' }>,
  door: Door | undefined,
): Screen => {
  const facts = result.as === 'stranger' ? { title: result.title } : {}
  if (door === undefined) return { html: speech.say(`scan-${result.as}`, facts) }
  if (door === 'near')
    return {
      html: speech.say(result.as === 'stranger' ? 'scan-stranger' : 'verdict-nobody-near', facts),
      keyboard: new InlineKeyboard().text(speech.label('button-doors'), routes.chooseDoor.data({})),
    }
  return {
    html: speech.say(`verdict-${result.as}`, { ...facts, here: door.title }),
    keyboard: doorButton(new InlineKeyboard(), speech, door.id),
  }
}

const trialIn = (speech: Speech, due: Money | undefined): Html =>
  due ? speech.say('verdict-trial-toPay', { due: moneyIn(speech, due) }) : speech.say('verdict-trial')

const letInText = (speech: Speech, { paid }: { readonly paid: Money | undefined }): Html =>
  paid ? speech.say('verdict-letIn-paid', { paid: moneyIn(speech, paid) }) : speech.say('verdict-letIn')

const verdictIn = (speech: Speech, admission: Admission, now: number): Html => {
  const { event } = admission
  switch (admission.kind) {
    case 'letIn':
      return letInText(speech, admission)
    case 'letInJustNow':
      return speech.say('verdict-letInJustNow', { time: timeAtDoor(speech, admission.at, event, now) })
    case 'alreadyIn':
      return speech.say('verdict-alreadyIn', { time: timeAtDoor(speech, admission.at, event, now), by: admission.by })
    case 'toPay':
      return speech.say('verdict-toPay', { due: moneyIn(speech, admission.due) })
    case 'tooEarly':
      return speech.say('verdict-tooEarly', { opens: timeIn(speech, admission.opensAt, event) })
    case 'trial':
      return trialIn(speech, admission.due)
    case 'wrongEvent':
      return speech.say('verdict-wrongEvent', {
        title: event.title,
        when: startIn(speech, event),
        here: admission.at.title,
      })
    default:
      return speech.say(invalid[admission.kind])
  }
}

const invalid = {
  eventCancelled: 'verdict-eventCancelled',
  returned: 'verdict-returned',
  refunded: 'verdict-refunded',
  takenBack: 'verdict-takenBack',
} as const

const ticketIn = (speech: Speech, { ticket, event, count }: AtDoor): Html =>
  lines(ofTicket(speech, { ticket, event, count }), partyIn(speech, ticket))

const ofTicket = (speech: Speech, { ticket, event, count }: AtDoor): Html =>
  speech.say('verdict-ticket', {
    holder: holderOf(ticket),
    type: ticket.typeName,
    hasType: yesNo(ticket.typeName !== ''),
    number: String(ticket.number),
    code: spellShortCode(ticket.shortCode),
    order: String(ticket.orderId),
    title: event.title,
    in: count.in,
    of: count.of,
  })

const admissionButtons = (
  speech: Speech,
  admission: Admission,
  { now, personId }: { readonly now: number; readonly personId: number },
): InlineKeyboard => {
  const { ticket, event } = admission
  const isOrganizer = personId === event.organizerId
  const keyboard = new InlineKeyboard()
  if (admission.kind === 'toPay')
    keyboard
      .text(speech.label('button-paid-let-in'), routes.letInPaid.data({ ticketId: ticket.id }))
      .success()
      .row()
  if (admission.kind === 'tooEarly')
    keyboard.text(speech.label('button-try-ticket'), routes.tryTicket.data({ ticketId: ticket.id })).row()
  if (admission.kind === 'tooEarly' || admission.kind === 'trial')
    keyboard.text(speech.label('button-let-in-early'), routes.letInEarly.data({ ticketId: ticket.id })).row()
  const rest = restButton(speech, admission, now)
  if (rest) keyboard.add(rest).row()
  addOfThoseIn(keyboard, speech, admission, isOrganizer)
  if (admission.kind !== 'wrongEvent') return doorButton(keyboard, speech, event.id)
  keyboard.text(speech.label('button-that-door'), routes.openDoor.data({ eventId: event.id })).row()
  return doorButton(keyboard, speech, admission.at.id)
}

/** The buttons of whoever is in: in again on another day, or not in after all. */
const addOfThoseIn = (keyboard: InlineKeyboard, speech: Speech, admission: Admission, isOrganizer: boolean): void => {
  const { id: ticketId } = admission.ticket
  if (admission.kind === 'alreadyIn' && admission.again)
    keyboard.text(speech.label('button-let-in-again'), routes.letInAgain.data({ ticketId })).row()
  if (!isIn(admission) || (admission.kind === 'alreadyIn' && !isOrganizer)) return
  const label = speech.label(isOrganizer ? 'button-undo-anytime' : 'button-undo')
  keyboard.text(label, routes.undoLetIn.data({ ticketId })).row()
}

const isIn = ({ kind }: Admission): boolean => kind === 'letIn' || kind === 'letInJustNow' || kind === 'alreadyIn'

const doorButton = (keyboard: InlineKeyboard, speech: Speech, eventId: number): InlineKeyboard =>
  keyboard.text(speech.label('button-door'), routes.openDoor.data({ eventId }))
