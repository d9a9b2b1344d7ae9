import type { Money } from './money.js'
import { cleanLine } from './text.js'
import { Refusal } from './refusal.js'

/**
 * How a ticket stands: `owes` while it is to be paid at the door, `in` when it was let in; both together are their sum,
 * and 0 is neither.
 */
export const standings = { in: 1, owes: 2 } as const

/** Whether something is owed. */
export const payChoices = ['any', 'paid', 'owes'] as const
/** Whether they were let in. */
export const inChoices = ['any', 'in', 'out'] as const

/** Which guests of an event; without a type those of all. Paid is also what costs nothing. */
export type GuestFilter = {
  readonly ticketTypeId: number | undefined
  readonly pay: (typeof payChoices)[number]
  readonly at: (typeof inChoices)[number]
}

/** All guests. */
export const allGuests: GuestFilter = { ticketTypeId: undefined, pay: 'any', at: 'any' }

/** The standings that a filter means. */
export const standingsOf = ({ pay, at }: Pick<GuestFilter, 'pay' | 'at'>): readonly number[] =>
  [0, standings.in, standings.owes, standings.in + standings.owes].filter(
    (one) =>
      (pay === 'any' || one >= standings.owes === (pay === 'owes')) &&
      (at === 'any' || (one % standings.owes === standings.in) === (at === 'in')),
  )

/** What one person holds of one order: `quantity` tickets, the first of which has this number, so many of them in. */
export type GuestGroup = {
  readonly personId: number
  readonly name: string
  readonly username: string | undefined
  readonly orderId: number
  readonly typeName: string
  /** The last of them, by which the list goes on, and the first. */
  readonly number: number
  readonly first: number
  readonly quantity: number
  readonly in: number
  /** What is to be paid at the door for those that owe. */
  readonly due: Money | undefined
  /** They stand on the guest list. */
  readonly isGiven: boolean
}

/** What the tickets of an event come to. */
export type GuestCounts = { readonly tickets: number; readonly in: number; readonly owing: number }

/** How long an organizer's note about a guest may be, in UTF-16 units. */
export const longestNote = 500

/** A note as it is kept. Refuses with textNeeded, wordsTooLong. */
export const noteFrom = (text: string): string => {
  const note = cleanLine(text)
  if (note === '') throw new Refusal('textNeeded')
  if (note.length > longestNote) throw new Refusal('wordsTooLong', { max: longestNote, length: note.length })
  return note
}
