import type { AnnouncementState } from '../../domain/announcement.js'
import type { Event } from '../../domain/event.js'
import { type Audience, type GuestMessage, type GuestMessageNumbers } from '../../domain/guestMessage.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { guestKey } from '../../store/tables/guestMessages.js'
import { findEvent } from '../finders.js'
import { peopleAtOnce, spread } from '../messaging/rounds.js'

/** The guests of an event that an organizer writes to. */
export const guestsOf = ({ id, organizerId }: Pick<Event, 'id' | 'organizerId'>, audience: Audience) => ({
  ...audience,
  eventId: id,
  organizerId,
})

/** How far a message is. */
export const numbersOf = async (tx: Tx, message: GuestMessage): Promise<GuestMessageNumbers> => {
  const rows = message.begunAt === undefined ? [] : await tx.guestMessages.unsaid(message)
  const count = (fits: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(fits).reduce((sum, row) => sum + row.count, 0)
  const waiting = count(({ state }) => state === 'waiting')
  const settledAs = (what: AnnouncementState, unsure: 0 | 1) =>
    count(({ state, isUnsure }) => state === what && isUnsure === unsure)
  const [unreachable, gone] = [settledAs('unreachable', 0), settledAs('obsolete', 0)]
  // It may have been heard, and it came to no repeat: the way stayed shut, or the guest was not meant any more.
  const unsure = settledAs('unreachable', 1) + settledAs('obsolete', 1)
  const failed = count(({ state }) => state === 'givenUp')
  const unsaid = waiting + unreachable + unsure + gone + failed
  const { size, told, muted } = message
  return { size, reached: told - unsaid, unreachable, muted, gone, unsure, failed, waiting }
}

type ViewOf<View> = (tx: Tx, found: { readonly message: GuestMessage; readonly event: Event }) => Promise<View>

/** Begins what is due, and puts some more of everything that is open down. Gives what is not done. */
export const workOn = async <View>(
  store: Store,
  clock: Clock,
  viewOf: ViewOf<View>,
): Promise<{ readonly open: readonly View[]; readonly nextAt: number | undefined }> => {
  const due = await store.transact((tx) => tx.guestMessages.due(clock.now()))
  for (const { id } of due) await store.transact((tx) => beginDue(tx, id, clock.now()))
  const begun = await store.transact((tx) => tx.guestMessages.open())
  for (const { id } of begun) while (await store.transact((tx) => writeSome(tx, id, clock.now())));
  return store.transact(async (tx) => {
    const open = await tx.guestMessages.open()
    const views: View[] = []
    for (const message of open)
      views.push(await viewOf(tx, { message, event: (await findEvent(tx, message.eventId)).event }))
    return { open: views, nextAt: await tx.guestMessages.nextAt() }
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
  const size = await tx.audiences.count(guestsOf(event, { kind: message.audience, of: message.audienceOf }))
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
  const guests = await tx.audiences.after(guestsOf(event, { kind: message.audience, of: message.audienceOf }), {
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
