import { minuteMs, secondMs } from './duration.js'
import type { OrderPaymentMethod } from './order.js'
import type { Money } from './money.js'

type EventFacts = {
  readonly slug: string
  readonly title: string
  readonly startsAt: number
  readonly zone: string
  readonly venue: string
}

/**
 * What the notification chat hears. Facts of the moment; names are display names, and nothing else about a person.
 * `test` marks a self-test.
 */
export type ChatMessage =
  /** `isFrom`: the price is the lowest of several. */
  | ({
      readonly kind: 'eventPublished'
      readonly organizer: string
      readonly price: Money
      readonly isFrom?: true
      readonly capacity: number
      readonly test?: boolean
    } & EventFacts)
  | {
      readonly kind: 'ticketsIssued'
      readonly slug: string
      readonly title: string
      readonly quantity: number
      readonly total: Money
      readonly paymentWay: OrderPaymentMethod
      readonly buyer: string
      readonly left: number
      readonly test?: boolean
    }
  | { readonly kind: 'soldOut'; readonly slug: string; readonly title: string; readonly capacity: number }
  | ({ readonly kind: 'eventCancelled'; readonly organizer: string; readonly ticketsIssued: number } & EventFacts)

/** All reasons for which a payment goes back. */
export const surplusReasons = [
  'paidTwice',
  'soldOut',
  'eventCancelled',
  'eventEnded',
  'otherAmount',
  'noOrder',
] as const

/**
 * Why a payment could not be honoured. paidTwice: its order was paid already, or is over; noOrder: it belongs to none.
 */
export type SurplusReason = (typeof surplusReasons)[number]

/** What a person hears unasked. */
export type PersonMessage =
  | { readonly kind: 'tickets'; readonly orderId: number }
  /**
   * `back`: what this person had paid, which goes back; whoever got their tickets as presents paid nothing, and whoever
   * gave all away holds none (`quantity` 0).
   */
  | ({ readonly kind: 'yourEventCancelled'; readonly quantity: number; readonly back?: Money } & EventFacts)
  | ({
      readonly kind: 'yourEventChanged'
      readonly before: { readonly startsAt: number; readonly venue: string; readonly title: string }
    } & EventFacts)
  | ({ readonly kind: 'staffJoined'; readonly name: string } & EventFacts)
  | ({ readonly kind: 'staffRemoved' } & EventFacts)
  /** To whoever gave their ticket away: who has it now. */
  | ({ readonly kind: 'ticketGiven'; readonly number: number; readonly to: string } & EventFacts)
  /** To whoever got it: the ticket itself is shown as it is when this is said. */
  | { readonly kind: 'ticketReceived'; readonly ticketId: number; readonly from: string }
  /** To a holder who asked for a picture that is not with Telegram yet: whoever draws must not keep a reply waiting. */
  | { readonly kind: 'ticketShown'; readonly ticketId: number }
  /** To a buyer whose hold ran out. `isLooking`: the organizer has not said yet whether the transfer came. */
  | ({ readonly kind: 'holdExpired'; readonly quantity: number; readonly isLooking?: true } & EventFacts)
  /**
   * To a buyer who had not paid yet when the event was cancelled; `isLooking`: who says that the money is on its way.
   */
  | ({ readonly kind: 'heldEventCancelled'; readonly isLooking?: true } & EventFacts)
  /** To the organizer: a buyer says that the money is on its way. The order is shown as it is when this is said. */
  | { readonly kind: 'proofWaits'; readonly orderId: number }
  /**
   * To the buyer: the organizer did not find the money. `isOver`: the order was cancelled, and there is nothing to pay
   * for any more.
   */
  | ({ readonly kind: 'proofRejected'; readonly orderId: number; readonly isOver?: true } & EventFacts)
  /** To whoever paid and gets no tickets for it: why, and that the money goes back. */
  | {
      readonly kind: 'paymentReturned'
      readonly refundId: number
      readonly why: SurplusReason
      readonly title: string | undefined
    }
  /** To the buyer: the organizer gives the money back, and the tickets are dead. */
  | ({
      readonly kind: 'orderRefunded'
      readonly orderId: number
      readonly amount: Money
      readonly quantity: number
    } & EventFacts)
  /** To whoever holds such a ticket and did not buy it. */
  | ({ readonly kind: 'ticketRefunded'; readonly number: number } & EventFacts)
  /** To whoever gets money back: it is done now. */
  | { readonly kind: 'refunded'; readonly amount: Money; readonly title: string | undefined }
  /** To the organizer: money to give back by hand. The refund is shown as it is when this is said. */
  | { readonly kind: 'refundDue'; readonly refundId: number }
  /**
   * To the organizer: many refunds are made, or the Stars of a cancelled event are back. The numbers are those of when
   * this is said.
   */
  | { readonly kind: 'refundsDone'; readonly runId: number }
  /** To the organizer after a long silence of the bot: this order may have been paid meanwhile. */
  | { readonly kind: 'paymentToCheck'; readonly orderId: number }
  | {
      readonly kind: 'announcementDelayed'
      readonly announcementId: number
      readonly about: ChatMessage['kind']
      readonly title: string
      readonly givenUp: boolean
    }

/** Something the bot says unasked. */
export type AnnouncedMessage = ChatMessage | PersonMessage

/** Whom it is for: the notification chat, or a person by Telegram id. */
export type Recipient = 'chat' | number

