import { leftOf, mustBeOnSale, type TicketType } from '../../domain/event.js'
import { checkQuantity, isHeld, mustNotBeBeingPaid, quantityLimit } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import { mustBeInSale, saleOf } from '../../domain/sale.js'
import type { SeenEvent } from '../../domain/sight.js'
import { lineOverReason, type WaitingEntry } from '../../domain/waitingList.js'
import type { Tx } from '../../store/store.js'
import { typeIn } from '../finders.js'
import { mustNotBeBlocked } from '../guests/blocking.js'
import { releaseSeats } from '../ordering/seats.js'
import { findSeen } from '../sight.js'
import { waitOf } from './views.js'
import type { Askable, Wait } from './wait.js'

type Act = { readonly personId: number; readonly eventId: number }

/** A wish: so many tickets of any one of these types. */
export type Wish = Act & { readonly quantity: number; readonly ticketTypeIds: readonly number[] }

/**
 * What a person may wait for. Refuses with eventNotFound, and with perPersonLimit where they have all that one may have
 * of what is sold out.
 */
export const askableFor = async (tx: Tx, act: Act, now: number): Promise<Askable> => {
  const seen = await findSeen(tx, act)
  const { event, shown } = seen
  const isClosed = event.line === 'closed'
  const isOpen = event.state === 'published' && lineOverReason(event, now) === undefined
  const taken = isOpen ? shown.filter((type) => saleOf(event, type, now) === 'open' && leftOf(seen, type) === 0) : []
  const types = []
  let most = 0
  for (const type of taken) {
    const may = await mostFor(tx, act.personId, type, now)
    if (may > 0) types.push(type)
    most = Math.max(most, Math.min(may, seatsOf(seen, type)))
  }
  if (taken.length > 0 && types.length === 0) throw perPersonLimit(taken)
  return { event, types, most, isClosed }
}

const perPersonLimit = (types: readonly TicketType[]): Refusal =>
  new Refusal('perPersonLimit', { max: Math.max(...types.map(({ perPerson = quantityLimit }) => perPerson)) })

// A wish for more could never be met.
const seatsOf = ({ event }: Pick<SeenEvent, 'event'>, { capacity }: TicketType): number =>
  Math.min(capacity, event.capacity ?? capacity)

const mostFor = async (tx: Tx, personId: number, { id, perPerson }: TicketType, now: number): Promise<number> =>
  perPerson === undefined
    ? quantityLimit
    : Math.max(0, Math.min(quantityLimit, perPerson - (await tx.orders.quantityOf(personId, id, now))))

/** A person waits, or changes what for: see waiting.ts. */
export const join = async (tx: Tx, wish: Wish, now: number): Promise<Wait> => {
  checkQuantity(wish.quantity)
  mustAcceptWish(await findSeen(tx, wish), wish, now)
  // Nobody takes seats or joins between the question and the answer.
  await tx.ticketTypes.lockOfEvent(wish.eventId)
  const seen = await findSeen(tx, wish)
  const types = mustAcceptWish(seen, wish, now)
  await mustNotBeBlocked(tx, wish.personId, seen.event)
  const before = await standing(tx, wish, now)
  // Taken, or let go, between two looks at it: then it counts no more.
  if (before?.orderId !== undefined) return (await waitOf(tx, before, now)) ?? join(tx, wish, now)
  mustBeTaken(seen, types, wish.quantity)
  const wanted = { ...wish, ticketTypeIds: await typesFor(tx, wish, types, now) }
  const entry = await place(tx, before, { ...wanted, isAny: await isForAny(tx, seen, wish, now) }, now)
  await tx.waitingTypes.add(entry)
  await writeDown(tx, wish, before ? 'line.changed' : 'line.joined', now)
  return mustWait(await waitOf(tx, entry, now))
}

/**
 * The types that would do and have so many seats. Refuses with eventCancelled, eventNotOnSale, eventEnded, lineClosed,
 * typeGone, quantityOutOfRange and as mustBeInSale does.
 */
const mustAcceptWish = (
  { event, shown }: SeenEvent,
  { ticketTypeIds, quantity }: Wish,
  now: number,
): readonly TicketType[] => {
  mustBeOnSale(event, now)
  const why = lineOverReason(event, now)
  if (why === 'started') throw new Refusal('eventEnded', { title: event.title })
  if (why === 'closed') throw new Refusal('lineClosed', { title: event.title })
  const types = [...new Set(ticketTypeIds)].map((id) => typeIn({ types: shown }, id))
  if (types.length === 0) throw new Refusal('typeGone')
  for (const type of types) mustBeInSale(event, type, now)
  const max = Math.max(...types.map((type) => seatsOf({ event }, type)))
  if (quantity > max) throw new Refusal('quantityOutOfRange', { max })
  return types.filter((type) => quantity <= seatsOf({ event }, type))
}

