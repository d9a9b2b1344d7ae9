/** valid: admits one person; cancelled: does not. */
export type TicketState = 'valid' | 'cancelled'

/** One admission. `code` is the secret (128 random bits) that stands for it; `number` counts within the event from 1. */
export type Ticket = {
  readonly id: number
  readonly orderId: number
  readonly eventId: number
  readonly ticketTypeId: number
  readonly holderId: number
  readonly number: number
  readonly code: string
  readonly state: TicketState
  readonly issuedAt: number
}
