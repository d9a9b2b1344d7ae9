import type { InlineKeyboardButton } from 'grammy/types'
import { InlineKeyboard } from 'grammy'
import { type Admission, doorOpensAt, type DoorTicket } from '../../../domain/door.js'
import type { Event } from '../../../domain/event.js'
import { type TogetherWay, waitingOf } from '../../../domain/party.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { moneyIn, yesNo } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'

type OfParty = Pick<DoorTicket, 'id' | 'orderId' | 'party' | 'checkedInAt'>
type Opens = Pick<Event, 'startsAt' | 'doorsBefore'>

// Of what is not valid nothing is let in.
const invalid: ReadonlySet<Admission['kind']> = new Set(['eventCancelled', 'returned', 'refunded', 'wrongEvent'])

/** "3 of 5 of this order are in"; undefined of who came alone. */
export const partyIn = (speech: Speech, { party }: Pick<DoorTicket, 'party'>): Html | undefined =>
  party.size > 1 ? speech.say('verdict-party', { in: party.in, size: party.size }) : undefined

/** One tap for all of a party who are not in; undefined where the door's answer to a ticket has a button for it. */
export const restButton = (speech: Speech, admission: Admission, now: number): InlineKeyboardButton | undefined => {
  const { ticket, event } = admission
  if (invalid.has(admission.kind) || isAlone(ticket)) return undefined
  const { id: ticketId, party } = ticket
  const [way, count] = [wayOf(ticket, event, now), waitingOf(party)]
  const due = party.due ? moneyIn(speech, { ...party.due, minor: party.due.minor * count }) : ''
  return InlineKeyboard.text(
    speech.label('button-let-in-rest', { way, count, due, some: yesNo(party.in > 0) }),
    routes.letInTogether.data({ ticketId, way, shown: count }),
  )
}

/** The same where there are several orders: what is to be paid is asked for first. */
export const orderButton = (
  speech: Speech,
  ticket: OfParty,
  event: Opens,
  now: number,
): InlineKeyboardButton | undefined => {
  const { id: ticketId, orderId, party } = ticket
  const [way, count] = [wayOf(ticket, event, now), waitingOf(party)]
  if (isAlone(ticket)) return undefined
  return InlineKeyboard.text(
    speech.label('button-let-in-order', { state: party.due ? 'toPay' : 'out', count, order: String(orderId) }),
    routes.letInTogether.data({ ticketId, way: way === 'paid' ? 'asIs' : way, shown: count }),
  )
}

/** The same where there may be several: what was read last has the most of its party in. */
export const restButtons = (
  speech: Speech,
  admissions: readonly Admission[],
  now: number,
): readonly InlineKeyboardButton[] => {
  const valid = admissions.filter(({ kind }) => !invalid.has(kind)).sort(byPartyIn)
  const parties = [...new Map(valid.map((one) => [partyOf(one.ticket), one])).values()]
  const [only, ...others] = parties.filter(({ ticket }) => !isAlone(ticket))
  if (only && others.length === 0) return [restButton(speech, only, now) ?? []].flat()
  return parties.flatMap(({ ticket, event }) => orderButton(speech, ticket, event, now) ?? []).slice(0, mostParties)
}

/** Names a party. */
export const partyOf = ({ orderId, holderId = 0 }: Pick<DoorTicket, 'orderId' | 'holderId'>): string =>
  `${orderId}:${holderId}`

const byPartyIn = (a: Admission, b: Admission): number => a.ticket.party.in - b.ticket.party.in

// So many parties have a button of their own.
const mostParties = 3

// Nobody else waits, or a button of the ticket's own is enough.
const isAlone = ({ party, checkedInAt }: OfParty): boolean => waitingOf(party) < (checkedInAt === undefined ? 2 : 1)

const wayOf = ({ party }: OfParty, event: Opens, now: number): TogetherWay => {
  if (party.due) return 'paid'
  return now < doorOpensAt(event) ? 'early' : 'asIs'
}
