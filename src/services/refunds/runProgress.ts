import type { Event } from '../../domain/event.js'
import type { RefundRun } from '../../domain/refund.js'
import type { Tx } from '../../store/store.js'
import type { Standing } from '../../store/tables/refunds.js'
import { findEvent } from '../finders.js'

/**
 * How far a run is: its refunds by payment method and state. `isDone`: every order was looked at, and no Stars are on
 * their way.
 */
export type RunProgress = {
  readonly run: RefundRun
  readonly event: Event
  readonly standing: readonly Standing[]
  readonly isDone: boolean
}

/** How far a run is now. */
export const progressOf = async (tx: Tx, run: RefundRun): Promise<RunProgress> => {
  const standing = await tx.refunds.progressOfRun(run.id)
  const { event } = await findEvent(tx, run.eventId)
  const areStarsDue = standing.some(({ method, state }) => method === 'stars' && state === 'due')
  return { run, event, standing, isDone: run.next >= run.orderIds.length && !areStarsDue }
}
