import type { EventFacts } from './eventFacts.js'
import type { Money } from './money.js'
import type { OrderPaymentMethod } from './order.js'
import type { LineOverReason } from './waitingList.js'

/** What a person hears of a waiting list. Kinds and fields of messages are stored: another name needs a migration. */
export type LineNews =
  /** To who waited: something came free, and is kept for them until then (UTC milliseconds). `type`: its name. */
  | ({
      readonly kind: 'offer'
      readonly orderId: number
      readonly quantity: number
      readonly type?: string
      readonly total: Money
      readonly until: number
    } & EventFacts)
  /** To who was offered something and did not take it in time. */
  | ({ readonly kind: 'offerOver'; readonly orderId: number; readonly quantity: number } & EventFacts)
  /** To who waited: nobody waits any more, and why. */
  | ({ readonly kind: 'lineOver'; readonly why: LineOverReason; readonly quantity: number } & EventFacts)
  /**
   * To who gave up a ticket for somebody who waited: it is theirs now. `back`: what this person gets back of what they
   * had paid; absent where nothing was paid, or somebody else gets it. `method`: how it was paid.
   */
  | ({
      readonly kind: 'ticketSold'
      readonly number: number
      readonly back?: Money
      readonly method?: OrderPaymentMethod
    } & EventFacts)
