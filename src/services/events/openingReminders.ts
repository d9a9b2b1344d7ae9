import { bulkGapMs } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import { type EventWithTypes, hasEnded, leftOfTypes, mustBeOnSale } from '../../domain/event.js'
import { saleOf, typesToCome } from '../../domain/sale.js'
import { seenWith } from '../../domain/sight.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findEvent } from '../finders.js'
import { nextIn, peopleAtOnce } from '../messaging/rounds.js'
import { findSeen } from '../sight.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type Act = { readonly personId: number; readonly eventId: number }

/** What is to be done about openings: how many were told just now, and when the next is (UTC milliseconds). */
export type OpeningsTold = { readonly told: number; readonly nextAt: number | undefined }

/**
 * Who wants to hear when tickets go on sale. They are told once, of the next opening of any type that they saw and that
 * was not on sale when they asked; when that is, is asked of the event at the moment itself.
 */
export const createOpeningReminders = ({ store, clock }: Needs) => ({
  /**
   * Tells a person when the event goes on sale, or does not any more; true if it will. Refuses with eventNotFound,
   * eventCancelled, eventNotOnSale, eventEnded.
   */
  set: ({ isOn, ...act }: Act & { readonly isOn: boolean }): Promise<boolean> =>
    store.transact(async (tx) => {
      await tx.openingReminders.removeOf(act.personId, act.eventId)
      if (!isOn) return false
      const { event, shown } = await findSeen(tx, act)
      mustBeOnSale(event, clock.now())
      const toCome = typesToCome(event, shown, clock.now())
      await tx.openingReminders.add(
        { ...act, at: clock.now() },
        toCome.map(({ id }) => id),
      )
      return toCome.length > 0
    }),

  /** Writes to some of those who wait for what is on sale now, each once, and forgets that they asked. */
  tell: async (): Promise<OpeningsTold> => {
    const now = clock.now()
    const openings = await store.transact((tx) => tx.openingReminders.openings(now))
    let told = 0
    for (const { eventId, at } of openings)
      if (at <= now) told += await store.transact((tx) => tellOf(tx, eventId, clock.now()))
    return { told, nextAt: openings.find(({ at }) => at > now)?.at }
  },

  /** How many tickets there are for a person who is told of an event now; undefined when it sells none to them. */
  outlook: (act: Act): Promise<{ readonly left: number } | undefined> =>
    store.transact(async (tx) => {
      if (!(await tx.events.find(act.eventId))) return undefined
      const found = await findEvent(tx, act.eventId)
      if (!sellsNow(found, clock.now())) return undefined
      const { shown } = seenWith(found, await tx.openings.of(act.personId, act.eventId))
      const open = shown.filter((type) => saleOf(found.event, type, clock.now()) === 'open')
      return open.length === 0 ? undefined : { left: leftOfTypes(found, open) }
    }),
})

const sellsNow = ({ event, types }: EventWithTypes, now: number): boolean =>
  event.state === 'published' && !hasEnded(event, now) && types.some((type) => saleOf(event, type, now) === 'open')

/** Of one event: nobody cancels it, takes it off sale or moves its opening meanwhile. */
const tellOf = async (tx: Tx, eventId: number, now: number): Promise<number> => {
  if (!(await tx.events.lock(eventId))) return 0
  const found = await findEvent(tx, eventId)
  const { event, types } = found
  if (event.state !== 'published') return 0
  const ticketTypeIds = types.filter((type) => saleOf(event, type, now) !== 'before').map(({ id }) => id)
  const people = await tx.openingReminders.take({ eventId, ticketTypeIds }, peopleAtOnce)
  // What opened and closed again before anybody could be told is no news.
  if (people.length === 0 || !sellsNow(found, now)) return people.length
  const last = await tx.openingReminders.lastDue(eventId)
  const first = last === undefined ? 0 : nextIn({ begunAt: last, told: 1 }, now)
  await tx.announcements.add(
    people.map(({ id, personId }, i) => ({
      to: personId,
      afterMs: first + i * bulkGapMs,
      key: `opened:${eventId}:${personId}:${id}`,
      eventId,
      message: { kind: 'saleOpened' as const, eventId, ...eventFactsOf(event) },
    })),
    now,
  )
  return people.length
}
