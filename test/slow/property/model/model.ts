import { createBuying } from './buying.js'
import { createOffering } from './offering.js'
import { createOrganizing } from './organizing.js'
import { createPaying } from './paying.js'
import { createSellingBack } from './sellingBack.js'
import { createRules } from './rules.js'
import { createSelling } from './selling.js'
import type { Start, Things } from './things.js'
import { createTicketing } from './ticketing.js'
import { createWaiting } from './waiting.js'

/** An event on sale; `now` tells the time. */
export const createModel = (start: Start, now: () => number) => {
  const { capacity, ways, saleFrom, offerMinutes, givesBack } = start
  const event: Things['event'] = { state: 'published', capacity, ways, saleFrom, givesBack }
  const line: Things['line'] = { state: 'open', minutes: offerMinutes, entries: [], next: 1 }
  const things: Things = { event, line, types: [], promos: [], orders: [], tickets: [], payments: [], refunds: [] }
  const rules = createRules(things, start, now)
  const acts = {
    ...createBuying(things, start, now, rules),
    ...createPaying(things, start, now, rules),
    ...createTicketing(things, start, now, rules),
    ...createSelling(things, start, now, rules),
    ...createOrganizing(things, start, now),
    ...createWaiting(things, now, rules),
    ...createSellingBack(things, start, now, rules),
    ...createOffering(things, start, now, rules),
  }
  return { ...things, acts }
}

/** A model of one event. */
export type Model = ReturnType<typeof createModel>
