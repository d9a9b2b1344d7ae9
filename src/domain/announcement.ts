import type { DayProved } from './dayProof.js'
import type { ToldFacts } from './eventChange.js'
import type { EventFacts } from './eventFacts.js'
import type { EventHeard } from './eventHeard.js'
import type { GuestListNews } from './guestListNews.js'
import type { LineNews } from './lineNews.js'
import type { Money } from './money.js'
import type { OrderPaymentMethod } from './order.js'
import type { SurplusReason } from './payment.js'
import type { ReminderKind } from './reminder.js'

/**
 * What the notification chat hears. Facts of the moment; names are display names, and nothing else about a person.
 * `test` marks a self-test. Kinds and fields of messages are stored: another name needs a migration.
 */
export type ChatMessage =
  /** `isFrom`: the price is the lowest of several. */
  | ({
      readonly kind: 'eventPublished'
      readonly organizer: string
      /** Absent where nothing is on sale without a link or a promo code. */
      readonly price?: Money
      readonly isFrom?: true
      /** The highest of them, where the lowest is nothing. */
      readonly highest?: Money
      readonly capacity: number
      readonly test?: boolean
    } & EventFacts)
  /** Of a series: its first date is the event's, `dates` are all new ones (UTC milliseconds). */
  | ({
      readonly kind: 'datesPublished'
      readonly dates: readonly number[]
      readonly organizer: string
      readonly price?: Money
      readonly isFrom?: true
      readonly highest?: Money
      readonly capacity: number
    } & EventFacts)
  | {
      readonly kind: 'ticketsIssued'
      readonly slug: string
      readonly title: string
      /** The ticket type's name; absent where there is none. */
      readonly type?: string
      readonly orderId?: number
      readonly promoCode?: string
      readonly quantity: number
      readonly total: Money
      readonly paymentWay: OrderPaymentMethod
      readonly buyer: string
      readonly left: number
      readonly test?: boolean
      /** Paid and let in there: the buyer has no name. */
      readonly soldAtDoor?: true
    }
  /** `waiting`: so many people wait for tickets. */
  | {
      readonly kind: 'soldOut'
      readonly slug: string
      readonly title: string
      readonly capacity: number
      readonly waiting?: number
    }
  | ({
      readonly kind: 'eventCancelled'
      readonly organizer: string
      readonly ticketsIssued: number
      readonly reason?: string
    } & EventFacts)
  /** `before`: what the chat knew; `endsAt` null: it has no end now. */
  | ({
      readonly kind: 'eventChanged'
      readonly organizer: string
      readonly before: ToldFacts
      readonly endsAt: number | null
    } & EventFacts)
  | DayProved

/** What may be told together with others of its kind. */
export type SummableMessage = Extract<ChatMessage, { kind: 'ticketsIssued' | 'soldOut' }>

