import { dayMs, hourMs, minuteMs } from './duration.js'
import { closesAt, type Event } from './event.js'
import type { Order, ProofKind } from './order.js'
import { Refusal } from './refusal.js'
import { cleanStyled, withoutQuotes, wordsOf } from './styledText.js'
import { cleanText, cut } from './text.js'

/** A receipt of a transfer: Telegram's file_id, and what it is; a picture unless told otherwise. */
export type Proof = { readonly fileId: string; readonly kind?: ProofKind }

/** Which receipt somebody saw: since when it waits, and the how-manieth it is; another one has other numbers. */
export type SeenProof = { readonly at: number; readonly count: number }

/** After the buyer said that the money is on its way, the organizer has so long to look. */
export const proofReviewMs = 24 * hourMs

/**
 * Until when seats are kept for a transfer that was shown, or not found, now (UTC milliseconds): for a day, though not
 * past the start of its event, nor, once that has begun, past its end.
 */
export const transferKeptUntil = (event: Pick<Event, 'startsAt' | 'endsAt'>, now: number): number =>
  Math.max(now, Math.min(now + proofReviewMs, now < event.startsAt ? event.startsAt : closesAt(event)))

/** So long "not found" can be taken back: some banks take days. */
export const rejectionUndoMs = 7 * dayMs

/** So many receipts of one transfer may be sent until the organizer answers; all are told in one message a minute. */
export const mostProofs = 5
export const proofGapMs = minuteMs

/** So long after a receipt what its buyer writes is about it. */
export const proofWordsMs = 10 * minuteMs

/** How large a PDF may be, in bytes: what a bot may load, and a phone still opens. */
export const largestProof = 20 * 1024 * 1024

const wordsLimit = 450

/** The organizer's line about a transfer that was not found, in UTF-16 units. */
export const rejectionLineLimit = 300

/** What a buyer says of a receipt, as it is passed on; undefined of what cannot be seen. */
export const proofWordsOf = (text: string): string | undefined => cut(cleanText(text), wordsLimit) || undefined

/** More of it below what was said before: what would be too much takes its place. The same once more is no more. */
export const withMoreWords = (before: string | undefined, more: string): string => {
  if (before !== undefined && `\n${before}`.endsWith(`\n${more}`)) return before
  return before !== undefined && before.length + 1 + more.length <= wordsLimit ? `${before}\n${more}` : more
}

/** A clean line, a styled text without quotes: it is quoted itself. Refuses with textNeeded, descriptionTooLong. */
export const checkRejectionLine = (text: string): string => {
  const line = withoutQuotes(cleanStyled(text))
  const { length } = wordsOf(line)
  if (length === 0) throw new Refusal('textNeeded')
  if (length > rejectionLineLimit) throw new Refusal('descriptionTooLong', { max: rejectionLineLimit, length })
  return line
}

/** Whether a receipt is still the one that somebody saw. */
export const isSeen = ({ proofAt, proofs }: Pick<Order, 'proofAt' | 'proofs'>, { at, count }: SeenProof): boolean =>
  proofAt === at && proofs === count

/** Whether "not found" can be taken back: the receipt is there still, and it is not long ago. */
export const mayTakeBack = ({ proof, rejectedAt }: Pick<Order, 'proof' | 'rejectedAt'>, now: number): boolean =>
  proof !== undefined && rejectedAt !== undefined && now < rejectedAt + rejectionUndoMs
