import { type Aftermath, aftermathMs, dueAfter, isDueAfter } from '../../domain/afterwards.js'
import { quietMs } from '../../domain/night.js'
import { closesAt, type Event } from '../../domain/event.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { tellFollowers } from '../following/tellingFollowers.js'
import { peopleAtOnce, spread } from '../messaging/rounds.js'
import { guestsAfter } from './guests.js'

type Needs = { readonly store: Store; readonly clock: Clock }

/** What goes into the outbox because of events that are over, or are new to those who follow their organizer. */
export const createAfterwards = ({ store, clock }: Needs) => {
  const followers = async (): Promise<readonly Work[]> => {
    const rounds = await store.transact((tx) => tx.eventRounds.open('followers'))
    return rounds.map(
      ({ eventId }) =>
        () =>
          untilWaiting(() => store.transact((tx) => tellFollowers(tx, eventId, clock.now()))),
    )
  }

  const afterEvents = async (what: Aftermath): Promise<readonly Work[]> => {
    const now = clock.now()
    const ended = await store.transact((tx) => tx.eventRounds.endedUntold(what, { from: now - aftermathMs, to: now }))
    return ended.map((event) => async () => {
      const waitMs = waitAfter(event, what, clock.now())
      if (waitMs > 0) return waitMs
      return untilWaiting(() => store.transact((tx) => tell(tx, event.id, what, clock.now())))
    })
  }

  return {
    /**
     * Writes what is due, a few hundred people in one transaction; a restart goes on where it was. In how many
     * milliseconds something known is due next; Infinity where nothing is. Rejects with the first failure, after all
     * else had its turn.
     */
    work: async (): Promise<number> =>
      inTurn([...(await followers()), ...(await afterEvents('report')), ...(await afterEvents('question'))]),
  }
}

// In how many milliseconds it is due, or may be again.
type Work = () => Promise<number>

const inTurn = async (all: readonly Work[]): Promise<number> => {
  const waits: number[] = []
  const failures: unknown[] = []
  for (const work of all)
    try {
      waits.push(await work())
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw failures[0]
  return Math.min(Infinity, ...waits)
}

export type Afterwards = ReturnType<typeof createAfterwards>

/** Takes steps until there is none left: `'again'`, or in how many milliseconds there may be another. */
const untilWaiting = async (step: () => Promise<'again' | number>): Promise<number> => {
  for (;;) {
    const next = await step()
    if (next !== 'again') return next
  }
}

// The report keeps nobody awake: it comes in the morning.
const waitAfter = (event: Event, what: Aftermath, now: number): number =>
  Math.max(dueAfter(event, what) - now, quietMs(now, event.zone))

const tell = async (tx: Tx, eventId: number, what: Aftermath, now: number): Promise<'again' | number> => {
  // Whoever moves or cancels it was here before, or comes after what is written here.
  await tx.events.lock(eventId)
  const event = await tx.events.find(eventId)
  if (!event || !isDueAfter(event, what, now)) return Infinity
  return what === 'report' ? report(tx, event, now) : askSome(tx, event, now)
}

const report = async (tx: Tx, event: Event, now: number): Promise<number> => {
  const { id: eventId, organizerId } = event
  const about = closesAt(event)
  const round = await tx.eventRounds.begin(eventId, 'report', about, now)
  if (!(await tx.eventRounds.advance(round, { next: organizerId, more: 1, doneAt: now }))) return Infinity
  // Of an event for which nobody ever had a ticket there is nothing to tell.
  if ((await tx.eventCounters.ofEvent(eventId)).every(({ admissions, payments }) => admissions + payments === 0))
    return Infinity
  const message = { kind: 'eventReport', eventId } as const
  await tx.announcements.add([{ to: organizerId, key: `report:${eventId}:${about}`, eventId, message }], now)
  return Infinity
}

const askSome = async (tx: Tx, event: Event, now: number): Promise<'again' | number> => {
  const { id: eventId, organizerId } = event
  const about = closesAt(event)
  const round = await tx.eventRounds.begin(eventId, 'question', about, now)
  const guests = await guestsAfter(tx, event, round.next, peopleAtOnce)
  const isLast = guests.length < peopleAtOnce
  const to = { next: guests.at(-1) ?? round.next, more: guests.length, doneAt: isLast ? now : undefined }
  if (!(await tx.eventRounds.advance(round, to))) return Infinity
  await tx.announcements.add(
    spread(round, guests, now)
      .filter(({ to: personId }) => personId !== organizerId)
      .map((place) => ({
        ...place,
        key: `howWasIt:${eventId}:${about}:${place.to}`,
        eventId,
        message: { kind: 'howWasIt', eventId } as const,
      })),
    now,
  )
  return isLast ? Infinity : 'again'
}
