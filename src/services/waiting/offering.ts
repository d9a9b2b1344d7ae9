import { bulkGapMs } from '../../domain/announcement.js'
import { type Event, type EventWithTypes, takenOf } from '../../domain/event.js'
import { nextTurn, passedBy, type Turn } from '../../domain/waitingList.js'
import type { PaymentSetup } from '../../domain/payment.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findEvent } from '../finders.js'
import { createLanes, typesInLine } from './lanes.js'
import { makeOffer } from './makeOffer.js'

/** How many offers at most, and how many were made in the same breath, which are told before. */
export type Offers = { readonly most: number; readonly before: number }

type Needs = { readonly now: number; readonly setup: PaymentSetup; readonly codes: Codes }

/**
 * Keeps everybody else from taking seats of an event, and from changing it: as it is now. undefined: it is not on sale.
 */
export const lockOnSale = async (tx: Tx, eventId: number): Promise<EventWithTypes | undefined> => {
  await tx.ticketTypes.lockOfEvent(eventId)
  const locked = await tx.events.lock(eventId)
  return locked?.state === 'published' ? findEvent(tx, eventId) : undefined
}

/** How many seats the whole event has left; undefined: it has no limit. */
export const roomOf = ({ event: { capacity }, types }: EventWithTypes): number | undefined =>
  capacity === undefined ? undefined : Math.max(0, capacity - takenOf(types))

/** Offers what is free of an event to the first in its line; how many offers were made. */
export const offerIn = async (tx: Tx, eventId: number, { most, before }: Offers, needs: Needs): Promise<number> => {
  const locked = await lockOnSale(tx, eventId)
  // Paused, closed or begun since it was looked for.
  if (!locked || !isServed(locked.event, needs.now)) return 0
  const lanes = createLanes(tx, needs)
  let made = 0
  while (made < most) {
    const found = await findEvent(tx, eventId)
    const turn = await turnIn(found, lanes, needs.now)
    if (!turn) break
    await serve(tx, found, turn, { ...needs, afterMs: (before + made) * bulkGapMs })
    for (const entry of [turn.entry, ...turn.passed]) lanes.forget(entry)
    made += 1
  }
  return made
}

const isServed = ({ line = 'open', startsAt }: Event, now: number): boolean => line === 'open' && startsAt > now

const turnIn = async (
  found: EventWithTypes,
  lanes: ReturnType<typeof createLanes>,
  now: number,
): Promise<Turn | undefined> => {
  const all = []
  for (const type of typesInLine(found, now)) all.push(await lanes.of(found, type))
  return nextTurn(all, roomOf(found), { event: found.event, now })
}

const serve = async (
  tx: Tx,
  found: EventWithTypes,
  { entry, lane, seats, passed }: Turn,
  needs: Parameters<typeof makeOffer>[3],
): Promise<void> => {
  const type = found.types.find(({ id }) => id === lane.ticketTypeId)
  if (!type) throw new Error(`ticket type ${lane.ticketTypeId} is gone though it was locked`)
  for (const head of passed) await tx.waitingEntries.pass(head.id, passedBy(head, entry.quantity, needs.now))
  await makeOffer(tx, found, { entry, type, seats }, needs)
}
