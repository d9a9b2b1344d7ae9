import { mustWorkAt } from '../../domain/access.js'
import {
  type Admission,
  isDoorOpen,
  mustBeUndoable,
  type CheckInResult,
  type Undone,
  undoMs,
  verdictOf,
} from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import { parseShortCode } from '../../domain/shortCode.js'
import type { TicketLookup } from '../../store/queries/ticketLookups.js'
import type { FormerCode } from '../../store/tables/formerCodes.js'
import type { Store, Tx } from '../../store/store.js'
import { catchRefusal, type Result, valueOf } from '../../domain/catchRefusal.js'
import type { Clock } from '../../runtime/clock.js'
import { createBatcher } from '../../runtime/batcher.js'
import { countMiss, mustNotBeGuessing } from '../people/guessing.js'
import { findEvent } from '../finders.js'

type Act = { readonly personId: number; readonly ticketId: number }
/** A code from a link or a picture, or a short code that was typed. */
type Question = { readonly personId: number } & ({ readonly code: string } | { readonly shortCode: string })
type How = { readonly isPaid: boolean; readonly at: Event | undefined }
/** Some check-ins in one transaction: who was let in by whom, to be counted at its end. */
type Visit = {
  readonly tx: Tx
  readonly entered: { readonly personId: number; readonly look: TicketLookup; readonly isPaid: boolean }[]
}

// Somebody else changed the ticket between the look and the guarded update: look again, but not for ever.
const tries = 4
const mostTogether = 32

/** Check-in: what a ticket answers at the door. */
export const createCheckIn = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  const entryOf = (personId: number, action: string, { ticket, event }: TicketLookup) => ({
    at: clock.now(),
    actorId: personId,
    action,
    subject: `ticket:${ticket.id}`,
    details: { event: event.id, number: ticket.number },
  })

  const visit = <T>(work: (visit: Visit) => Promise<T>): Promise<T> =>
    store.transact(async (tx) => {
      const entered: Visit['entered'] = []
      const value = await work({ tx, entered })
      await tx.audit.addAll(
        entered.map(({ personId, look, isPaid }) =>
          entryOf(personId, isPaid ? 'ticket.paidAndCheckedIn' : 'ticket.checkedIn', look),
        ),
      )
      for (const [typeId, quantity] of countsOf(entered)) await tx.ticketTypes.countIn(typeId, quantity)
      return value
    })

  const enter = async (
    { tx, entered }: Visit,
    personId: number,
    look: TicketLookup,
    { isPaid }: How,
  ): Promise<Admission | undefined> => {
    const { ticket, event, code, count, askerName } = look
    const now = clock.now()
    const paid = isPaid ? ticket.due : undefined
    if (!(await tx.tickets.checkIn({ id: ticket.id, code }, { personId, now, isPaid: paid !== undefined })))
      return undefined
    entered.push({ personId, look, isPaid: paid !== undefined })
    return {
      kind: 'letIn',
      paid,
      event,
      ticket: { ...ticket, due: undefined, checkedInAt: now, checkedInByName: askerName },
      count: { ...count, in: count.in + 1 },
    }
  }

  /** What the door answers; undefined when somebody was quicker. */
  const admit = async (
    visit: Visit,
    personId: number,
    found: TicketLookup,
    how: How,
  ): Promise<Admission | undefined> => {
    const look = {
      ...found,
      count: {
        ...found.count,
        in: found.count.in + visit.entered.filter(({ look: { event } }) => event.id === found.event.id).length,
      },
    }
    const { ticket, event, count, state, checkedInBy } = look
    const { due, checkedInAt = 0, checkedInByName: by = '' } = ticket
    const verdict = verdictOf(
      {
        state,
        due,
        checkedInAt: ticket.checkedInAt,
        byMe: checkedInBy === personId,
        isElsewhere: how.at !== undefined,
        isPaid: how.isPaid,
      },
      clock.now(),
    )
    const all = { ticket, event, count }
    if (verdict === 'mayEnter') return enter(visit, personId, look, how)
    if (verdict === 'wrongEvent' && how.at) return { ...all, kind: verdict, at: how.at }
    if (verdict === 'toPay' && due) return { ...all, kind: verdict, due }
    if (verdict === 'letInJustNow') return { ...all, kind: verdict, at: checkedInAt }
    if (verdict === 'alreadyIn') return { ...all, kind: verdict, at: checkedInAt, by }
    return { ...all, kind: verdict === 'returned' ? verdict : 'eventCancelled' }
  }

  /** The other event at whose door the person stands. */
  const elsewhere = async (tx: Tx, { openDoor, event }: TicketLookup): Promise<Event | undefined> => {
    const at = openDoor === undefined || openDoor === event.id ? undefined : await tx.events.find(openDoor)
    return at && isDoorOpen(at, clock.now()) ? at : undefined
  }

  /** What a code answers; undefined when it stands for nothing that concerns the person. */
  const answer = async (visit: Visit, question: Question): Promise<CheckInResult | undefined> => {
    const { tx } = visit
    const { personId } = question
    if ('shortCode' in question) await mustNotBeGuessing(tx, personId, clock.now())
    for (let left = tries; left > 0; left -= 1) {
      const look = await lookUp(tx, question)
      if (!look) return givenAway(tx, await lookUpFormer(tx, question))
      if (!worksAt(personId, look)) return ofOthers(tx, personId, look)
      const admission = await admit(visit, personId, look, { isPaid: false, at: await elsewhere(tx, look) })
      if (admission) return { as: 'staff', admission }
    }
    throw new Refusal('busy')
  }

  // Whoever guesses hears the same of tickets that are there and of those that are not.
  const ofOthers = async (
    tx: Tx,
    personId: number,
    { holderId, ticket, event }: TicketLookup,
  ): Promise<CheckInResult> => {
    if (holderId === personId) return { as: 'holder', ticketId: ticket.id }
    await mustNotBeGuessing(tx, personId, clock.now())
    return { as: 'stranger', title: event.title }
  }

  // A refusal comes before its question has written anything, so that it may share a transaction with others.
  const answerOrCount = async (visit: Visit, question: Question): Promise<Result<CheckInResult>> => {
    const outcome = await catchRefusal(() => answer(visit, question))
    if (!outcome.ok) return outcome
    if (outcome.value) return { ok: true, value: outcome.value }
    const refusal = await countMiss(visit.tx, question.personId, clock.now())
    return refusal ? { ok: false, refusal } : { ok: true, value: { as: 'nobody' } }
  }

  /**
   * Scans that come close together are one transaction; the guard still decides every one by itself. In the order of
   * their codes: several
   * processes that have the same tickets in hand do not wait for each other in a circle.
   */
  const ask = createBatcher(
    (questions: readonly Question[]): Promise<readonly Result<CheckInResult>[]> =>
      visit(async (together) => {
        const outcomes = new Map<Question, Result<CheckInResult>>()
        for (const question of [...questions].sort(byCode))
          outcomes.set(question, await answerOrCount(together, question))
        return questions.flatMap((question) => outcomes.get(question) ?? [])
      }),
    mostTogether,
  )

  const letIn = ({ personId, ticketId }: Act, isPaid: boolean): Promise<Admission> =>
    visit(async (alone) => {
      for (let left = tries; left > 0; left -= 1) {
        const admission = await admit(alone, personId, await mustWork(alone.tx, personId, ticketId), {
          isPaid,
          at: undefined,
        })
        if (admission) return admission
      }
      throw new Refusal('busy')
    })

  return {
    /**
     * What the code of a scanned ticket answers: to the event's organizer and staff the door's verdict (and a valid
     * ticket is let in), to its holder
     * the ticket, to anybody else next to nothing. Refuses with tooManyGuesses.
     */
    byCode: async ({ personId, code }: { readonly personId: number; readonly code: string }): Promise<CheckInResult> =>
      valueOf(await ask({ personId, code })),

    /**
     * The same for a typed short code, among the tickets of events where the person works at the door and those they
     * hold. Refuses with tooManyGuesses.
     */
    byShortCode: async ({
      personId,
      text,
    }: {
      readonly personId: number
      readonly text: string
    }): Promise<CheckInResult> => {
      const shortCode = parseShortCode(text)
      return shortCode === undefined ? { as: 'nobody' } : valueOf(await ask({ personId, shortCode }))
    },

    /** Lets a ticket in that was found by search. Refuses with ticketNotFound, staffOnly. */
    letIn: (act: Act): Promise<Admission> => letIn(act, false),

    /** Notes that a ticket was paid at the door, and lets it in. Refuses with ticketNotFound, staffOnly. */
    letInPaid: (act: Act): Promise<Admission> => letIn(act, true),

    /**
     * Takes a check-in of the last few minutes back, and the payment that came with it.
     * Refuses with ticketNotFound, staffOnly, eventCancelled, notCheckedIn, undoTooLate.
     */
    undo: ({ personId, ticketId }: Act): Promise<Undone> =>
      store.transact(async (tx) => {
        const look = await mustWork(tx, personId, ticketId)
        if (look.state === 'cancelled') throw new Refusal('eventCancelled', { title: look.event.title })
        mustBeUndoable(look.ticket.checkedInAt, clock.now())
        if (!(await tx.tickets.undoCheckIn(ticketId, clock.now() - undoMs))) throw new Refusal('notCheckedIn')
        await tx.audit.add(entryOf(personId, 'ticket.checkInUndone', look))
        await tx.ticketTypes.countIn(look.ticketTypeId, -1)
        const { ticket, event, count } = await mustWork(tx, personId, ticketId)
        return { kind: 'undone', ticket, event, count }
      }),
  }
}

