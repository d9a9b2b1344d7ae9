import type { MigrationInterface, QueryRunner } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const columns = [
  ['events', 'line_people integer NOT NULL DEFAULT 0'],
  ['events', 'line_seats integer NOT NULL DEFAULT 0'],
  ['events', 'line_offers integer NOT NULL DEFAULT 0'],
  ['events', 'line_over_up_to integer'],
  ['waiting_entries', 'any_type boolean'],
] as const

const ofEvent = (what: string, condition: string): string =>
  `(SELECT ${what} FROM waiting_entries WHERE event_id = events.id AND ${condition})`

const repairs = [
  `UPDATE "events" SET line_people = ${ofEvent('COUNT(*)', 'order_id IS NULL')},
   line_seats = ${ofEvent('COALESCE(SUM(quantity), 0)', 'order_id IS NULL')},
   line_offers = ${ofEvent('COUNT(*)', 'order_id IS NOT NULL')}
   WHERE id IN (SELECT event_id FROM waiting_entries)`,
  // Whoever waits for all that there is would take what is added.
  `UPDATE "waiting_entries" SET any_type = true WHERE order_id IS NULL
   AND LENGTH(ticket_type_ids) - LENGTH(REPLACE(ticket_type_ids, ',', '')) + 1
     = (SELECT COUNT(*) FROM ticket_types WHERE ticket_types.event_id = waiting_entries.event_id)`,
]

const indices = [
  'CREATE INDEX "events_in_line" ON "events" (starts_at, id) WHERE line_people > 0',
  'CREATE INDEX "events_line_over" ON "events" (id) WHERE line_over_up_to IS NOT NULL',
]

/** How many wait for an event, who of them waits in vain, and who would take any type. */
export class LineCounts1764470000000 implements MigrationInterface {
  /** Adds columns and indices, and counts the lines that are there. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, definition] of columns)
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN ${definition}`)
    for (const repair of repairs) await queryRunner.query(repair)
    for (const index of indices) await queryRunner.query(index)
  }

  /** Always throws: undoing would forget who is sent home. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}