/** Refuses with ticketsLeft where what they wish for can be bought. */
const mustBeTaken = (seen: SeenEvent, types: readonly TicketType[], quantity: number): void => {
  for (const type of types) {
    const left = leftOf(seen, type)
    if (left >= quantity) throw new Refusal('ticketsLeft', { left })
  }
}

/** The types of which they may have so many more. Refuses with perPersonLimit where there is none. */
const typesFor = async (
  tx: Tx,
  { personId, quantity }: Wish,
  types: readonly TicketType[],
  now: number,
): Promise<readonly number[]> => {
  const fitting = []
  for (const type of types) if ((await mostFor(tx, personId, type, now)) >= quantity) fitting.push(type.id)
  if (fitting.length === 0) throw perPersonLimit(types)
  return fitting.sort((a, b) => a - b)
}

/** Whether it is for all that they could choose: then it is for what is added later, too. */
const isForAny = async (
  tx: Tx,
  { event, shown }: SeenEvent,
  { personId, ticketTypeIds }: Wish,
  now: number,
): Promise<boolean> => {
  const others = shown.filter((type) => saleOf(event, type, now) === 'open' && !ticketTypeIds.includes(type.id))
  for (const type of others) if ((await mostFor(tx, personId, type, now)) > 0) return false
  return true
}

/** What they wait for already; an offer that is over counts no more. */
const standing = async (tx: Tx, { personId, eventId }: Act, now: number): Promise<WaitingEntry | undefined> => {
  const entry = await tx.waitingEntries.ofPersonIn(personId, eventId)
  if (entry?.orderId === undefined) return entry
  const order = await tx.orders.find(entry.orderId)
  if (order && isHeld(order, now)) return entry
  await tx.waitingEntries.remove(entry)
  return undefined
}

/** Their place: the same as before unless they want more, otherwise behind everybody. */
const place = async (
  tx: Tx,
  before: WaitingEntry | undefined,
  wish: Wish & Pick<WaitingEntry, 'isAny'>,
  now: number,
): Promise<WaitingEntry> => {
  const { quantity, ticketTypeIds, isAny } = wish
  if (before) await tx.waitingTypes.remove([before])
  if (before && quantity <= before.quantity) {
    await tx.waitingEntries.change(before, wish)
    return { ...before, quantity, ticketTypeIds, isAny }
  }
  if (before) await tx.waitingEntries.remove(before)
  return tx.waitingEntries.add({ ...wish, createdAt: now })
}

const mustWait = (wait: Wait | undefined): Wait => {
  if (!wait) throw new Error('who has just joined a line does not wait')
  return wait
}

/**
 * A person waits no longer. Gives false if they were offered something at this very moment: then it has to be asked
 * again.
 */
export const leave = async (tx: Tx, act: Act, now: number): Promise<boolean> => {
  const before = await tx.waitingEntries.ofPersonIn(act.personId, act.eventId)
  if (!before) return true
  if (before.orderId !== undefined) return letGo(tx, before, act, now)
  await tx.ticketTypes.lockOfEvent(act.eventId)
  const entry = await tx.waitingEntries.ofPersonIn(act.personId, act.eventId)
  if (!entry || entry.orderId !== undefined) return !entry
  await tx.waitingTypes.remove([entry])
  await tx.waitingEntries.remove(entry)
  await writeDown(tx, act, 'line.left', now)
  return true
}

/** Who is not offered anything yet waits no longer, nor whoever joins at this moment. */
export const leaveUnoffered = async (tx: Tx, { personId, eventId }: Act, now: number): Promise<void> => {
  await tx.ticketTypes.lockOfEvent(eventId)
  const entry = await tx.waitingEntries.ofPersonIn(personId, eventId)
  if (entry && entry.orderId === undefined) await leave(tx, { personId, eventId }, now)
}

/** What they are offered is free for the next. Refuses with beingPaid. */
const letGo = async (tx: Tx, entry: WaitingEntry, act: Act, now: number): Promise<boolean> => {
  // The order first, as everybody who ends one.
  const order = entry.orderId === undefined ? undefined : await tx.orders.lock(entry.orderId)
  if (order?.state === 'held') {
    mustNotBeBeingPaid(order, now)
    if (await tx.orders.move(order.id, 'held', 'cancelled', now)) await releaseSeats(tx, order)
  }
  await tx.waitingEntries.remove(entry)
  await writeDown(tx, act, 'line.left', now)
  return true
}

const writeDown = (tx: Tx, { personId, eventId }: Act, action: string, at: number): Promise<void> =>
  tx.audit.add({ at, actorId: personId, action, subject: `event:${eventId}` })