const codeOf = (question: Question): string => ('code' in question ? question.code : question.shortCode)

const byCode = (a: Question, b: Question): number => (codeOf(a) < codeOf(b) ? -1 : codeOf(a) > codeOf(b) ? 1 : 0)

const lookUp = (tx: Tx, question: Question): Promise<TicketLookup | undefined> =>
  'code' in question
    ? tx.ticketLookups.byCode(question.personId, question.code)
    : tx.ticketLookups.byShortCode(question.personId, question.shortCode)

const lookUpFormer = (tx: Tx, question: Question): Promise<FormerCode | undefined> =>
  'code' in question
    ? tx.formerCodes.findForStaff(question.code, question.personId)
    : tx.formerCodes.findShortForStaff(question.shortCode, question.personId)

const givenAway = async (tx: Tx, former: FormerCode | undefined): Promise<CheckInResult | undefined> =>
  former && { as: 'staff', givenAway: { event: (await findEvent(tx, former.eventId)).event, at: former.at } }

/** How many were let in of each ticket type, in the order of their ids. */
const countsOf = (entered: Visit['entered']): readonly (readonly [number, number])[] => {
  const counts = new Map<number, number>()
  for (const { look } of entered) counts.set(look.ticketTypeId, (counts.get(look.ticketTypeId) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a - b)
}

const worksAt = (personId: number, { event, isStaff }: TicketLookup): boolean =>
  isStaff || event.organizerId === personId

const mustWork = async (tx: Tx, personId: number, ticketId: number): Promise<TicketLookup> => {
  const look = await tx.ticketLookups.byId(personId, ticketId)
  if (!look) throw new Refusal('ticketNotFound')
  mustWorkAt(personId, look.event, look.isStaff)
  return look
}

/** What `createDoor` gives. */
export type CheckIn = ReturnType<typeof createCheckIn>
