import { mustTakePlace } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'
import { findEvent } from '../finders.js'

type Act = { readonly personId: number; readonly eventId: number }

/**
 * A holder comes although the event has changed. `change`: the change that they heard of; undefined in messages of
 * earlier versions. "outdated": it has changed again since, and nothing is noted. Refuses with eventNotFound,
 * eventCancelled, ticketNotFound.
 */
export const keepTicket = async (
  tx: Tx,
  { change, ...act }: Act & { readonly change?: number | undefined },
  now: number,
): Promise<'kept' | 'outdated'> => {
  mustTakePlace((await findEvent(tx, act.eventId)).event)
  if ((await tx.tickets.validOf(act.personId, act.eventId)).length === 0) throw new Refusal('ticketNotFound')
  const latest = (await tx.keptChanges.last(act.eventId))?.change ?? 0
  if (change !== undefined && change < latest) return 'outdated'
  await tx.keptChanges.keep({ ...act, change: latest }, now)
  return 'kept'
}

/** Whether a person said, after the last change of an event, that they come. */
export const isKept = async (tx: Tx, act: Act): Promise<boolean> => {
  const kept = await tx.keptChanges.of(act)
  return kept !== undefined && kept === ((await tx.keptChanges.last(act.eventId))?.change ?? 0)
}

/** Whoever has no ticket of an event any more does not come by what they said. */
export const forgetKept = async (tx: Tx, act: Act): Promise<void> => {
  if ((await tx.tickets.validOf(act.personId, act.eventId)).length === 0) await tx.keptChanges.forget(act)
}
