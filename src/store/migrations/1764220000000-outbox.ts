import { TableIndex, type MigrationInterface, type QueryRunner, type TableIndexOptions } from 'typeorm'

// A migration is history: it repeats what the schema said on its day and imports nothing that may change.
const index = (name: string, columnNames: string[], where?: string): TableIndexOptions => ({
  name,
  columnNames,
  ...(where !== undefined && { where }),
})

const bulk = [
  'yourEventCancelled',
  'yourEventChanged',
  'heldEventCancelled',
  'holdExpired',
  'orderRefunded',
  'ticketRefunded',
  'refunded',
  'announcementDelayed',
]

// Within JSON no text can say this: its quotation marks are escaped.
const isBulk = bulk.map((kind) => `news LIKE '%"kind":"${kind}"%'`).join(' OR ')

// As SQL: TypeORM would rebuild the whole table on SQLite.
const changes = [
  `ALTER TABLE "announcements" ADD COLUMN urgency varchar NOT NULL DEFAULT 'personal'`,
  'ALTER TABLE "announcements" ADD COLUMN owner varchar',
  `UPDATE announcements SET urgency = CASE WHEN recipient = 'chat' THEN 'chat' WHEN ${isBulk} THEN 'bulk' ELSE 'personal' END
   WHERE state <> 'delivered'`,
  // Whoever had a lease is nobody we know: its end is when the row is due, as what may have been said.
  `UPDATE announcements SET owner = 'unknown', due_at = lease_until WHERE state = 'waiting' AND lease_until IS NOT NULL`,
  'DROP INDEX announcements_waiting',
  'DROP INDEX announcements_delivered',
  'DROP INDEX announcements_undelivered',
  'ALTER TABLE "announcements" DROP COLUMN lease_until',
]

const newIndices = {
  announcements: [
    index('announcements_due', ['urgency', 'due_at', 'id'], "state = 'waiting'"),
    index('announcements_lane', ['recipient', 'urgency', 'id'], "state = 'waiting'"),
    index('announcements_claimed', ['recipient', 'urgency', 'owner'], "state = 'waiting' AND owner IS NOT NULL"),
    index('announcements_of_event', ['event_id', 'state', 'urgency', 'attempts'], "state <> 'delivered'"),
    index(
      'announcements_told_chat',
      ['settled_at'],
      "(recipient = 'chat' AND (state = 'delivered' OR lost_answers > 0))",
    ),
  ],
  asks: [index('asks_at', ['at'])],
  guesses: [index('guesses_since', ['since'])],
  pockets: [index('pockets_at', ['at'])],
  forms: [index('forms_updated', ['updated_at'])],
}

/** An outbox that stays quick however much waits in it; what can be forgotten is found by its age. */
export class Outbox1764220000000 implements MigrationInterface {
  /** Each row gets its urgency and its owner; indexes by which it is found. */
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const change of changes) await queryRunner.query(change)
    for (const [table, indices] of Object.entries(newIndices))
      for (const options of indices) await queryRunner.createIndex(table, new TableIndex(options))
  }

  /** Always throws: undoing would say once more what was being said. */
  down(): Promise<void> {
    return Promise.reject(
      new Error('this migration is not undone: it would say once more what was being said; restore a backup instead'),
    )
  }
}
