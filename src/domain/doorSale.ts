import { doorOpensAt, mustHaveDoor } from './door.js'
import { minuteMs } from './duration.js'
import type { Event, TicketType } from './event.js'
import { type Money, stars } from './money.js'
import { firstNameOnly } from './person.js'
import { Refusal } from './refusal.js'
import { cleanLine, cut } from './text.js'

/** How money is taken for what is sold at the door: by hand, it is only noted here. */
export const saleMethods = ['cash', 'transfer', 'card'] as const
/** One of these. */
export type SaleMethod = (typeof saleMethods)[number]

/** How somebody took money at a door. ordered: for a ticket that was ordered before, to be paid at the door. */
export const takingMethods = [...saleMethods, 'ordered'] as const
/** One of these. */
export type TakingMethod = (typeof takingMethods)[number]

/** Whoever sold takes a wrong sale back for a quarter of an hour; the organizer at any time. */
export const saleUndoMs = 15 * minuteMs

/** Somebody who bought at the door, of whom Telegram knows nothing: this sale's. See isNameOnly. */
export const walkInOf = (saleId: number): number => firstNameOnly + saleId

/** What a walk-in is called whose name nobody asked for, the same in every language. */
export const walkInName = (saleId: number): string => `🚪 ${saleId}`

const nameLength = 64

/** A walk-in's name as it is kept. Refuses with textNeeded. */
export const walkInNameFrom = (text: string): string => {
  const name = cut(cleanLine(text), nameLength)
  if (name === '') throw new Refusal('textNeeded')
  return name
}

/** What was sold at a door in one go, and whether it was taken back. Times are UTC milliseconds. */
export type DoorSale = {
  readonly id: number
  readonly eventId: number
  readonly sellerId: number
  readonly method: SaleMethod
  readonly quantity: number
  readonly amount: Money
  readonly soldAt: number
  readonly undoneAt: number | undefined
}

/** What somebody took at an event's door in one way; `undone` of it was given back. Amounts are minor units. */
export type Taking = {
  readonly personId: number
  readonly method: TakingMethod
  readonly currency: string
  readonly tickets: number
  readonly minor: number
  readonly undone: number
  readonly undoneMinor: number
}

type Selling = Pick<Event, 'organizerId'> & { readonly staffSells?: boolean | undefined }
type Seller = { readonly personId: number; readonly isStaff: boolean }

/** Whether somebody may sell at an event's door: its organizer, and its staff if the organizer lets them. */
export const maySellAt = ({ personId, isStaff }: Seller, { organizerId, staffSells = false }: Selling): boolean =>
  organizerId === personId || (isStaff && staffSells)

/** Refuses with staffOnly or mayNotSell who may not. */
export const mustSellAt = (seller: Seller, event: Selling): void => {
  if (maySellAt(seller, event)) return
  throw new Refusal(seller.isStaff ? 'mayNotSell' : 'staffOnly')
}

/**
 * Refuses with eventCancelled, eventEnded or saleTooEarly unless a door sells now: whoever buys there goes in, so it
 * sells when it lets in.
 */
export const mustSellNow = (event: Event, now: number): void => {
  mustHaveDoor(event, now)
  if (now < doorOpensAt(event)) throw new Refusal('saleTooEarly')
}

/** Whether the door can sell a type, hidden ones too: no price in Stars, which are paid in Telegram only. */
export const isSoldAtDoor = ({ price }: Pick<TicketType, 'price'>): boolean =>
  price.currency !== stars || price.minor === 0

type Undoing = { readonly personId: number; readonly isOrganizer: boolean; readonly now: number }

/** Refuses with saleNotFound or saleUndoTooLate unless this person may take a sale back now. */
export const mustBeUndoableBy = (
  { sellerId, soldAt }: Pick<DoorSale, 'sellerId' | 'soldAt'>,
  { personId, isOrganizer, now }: Undoing,
): void => {
  if (isOrganizer) return
  if (sellerId !== personId) throw new Refusal('saleNotFound')
  if (now - soldAt >= saleUndoMs) throw new Refusal('saleUndoTooLate', { minutes: saleUndoMs / minuteMs })
}

/** Whether they may. */
export const mayUndoSale = (
  { sellerId, soldAt }: Pick<DoorSale, 'sellerId' | 'soldAt'>,
  { personId, isOrganizer, now }: Undoing,
): boolean => isOrganizer || (sellerId === personId && now - soldAt < saleUndoMs)
