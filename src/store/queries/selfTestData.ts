import { type Db, placeholders } from '../engine/statements.js'

/** Removes what a self-test made: everything of these people, who exist for no other reason. */
export const createSelfTestDataQueries = (db: Db) => ({
  remove: async (personIds: readonly number[]): Promise<void> => {
    const people = placeholders(personIds.length)
    const events = `SELECT id FROM events WHERE organizer_id IN (${people})`
    await db.change(`DELETE FROM announcements WHERE event_id IN (${events}) OR actor_id IN (${people})`, personIds)
    await db.change(`DELETE FROM tickets WHERE event_id IN (${events})`, personIds)
    await db.change(`DELETE FROM refunds WHERE event_id IN (${events})`, personIds)
    await db.change(`DELETE FROM payments WHERE event_id IN (${events})`, personIds)
    await db.change(`DELETE FROM orders WHERE event_id IN (${events})`, personIds)
    await db.change(`DELETE FROM ticket_types WHERE event_id IN (${events})`, personIds)
    await db.change(`DELETE FROM events WHERE organizer_id IN (${people})`, personIds)
    await db.change(`DELETE FROM drafts WHERE person_id IN (${people})`, personIds)
    await db.change(`DELETE FROM audit WHERE actor_id IN (${people})`, personIds)
    await db.change(`DELETE FROM people WHERE id IN (${people})`, personIds)
  },
})
