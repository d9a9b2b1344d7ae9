import { catchRefusal, type Result } from '../../domain/catchRefusal.js'
import { type CheckInResult, isDoorOpen } from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import type { Clock } from '../../runtime/clock.js'
import type { TicketLookup } from '../../store/queries/ticketLookups.js'
import type { Tx } from '../../store/store.js'
import type { FormerCode } from '../../store/tables/formerCodes.js'
import { withDoorAnswers } from '../buyerQuestions/ticketAnswers.js'
import { findEvent } from '../finders.js'
import { countMiss, mustNotBeGuessing } from '../people/guessing.js'
import { lostTicketOf } from './lostTickets.js'
import { admit, type Entry, recordEntries, retryWhenBeaten } from './admitting.js'

/**
 * A code from a link or a picture, or a short code that was typed. `guess`: what counts as a guess when nothing is
 * found; undefined when nothing does.
 */
export type PresentedCode = { readonly personId: number; readonly guess: string | undefined } & (
  { readonly code: string } | { readonly shortCode: string }
)

/** The answer, undefined when a code stands for nothing that concerns the person; and whom it let in. */
type Answered = { readonly answer: CheckInResult | undefined; readonly entry?: Entry | undefined }

/**
 * What codes answer that are asked about together. In the order of the codes: several processes that have the same
 * tickets in hand do not wait for each other in a circle. A refusal comes before its code has written anything, so
 * it may share a transaction with others.
 */
export const answerAll = async (
  tx: Tx,
  codes: readonly PresentedCode[],
  clock: Clock,
): Promise<readonly Result<CheckInResult>[]> => {
  const results = new Map<PresentedCode, Result<CheckInResult>>()
  let entries: readonly Entry[] = []
  for (const presented of [...codes].sort(byCode)) {
    const before = entries
    const answered = await catchRefusal(() => answer(tx, presented, before, clock))
    if (answered.ok && answered.value.entry) entries = [...entries, answered.value.entry]
    results.set(presented, answered.ok ? await answerOrMiss(tx, presented, answered.value, clock) : answered)
  }
  await recordEntries(tx, entries, clock.now())
  return codes.flatMap((presented) => results.get(presented) ?? [])
}

const answerOrMiss = async (
  tx: Tx,
  { personId, guess }: PresentedCode,
  answered: Answered,
  clock: Clock,
): Promise<Result<CheckInResult>> => {
  if (answered.answer) return { ok: true, value: answered.answer }
  const lost = guess === undefined ? undefined : await lostTicketOf(tx, { personId, code: guess }, clock.now())
  if (lost) return { ok: true, value: { as: 'staff', lost } }
  const refusal = guess === undefined ? undefined : await countMiss(tx, { personId, text: guess }, clock.now())
  return refusal ? { ok: false, refusal } : { ok: true, value: { as: 'nobody' } }
}

const answer = async (tx: Tx, presented: PresentedCode, entries: readonly Entry[], clock: Clock): Promise<Answered> => {
  const { personId } = presented
  return retryWhenBeaten(async () => {
    const found = await lookUp(tx, presented)
    if (!found) return { answer: await givenAway(tx, await lookUpFormer(tx, presented)) }
    if (!worksAt(personId, found)) return { answer: await answerToOthers(tx, personId, found, clock) }
    const lookup = await withDoorAnswers(tx, found)
    const at = await elsewhere(tx, lookup, clock)
    const admitted = await admit(tx, { personId, lookup, isPaid: false, at }, entries, clock)
    return admitted && { answer: { as: 'staff', admission: admitted.admission }, entry: admitted.entry }
  })
}

const worksAt = (personId: number, { event, isStaff }: TicketLookup): boolean =>
  isStaff || event.organizerId === personId

/** The other event at whose door the person stands. */
const elsewhere = async (tx: Tx, { openDoor, event }: TicketLookup, clock: Clock): Promise<Event | undefined> => {
  const at = openDoor === undefined || openDoor === event.id ? undefined : await tx.events.find(openDoor)
  return at && isDoorOpen(at, clock.now()) ? at : undefined
}

// Whoever guesses hears the same of tickets that are there and of those that are not.
const answerToOthers = async (
  tx: Tx,
  personId: number,
  { holderId, ticket, event }: TicketLookup,
  clock: Clock,
): Promise<CheckInResult> => {
  if (holderId === personId) return { as: 'holder', ticketId: ticket.id }
  await mustNotBeGuessing(tx, personId, clock.now())
  return { as: 'stranger', title: event.title }
}

const lookUp = (tx: Tx, presented: PresentedCode): Promise<TicketLookup | undefined> =>
  'code' in presented
    ? tx.ticketLookups.byCode(presented.personId, presented.code)
    : tx.ticketLookups.byShortCode(presented.personId, presented.shortCode)

const lookUpFormer = (tx: Tx, presented: PresentedCode): Promise<FormerCode | undefined> =>
  'code' in presented
    ? tx.formerCodes.findForStaff(presented.code, presented.personId)
    : tx.formerCodes.findShortForStaff(presented.shortCode, presented.personId)

const givenAway = async (tx: Tx, former: FormerCode | undefined): Promise<CheckInResult | undefined> =>
  former && { as: 'staff', givenAway: { event: (await findEvent(tx, former.eventId)).event, at: former.at } }

const codeOf = (presented: PresentedCode): string => ('code' in presented ? presented.code : presented.shortCode)

const byCode = (a: PresentedCode, b: PresentedCode): number =>
  codeOf(a) < codeOf(b) ? -1 : codeOf(a) > codeOf(b) ? 1 : 0