/** What a person hears unasked. */
export type PersonMessage =
  | { readonly kind: 'tickets'; readonly orderId: number }
  /**
   * `back`: what this person had paid, which goes back; whoever got their tickets as presents paid nothing, and whoever
   * gave all away holds none (`quantity` 0). `as`: told because they help at its door.
   */
  | ({
      readonly kind: 'yourEventCancelled'
      readonly quantity: number
      readonly back?: Money
      readonly reason?: string
      readonly as?: 'staff'
    } & EventFacts)
  /** `before`: what they knew; `endsAt` null: it has no end now; missing in what earlier versions wrote. */
  | ({
      readonly kind: 'yourEventChanged'
      readonly before: ToldFacts
      readonly endsAt?: number | null
      readonly as?: 'staff'
    } & EventFacts)
  /** To whoever asked for it: tickets are on sale now. How many are left is told as it is when this is said. */
  | ({ readonly kind: 'saleOpened'; readonly eventId: number } & EventFacts)
  /** To the organizer; rows of earlier versions do not say who it is. */
  | ({ readonly kind: 'staffJoined'; readonly name: string; readonly staffId?: number } & EventFacts)
  | ({ readonly kind: 'staffRemoved' } & EventFacts)
  /** To whoever helps at the door of an event: also at its copies on these dates (UTC milliseconds). */
  | ({ readonly kind: 'staffBrought'; readonly dates: readonly number[] } & EventFacts)
  /** To the organizer: staff let somebody in with a ticket that a restored database does not know; the `count`th. */
  | ({ readonly kind: 'lostLetIn'; readonly by: string; readonly count: number } & EventFacts)
  /**
   * To whoever has just got a ticket: how to get in online. The text is that of when this is said; it is kept nowhere
   * else. `startsAt`: when the event began as this was written.
   */
  | { readonly kind: 'onlineAccess'; readonly accessId: number; readonly startsAt: number }
  /** The same to all who hold tickets, when it is shown; `isChange`: they had seen another text. */
  | {
      readonly kind: 'onlineAccessOpen'
      readonly accessId: number
      readonly version: number
      readonly startsAt: number
      readonly isChange?: true
    }
  /** To whoever gave their ticket away: who has it now. */
  | ({ readonly kind: 'ticketGiven'; readonly number: number; readonly to: string } & EventFacts)
  /** To whoever got it: the ticket itself is shown as it is when this is said. */
  | { readonly kind: 'ticketReceived'; readonly ticketId: number; readonly from: string }
  /** To a holder who asked for a picture that is not with Telegram yet: whoever draws must not keep a reply waiting. */
  | { readonly kind: 'ticketShown'; readonly ticketId: number }
  /** The pictures of tickets whose codes were told as text already, because drawing or sending was behind. */
  | {
      readonly kind: 'ticketPictures'
      readonly about: { readonly orderId: number } | { readonly ticketId: number } | { readonly eventId: number }
    }
  /** To a holder: the file for a calendar that belongs to news which were too long to stand under it. */
  | { readonly kind: 'calendarFile'; readonly eventId: number }
  /** To a holder: the event begins soon. It and their tickets are shown as they are when this is said. */
  | {
      readonly kind: 'reminder'
      readonly eventId: number
      readonly which: ReminderKind
      readonly startsAt: number
    }
  /** To a buyer whose hold ran out. `isLooking`: the organizer has not said yet whether the transfer came. */
  | ({ readonly kind: 'holdExpired'; readonly quantity: number; readonly isLooking?: true } & EventFacts)
  /**
   * To a buyer who had not paid yet when the event was cancelled; `isLooking`: who says that the money is on its way.
   */
  | ({ readonly kind: 'heldEventCancelled'; readonly isLooking?: true; readonly reason?: string } & EventFacts)
  /** To the organizer: a buyer says that the money is on its way. The order is shown as it is when this is said. */
  | { readonly kind: 'proofWaits'; readonly orderId: number }
  /** To the organizer: the buyer says something more about it. */
  | { readonly kind: 'proofWords'; readonly orderId: number }
  /**
   * To the buyer: the organizer did not find the money. `isOver`: the order was cancelled, and there is nothing to pay
   * for any more. `until`: how long the seats are kept for another receipt (UTC milliseconds). `line`: what the
   * organizer says about it, a styled text.
   */
  | ({
      readonly kind: 'proofRejected'
      readonly orderId: number
      readonly isOver?: true
      readonly until?: number
      readonly line?: string
    } & EventFacts)
  /** To the buyer: the organizer took "not found" back, and looks for the money again. */
  | ({ readonly kind: 'proofTakenUp'; readonly orderId: number } & EventFacts)
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
  /** To the organizer after a long downtime of the bot: this order may have been paid meanwhile. */
  | { readonly kind: 'paymentToCheck'; readonly orderId: number }
  /** To whoever was there, the day after: how it was. Told as things stand when this is said, as are the next two. */
  | { readonly kind: 'howWasIt'; readonly eventId: number }
  /** To the organizer, the day after: what the event came to. */
  | { readonly kind: 'eventReport'; readonly eventId: number }
  /** To who follows its organizer: the event is on sale. */
  | { readonly kind: 'followedEvent'; readonly eventId: number }
  /** What a guest or an organizer wrote: in its words, and about what, as things stand when this is said. */
  | { readonly kind: 'threadMessage'; readonly messageId: number }
  /** To its author: it cannot be delivered. `isLasting`: never; otherwise when the other comes back to the bot. */
  | { readonly kind: 'threadNotDelivered'; readonly messageId: number; readonly isLasting?: true }
  /**
   * To a guest: what the organizer wrote. To the organizer: the same as guests will see it, and what became of it. It
   * is read when it is said.
   */
  | { readonly kind: 'guestMessage'; readonly guestMessageId: number }
  | { readonly kind: 'guestPreview'; readonly guestMessageId: number }
  | { readonly kind: 'guestSummary'; readonly guestMessageId: number }
  | LineNews
  | GuestListNews
  | EventHeard
  | {
      readonly kind: 'announcementDelayed'
      readonly announcementId: number
      readonly about: ChatMessage['kind']
      readonly title: string
      readonly givenUp: boolean
    }