/**
 * waiting: to be said when due; delivered: said; unreachable: the person blocked the bot, or two answers were lost; due
 * again at their next sign of life;
 * obsolete: no longer worth saying; givenUp: needs a look by a human, who can send it again.
 */
export type AnnouncementState = 'waiting' | 'delivered' | 'unreachable' | 'obsolete' | 'givenUp'

/** A new row for the outbox, written in the same transaction as the change that caused it. */
export type NewAnnouncement = {
  readonly to: Recipient
  readonly message: AnnouncedMessage
  /** Writing the same key twice gives one announcement. */
  readonly key: string
  readonly eventId?: number
  /** Who caused it, and is told when it cannot be delivered yet. */
  readonly actorId?: number
  /** Not before so many milliseconds from now: what goes to many is spread, so that nobody's ticket waits behind it. */
  readonly afterMs?: number
}

/** Bulk messages keep to 25 a second; Telegram allows about 30 (https://core.telegram.org/bots/faq). */
export const bulkGapMs = 40

/** A row of the outbox. Times are UTC milliseconds. */
export type Announcement = {
  readonly id: number
  readonly to: Recipient
  readonly message: AnnouncedMessage
  readonly eventId: number | undefined
  readonly actorId: number | undefined
  readonly state: AnnouncementState
  readonly dueAt: number
  /** How often it failed so far. */
  readonly attempts: number
  /** An earlier try may have arrived, though its answer was lost: ask first, then say it as a repeat. */
  readonly uncertain: boolean
  /** How many answers were lost after the request was written. */
  readonly lostAnswers: number
  readonly createdAt: number
}

/** What became of one try to say it. */
export type Delivery =
  | { readonly kind: 'delivered'; readonly messageId: number; readonly chatId: number }
  | { readonly kind: 'obsolete' }
  | { readonly kind: 'notYet'; readonly waitMs: number }
  | { readonly kind: 'tooManyRequests'; readonly retryAfterMs: number }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'notSent'; readonly reason: string }
  | { readonly kind: 'answerLost'; readonly reason: string }
  | { readonly kind: 'serverFault'; readonly reason: string }
  | { readonly kind: 'probeFailed'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'defect'; readonly reason: string }

/** What the row becomes after a try. `tellActor`: the person who acted should hear that it is late. */
export type Settlement = {
  readonly state: AnnouncementState
  readonly dueAt: number
  readonly attempts: number
  readonly uncertain: boolean
  readonly lostAnswers: number
  readonly error: string | undefined
}

const longestPause = minuteMs
/** After this many lost answers it is given up: one copy too many at most. */
const lostAnswerLimit = 2
/** After this many failures of our own it is given up, so that it does not hold up what waits behind it. */
const defectLimit = 5

/** The pause before the next try: 1, 2, 4 … 60 s. */
export const pauseAfter = (attempts: number): number =>
  Math.min(longestPause, secondMs * 2 ** Math.min(attempts - 1, 10))

/** Decides what becomes of an announcement after a try. */
export const settleDelivery = (row: Announcement, delivery: Delivery, now: number): Settlement => {
  const attempts = row.attempts + 1
  const waiting: Settlement = {
    state: 'waiting',
    attempts,
    dueAt: now + pauseAfter(attempts),
    uncertain: row.uncertain,
    lostAnswers: row.lostAnswers,
    error: 'reason' in delivery ? delivery.reason : undefined,
  }
  switch (delivery.kind) {
    case 'delivered':
      return { ...waiting, state: 'delivered', attempts: row.attempts, dueAt: now }
    case 'obsolete':
      return { ...waiting, state: 'obsolete', attempts: row.attempts }
    case 'notYet':
      return { ...waiting, attempts: row.attempts, dueAt: now + delivery.waitMs }
    case 'tooManyRequests':
      return { ...waiting, dueAt: now + delivery.retryAfterMs, error: 'too many requests' }
    case 'unreachable':
      // The notification chat is the owner's: they will put it right, so keep trying. A person comes back or does not.
      return row.to === 'chat' ? waiting : { ...waiting, state: 'unreachable' }
    case 'answerLost':
      return lostAgain(row, waiting)
    case 'serverFault':
      return { ...waiting, uncertain: true }
    case 'notSent':
    case 'probeFailed':
      return waiting
    case 'rejected':
      return { ...waiting, state: 'givenUp' }
    case 'defect':
      return attempts < defectLimit ? waiting : { ...waiting, state: 'givenUp' }
  }
}

const lostAgain = (row: Announcement, waiting: Settlement): Settlement => {
  const lostAnswers = row.lostAnswers + 1
  // The chat's news needs a look by the organizer; a person's comes once more at their next sign of life.
  const state = lostAnswers < lostAnswerLimit ? 'waiting' : row.to === 'chat' ? 'givenUp' : 'unreachable'
  return { ...waiting, uncertain: true, lostAnswers, state }
}

/**
 * Whether this may be told together with others of its kind in one message when there is a rush. A test stays alone,
 * where it is marked as one.
 */
export const maySumUp = (news: AnnouncedMessage): boolean =>
  (news.kind === 'ticketsIssued' && !news.test) || news.kind === 'soldOut'

/** Whether the person who acted should hear that the news is late. */
export const isLate = (settlement: Settlement): boolean =>
  settlement.error !== undefined && (settlement.state === 'waiting' || settlement.state === 'givenUp')
