/**
 * What selling tickets comes to, in its own words and without a database: what every act answers, and what is left of
 * it. Things go by their number in the
 * order in which they came to be; times are milliseconds, money is minor units.
 */

/** How money comes in. */
export type Way = 'atDoor' | 'provider' | 'stars' | 'transfer'
/** Whether those who wait are offered something. */
export type LineState = 'open' | 'paused' | 'closed'
type State = 'held' | 'confirmed' | 'refunded' | 'expired' | 'cancelled'
/** A ticket type. */
export type TypeModel = {
  price: number
  capacity: number
  taken: number
  perPerson: number | undefined
  saleFrom: number | undefined
  saleUntil: number | undefined
  isHidden: boolean
  /** Sold to who waits only. */
  forLine: boolean
  /** Who sees it while it is hidden. */
  readonly opened: Set<number>
}
/** Somebody who waits; in line as long as they have no order that was offered. */
export type EntryModel = {
  /** In line by this. */
  readonly number: number
  readonly person: number
  quantity: number
  types: readonly number[]
  /** What is shown to all later would do, too. */
  isAny: boolean
  passed: number
  gatherUntil: number | undefined
  order: number | undefined
}
/** A promo code for all types, or some. */
export type PromoModel = {
  readonly percent: number
  readonly limit: number | undefined
  readonly perPerson: number | undefined
  readonly startsAt: number | undefined
  readonly endsAt: number | undefined
  readonly types: readonly number[]
  forLine: boolean
  used: number
}
/** An order. `price` is that of one ticket without a discount. */
export type OrderModel = {
  readonly type: number
  readonly buyer: number
  readonly quantity: number
  readonly price: number
  /** Sold at the door. */
  readonly isSoldThere?: boolean
  total: number
  way: Way | 'free' | 'guestList'
  /** It was given away, and is taken back. */
  isRevoked?: boolean
  state: State
  heldUntil: number | undefined
  promo: number | undefined
  /** It was offered to who waited. */
  readonly isOffer?: boolean
  /** For so many of its seats somebody gives a ticket up. */
  backed?: number
  /** When it was allowed to be paid. */
  checkoutAt?: number
  /** When a transfer was shown first, and how often since. */
  shownAt?: number
  shown?: number
  /** When it was not found last. */
  rejectedAt?: number | undefined
  proof: boolean
  returned: number
  payment: number | undefined
  readonly tickets: number[]
}
/** An admission. */
export type TicketModel = {
  readonly order: number
  holder: number
  state: 'valid' | 'returned' | 'cancelled'
  isRefunded?: boolean
  inAt: number | undefined
  paidAtDoor: boolean
  /** Since when its holder gives it up for somebody who waits, and the order that is offered in its place. */
  forLine?: number | undefined
  lineOrder?: number | undefined
}
/** Money that came in. */
type PaymentModel = {
  readonly charge: string
  /** The charge under which it was told of after all. */
  told?: string
  readonly order: number | undefined
  readonly way: string
  readonly minor: number
  readonly state: 'applied' | 'surplus'
}
/** Money that goes back. */
export type RefundModel = {
  readonly payment: number
  readonly minor: number
  readonly way: string
  state: 'due' | 'done'
}

/** What an event begins with. */
export type Start = {
  readonly stars: boolean
  readonly ways: readonly Way[]
  readonly capacity: number | undefined
  /** Nothing is sold before then. */
  readonly saleFrom: number | undefined
  /** Whether tickets can be given back until the start; else they can be given up for somebody who waits. */
  readonly givesBack: boolean
  readonly endsAt: number
  readonly holdMs: number
  readonly offerMinutes: number
}

/** Whoever bought at the door. */
export const walkIn = -1
/** In milliseconds. */
export const minute = 60_000
/** In the order in which buyers see them. */
export const allWays: readonly Way[] = ['provider', 'stars', 'transfer', 'atDoor']

/** A "no", by the code of its refusal. */
class No extends Error {}
export const no = (code: string): never => {
  throw new No(code)
}

/** All there is of an event. */
export type Things = {
  readonly event: {
    state: 'draft' | 'published' | 'cancelled'
    capacity: number | undefined
    ways: readonly Way[]
    saleFrom: number | undefined
    readonly givesBack: boolean
  }
  readonly types: TypeModel[]
  readonly promos: PromoModel[]
  readonly line: { state: LineState; minutes: number; readonly entries: EntryModel[]; next: number }
  readonly orders: OrderModel[]
  readonly tickets: TicketModel[]
  readonly payments: PaymentModel[]
  readonly refunds: RefundModel[]
}

/** One of some things, which is there. */
export const get = <T>(things: readonly T[], index: number): T => things[index] ?? no(`no such thing: ${index}`)

/** What of a payment has not gone back goes back. */
export const sendBack = ({ payments, refunds }: Things, payment: number): void => {
  const { minor, way } = get(payments, payment)
  const left = minor - refunds.filter((one) => one.payment === payment).reduce((sum, one) => sum + one.minor, 0)
  if (left > 0) refunds.push({ payment, minor: left, way, state: 'due' })
}

/** What an act answers, or the code of its refusal. */
export const answer = <T extends string | undefined>(act: () => T): T | string => {
  try {
    return act()
  } catch (error) {
    if (error instanceof No) return error.message
    throw error
  }
}

/** How often an order uses its promo code up: for each ticket that it makes free, else once. */
export const usesOf = ({ total, quantity }: Pick<OrderModel, 'total' | 'quantity'>): number =>
  total === 0 ? quantity : 1
