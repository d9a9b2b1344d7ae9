import type { EventFacts } from './eventFacts.js'

/** What people hear of a guest list. */
export type GuestListNews =
  /** To whoever gave tickets to somebody without Telegram: their pictures, to be passed on. */
  | { readonly kind: 'guestTickets'; readonly orderId: number }
  /** To whoever made a link: who has taken its tickets. */
  | ({
      readonly kind: 'guestLinkTaken'
      readonly name: string
      readonly personId: number
      readonly quantity: number
      readonly reason: string
    } & EventFacts)
  /** To a holder: the organizer took tickets back that they had given away. */
  | ({ readonly kind: 'guestTicketsRevoked'; readonly quantity: number } & EventFacts)
  /** To staff: from now on they keep the guest list of an event, too. */
  | ({ readonly kind: 'staffGivesTickets'; readonly eventId: number } & EventFacts)
