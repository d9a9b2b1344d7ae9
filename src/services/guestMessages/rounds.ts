import type { Event } from '../../domain/event.js'
import type { GuestMessage } from '../../domain/guestMessage.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { guestKey } from '../../store/tables/guestMessages.js'
import { findEvent } from '../finders.js'
import { peopleAtOnce, spread } from '../messaging/rounds.js'
import { audienceOf, guestsOf, type GuestMessageView, viewOf } from './common.js'

/** Begins what is due, and puts some more of everything that is open down. Gives what is not done. */
export const workOn = async (
  store: Store,
  clock: Clock,
): Promise<{ readonly open: readonly GuestMessageView[]; readonly nextAt: number | undefined }> => {
  const due = await store.transact((tx) => tx.guestMessages.due(clock.now()))
  for (const { id } of due) await store.transact((tx) => beginDue(tx, id, clock.now()))
  const begun = await store.transact((tx) => tx.guestMessages.open())
  for (const { id } of begun) while (await store.transact((tx) => writeSome(tx, id, clock.now())));
  return store.transact(async (tx) => {
    const open: GuestMessageView[] = []
    for (const message of await tx.guestMessages.open())
      open.push(await viewOf(tx, { message, ...(await findEvent(tx, message.eventId)) }))
    return { open, nextAt: await tx.guestMessages.nextAt() }
  })
}

// Its event may have been cancelled since: then nobody hears it, and its organizer hears so.
const beginDue = async (tx: Tx, id: number, now: number): Promise<void> => {
  const message = await tx.guestMessages.find(id)
  if (message?.state !== 'scheduled') return
  const { event } = await findEvent(tx, message.eventId)
  if (event.state === 'cancelled') {
    if (await tx.guestMessages.end(id, ['scheduled'], 'cancelled')) await tellSummary(tx, message, event, now)
    return
  }
  const size = await tx.audiences.count(guestsOf(event, audienceOf(message)))
  await tx.guestMessages.begin(message, size, now)
}

/** The organizer hears what became of it. */
export const tellSummary = (tx: Tx, { id }: GuestMessage, { organizerId }: Event, now: number): Promise<void> =>
  tx.announcements.add(
    [{ to: organizerId, key: `guestSummary:${id}`, message: { kind: 'guestSummary', guestMessageId: id } }],
    now,
  )

/** Puts the next guests down; false when there are no more. Of two processes at once one goes on behind the other. */
const writeSome = async (tx: Tx, id: number, now: number): Promise<boolean> => {
  const message = await tx.guestMessages.find(id)
  if (message?.state !== 'sending' || message.writtenAt !== undefined) return false
  const { event } = await findEvent(tx, message.eventId)
  const guests = await tx.audiences.after(guestsOf(event, audienceOf(message)), {
    after: message.next,
    limit: peopleAtOnce,
  })
  const muted = await tx.mutedOrganizers.among(event.organizerId, guests)
  const told = guests.filter((personId) => !muted.has(personId))
  const isLast = guests.length < peopleAtOnce
  const to = {
    next: guests.at(-1) ?? message.next,
    told: told.length,
    muted: muted.size,
    writtenAt: isLast ? now : undefined,
  }
  if (!(await tx.guestMessages.advance(message, to))) return false
  const round = { begunAt: message.begunAt ?? now, told: message.told }
  await tx.announcements.add(
    spread(round, told, now).map((place) => ({
      ...place,
      key: guestKey(message, place.to),
      eventId: event.id,
      message: { kind: 'guestMessage', guestMessageId: id } as const,
    })),
    now,
  )
  return !isLast
}
