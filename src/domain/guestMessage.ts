import { dayMs } from './duration.js'

/**
 * Whom an organizer writes to, of those who hold tickets. type: of one ticket type; notIn: whoever is not in yet;
 * owing: whoever pays at the door or by a transfer and has not yet; in: whoever was let in; one: a single guest.
 */
export const audiences = ['all', 'type', 'notIn', 'owing', 'in', 'one'] as const
export type AudienceKind = (typeof audiences)[number]

/** Guests of an event. `of`: the ticket type's id, or the guest's; 0 otherwise. */
export type Audience = { readonly kind: AudienceKind; readonly of: number }

/**
 * draft: it is shown to its organizer; scheduled: it waits for `sendAt`; sending: guests hear it, one after another;
 * done: all heard it who could; stopped: by its organizer; lost: its organizer deleted what was copied; cancelled: the
 * event was, before it began; discarded: nobody hears it.
 */
export type GuestMessageState =
  'draft' | 'scheduled' | 'sending' | 'done' | 'stopped' | 'lost' | 'cancelled' | 'discarded'

/** What an organizer writes to guests. Its words stay with Telegram: these are numbers of messages. */
export type GuestMessage = {
  readonly id: number
  readonly eventId: number
  readonly audience: AudienceKind
  readonly audienceOf: number
  readonly state: GuestMessageState
  /** An album's group, as Telegram names it. */
  readonly album: string | undefined
  /** What the organizer sent: several are an album. */
  readonly sources: readonly number[]
  /** The bot's copies of it in the organizer's chat, which guests get copies of: they see what was previewed. */
  readonly copies: readonly number[]
  readonly createdAt: number
  readonly sendAt: number | undefined
  readonly begunAt: number | undefined
  /** The guest up to whom it was put down; for how many, and how many wanted to hear nothing of the organizer. */
  readonly next: number
  readonly told: number
  readonly muted: number
  /** How many guests there were when it began. */
  readonly size: number
  /** All are put down. */
  readonly writtenAt: number | undefined
  readonly doneAt: number | undefined
  /** The organizer's message that shows how far it is. */
  readonly shownIn: number | undefined
}

/** So many messages may the guests of an event get within a day; those to a single guest are not among them. */
export const mostGuestMessages = 3
/** To one guest, so many. */
export const mostToOneGuest = 10
export const guestMessageDayMs = dayMs

/** How far a message is: numbers of guests. */
export type GuestMessageNumbers = {
  readonly size: number
  /** Heard it. */
  readonly reached: number
  /** Do not let the bot write to them. */
  readonly unreachable: number
  /** Want to hear nothing of this organizer. */
  readonly muted: number
  /** Gave their tickets back, or were not meant any more when it was their turn. */
  readonly gone: number
  /** Nobody knows whether it arrived. */
  readonly unsure: number
  /** Telegram took it from the bot for a reason of its own. */
  readonly failed: number
  readonly waiting: number
}
