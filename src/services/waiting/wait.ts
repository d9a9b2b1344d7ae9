import type { Event, TicketType } from '../../domain/event.js'
import type { LineState } from '../../domain/lineState.js'
import type { WaitingEntry } from '../../domain/waitingList.js'
import type { OrderWithEvent } from '../finders.js'

/**
 * What somebody waits for. `place` counts from 1, to 1000 at most (`placeIsMore`: they are further behind); of several
 * types it is the best. With an `offer` they are out of the line.
 */
export type Wait = {
  readonly entryId: number
  readonly event: Event
  /** The types that would do. */
  readonly types: readonly TicketType[]
  /** Those that are added later, too. */
  readonly isAny: boolean
  readonly quantity: number
  readonly since: number
  readonly place: number
  readonly placeIsMore: boolean
  readonly offer: OrderWithEvent | undefined
}

/**
 * What a person may wait for of an event: the types that they see and that are taken, and how many they may wish for.
 * None where nobody can wait (`isClosed`: the organizer closed the line).
 */
export type Askable = {
  readonly event: Event
  readonly types: readonly TicketType[]
  readonly most: number
  readonly isClosed: boolean
}

/** Somebody in line as the organizer sees them. */
export type InLine = Pick<WaitingEntry, 'passed' | 'quantity' | 'isAny'> & {
  readonly entryId: number
  readonly person: { readonly id: number; readonly name: string; readonly username: string | undefined }
  readonly types: readonly TicketType[]
  readonly since: number
}

/**
 * The line of an event as its organizer sees it: so many people wait for so many seats; `offers` are out now; a page of
 * those in line, in their order. `settings.types`: what `letIn` may be asked for.
 */
export type Line = {
  readonly event: Event
  readonly types: readonly TicketType[]
  readonly state: LineState
  readonly offerMinutes: number
  readonly people: number
  readonly seats: number
  readonly offers: number
  readonly rows: readonly InLine[]
  readonly hasMore: boolean
}

/** How many people wait for an event's tickets, and for how many seats. */
export type WaitingCount = { readonly people: number; readonly seats: number }
