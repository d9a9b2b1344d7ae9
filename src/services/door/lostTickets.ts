import { mustWorkAt } from '../../domain/access.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import { isDoorOpen, type LostTicket } from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import { copyMarks } from '../../store/copies/contents.js'
import type { Tx } from '../../store/store.js'
import { findEvent } from '../finders.js'

/** A code that the database does not know, and in whose hands it is. */
type Unknown = { readonly personId: number; readonly eventId: number; readonly code: string }

/**
 * What an unknown code may be at the door where the person stands: a ticket that was sold after the backup from which
 * the database was restored. Undefined where there is no such door, or nothing was restored since the event was made.
 */
export const lostTicketOf = async (
  tx: Tx,
  { personId, code }: Pick<Unknown, 'personId' | 'code'>,
  now: number,
): Promise<LostTicket | undefined> => {
  const madeAt = await tx.cursors.of(copyMarks.restoredFrom)
  const eventId = madeAt === undefined ? undefined : await tx.doors.of(personId)
  if (madeAt === undefined || eventId === undefined) return undefined
  const event = await tx.events.find(eventId)
  if (!event || !isDoorOpen(event, now) || !(await worksAt(tx, personId, event))) return undefined
  return (await mayHaveLost(tx, event))
    ? { event, code, madeAt, letIn: await tx.lostTickets.find(eventId, code) }
    : undefined
}

/**
 * Lets somebody in with such a ticket, once; writes it down and tells the organizer. Refuses with eventNotFound,
 * staffOnly, ticketNotFound.
 */
export const letInLost = async (tx: Tx, { personId, eventId, code }: Unknown, now: number): Promise<LostTicket> => {
  const { event } = await findEvent(tx, eventId)
  mustWorkAt(personId, event, await worksAt(tx, personId, event))
  const madeAt = await tx.cursors.of(copyMarks.restoredFrom)
  if (madeAt === undefined || !(await mayHaveLost(tx, event))) throw new Refusal('ticketNotFound')
  const isFirst = await tx.lostTickets.letIn({ eventId, code }, personId, now)
  const letIn = await tx.lostTickets.find(eventId, code)
  if (isFirst) await record(tx, { personId, event, by: letIn?.by ?? '' }, now)
  return { event, code, madeAt, letIn, isNew: isFirst }
}

const record = async (
  tx: Tx,
  { personId, event, by }: { readonly personId: number; readonly event: Event; readonly by: string },
  now: number,
): Promise<void> => {
  const count = await tx.lostTickets.count(event.id)
  const subject = `event:${event.id}`
  await tx.audit.add({ at: now, actorId: personId, action: 'ticket.lostLetIn', subject, details: { count } })
  if (personId === event.organizerId) return
  const message = { kind: 'lostLetIn', by, count, ...eventFactsOf(event) } as const
  const key = `lostLetIn:${event.id}:${count}`
  await tx.announcements.add([{ to: event.organizerId, key, eventId: event.id, message }], now)
}

/** Whether tickets of an event may have been sold that the database does not know: it was there before the restore. */
const mayHaveLost = async (tx: Tx, { createdAt }: Event): Promise<boolean> =>
  createdAt < ((await tx.cursors.of(copyMarks.restoredAt)) ?? 0)

const worksAt = async (tx: Tx, personId: number, { id, organizerId }: Event): Promise<boolean> =>
  organizerId === personId || (await tx.staff.isAt(personId, id))
