import { type Result, valueOf } from '../../domain/catchRefusal.js'
import {
  type Admission,
  type CheckInResult,
  isAnotherDay,
  type LostTicket,
  mustBeUndoable,
  type Undone,
} from '../../domain/door.js'
import { looksLikeLinkCode } from '../../domain/guess.js'
import { Refusal } from '../../domain/refusal.js'
import { looksLikeShortCode, shortCodesIn } from '../../domain/shortCode.js'
import { createBatcher } from '../../runtime/batcher.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { admit, auditOf, lookUpForStaff, recordEntries, retryWhenBeaten, tryOut } from './admitting.js'
import { letInLost } from './lostTickets.js'
import { answerAll, type PresentedCode } from './answering.js'
import { letInTogether, type LettingInTogether } from './together.js'

type LosingAct = { readonly personId: number; readonly eventId: number; readonly code: string }
type Act = { readonly personId: number; readonly ticketId: number }

const mostTogether = 32

/** Check-in: what a ticket answers at the door. */
export const createCheckIn = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  // What comes close together is one transaction; the guard still decides about each ticket by itself.
  const ask = createBatcher(
    (codes: readonly PresentedCode[]): Promise<readonly Result<CheckInResult>[]> =>
      store.transact((tx) => answerAll(tx, codes, clock)),
    mostTogether,
  )

  return {
    /**
     * What the code of a ticket answers: to the event's organizer and staff the door's verdict (and a valid ticket is
     * let in), to its holder the ticket, to anybody else next to nothing. Refuses with tooManyGuesses.
     */
    byCode: async ({ personId, code }: { readonly personId: number; readonly code: string }): Promise<CheckInResult> =>
      valueOf(await ask({ personId, code, guess: looksLikeLinkCode(code) ? code : undefined })),

    /**
     * The same for a typed short code, among the tickets of events where the person works at the door and those they
     * hold. A text that does not look like a code is no guess. Refuses with tooManyGuesses.
     */
    byShortCode: async ({
      personId,
      text,
    }: {
      readonly personId: number
      readonly text: string
    }): Promise<CheckInResult> => {
      const codes = shortCodesIn(text)
      const guess = looksLikeShortCode(text) ? codes[0] : undefined
      for (const shortCode of codes) {
        // Only when none of its meanings fits is the text a miss, and it is one miss.
        const isLast = shortCode === codes.at(-1)
        const result = valueOf(await ask({ personId, shortCode, guess: isLast ? guess : undefined }))
        if (result.as !== 'nobody') return result
      }
      return { as: 'nobody' }
    },

    /**
     * Lets a ticket in that was found by search; `evenEarly`: before the door opens, too. Refuses with ticketNotFound,
     * staffOnly.
     */
    letIn: (act: Act & { readonly evenEarly?: boolean }): Promise<Admission> =>
      store.transact((tx) => letIn(tx, { ...act, isPaid: false }, clock)),

    /**
     * Lets somebody in again who was in on another day of an event of several days: they are counted once. Gives the
     * usual verdict where that is not so. Refuses with ticketNotFound, staffOnly.
     */
    letInAgain: (act: Act): Promise<Admission> => store.transact((tx) => letInAgain(tx, act, clock)),

    /** Notes that a ticket was paid at the door, and lets it in. Refuses with ticketNotFound, staffOnly. */
    letInPaid: (act: Act): Promise<Admission> => store.transact((tx) => letIn(tx, { ...act, isPaid: true }, clock)),

    /** See letInTogether of together.ts. */
    letInTogether: (act: LettingInTogether): Promise<readonly Admission[]> =>
      store.transact((tx) => letInTogether(tx, act, clock)),

    /**
     * Lets somebody in with a ticket that a restored database does not know, once. Refuses with eventNotFound,
     * staffOnly, ticketNotFound.
     */
    letInLost: ({ personId, eventId, code }: LosingAct): Promise<LostTicket> =>
      store.transact((tx) => letInLost(tx, { personId, eventId, code }, clock.now())),

    /** What the door would answer if it were open: nothing is changed. Refuses with ticketNotFound, staffOnly. */
    tryOut: ({ personId, ticketId }: Act): Promise<Admission> =>
      store.transact(async (tx) => tryOut(personId, await lookUpForStaff(tx, personId, ticketId), clock)),

    /**
     * Takes a check-in of the last few minutes back (the organizer: any), and the payment that came with it. Refuses
     * with ticketNotFound, staffOnly, eventCancelled, notCheckedIn, undoTooLate, undoRefunded.
     */
    undo: (act: Act): Promise<Undone> => store.transact((tx) => undo(tx, act, clock)),
  }
}

type LettingIn = Act & { readonly isPaid: boolean; readonly evenEarly?: boolean }

const letIn = async (tx: Tx, { ticketId, ...how }: LettingIn, clock: Clock): Promise<Admission> => {
  const { admission, entry } = await retryWhenBeaten(async () => {
    const lookup = await lookUpForStaff(tx, how.personId, ticketId)
    return admit(tx, { ...how, lookup, at: undefined }, [], clock)
  })
  if (entry) await recordEntries(tx, [entry], clock.now())
  return admission
}

const letInAgain = async (tx: Tx, { personId, ticketId }: Act, clock: Clock): Promise<Admission> => {
  const now = clock.now()
  const lookup = await lookUpForStaff(tx, personId, ticketId)
  const { ticket, event, code, count, askerName } = lookup
  const { checkedInAt } = ticket
  const mayAgain = lookup.state === 'valid' && checkedInAt !== undefined && isAnotherDay(event, checkedInAt, now)
  const known = { id: ticketId, code, checkedInAt: checkedInAt ?? 0 }
  if (!mayAgain || !(await tx.checkIns.letInAgain(known, personId, now)))
    return letIn(tx, { personId, ticketId, isPaid: false }, clock)
  await tx.audit.add(auditOf(personId, 'ticket.checkedInAgain', lookup, now))
  await tx.arrivals.count([{ eventId: event.id, at: now, change: 1 }])
  const again = { ...ticket, checkedInAt: now, checkedInByName: askerName }
  return { kind: 'letIn', paid: undefined, ticket: again, event, count }
}

const undo = async (tx: Tx, { personId, ticketId }: Act, clock: Clock): Promise<Undone> => {
  const before = await lookUpForStaff(tx, personId, ticketId)
  // Locked: a refund that is made meanwhile kills what is unused, and must see whether this is.
  const order = await tx.orders.lock(before.ticket.orderId)
  const lookup = await lookUpForStaff(tx, personId, ticketId)
  if (lookup.state === 'cancelled') throw new Refusal('eventCancelled', { title: lookup.event.title })
  const isOrganizer = lookup.event.organizerId === personId
  const { checkedInAt = 0 } = lookup.ticket
  mustBeUndoable(lookup.ticket.checkedInAt, clock.now(), isOrganizer)
  if (order?.state !== 'confirmed') throw new Refusal('undoRefunded')
  if (!(await tx.checkIns.undo(ticketId, checkedInAt))) throw new Refusal('notCheckedIn')
  await tx.audit.add(auditOf(personId, 'ticket.checkInUndone', lookup, clock.now()))
  await tx.arrivals.count([{ eventId: lookup.event.id, at: checkedInAt, change: -1 }])
  await tx.ticketTypes.countIn(lookup.ticketTypeId, -1)
  const { ticket, event, count } = await lookUpForStaff(tx, personId, ticketId)
  return { kind: 'undone', ticket, event, count }
}
