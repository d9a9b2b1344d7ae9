import type { OrderPaymentMethod, OrderState, PaymentMethod } from './order.js'
import type { BuyerQuestion } from './buyerQuestion.js'
import type { TicketState } from './ticket.js'

/** The files about an event that an organizer can have: tables, and a list to print for the door. */
export const tableKinds = ['guests', 'answers', 'orders', 'checkIns', 'money'] as const
/** A table. */
export type TableKind = (typeof tableKinds)[number]
/** One of them. */
export type FileKind = TableKind | 'doorList'

/** What a table can be written as. */
export const tableFormats = ['csv', 'xlsx'] as const
/** What a file is written as. */
export type FileFormat = (typeof tableFormats)[number] | 'pdf'

/** How an order is paid, and whether it was sold at the door. */
export type FileMethod = OrderPaymentMethod | 'soldAtDoor'

/** A ticket and who holds it. Amounts are minor units, times UTC milliseconds. */
export type TicketRow = {
  readonly kind: 'ticket'
  readonly number: number
  readonly shortCode: string
  readonly typeName: string
  readonly holderName: string
  readonly holderUsername: string | undefined
  readonly orderId: number
  readonly state: TicketState
  readonly issuedAt: number
  readonly priceMinor: number
  readonly dueMinor: number
  readonly currency: string
  readonly method: FileMethod
  readonly checkedInAt: number | undefined
  readonly checkedInByName: string | undefined
  readonly doorPaidAt: number | undefined
  /** What the organizer wrote about the holder. */
  readonly note: string | undefined
  /** The name on it, where its organizer asks for one. */
  readonly name?: string | undefined
  /** What was answered of it and of its order, by the questions' ids. */
  readonly answers?: readonly (readonly [questionId: number, value: string])[]
}

/** A line of the list for the door: a ticket that lets in. */
export type DoorRow = Pick<
  TicketRow,
  'number' | 'shortCode' | 'typeName' | 'holderName' | 'orderId' | 'dueMinor' | 'currency' | 'name'
> & { readonly kind: 'door'; readonly isIn: boolean }

/** A question that a file has a column for. */
export type AnswerColumn = Pick<BuyerQuestion, 'id' | 'text' | 'kind'>

/** An order: `refundedMinor` goes or went back. */
export type OrderRow = {
  readonly kind: 'order'
  readonly orderId: number
  readonly createdAt: number
  readonly confirmedAt: number | undefined
  readonly buyerName: string
  readonly buyerUsername: string | undefined
  readonly typeName: string
  readonly quantity: number
  readonly returned: number
  readonly state: OrderState
  /** When it was offered to somebody who waited. */
  readonly offeredAt: number | undefined
  readonly method: FileMethod
  readonly fullMinor: number
  readonly totalMinor: number
  readonly refundedMinor: number
  readonly currency: string
  readonly promoCode: string | undefined
}

/** Money that came in, or goes or went back (`isBack`); at the door when it was paid there. */
export type MoneyRow = {
  readonly kind: 'money'
  readonly id: number
  readonly at: number
  readonly method: PaymentMethod
  readonly currency: string
  readonly minor: number
  readonly isBack: boolean
}

/** What files are made of. */
export type FileRow = TicketRow | DoorRow | OrderRow | MoneyRow
