import { bulkGapMs } from '../../domain/announcement.js'
import {
  checkCount,
  type Event,
  type EventWithTypes,
  mustBeOnSale,
  mustTakePlace,
  type TicketType,
} from '../../domain/event.js'
import { oneMoreThan, pageOf, type PageRequest } from '../../domain/page.js'
import type { PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { LineState } from '../../domain/lineState.js'
import { offerMinuteChoices, usualOfferMinutes, type WaitingEntry } from '../../domain/waitingList.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findEvent, findOrder, findOwnEvent, type OrderWithEvent, typeIn } from '../finders.js'
import { givenUp, hindranceOf } from './lanes.js'
import { makeOffer } from './makeOffer.js'
import { lockOnSale, roomOf } from './offering.js'
import { offerOf } from './views.js'
import type { InLine, Line, WaitingCount } from './wait.js'

type Act = { readonly personId: number; readonly eventId: number }
type Needs = { readonly now: number; readonly setup: PaymentSetup; readonly codes: Codes }

/** How many seats may be let in at once. */
const mostLetIn = 200

/** The line for its organizer: see waiting.ts. */
export const lineFor = async (tx: Tx, { personId, eventId, ...page }: Act & PageRequest): Promise<Line> => {
  const { event, types } = await findOwnEvent(tx, personId, eventId)
  const { rows, hasMore } = pageOf(await tx.waitingEntries.namedInLine(eventId, oneMoreThan(page)), page.size)
  return {
    ...{ event, types, hasMore },
    state: event.line ?? 'open',
    offerMinutes: event.offerMinutes ?? usualOfferMinutes,
    ...(await tx.lines.count(eventId)),
    rows: rows.map((row) => inLineOf(row, types)),
  }
}

type Named = { readonly entry: WaitingEntry; readonly name: string; readonly username: string | undefined }

const inLineOf = ({ entry, name, username }: Named, types: readonly TicketType[]): InLine => ({
  entryId: entry.id,
  person: { id: entry.personId, name, username },
  quantity: entry.quantity,
  isAny: entry.isAny,
  types: types.filter(({ id }) => entry.ticketTypeIds.includes(id)),
  since: entry.createdAt,
  passed: entry.passed,
})

/** Opens, pauses or closes a line. Refuses with eventNotFound, notYours, eventCancelled. */
export const setLine = async (
  tx: Tx,
  { to, ...act }: Act & { readonly to: LineState },
  now: number,
): Promise<Event> => {
  // The ticket types come before the event, as with everybody who locks them.
  if (to === 'closed') await tx.ticketTypes.lockOfEvent(act.eventId)
  const event = await changeEvent(tx, act, { line: to }, { at: now, action: 'line.set', details: { to } })
  if (to === 'closed') await tx.lines.end(act.eventId)
  return event
}

/** How long offers last. Refuses with eventNotFound, notYours, eventCancelled, offerMinutes. */
export const setOfferMinutes = (
  tx: Tx,
  { minutes, ...act }: Act & { readonly minutes: number },
  now: number,
): Promise<Event> => {
  if (!offerMinuteChoices.some((choice) => choice === minutes)) throw new Refusal('offerMinutes')
  return changeEvent(tx, act, { offerMinutes: minutes }, { at: now, action: 'line.offerSet', details: { minutes } })
}

type Note = {
  readonly at: number
  readonly action: string
  readonly details: Readonly<Record<string, string | number>>
}

const changeEvent = async (
  tx: Tx,
  { personId, eventId }: Act,
  change: Pick<Partial<Event>, 'line' | 'offerMinutes'>,
  note: Note,
): Promise<Event> => {
  mustTakePlace((await findOwnEvent(tx, personId, eventId)).event)
  await tx.events.change(eventId, change)
  await tx.audit.add({ actorId: personId, subject: `event:${eventId}`, ...note })
  return (await findEvent(tx, eventId)).event
}

/** Refuses with eventNotFound, notYours, eventCancelled, eventNotOnSale, eventEnded. */
const lockOwnOnSale = async (tx: Tx, { personId, eventId }: Act, now: number): Promise<EventWithTypes> => {
  await findOwnEvent(tx, personId, eventId)
  const found = (await lockOnSale(tx, eventId)) ?? (await findEvent(tx, eventId))
  mustBeOnSale(found.event, now)
  if (found.event.startsAt <= now) throw new Refusal('eventEnded', { title: found.event.title })
  return found
}

/** Offers somebody in line what is free: see waiting.ts. */
export const offerTo = async (
  tx: Tx,
  { personId, entryId }: { readonly personId: number; readonly entryId: number },
  needs: Needs,
): Promise<OrderWithEvent> => {
  const known = await tx.waitingEntries.find(entryId)
  if (!known) throw new Refusal('notWaiting')
  const found = await lockOwnOnSale(tx, { personId, eventId: known.eventId }, needs.now)
  const entry = await tx.waitingEntries.find(entryId)
  const offer = entry?.orderId === undefined ? undefined : await offerOf(tx, entry.orderId, needs.now)
  if (offer) return offer
  if (!entry || entry.orderId !== undefined) throw new Refusal('notWaiting')
  const order = await makeOffer(tx, found, await seatsToOffer(tx, found, entry, needs), { ...needs, afterMs: 0 })
  await tx.audit.add({
    ...{ at: needs.now, actorId: personId, action: 'line.offered', subject: `event:${entry.eventId}` },
    details: { order: order.id },
  })
  return findOrder(tx, order)
}

/** Of which type they may be offered what. Refuses with holdsOrder, perPersonLimit, noWayToPay, noSeatsFree. */
const seatsToOffer = async (
  tx: Tx,
  found: EventWithTypes,
  entry: WaitingEntry,
  needs: Needs,
): Promise<Parameters<typeof makeOffer>[2]> => {
  const room = roomOf(found) ?? Infinity
  let why: Awaited<ReturnType<typeof hindranceOf>>
  for (const type of found.types.filter(({ id }) => entry.ticketTypeIds.includes(id))) {
    const seats = Math.max(0, Math.min(type.capacity - type.taken, room, entry.quantity))
    if (seats + (await givenUp(tx, found, type, needs.now)).length < entry.quantity) continue
    why = await hindranceOf(tx, found, { entry, type }, needs)
    if (!why) return { entry, type, seats }
  }
  if (why === 'noWayToPay') throw new Refusal('noWayToPay', { eventId: entry.eventId })
  if (why === 'perPersonLimit') throw new Refusal('perPersonLimit', { max: entry.quantity })
  throw new Refusal(why ?? 'noSeatsFree')
}

/** Seats for the first in a type's line. */
export type LettingIn = Act & {
  readonly ticketTypeId: number
  readonly seats: number
  /** How many of the type were taken when it was decided. */
  readonly taken?: number
}

/** Lets the first in a type's line in: see waiting.ts. */
export const letIn = async (
  tx: Tx,
  { ticketTypeId, seats, taken, ...act }: LettingIn,
  needs: Needs,
): Promise<WaitingCount> => {
  if (!Number.isInteger(seats) || seats < 1 || seats > mostLetIn)
    throw new Refusal('quantityOutOfRange', { max: mostLetIn })
  const found = await lockOwnOnSale(tx, act, needs.now)
  const type = typeIn(found, ticketTypeId)
  // A second press on the same screen would let as many in once more.
  if (taken !== undefined && taken !== type.taken) throw new Refusal('lineMoved')
  const entries = await firstInLine(tx, found, { type, seats }, needs)
  const wanted = entries.reduce((sum, { quantity }) => sum + quantity, 0)
  if (wanted === 0) throw new Refusal('lineEmpty')
  await makeRoom(tx, found, type, wanted)
  const wider = await findEvent(tx, act.eventId)
  for (const [i, entry] of entries.entries())
    await makeOffer(tx, wider, { entry, type: typeIn(wider, ticketTypeId) }, { ...needs, afterMs: i * bulkGapMs })
  await tx.audit.add({
    ...{ at: needs.now, actorId: act.personId, action: 'line.letIn', subject: `event:${act.eventId}` },
    details: { type: ticketTypeId, people: entries.length, seats: wanted },
  })
  return { people: entries.length, seats: wanted }
}

// Nobody waits for long while those are passed over who cannot be offered anything.
const mostLooks = 5 * mostLetIn

/** The first in a type's line whose wishes fit into so many seats together. */
const firstInLine = async (
  tx: Tx,
  found: EventWithTypes,
  { type, seats }: { readonly type: TicketType; readonly seats: number },
  needs: Needs,
): Promise<readonly WaitingEntry[]> => {
  const fitting: WaitingEntry[] = []
  let [left, after] = [seats, 0]
  for (let looks = 0; left > 0 && looks < mostLooks; looks += mostLetIn) {
    const next = await tx.waitingTypes.next(type.id, { after, most: left, limit: mostLetIn })
    for (const entry of next) {
      after = entry.id
      if (entry.quantity > left || (await hindranceOf(tx, found, { entry, type }, needs))) continue
      fitting.push(entry)
      left -= entry.quantity
    }
    if (next.length < mostLetIn) break
  }
  return fitting
}

/** As many seats more as it takes. Refuses with capacityOutOfRange. */
const makeRoom = async (tx: Tx, found: EventWithTypes, type: TicketType, seats: number): Promise<void> => {
  const capacity = Math.max(type.capacity, checkCount(type.taken + seats))
  if (capacity > type.capacity && !(await tx.ticketTypes.change(type.id, { ...type, capacity })))
    throw new Error(`ticket type ${type.id} could not get more seats though it was locked`)
  const room = roomOf(found)
  if (room !== undefined && room < seats)
    await tx.events.change(type.eventId, { capacity: checkCount((found.event.capacity ?? 0) + seats - room) })
}

/** Sells a type to who waits only, or to everybody. Refuses with eventNotFound, notYours, eventCancelled, typeGone. */
export const setTypeForLine = async (
  tx: Tx,
  { personId, eventId, ticketTypeId, forLine }: Act & { readonly ticketTypeId: number; readonly forLine: boolean },
  now: number,
): Promise<void> => {
  const found = await findOwnEvent(tx, personId, eventId)
  mustTakePlace(found.event)
  typeIn(found, ticketTypeId)
  await tx.ticketTypes.setForLine(ticketTypeId, forLine)
  const details = { type: ticketTypeId, forLine: forLine ? 1 : 0 }
  await tx.audit.add({ at: now, actorId: personId, action: 'line.typeSet', subject: `event:${eventId}`, details })
}

/** Lets a promo code be redeemed for offers only, or by everybody. Refuses with promoCodeUnknown, notYours. */
export const setCodeForLine = async (
  tx: Tx,
  {
    personId,
    promoCodeId,
    forLine,
  }: { readonly personId: number; readonly promoCodeId: number; readonly forLine: boolean },
  now: number,
): Promise<void> => {
  const code = await tx.promoCodes.find(promoCodeId)
  if (!code) throw new Refusal('promoCodeUnknown')
  mustTakePlace((await findOwnEvent(tx, personId, code.eventId)).event)
  await tx.promoCodes.change(promoCodeId, { ...code, forLine })
  const details = { code: code.code, forLine: forLine ? 1 : 0 }
  await tx.audit.add({ at: now, actorId: personId, action: 'line.codeSet', subject: `event:${code.eventId}`, details })
}
