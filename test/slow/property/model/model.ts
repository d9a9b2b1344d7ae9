import { createBuying } from './buying.js'
import { createOrganizing } from './organizing.js'
import { createPaying } from './paying.js'
import { createRules } from './rules.js'
import type { Start, Things } from './things.js'
import { createTicketing } from './ticketing.js'

/** An event on sale; `now` tells the time. */
export const createModel = (start: Start, now: () => number) => {
  const { capacity, ways, saleFrom } = start
  const event: Things['event'] = { state: 'published', capacity, ways, saleFrom }
  const things: Things = { event, types: [], promos: [], orders: [], tickets: [], payments: [], refunds: [] }
  const rules = createRules(things, start, now)
  const acts = {
    ...createBuying(things, start, now, rules),
    ...createPaying(things, start, now, rules),
    ...createTicketing(things, start, now, rules),
    ...createOrganizing(things, start, now),
  }
  return { ...things, acts }
}

/** A model of one event. */
export type Model = ReturnType<typeof createModel>
