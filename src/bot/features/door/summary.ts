import type { Admission, CheckInResult, DoorCount } from '../../../domain/door.js'
import type { Event } from '../../../domain/event.js'
import { type Html, plainOf } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines, moneyIn, paragraphs, yesNo } from '../../ui/format.js'
import type { Screen } from '../../ui/screen.js'
import { answersAtDoor, timeAtDoor } from '../../views/door.js'
import { holderOf } from '../../views/people/person.js'
import { type ActOnOne, severalKeyboard } from './several.js'
import { restButtons } from './together.js'

/** What became of one of several tickets, in the words of their summary. */
type Sort = 'letIn' | 'already' | 'toPay' | 'not'

/**
 * One line of a summary; `admission` where it is about a ticket of the door, `act` is what is left to do with it;
 * `below` stands under it where there is room.
 */
export type SummaryLine = {
  readonly html: Html
  readonly below?: Html
  readonly sort: Sort
  readonly admission: Admission | undefined
  readonly act: ActOnOne | undefined
}

/** A picture of an album in which nothing was read: which one, and why. */
export type UnreadPicture = { readonly number: number; readonly why: 'lost' | 'kind' | 'foreign' | 'none' }

/** Many tickets answered in one message: how many are in, then each, then the pictures in which nothing was read. */
export const summaryScreen = (
  speech: Speech,
  all: readonly SummaryLine[],
  unread: readonly UnreadPicture[],
  now: number,
): Screen => ({
  html: paragraphs(
    headIn(speech, all, unread.length),
    listIn(speech, all),
    lines(...unread.map(({ number, why }) => speech.say('several-picture', { number: String(number), why }))),
    countIn(speech, all),
  ),
  keyboard: severalKeyboard(
    speech,
    all.flatMap(({ act }) => act ?? []),
    restButtons(
      speech,
      all.flatMap(({ admission }) => admission ?? []),
      now,
    ),
  ),
})

/** What the door said to a ticket, in one line. */
export const lineOf = (
  speech: Speech,
  admission: Admission,
  now: number,
): Pick<SummaryLine, 'html' | 'below' | 'sort'> => ({
  html: speech.say(`several-${admission.kind}`, {
    ticket: ticketIn(speech, admission),
    ...factsOf(speech, admission, now),
  }),
  below: answersAtDoor(speech, admission.ticket),
  sort: sorts[admission.kind] ?? 'not',
})

/** The same of a code that is no ticket of the door's event. */
export const lineOfOther = (
  speech: Speech,
  result: Exclude<CheckInResult, { as: 'holder' } | { admission: unknown }>,
  now: number,
): Pick<SummaryLine, 'html' | 'sort'> => {
  if ('lost' in result) return { html: speech.say('several-lost'), sort: 'not' }
  if ('givenAway' in result) {
    const { event, at } = result.givenAway
    return { html: speech.say('several-givenAway', { time: timeAtDoor(speech, at, event, now) }), sort: 'not' }
  }
  const facts = result.as === 'stranger' ? { title: result.title } : {}
  return { html: speech.say(`several-${result.as}`, facts), sort: 'not' }
}

const sorts: { readonly [Kind in Admission['kind']]?: Sort } = {
  letIn: 'letIn',
  letInJustNow: 'letIn',
  alreadyIn: 'already',
  toPay: 'toPay',
}

const factsOf = (speech: Speech, admission: Admission, now: number) => {
  switch (admission.kind) {
    case 'letIn':
      return { paid: admission.paid ? moneyIn(speech, admission.paid) : 'none' }
    case 'alreadyIn':
      return { time: timeAtDoor(speech, admission.at, admission.event, now), by: admission.by }
    case 'toPay':
      return { due: moneyIn(speech, admission.due) }
    case 'wrongEvent':
      return { title: admission.event.title }
    default:
      return {}
  }
}

const ticketIn = (speech: Speech, { ticket }: Admission): Html =>
  speech.say('several-ticket', {
    number: String(ticket.number),
    holder: holderOf(ticket),
    type: ticket.typeName,
    hasType: yesNo(ticket.typeName !== ''),
  })

const headIn = (speech: Speech, all: readonly SummaryLine[], unread: number): Html => {
  const count = (sort: Sort): number => all.filter((line) => line.sort === sort).length
  return speech.say('several-head', {
    in: count('letIn'),
    already: count('already'),
    toPay: count('toPay'),
    not: count('not'),
    unread,
  })
}

// A message holds about 4000 characters, and an album ten pictures of ten codes: who was let in needs no reading.
const mostLines = 40
const roomBelow = 2500

const listIn = (speech: Speech, all: readonly SummaryLine[]): Html => {
  const told = all.length <= mostLines ? all : all.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostLines)
  const more = all.length - told.length
  const below = told.reduce((sum, one) => sum + (one.below ? plainOf(one.below).length : 0), 0)
  const each = told.flatMap((one) => (below > roomBelow ? [one.html] : [one.html, one.below]))
  return lines(...each, more > 0 ? speech.say('several-more', { count: more }) : undefined)
}

const rank = ({ sort }: SummaryLine): number => (sort === 'letIn' ? 1 : 0)

/** How full it is, as the last of them saw it; undefined where they are of several events. */
const countIn = (speech: Speech, all: readonly SummaryLine[]): Html | undefined => {
  const admissions = all.flatMap(({ admission }) => admission ?? [])
  const [event, ...others] = new Map(admissions.map((one) => [one.event.id, one.event])).values()
  return event && others.length === 0 ? fullIn(speech, event, fullest(admissions)) : undefined
}

const fullest = (admissions: readonly Admission[]): DoorCount =>
  admissions.reduce((most, { count }) => (count.in >= most.in ? count : most), { in: 0, of: 0 })

const fullIn = (speech: Speech, { title }: Event, count: DoorCount): Html =>
  speech.say('several-full', { title, in: count.in, of: count.of })
