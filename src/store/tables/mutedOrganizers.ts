import type { Db } from '../engine/statements.js'
import { bigint, serial } from './columns.js'
import { anything, only, rowsAmong } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/** Table `muted_organizers`: who wants to hear no messages of which organizer. Nobody else sees it. */
export const mutedOrganizersTable = table({
  name: 'muted_organizers',
  columns: { id: serial, personId: bigint, organizerId: bigint, at: bigint },
  indices: [{ columns: ['organizer_id', 'person_id'], unique: true }],
  foreignKeys: [refersTo('person_id', 'people'), refersTo('organizer_id', 'people')],
})

const insert = insertion(
  mutedOrganizersTable,
  ['personId', 'organizerId', 'at'],
  'ON CONFLICT (organizer_id, person_id) DO NOTHING',
)

type Pair = { readonly personId: number; readonly organizerId: number }

/** Who wants to hear no messages of whom. */
export const createMutedOrganizersTable = (db: Db) => ({
  add: async (pair: Pair, now: number): Promise<void> => {
    await db.change(...insert({ ...pair, at: now }))
  },

  remove: async ({ personId, organizerId }: Pair): Promise<void> => {
    await db.change('DELETE FROM muted_organizers WHERE organizer_id = $1 AND person_id = $2', [organizerId, personId])
  },

  has: async ({ personId, organizerId }: Pair): Promise<boolean> =>
    (await db.row(anything, 'SELECT id FROM muted_organizers WHERE organizer_id = $1 AND person_id = $2', [
      organizerId,
      personId,
    ])) === true,

  /** Who of these people. */
  among: async (organizerId: number, people: readonly number[]): Promise<ReadonlySet<number>> =>
    new Set(
      await rowsAmong(db, only(bigint), {
        list: people,
        before: [organizerId],
        sql: (list) => `SELECT person_id FROM muted_organizers WHERE organizer_id = $1 AND person_id IN (${list})`,
      }),
    ),
})
