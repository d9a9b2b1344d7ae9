import { quietMs } from '../../domain/night.js'
import { type Event, isPublic } from '../../domain/event.js'
import type { Tx } from '../../store/store.js'
import { standInOf, toldOf } from '../eventNews/newDates.js'
import { peopleAtOnce, spread } from '../messaging/rounds.js'

/**
 * An event comes before the public: whoever follows its organizer hears of it, once, however many they are; written
 * down here in one row, and told by `services/afterwards`. Of several that come at once it is said for one of them.
 */
export const beginTellingFollowers = async (tx: Tx, event: Event, now: number): Promise<void> => {
  if (!isPublic(event, now) || (await tx.follows.count(event.organizerId)) === 0) return
  await tx.eventRounds.begin(event.id, 'followers', 0, now)
}

/**
 * It is taken off again: whoever was not told yet does not hear of it now. Of dates that came with it they do, in its
 * place.
 */
export const endTellingFollowers = async (tx: Tx, event: Event, now: number): Promise<void> => {
  if (!(await standInOf(tx, event, now))) await tx.eventRounds.drop(event.id, 'followers')
}

/** Tells some more of those who follow an event's organizer; in how many milliseconds there may be others. */
export const tellFollowers = async (tx: Tx, eventId: number, now: number): Promise<'again' | number> => {
  const begun = await tx.events.find(eventId)
  const event = begun && (await toldOf(tx, begun, now))
  if (!event) {
    await tx.eventRounds.drop(eventId, 'followers')
    return Infinity
  }
  const waitMs = quietMs(now, event.zone)
  return waitMs > 0 ? waitMs : tellSome(tx, begun, now)
}

// The row names the event that was published; which of its dates is told of is seen when it is said.
const tellSome = async (tx: Tx, { id: eventId, organizerId }: Event, now: number): Promise<'again' | number> => {
  const round = await tx.eventRounds.begin(eventId, 'followers', 0, now)
  const followers = await tx.follows.followersAfter(organizerId, round.next, peopleAtOnce)
  const isLast = followers.length < peopleAtOnce
  const to = { next: followers.at(-1) ?? round.next, more: followers.length, doneAt: isLast ? now : undefined }
  if (!(await tx.eventRounds.advance(round, to))) return Infinity
  await tx.announcements.add(
    spread(round, followers, now).map((place) => ({
      ...place,
      key: `followed:${eventId}:${place.to}`,
      eventId,
      message: { kind: 'followedEvent', eventId } as const,
    })),
    now,
  )
  return isLast ? Infinity : 'again'
}
