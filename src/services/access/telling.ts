import type { NewAnnouncement } from '../../domain/announcement.js'
import { minuteMs } from '../../domain/duration.js'
import { type Event, hasEnded } from '../../domain/event.js'
import { accessOf, accessOpensAt, type AccessTerms } from '../../domain/onlineAccess.js'
import type { Tx } from '../../store/store.js'
import type { AccessRound } from '../../store/tables/onlineAccesses.js'
import type { OfTypes } from '../../store/tables/ticketHolders.js'
import { nextIn, peopleAtOnce } from '../messaging/rounds.js'

// Whoever gets a ticket so shortly before an access is shown is told by a row of their own: those who are told to all
// may have been read just before. No transaction takes so long.
const justBeforeMs = 5 * minuteMs

/** The tickets that an access is for. */
export const ticketsFor = (
  all: readonly Pick<AccessTerms, 'ticketTypeId'>[],
  { ticketTypeId }: Pick<AccessTerms, 'ticketTypeId'>,
): OfTypes =>
  ticketTypeId === undefined
    ? { types: all.flatMap((access) => access.ticketTypeId ?? []), only: false }
    : { types: [ticketTypeId], only: true }

/** Of all rows about a version of an access each holder has one. */
const keyOf = ({ id, version }: Pick<AccessTerms, 'id' | 'version'>, holderId: number): string =>
  `access:${id}:${version}:${holderId}`

type NewHolders = { readonly event: Event; readonly ticketTypeId: number; readonly holders: readonly number[] }

/** Those who have just got a ticket are told its access, if that is shown by now or within minutes. */
export const tellAccess = async (tx: Tx, { event, ticketTypeId, holders }: NewHolders, now: number): Promise<void> => {
  if (holders.length === 0) return
  const access = accessOf(await tx.onlineAccesses.termsOf([event.id]), ticketTypeId)
  const waitMs = access && Math.max(0, (accessOpensAt(event, access) ?? now) - now)
  if (!access || waitMs === undefined || waitMs > justBeforeMs) return
  await tx.announcements.add(
    holders.map((holderId) => ({
      to: holderId,
      key: keyOf(access, holderId),
      eventId: event.id,
      afterMs: waitMs,
      message: { kind: 'onlineAccess', accessId: access.id, startsAt: event.startsAt },
    })),
    now,
  )
}

/** Tells the next holders an access that is due; false when none is. Of two processes at once one tells them. */
export const tellNextHolders = async (tx: Tx, now: number): Promise<boolean> => {
  const round = await tx.onlineAccesses.due(now)
  if (!round) return false
  const event = await tx.events.find(round.eventId)
  const isOver = !event || event.state === 'cancelled' || (hasEnded(event, now) && !round.wasOpen)
  const holders = isOver ? [] : await nextHolders(tx, round)
  const last = holders.length < peopleAtOnce ? undefined : holders.at(-1)
  const to = last === undefined ? undefined : { toldTo: last, told: round.told + holders.length }
  if (event && (await tx.onlineAccesses.advance(round, to)))
    await tx.announcements.add(
      holders.map((holderId, at) => newsFor(round, event, { holderId, at: round.told + at }, now)),
      now,
    )
  return true
}

const nextHolders = async (tx: Tx, round: AccessRound): Promise<readonly number[]> => {
  const all = await tx.onlineAccesses.termsOf([round.eventId])
  return tx.ticketHolders.some(round.eventId, ticketsFor(all, round), { after: round.toldTo, limit: peopleAtOnce })
}

// Spread from when the telling began, however late the rows are written.
const newsFor = (
  round: AccessRound,
  { id: eventId, startsAt }: Event,
  { holderId, at }: { readonly holderId: number; readonly at: number },
  now: number,
): NewAnnouncement => ({
  to: holderId,
  key: keyOf(round, holderId),
  eventId,
  afterMs: nextIn({ begunAt: round.dueAt ?? now, told: at }, now),
  message: {
    kind: 'onlineAccessOpen',
    accessId: round.id,
    version: round.version,
    startsAt,
    ...(round.wasOpen && { isChange: true as const }),
  },
})
