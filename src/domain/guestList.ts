import { cleanLine } from './text.js'
import { Refusal } from './refusal.js'

/**
 * Tickets that an organizer gives away: an order that nobody pays. Of a link the `token` is set, and `takenBy` once
 * somebody has taken it. Taken back, what was not used of it is dead.
 */
export type GuestEntry = {
  readonly id: number
  readonly eventId: number
  readonly orderId: number
  readonly reason: string
  readonly issuedBy: number
  readonly createdAt: number
  readonly token: string | undefined
  readonly takenBy: number | undefined
  readonly takenAt: number | undefined
  readonly revokedAt: number | undefined
}

/** A list as it was typed; `reason` is for those who have none of their own. `issuedAt`: it is done. */
export type GuestDraft = {
  readonly id: number
  readonly eventId: number
  readonly ticketTypeId: number
  readonly personId: number
  readonly words: string
  readonly reason: string | undefined
  readonly issuedAt: number | undefined
}

/** How long a reason may be, in UTF-16 units. */
export const longestReason = 60

/** So many people at once. */
export const mostGuestsAtOnce = 100

/** The pictures of so many names are sent at once; of more each when it is asked for. */
export const mostPicturesAtOnce = 5

/** A reason as it is kept. Refuses with guestReasonNeeded, wordsTooLong. */
export const reasonFrom = (text: string | undefined): string => {
  const reason = cleanLine(text ?? '')
  if (reason === '') throw new Refusal('guestReasonNeeded')
  if (reason.length > longestReason) throw new Refusal('wordsTooLong', { max: longestReason, length: reason.length })
  return reason
}
