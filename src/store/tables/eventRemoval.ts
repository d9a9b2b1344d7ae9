import type { Db } from '../engine/statements.js'
import { anything } from './reading.js'

// What goes with an event that nobody has an order for.
const belongings = [
  ...(['event_words', 'doors', 'staff', 'invitations', 'pockets', 'openings', 'opening_reminders'] as const),
  ...(['reminder_rounds', 'muted_reminders', 'promo_codes', 'accesses', 'event_rounds', 'guest_messages'] as const),
  ...(['thread_messages', 'threads', 'thread_counts', 'waiting_entries'] as const),
  ...(['event_days', 'event_money_days', 'event_arrivals'] as const),
  ...(['ticket_types', 'event_counters', 'hearings', 'event_changes', 'kept_changes'] as const),
  ...(['guest_marks', 'guest_drafts', 'guest_entries', 'buyer_questions'] as const),
]
// Before the ticket types, by which it is found.
const lines = 'DELETE FROM waiting_types WHERE ticket_type_id IN (SELECT id FROM ticket_types WHERE event_id = $1)'

/** Removes an event with all that goes with it; false if somebody has an order for it, or it is not there. */
export const removeEvent = async (db: Db, id: number): Promise<boolean> => {
  // Locks the ticket types first: whoever buys at this moment has them locked until the order can be seen.
  await db.change('UPDATE ticket_types SET taken = taken WHERE event_id = $1', [id])
  if (await db.row(anything, 'SELECT id FROM orders WHERE event_id = $1 LIMIT 1', [id])) return false
  await db.change(lines, [id])
  for (const name of belongings) await db.change(`DELETE FROM ${name} WHERE event_id = $1`, [id])
  return db.didChange('DELETE FROM events WHERE id = $1', [id])
}
