import { type Db, placeholders } from '../engine/statements.js'

/** Removes what a self-test made: everything of these people, who exist for no other reason. */
export const createSelfTestQueries = (db: Db) => ({
  remove: async (personIds: readonly number[]): Promise<void> => {
    const people = `IN (${placeholders(personIds.length)})`
    const theirs = `event_id IN (SELECT id FROM events WHERE organizer_id ${people})`
    // What names others goes before them.
    const everything = [
      `announcements WHERE ${theirs} OR actor_id ${people}`,
      ...[
        'tickets',
        'refunds',
        'payments',
        'orders',
        'ticket_types',
        'event_counters',
        'event_days',
        'event_money_days',
        'holder_names',
        'event_rounds',
      ].map((name) => `${name} WHERE ${theirs}`),
      `events WHERE organizer_id ${people}`,
      `drafts WHERE person_id ${people}`,
      `audit WHERE actor_id ${people}`,
      `people WHERE id ${people}`,
    ]
    for (const some of everything) await db.change(`DELETE FROM ${some}`, personIds)
  },
})
