import { bulkGapMs } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import { lineOverReason, mayOfferNow, offersFrom } from '../../domain/waitingList.js'
import type { PaymentSetup } from '../../domain/payment.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { offerIn } from './offering.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly codes: Codes; readonly setup: PaymentSetup }

/**
 * What a beat of the line did: so many offers, and so many people told that nobody waits any more; and when time brings
 * the next thing (UTC milliseconds).
 */
export type Worked = { readonly offered: number; readonly told: number; readonly nextAt: number | undefined }

// What one beat does at most: it is told one by one, and clocks must not run long before.
const mostOffers = 50
const mostEnded = 100
const mostSettled = 500

/** What becomes of an event whose line could not be worked: it holds up no other. */
export type LineFailed = (error: unknown, eventId: number) => void

/** Settles offers that are out no more, ends lines that are over, and makes the next offers. */
export const workLines = async (needs: Needs, failed: LineFailed): Promise<Worked> => {
  const { store, clock } = needs
  const unlessFailed = async (eventId: number, work: (tx: Tx) => Promise<number>): Promise<number> => {
    try {
      return await store.transact(work)
    } catch (error) {
      failed(error, eventId)
      return 0
    }
  }
  await store.transact(settle)
  const told = await endLines(needs, unlessFailed)
  const { events, nextAt } = await store.transact((tx) => linesToServe(tx, clock.now()))
  let offered = 0
  for (const eventId of events) {
    const most = Math.min(mostOffers - offered, Math.ceil(mostOffers / events.length))
    const offers = { most, before: told + offered }
    if (most > 0)
      offered += await unlessFailed(eventId, (tx) => offerIn(tx, eventId, offers, { ...needs, now: clock.now() }))
  }
  return { offered, told, nextAt }
}

// Whoever took an offer has tickets, whoever let it go or was late waits no more.
const settle = async (tx: Tx): Promise<void> => {
  await tx.waitingEntries.removeSettled(await tx.waitingEntries.settled(mostSettled))
}

type UnlessFailed = (eventId: number, work: (tx: Tx) => Promise<number>) => Promise<number>

const endLines = async ({ store, clock }: Needs, unlessFailed: UnlessFailed): Promise<number> => {
  const over = await store.transact((tx) => tx.lines.over(clock.now(), mostEnded))
  let told = 0
  for (const eventId of over) {
    if (told >= mostEnded) break
    const batch = { most: mostEnded - told, before: told }
    told += await unlessFailed(eventId, (tx) => endLine(tx, eventId, batch, clock.now()))
  }
  return told
}

/**
 * Ends the line of an event where nobody can wait any more: its seats are everybody's at once, and some of who waited
 * are told; how many.
 */
const endLine = async (
  tx: Tx,
  eventId: number,
  { most, before }: { readonly most: number; readonly before: number },
  now: number,
): Promise<number> => {
  await tx.ticketTypes.lockOfEvent(eventId)
  const event = await tx.events.find(eventId)
  if (!event) return 0
  const over = lineOverReason(event, now)
  if (over) await tx.lines.end(eventId)
  // Opened again meanwhile: it is another line.
  const why = over ?? 'closed'
  const entries = await tx.waitingEntries.sentHome(eventId, most)
  await tx.waitingEntries.removeSentHome(entries)
  if (entries.length < most) await tx.lines.forgetEnd(eventId)
  await tx.announcements.add(
    entries.map(({ id, personId, quantity }, i) => ({
      to: personId,
      afterMs: (before + i) * bulkGapMs,
      key: `lineOver:${id}`,
      eventId,
      message: { kind: 'lineOver' as const, why, quantity, ...eventFactsOf(event) },
    })),
    now,
  )
  return entries.length
}

/** The events whose lines may be offered something now, and when that changes by itself. */
const linesToServe = async (
  tx: Tx,
  now: number,
): Promise<{ readonly events: readonly number[]; readonly nextAt: number | undefined }> => {
  const events = await tx.events.ofIds(await tx.lines.withSeats(now))
  const times = [
    await tx.lines.nextStart(now),
    ...events.filter((event) => !mayOfferNow(event, now)).map((event) => offersFrom(event, now)),
  ].filter((at) => at !== undefined)
  return {
    events: events.filter((event) => mayOfferNow(event, now)).map(({ id }) => id),
    nextAt: times.length > 0 ? Math.min(...times) : undefined,
  }
}
