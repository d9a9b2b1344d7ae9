import { connect } from './dataSource.js'

/** Of a line that was filled: the first of those who wait; the others come after, one by one. */
export const firstWaiterId = 10_000_000

const standing = (eventId: number, ticketTypeId: number): readonly string[] => [
  `INSERT INTO waiting_types (ticket_type_id, entry_id, quantity)
    SELECT ${ticketTypeId}, id, quantity FROM waiting_entries WHERE event_id = ${eventId} AND order_id IS NULL ORDER BY id`,
  `UPDATE ticket_types SET waiting = (SELECT COALESCE(SUM(quantity), 0) FROM waiting_types WHERE ticket_type_id = ${ticketTypeId})
    WHERE id = ${ticketTypeId}`,
  `UPDATE events SET line_people = (SELECT COUNT(*) FROM waiting_entries WHERE event_id = ${eventId} AND order_id IS NULL),
    line_seats = (SELECT SUM(quantity) FROM waiting_types WHERE ticket_type_id = ${ticketTypeId}), line_over_up_to = NULL
    WHERE id = ${eventId}`,
]

/** Of ten who wait, so many want two; all others want one. */
const statementsFor = (eventId: number, ticketTypeId: number, people: number, now: number): readonly string[] => {
  const all = `(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < ${people - 1})
    SELECT n, ${firstWaiterId} + n AS person, CASE WHEN n % 10 = 7 THEN 2 ELSE 1 END AS quantity FROM s) each_waiter`
  return [
    `INSERT INTO people (id, display_name, created_at, folded_name) SELECT person, 'Waiter ' || n, 1, 'waiter ' || n FROM ${all}`,
    `INSERT INTO waiting_entries (event_id, person_id, quantity, ticket_type_ids, created_at)
      SELECT ${eventId}, person, quantity, '${ticketTypeId}', ${now - people} + n FROM ${all} ORDER BY n`,
    ...standing(eventId, ticketTypeId),
  ]
}

/** A line that was ended goes on, with those who do not know it yet. */
export const standAgain = async (url: string, eventId: number, ticketTypeId: number): Promise<void> => {
  const source = await connect(url, { migrations: [] })
  for (const sql of standing(eventId, ticketTypeId)) await source.query(sql)
  await source.destroy()
}

/** So many people line up for a ticket type, past the store. */
export const fillLine = async (
  url: string,
  { eventId, ticketTypeId, people, now }: { eventId: number; ticketTypeId: number; people: number; now: number },
): Promise<void> => {
  const source = await connect(url, { migrations: [] })
  await source.query('BEGIN')
  for (const sql of statementsFor(eventId, ticketTypeId, people, now)) await source.query(sql)
  await source.query('COMMIT')
  if (source.options.type === 'postgres')
    for (const table of ['people', 'waiting_entries', 'waiting_types'])
      await source.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`)
  await source.destroy()
}
