import type { NewAnnouncement } from '../../domain/announcement.js'
import type { Event, EventWithTypes, TicketType } from '../../domain/event.js'
import { type GuestEntry, mostPicturesAtOnce } from '../../domain/guestList.js'
import type { Order } from '../../domain/order.js'
import { isNameOnly } from '../../domain/person.js'
import { Refusal } from '../../domain/refusal.js'
import { mustBeAhead } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { tellAccess } from '../access/telling.js'
import type { Codes } from '../codes.js'
import { findEvent, typeIn } from '../finders.js'
import { issueTickets } from '../ordering/confirming.js'
import { type Blocked, fitsIntoEvent, isBlocked, takeSeatsPaid } from '../ordering/seats.js'

type Needs = { readonly clock: Clock; readonly codes: Codes }

/** Somebody who gets tickets: a person, or, without `personId`, a name. `token`: whoever takes a link with it. */
export type GuestGift = {
  readonly personId?: number | undefined
  readonly name: string
  readonly quantity: number
  readonly reason: string
  readonly requestKey: string
  readonly token?: string
}

/** Who gives, at which event, tickets of which type. */
type Giving = { readonly found: EventWithTypes; readonly ticketTypeId: number; readonly giverId: number }

/**
 * Gives tickets away, to all or to nobody. They take seats as those that are sold do, also those for which people wait
 * in line, and those of a type that is hidden or not on sale. Refuses with eventCancelled, eventEnded, typeGone,
 * soldOut, tooFewLeft, giftBlocked.
 */
export const giveAway = async (
  tx: Tx,
  giving: Giving,
  gifts: readonly GuestGift[],
  needs: Needs,
): Promise<readonly GuestEntry[] | Blocked> => {
  const { found, ticketTypeId } = giving
  const { clock } = needs
  mustBeAhead(found.event, clock.now())
  const before = typeIn(found, ticketTypeId)
  const quantity = gifts.reduce((sum, gift) => sum + gift.quantity, 0)
  const type = await takeSeatsPaid(tx, { ticketTypeId, quantity }, clock)
  if (!type) throw await tooFew(tx, found.event, before, 0)
  if (isBlocked(type)) return type
  const entries: GuestEntry[] = []
  for (const gift of gifts) entries.push(await giveOne(tx, { ...giving, type }, gift, needs))
  const capacity = (await tx.events.lock(found.event.id))?.capacity
  const fits = await fitsIntoEvent(tx, { eventId: found.event.id, capacity }, clock)
  if (isBlocked(fits)) return fits
  if (!fits) throw await tooFew(tx, found.event, type, quantity)
  return entries
}

const giveOne = async (
  tx: Tx,
  giving: Giving & { readonly type: TicketType },
  gift: GuestGift,
  needs: Needs,
): Promise<GuestEntry> => {
  const { clock } = needs
  const { found, giverId } = giving
  const order = await orderFor(tx, giving, gift, needs)
  if (!(await issueTickets(tx, { ...found, order, evenOffSale: true }, needs)))
    throw new Refusal('eventCancelled', { title: found.event.title })
  const { id: eventId } = found.event
  const { reason, token } = gift
  const entry = { eventId, orderId: order.id, reason, issuedBy: giverId, createdAt: clock.now(), token }
  const added = await tx.guestEntries.add(entry)
  await tx.audit.add({
    at: clock.now(),
    actorId: giverId,
    action: 'guestList.given',
    subject: `order:${order.id}`,
    details: { event: eventId, quantity: order.quantity },
  })
  if (!isNameOnly(order.buyerId)) await tellHolder(tx, found.event, order, clock.now())
  return added
}

const orderFor = async (
  tx: Tx,
  { found: { event }, type }: Giving & { readonly type: TicketType },
  { personId, name, quantity, requestKey }: GuestGift,
  { clock, codes }: Needs,
): Promise<Order> => {
  const buyerId = personId ?? codes.nameOnly()
  const now = clock.now()
  if (personId === undefined)
    await tx.people.meet({ id: buyerId, displayName: name, username: '', languageCode: undefined }, now)
  else if (await tx.guestMarks.isBlocked({ eventId: event.id, personId })) throw new Refusal('giftBlocked', { name })
  return tx.orders.insert({
    eventId: event.id,
    ticketTypeId: type.id,
    buyerId,
    quantity,
    total: { minor: 0, currency: type.price.currency },
    paymentMethod: 'guestList',
    state: 'confirmed',
    createdAt: now,
    confirmedAt: now,
    requestKey,
  })
}

/** Whoever got tickets gets them to see, and how to get in online. */
export const tellHolder = async (tx: Tx, event: Event, order: Order, now: number): Promise<void> => {
  const { id: orderId, buyerId: holderId, ticketTypeId } = order
  const tickets = { to: holderId, key: `tickets:${orderId}`, eventId: event.id }
  await tx.announcements.add([{ ...tickets, message: { kind: 'tickets', orderId } }], now)
  await tellAccess(tx, { event, ticketTypeId, holders: [holderId] }, now)
}

/** The pictures of names without Telegram, for whoever passes them on; of many nobody wants them all at once. */
export const picturesFor = (giverId: number, entries: readonly GuestEntry[]): readonly NewAnnouncement[] =>
  entries.length > mostPicturesAtOnce
    ? []
    : entries.map(({ orderId, eventId }) => ({
        to: giverId,
        key: `guestTickets:${orderId}`,
        eventId,
        message: { kind: 'guestTickets' as const, orderId },
      }))

/** What is left without the seats that were just taken, whoever waits for it, as a refusal. */
const tooFew = async (
  tx: Tx,
  { id, title }: Event,
  { id: typeId }: TicketType,
  justTaken: number,
): Promise<Refusal> => {
  const found = await findEvent(tx, id)
  const { capacity, taken } = typeIn(found, typeId)
  const ofEvent = found.event.capacity ?? Infinity
  const takenOfAll = found.types.reduce((sum, type) => sum + type.taken, 0)
  const left = Math.min(capacity - taken, ofEvent - takenOfAll) + justTaken
  return left > 0 ? new Refusal('tooFewLeft', { left }) : new Refusal('soldOut', { title })
}
