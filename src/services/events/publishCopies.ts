import { mayOrganize } from '../../domain/access.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import { checkEnd, checkStart, currencyOf, type Event, type EventWithTypes, hasEnded } from '../../domain/event.js'
import type { PaymentMethod } from '../../domain/order.js'
import { firstPaymentMethods, mustBeTakeable, paymentMethodsFor, type PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Move } from '../../store/queries/copying.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findEvent, findOwnEvent, hasAccess } from '../finders.js'
import { beginTellingFollowers } from '../following/tellingFollowers.js'
import { announceDates, type NewsPolicy } from '../eventNews/news.js'

type Needs = NewsPolicy & {
  readonly clock: Clock
  readonly codes: Codes
  readonly organizerIds: readonly number[]
  readonly setup: PaymentSetup
}

/** A date of a copy: its start (UTC milliseconds), and where the original's other instants go. */
export type CopyDate = { readonly startsAt: number; readonly move: Move }

/** What to copy to which dates, and what goes along; the same `key` is the same copies. */
export type CopyRequest = {
  readonly personId: number
  readonly eventId: number
  readonly key: string
  readonly dates: readonly CopyDate[]
  readonly with: { readonly promoCodes: boolean; readonly staff: boolean }
}

/** The copies, in the order of their dates. */
export type Copies = {
  readonly events: readonly [Event, ...Event[]]
  /** False of events online for which nobody has written how to get in. */
  readonly hasAccess: boolean
}

/** Makes the copies: see `createCopies`. */
export const publishCopies = async (tx: Tx, order: CopyRequest, needs: Needs): Promise<Copies> => {
  const events = await make(tx, order, needs)
  return { events, hasAccess: await hasAccess(tx, events[0]) }
}

type Made = readonly [Event, ...Event[]]

const make = async (tx: Tx, order: CopyRequest, needs: Needs): Promise<Made> => {
  const { personId, eventId } = order
  const now = needs.clock.now()
  // Whoever copies the same series at this moment waits, and then finds what was made.
  await lockSeries(tx, eventId)
  const found = await findOwnEvent(tx, personId, eventId)
  const before = await madeBefore(tx, order)
  if (before) return before
  mayOrganize(personId, needs.organizerIds)
  for (const { price } of found.types) mustBeTakeable(price, personId, needs.setup)
  const taken = new Set(await startsAhead(tx, found.event, now))
  const dates = order.dates.filter(({ startsAt }) => !taken.has(checkStart(startsAt, now)))
  const [first, ...others] = dates
  if (!first) throw new Refusal('datesTaken')
  await tx.series.begin(eventId)
  const copies: [EventWithTypes, ...EventWithTypes[]] = [await copy(tx, { found, order, date: first, now }, needs)]
  for (const date of others) copies.push(await copy(tx, { found, order, date, now }, needs))
  await announceDates(tx, copies, needs)
  // Of the set they hear once: its card leads to the other dates.
  await beginTellingFollowers(tx, copies[0].event, now)
  if (order.with.staff) await bringStaff(tx, eventId, copies, now)
  return copies.map(({ event }) => event) as [Event, ...Event[]]
}

const lockSeries = async (tx: Tx, eventId: number): Promise<void> => {
  await tx.events.lock(eventId)
  const firstId = (await tx.events.find(eventId))?.seriesId
  if (firstId !== undefined && firstId !== eventId) await tx.events.lock(firstId)
}

const requestKeyOf = ({ personId, key }: CopyRequest, { startsAt }: CopyDate): string =>
  `copy:${personId}:${key}:${startsAt}`

const madeBefore = async (tx: Tx, order: CopyRequest): Promise<Made | undefined> => {
  const made: Event[] = []
  for (const date of order.dates) {
    const event = await tx.events.findByRequestKey(requestKeyOf(order, date))
    if (event) made.push(event)
  }
  const [first, ...others] = made
  return first && [first, ...others]
}

/** When the dates of an event's series start that are ahead and take place; of one that is alone its own. */
export const startsAhead = (tx: Tx, event: Event, now: number): Promise<readonly number[]> => {
  if (event.seriesId !== undefined) return tx.series.startsAhead(event.seriesId, now)
  return Promise.resolve(hasEnded(event, now) || event.state === 'cancelled' ? [] : [event.startsAt])
}

// All of them are made at one moment, by which they are known to have come together.
type Copying = {
  readonly found: EventWithTypes
  readonly order: CopyRequest
  readonly date: CopyDate
  readonly now: number
}

const copy = async (tx: Tx, { found, order, date, now }: Copying, { codes, setup }: Needs): Promise<EventWithTypes> => {
  const { event } = found
  const { startsAt, move } = date
  const own = {
    slug: codes.slug(),
    startsAt,
    endsAt: endOf(event, date),
    createdAt: now,
    seriesId: event.seriesId ?? event.id,
    requestKey: requestKeyOf(order, date),
    linkKey: () => codes.ticket(),
  }
  const made = await tx.copying.event(event.id, own, move)
  if (!made) throw new Refusal('eventNotFound')
  const { eventId } = made
  if (order.with.promoCodes) await tx.copying.promoCodes(event.id, { ...made, now }, move)
  const methods = methodsOfCopy(found, setup)
  if (methods) await tx.events.change(eventId, { paymentMethods: methods })
  await tx.audit.add({
    at: now,
    actorId: order.personId,
    action: 'event.created',
    subject: `event:${eventId}`,
    details: { key: order.key, copyOf: event.id },
  })
  return findEvent(tx, eventId)
}

// By the clocks the end may fall before the start, where they are changed between the two: then it lasts as long.
const endOf = ({ startsAt, endsAt }: Event, date: CopyDate): number | undefined => {
  if (endsAt === undefined) return undefined
  const moved = date.move(endsAt)
  return checkEnd(moved > date.startsAt ? moved : date.startsAt + (endsAt - startsAt), date.startsAt)
}

/** The payment methods of a copy where those of the original lead nowhere any more: as a new event begins. */
export const methodsOfCopy = (
  { event, types }: EventWithTypes,
  setup: PaymentSetup,
): readonly PaymentMethod[] | undefined =>
  paymentMethodsFor({ event, types }, setup).length > 0
    ? undefined
    : firstPaymentMethods(currencyOf({ types }), event, setup)

type SomeCopies = readonly [EventWithTypes, ...EventWithTypes[]]

const datesOf = (copies: SomeCopies): readonly number[] => copies.map(({ event }) => event.startsAt)

const bringStaff = async (tx: Tx, from: number, copies: SomeCopies, now: number): Promise<void> => {
  const [{ event }] = copies
  const staff = await tx.staff.ofEvent(from)
  for (const { personId, givesTickets } of staff)
    for (const one of copies) await tx.staff.add(personId, one.event.id, now, givesTickets)
  await tx.announcements.add(
    staff.map(({ personId }) => ({
      to: personId,
      key: `staffBrought:${event.id}:${personId}`,
      eventId: event.id,
      message: { kind: 'staffBrought' as const, ...eventFactsOf(event), dates: datesOf(copies) },
    })),
    now,
  )
}
