import { closesAt, type Event, type TicketType } from './event.js'
import { Refusal } from './refusal.js'

type Opening = Pick<Event, 'saleFrom'>
type Span = Pick<TicketType, 'saleFrom' | 'saleUntil'>

/**
 * When a ticket type goes on sale, in UTC milliseconds: at the later of its own moment and the event's; undefined: it
 * has been from the beginning.
 */
export const opensAt = (event: Opening, { saleFrom }: Pick<Span, 'saleFrom'>): number | undefined =>
  event.saleFrom === undefined || saleFrom === undefined
    ? (event.saleFrom ?? saleFrom)
    : Math.max(event.saleFrom, saleFrom)

/** Whether a type of an event is on sale: before its time, now, or not any more. */
export const saleOf = (event: Opening, type: Span, now: number): 'before' | 'open' | 'after' => {
  const from = opensAt(event, type)
  if (from !== undefined && now < from) return 'before'
  return type.saleUntil !== undefined && now >= type.saleUntil ? 'after' : 'open'
}

/** Refuses with typeNotYetOnSale or typeNoLongerOnSale unless the type is on sale now. */
export const mustBeInSale = (event: Opening, type: Span, now: number): void => {
  const sale = saleOf(event, type, now)
  if (sale === 'before') throw new Refusal('typeNotYetOnSale')
  if (sale === 'after') throw new Refusal('typeNoLongerOnSale')
}

/** The types that go on sale later. */
export const typesToCome = <T extends Span>(event: Opening, types: readonly T[], now: number): readonly T[] =>
  types.filter((type) => saleOf(event, type, now) === 'before')

/** When a sale may begin: while the event still sells. Refuses with saleAfterEnd. */
export const checkSaleFrom = (saleFrom: number | undefined, event: Pick<Event, 'startsAt' | 'endsAt'>): void => {
  if (saleFrom !== undefined && saleFrom >= closesAt(event)) throw new Refusal('saleAfterEnd')
}
