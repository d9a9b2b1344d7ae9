import type { Announcement, AnnouncementState } from './announcement.js'
import { minuteMs, secondMs } from './duration.js'

/** What became of one try to say an announcement. A `reason` says why it was no success. */
export type Delivery =
  /**
   * `picturesFollow`: tickets were told as text, and their pictures are still owed; `fileFollows`: so is the file of
   * words that did not fit under it.
   */
  | {
      readonly kind: 'delivered'
      readonly messageId: number
      readonly chatId: number
      readonly picturesFollow?: true
      readonly fileFollows?: true
    }
  | { readonly kind: 'obsolete' }
  | { readonly kind: 'notYet'; readonly waitMs: number }
  | { readonly kind: 'tooManyRequests'; readonly retryAfterMs: number }
  | Failure

type Failure =
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'notSent'; readonly reason: string }
  | { readonly kind: 'answerLost'; readonly reason: string }
  | { readonly kind: 'serverFault'; readonly reason: string }
  | { readonly kind: 'probeFailed'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'defect'; readonly reason: string }

/** What the row of an announcement becomes after a try. */
export type Settlement = {
  readonly state: AnnouncementState
  readonly dueAt: number
  readonly attempts: number
  readonly uncertain: boolean
  readonly lostAnswers: number
  readonly error: string | undefined
}

/** After this many lost answers it is given up: one copy too many at most. */
const lostAnswerLimit = 2
/** After this many failures of our own it is given up, so that it does not hold up what waits behind it. */
const defectLimit = 5

/** The pause before the next try: 1, 2, 4 … 60 s. */
export const pauseAfter = (attempts: number): number => Math.min(minuteMs, secondMs * 2 ** Math.min(attempts - 1, 10))

/** Decides what becomes of an announcement after a try. */
export const settleDelivery = (row: Announcement, delivery: Delivery, now: number): Settlement => {
  const { attempts, uncertain, lostAnswers } = row
  const untried: Settlement = { state: 'waiting', attempts, dueAt: now, uncertain, lostAnswers, error: undefined }
  const tried: Settlement = { ...untried, attempts: attempts + 1, dueAt: now + pauseAfter(attempts + 1) }
  switch (delivery.kind) {
    case 'delivered':
      return { ...untried, state: 'delivered' }
    case 'obsolete':
      return { ...untried, state: 'obsolete' }
    case 'notYet':
      return { ...untried, dueAt: now + delivery.waitMs }
    case 'tooManyRequests':
      return { ...tried, dueAt: now + delivery.retryAfterMs, error: 'too many requests' }
    default:
      return settleFailure(row, delivery, { ...tried, error: delivery.reason })
  }
}

const settleFailure = (row: Announcement, { kind }: Failure, waiting: Settlement): Settlement => {
  switch (kind) {
    case 'unreachable':
      // The notification chat is the owner's: they will put it right, so keep trying. A person comes back or does not.
      return row.to === 'chat' ? waiting : { ...waiting, state: 'unreachable' }
    case 'answerLost':
      return settleLostAnswer(row, waiting)
    case 'serverFault':
      return { ...waiting, uncertain: true }
    case 'notSent':
    case 'probeFailed':
      return waiting
    case 'rejected':
      return { ...waiting, state: 'givenUp' }
    case 'defect':
      return waiting.attempts < defectLimit ? waiting : { ...waiting, state: 'givenUp' }
  }
}

const settleLostAnswer = (row: Announcement, waiting: Settlement): Settlement => {
  const lostAnswers = row.lostAnswers + 1
  // What the chat should hear needs a look by the organizer; a person hears it once more at their next sign of life.
  const state = lostAnswers < lostAnswerLimit ? 'waiting' : row.to === 'chat' ? 'givenUp' : 'unreachable'
  return { ...waiting, uncertain: true, lostAnswers, state }
}

/** Whether the person who acted should hear that it is late. */
export const isLate = (settlement: Settlement): boolean =>
  settlement.error !== undefined && (settlement.state === 'waiting' || settlement.state === 'givenUp')
