import type { NewAnnouncement } from '../../domain/announcement.js'
import type { Event } from '../../domain/event.js'
import {
  type Beginning,
  freshMs,
  reminderBeginsAt,
  reminderDueAt,
  type ReminderKind,
  reminderKinds,
  reminderSaidFrom,
} from '../../domain/reminder.js'
import type { Tx } from '../../store/store.js'
import type { BeginningEvent } from '../../store/queries/reminders.js'
import { nextIn, peopleAtOnce } from '../messaging/rounds.js'
import type { RoundKey, RoundProgress } from '../../store/tables/reminderRounds.js'

/** A round that is not done, and when it is to be written (UTC milliseconds). */
export type OpenRound = RoundKey & { readonly at: number }

/** The rounds of an event that are still to come. */
export const openRounds = (event: BeginningEvent, now: number): readonly OpenRound[] =>
  reminderKinds.flatMap((kind) => {
    const at = (kind === 'day' ? event.isDayDone : event.isHoursDone) ? undefined : writtenAt(kind, event, now)
    return at === undefined ? [] : [{ eventId: event.id, kind, startsAt: event.startsAt, at }]
  })

const writtenAt = (kind: ReminderKind, event: BeginningEvent, now: number): number | undefined => {
  const begins = reminderBeginsAt(kind, event, event.issued)
  return begins > now ? begins : reminderSaidFrom(kind, event, now)
}

/**
 * Writes the next reminders of a round that is due, for the event as it is now; false when there are no more. Of two
 * processes at once one goes on where the other stopped.
 */
export const writeSome = async (tx: Tx, round: RoundKey, now: number): Promise<boolean> => {
  const event = await tx.events.find(round.eventId)
  if (!event || !remindsOf(event, round) || reminderSaidFrom(round.kind, event, now) !== now) return false
  const progress = await tx.reminderRounds.takeUp(round, now)
  if (!progress) return false
  const issuedUntil = reminderDueAt(round.kind, event) - freshMs
  const holders = await tx.reminders.holders(event.id, { after: progress.lastHolder, limit: peopleAtOnce, issuedUntil })
  await tx.announcements.add(announcementsFor(round, holders, progress, now), now)
  const isDone = holders.length < peopleAtOnce
  await tx.reminderRounds.advance(round, {
    lastHolder: holders.at(-1) ?? progress.lastHolder,
    count: holders.length,
    doneAt: isDone ? now : undefined,
  })
  return !isDone
}

/** Whether the holders of an event's tickets are still to be reminded that it begins then. */
export const remindsOf = (
  { state, startsAt, hasReminders }: Pick<Event, 'state' | 'startsAt' | 'hasReminders'>,
  round: Pick<RoundKey, 'startsAt'>,
): boolean => state !== 'cancelled' && hasReminders && startsAt === round.startsAt

const announcementsFor = (
  { eventId, kind, startsAt }: RoundKey,
  holders: readonly number[],
  { written, begunAt }: RoundProgress,
  now: number,
): readonly NewAnnouncement[] =>
  holders.map((holderId, index) => ({
    to: holderId,
    key: `reminder:${eventId}:${kind}:${startsAt}:${holderId}`,
    eventId,
    afterMs: nextIn({ begunAt, told: written + index }, now),
    message: { kind: 'reminder', eventId, which: kind, startsAt },
  }))

/** What would have been due before now is not said any more: the event was moved, or its reminders were off. */
export const skipPastRounds = async (tx: Tx, event: Beginning & Pick<Event, 'id'>, now: number): Promise<void> => {
  for (const kind of reminderKinds)
    if (reminderDueAt(kind, event) <= now)
      await tx.reminderRounds.skip({ eventId: event.id, kind, startsAt: event.startsAt }, now)
}
