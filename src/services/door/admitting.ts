import { mustWorkAt } from '../../domain/access.js'
import { type Admission, type DoorCount, doorOpensAt, isAnotherDay, verdictOf } from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { withDoorAnswers } from '../buyerQuestions/ticketAnswers.js'
import type { NewAuditEntry } from '../../store/tables/audit.js'
import type { TicketLookup } from '../../store/queries/ticketLookups.js'

/** Somebody who was let in: to be counted and written down at the end of the transaction. */
export type Entry = {
  readonly personId: number
  readonly lookup: TicketLookup
  readonly isPaid: boolean
  /** When it was let in. */
  readonly at: number
}

/** What the door answers, and the entry if it let somebody in. */
export type Admitted = { readonly admission: Admission; readonly entry?: Entry }

/** A ticket in the hands of whoever works at the door. `at`: the other event at whose door they stand. */
export type TicketAtDoor = {
  readonly personId: number
  readonly lookup: TicketLookup
  /** They say that it is paid now. */
  readonly isPaid: boolean
  /** They mean to let in before the door opens. */
  readonly evenEarly?: boolean
  readonly at: Event | undefined
}

// Somebody else changed the ticket between the look-up and the guarded update: look again, but not for ever.
const tries = 4

/** Tries something that says undefined when somebody was quicker. Refuses with busy when that never ends. */
export const retryWhenBeaten = async <T>(work: () => Promise<T | undefined>): Promise<T> => {
  for (let left = tries; left > 0; left -= 1) {
    const result = await work()
    if (result !== undefined) return result
  }
  throw new Refusal('busy')
}

/** Looks a ticket up for whoever works at its event's door. Refuses with ticketNotFound, staffOnly. */
export const lookUpForStaff = async (tx: Tx, personId: number, ticketId: number): Promise<TicketLookup> => {
  const lookup = await tx.ticketLookups.byId(personId, ticketId)
  if (!lookup) throw new Refusal('ticketNotFound')
  mustWorkAt(personId, lookup.event, lookup.isStaff)
  return withDoorAnswers(tx, lookup)
}

/**
 * What the door answers; undefined when somebody was quicker. `entries` were let in before in this transaction, and are
 * not counted yet.
 */
export const admit = async (
  tx: Tx,
  atDoor: TicketAtDoor,
  entries: readonly Entry[],
  clock: Clock,
): Promise<Admitted | undefined> => {
  const { lookup, at } = atDoor
  const { event } = lookup
  const verdict = verdictFor(atDoor, clock)
  const before = entries.filter(({ lookup: other }) => other.event.id === event.id).length
  const count = { ...lookup.count, in: lookup.count.in + before }
  return verdict === 'mayEnter'
    ? letIn(tx, atDoor, count, clock.now())
    : { admission: notLetIn(verdict, lookup, { count, at, now: clock.now() }) }
}

/** What the door would answer, without letting in or writing anything down. */
export const tryOut = (personId: number, lookup: TicketLookup, clock: Clock): Admission => {
  const verdict = verdictFor({ personId, lookup, isPaid: false, evenEarly: true, at: undefined }, clock)
  const { ticket, event, count } = lookup
  if (verdict === 'mayEnter' || verdict === 'toPay') return { kind: 'trial', due: ticket.due, ticket, event, count }
  return notLetIn(verdict, lookup, { count, at: undefined, now: clock.now() })
}

const verdictFor = ({ personId, lookup, isPaid, evenEarly = false, at }: TicketAtDoor, clock: Clock) => {
  const { ticket, event, state, isRefunded, isTakenBack, checkedInBy } = lookup
  return verdictOf(
    {
      state,
      isRefunded,
      isTakenBack,
      due: ticket.due,
      checkedInAt: ticket.checkedInAt,
      byMe: checkedInBy === personId,
      isElsewhere: at !== undefined,
      isPaid,
      opensAt: doorOpensAt(event),
      evenEarly,
    },
    clock.now(),
  )
}

const letIn = async (
  tx: Tx,
  { personId, lookup, isPaid }: TicketAtDoor,
  count: DoorCount,
  now: number,
): Promise<Admitted | undefined> => {
  const { ticket, event, code, askerName } = lookup
  const paid = isPaid ? ticket.due : undefined
  const entry = { personId, lookup, isPaid: paid !== undefined, at: now }
  const party = { ...ticket.party, in: ticket.party.in + 1 }
  if (!(await tx.checkIns.letIn({ id: ticket.id, code }, { personId, now, isPaid: entry.isPaid }))) return undefined
  return {
    entry,
    admission: {
      kind: 'letIn',
      paid,
      event,
      ticket: { ...ticket, due: undefined, checkedInAt: now, checkedInByName: askerName, party },
      count: { ...count, in: count.in + 1 },
    },
  }
}

const notLetIn = (
  verdict: Exclude<Admission['kind'], 'letIn' | 'trial'>,
  { ticket, event }: TicketLookup,
  { count, at, now }: { readonly count: DoorCount; readonly at: Event | undefined; readonly now: number },
): Admission => {
  const all = { ticket, event, count }
  if (verdict === 'tooEarly') return { ...all, kind: verdict, opensAt: doorOpensAt(event) }
  const { checkedInAt = 0, checkedInByName: by = '' } = ticket
  if (verdict === 'alreadyIn')
    return { ...all, kind: verdict, at: checkedInAt, by, again: isAnotherDay(event, checkedInAt, now) }
  return { ...all, ...reasonOf(verdict, ticket, at) }
}

type Reason<A = Admission> = A extends Admission ? Omit<A, 'ticket' | 'event' | 'count'> : never

const reasonOf = (
  verdict: Exclude<Admission['kind'], 'letIn' | 'trial' | 'tooEarly' | 'alreadyIn'>,
  ticket: TicketLookup['ticket'],
  at: Event | undefined,
): Reason => {
  const { due, checkedInAt = 0 } = ticket
  if (verdict === 'wrongEvent' && at) return { kind: verdict, at }
  if (verdict === 'toPay' && due) return { kind: verdict, due }
  if (verdict === 'letInJustNow') return { kind: verdict, at: checkedInAt }
  const isDead = verdict === 'returned' || verdict === 'refunded' || verdict === 'takenBack'
  return { kind: isDead ? verdict : 'eventCancelled' }
}

/** Counts who was let in, and writes it down. */
export const recordEntries = async (tx: Tx, entries: readonly Entry[], now: number): Promise<void> => {
  await tx.audit.addAll(
    entries.map(({ personId, lookup, isPaid }) =>
      auditOf(personId, isPaid ? 'ticket.paidAndCheckedIn' : 'ticket.checkedIn', lookup, now),
    ),
  )
  await tx.arrivals.count(entries.map(({ lookup, at }) => ({ eventId: lookup.event.id, at, change: 1 })))
  for (const [typeId, quantity] of countsOf(entries)) await tx.ticketTypes.countIn(typeId, quantity)
}

/** What was done to a ticket at the door. */
export const auditOf = (
  actorId: number,
  action: string,
  { ticket, event }: TicketLookup,
  now: number,
): NewAuditEntry => ({
  at: now,
  actorId,
  action,
  subject: `ticket:${ticket.id}`,
  details: { event: event.id, number: ticket.number },
})

/** How many were let in of each ticket type, in the order of their ids. */
const countsOf = (entries: readonly Entry[]): readonly (readonly [number, number])[] => {
  const counts = new Map<number, number>()
  for (const { lookup } of entries) counts.set(lookup.ticketTypeId, (counts.get(lookup.ticketTypeId) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a - b)
}