/** Something the bot says unasked. */
export type AnnouncedMessage = ChatMessage | PersonMessage

/**
 * Who waits for it. personal: somebody for their tickets, their money or what concerns them alone; chat: the
 * notification chat; pictures: of tickets whose codes are told already; bulk: what goes to many, for which nobody
 * waits.
 */
export type Urgency = 'personal' | 'chat' | 'pictures' | 'bulk'

/** So many of each urgency. */
export type Places = Readonly<Record<Urgency, number>>

/** When something of each urgency is due, in UTC milliseconds. */
export type DueTimes = Readonly<Record<Urgency, number | undefined>>

const urgencies: Readonly<Record<AnnouncedMessage['kind'], Urgency>> = {
  eventPublished: 'chat',
  datesPublished: 'chat',
  ticketsIssued: 'chat',
  soldOut: 'chat',
  eventCancelled: 'chat',
  eventChanged: 'chat',
  dayProved: 'chat',
  tickets: 'personal',
  ticketReceived: 'personal',
  ticketShown: 'personal',
  ticketGiven: 'personal',
  onlineAccess: 'personal',
  onlineAccessOpen: 'bulk',
  staffJoined: 'personal',
  staffRemoved: 'personal',
  guestTickets: 'pictures',
  guestLinkTaken: 'personal',
  guestTicketsRevoked: 'personal',
  staffGivesTickets: 'personal',
  staffBrought: 'personal',
  lostLetIn: 'personal',
  proofWaits: 'personal',
  proofRejected: 'personal',
  proofTakenUp: 'personal',
  paymentReturned: 'personal',
  paymentToCheck: 'personal',
  refundDue: 'personal',
  refundsDone: 'personal',
  ticketPictures: 'pictures',
  yourEventCancelled: 'bulk',
  yourEventChanged: 'bulk',
  calendarFile: 'bulk',
  saleOpened: 'bulk',
  reminder: 'bulk',
  heldEventCancelled: 'bulk',
  holdExpired: 'bulk',
  orderRefunded: 'bulk',
  ticketRefunded: 'bulk',
  refunded: 'bulk',
  announcementDelayed: 'bulk',
  howWasIt: 'bulk',
  eventReport: 'bulk',
  followedEvent: 'bulk',
  threadMessage: 'personal',
  threadNotDelivered: 'personal',
  // It waits for more of the same, up to a minute: nothing that somebody waits for may stand behind it.
  proofWords: 'bulk',
  eventHeard: 'bulk',
  offer: 'personal',
  offerOver: 'bulk',
  lineOver: 'bulk',
  ticketSold: 'personal',
  guestMessage: 'bulk',
  guestPreview: 'personal',
  guestSummary: 'personal',
}

/** Who waits for a message. */
export const urgencyOf = (message: AnnouncedMessage): Urgency =>
  // A reminder's, which go to many.
  message.kind === 'ticketPictures' && 'eventId' in message.about ? 'bulk' : urgencies[message.kind]

/** Whom it is for: the notification chat, or a person by Telegram id. */
export type Recipient = 'chat' | number

/**
 * waiting: to be said when due; delivered: said; unreachable: the person blocked the bot, or two answers were lost; due
 * again at their next sign of life; obsolete: no longer worth saying; givenUp: needs a look by a human, who can send it
 * again.
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

// Only the pace of speaking slows it: about 30 a second (https://core.telegram.org/bots/faq).
/** What goes to many is due so close to each other, a little faster than Telegram allows; milliseconds. */
export const bulkGapMs = 30

/** A row of the outbox. Times are UTC milliseconds. */
export type Announcement = {
  readonly id: number
  readonly to: Recipient
  readonly urgency: Urgency
  readonly message: AnnouncedMessage
  readonly eventId: number | undefined
  readonly actorId: number | undefined
  readonly state: AnnouncementState
  /** When it may be claimed; of one that is claimed, until when it is its owner's. */
  readonly dueAt: number
  /** How often it failed so far. */
  readonly attempts: number
  /** An earlier try may have arrived, though its answer was lost: ask first, then say it as a repeat. */
  readonly uncertain: boolean
  /** How many answers were lost after the request was written. */
  readonly lostAnswers: number
  readonly createdAt: number
}

/** Whether this may be told with others of its kind in one message in a rush. A test stays alone, marked as one. */
export const maySumUp = (message: AnnouncedMessage): message is SummableMessage =>
  (message.kind === 'ticketsIssued' && !message.test) || message.kind === 'soldOut'
