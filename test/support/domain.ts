import type { Event, TicketType } from '../../src/domain/event.js'
import type { Order } from '../../src/domain/order.js'
import type { Ticket } from '../../src/domain/ticket.js'

/** The moment at which tests of rules take place, in UTC milliseconds. */
export const now = Date.UTC(2026, 10, 22, 9)

/** An event on sale that starts in an hour, has no end, and is paid at the door, unless told otherwise. */
export const anEvent = (fields: Partial<Event> = {}): Event => ({
  id: 1,
  slug: 'abc',
  organizerId: 7,
  organizerName: 'Ann',
  title: 'Jazz',
  description: '',
  startsAt: now + 3_600_000,
  endsAt: undefined,
  zone: 'Europe/Moscow',
  venue: 'Club',
  poster: undefined,
  state: 'published',
  createdAt: now,
  giveBackHours: undefined,
  capacity: undefined,
  paymentMethods: ['atDoor'],
  transferDetails: undefined,
  doorsBefore: 180,
  isUnlisted: false,
  saleFrom: undefined,
  hasReminders: true,
  hearing: 'each',
  seriesId: undefined,
  ...fields,
})

/** A ticket type of 100 seats at 500 roubles, none of them taken, unless told otherwise. */
export const aType = (fields: Partial<TicketType> = {}): TicketType => ({
  id: 1,
  eventId: 1,
  name: '',
  price: { minor: 50_000, currency: 'RUB' },
  capacity: 100,
  taken: 0,
  saleFrom: undefined,
  saleUntil: undefined,
  perPerson: undefined,
  isHidden: false,
  linkKey: undefined,
  ...fields,
})

/** An order of one ticket, held for a minute from now, unless told otherwise. */
export const anOrder = (fields: Partial<Order> = {}): Order => ({
  id: 1,
  eventId: 1,
  ticketTypeId: 1,
  buyerId: 5,
  buyerName: 'Bob',
  quantity: 1,
  total: { minor: 50_000, currency: 'RUB' },
  full: { minor: 50_000, currency: 'RUB' },
  paymentMethod: 'provider',
  state: 'held',
  createdAt: now,
  requestKey: 'key',
  returned: 0,
  heldUntil: now + 60_000,
  payload: 'payload',
  promoCodeId: undefined,
  promoCode: undefined,
  checkoutAt: undefined,
  proof: undefined,
  proofKind: undefined,
  proofAt: undefined,
  proofs: 0,
  proofWords: undefined,
  rejectedAt: undefined,
  confirmedAt: undefined,
  ...fields,
})

/** A valid ticket that nobody has used, unless told otherwise. */
export const aTicket = (fields: Partial<Ticket> = {}): Ticket => ({
  id: 1,
  orderId: 1,
  eventId: 1,
  ticketTypeId: 1,
  holderId: 5,
  number: 1,
  code: 'code',
  shortCode: 'K7QF2M9X',
  state: 'valid',
  issuedAt: now,
  checkedInAt: undefined,
  checkedInBy: undefined,
  checkedInByName: undefined,
  doorPaidAt: undefined,
  picture: undefined,
  ...fields,
})
