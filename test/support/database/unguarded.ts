import type { Execute, StatementResult, Value } from '../../../src/store/engine/statements.js'
import type { Store, StoreNeeds } from '../../../src/store/store.js'
import { openRacing } from './racing.js'

/** Guarded updates by how they begin: what they ask of the row besides its id is asked and not obeyed. */
const guardedUpdates = {
  'events: next numbers': 'UPDATE events SET tickets_issued = ',
  'tickets: check in': 'UPDATE tickets SET checked_in_at = $2',
  'tickets: undo the check-in': 'UPDATE tickets SET checked_in_at = NULL',
  'tickets: give': 'UPDATE tickets SET holder_id = ',
  'tickets: give back':
    "UPDATE tickets SET state = 'returned', picture = NULL, for_line_at = NULL WHERE id = $1 AND code = ",
  'waiting entries: offer': 'UPDATE waiting_entries SET order_id = ',
  'gifts: accept': 'UPDATE gifts SET receiver_id = ',
  'guest entries: take': 'UPDATE guest_entries SET taken_by = ',
  'guest entries: revoke': 'UPDATE guest_entries SET revoked_at = ',
  'guest drafts: close': 'UPDATE guest_drafts SET issued_at = ',
  'invitations: use': 'UPDATE invitations SET used_by = ',
  'promo codes: redeem': 'UPDATE promo_codes SET used = used + $2 WHERE id = $1 AND ',
  'refund runs: take the next': 'UPDATE refund_runs SET next = next + 1',
  'orders: move': 'UPDATE orders SET state = $2',
  'orders: confirm': "UPDATE orders SET state = 'confirmed'",
  'orders: expire': "UPDATE orders SET state = 'expired'",
  'orders: extend': 'UPDATE orders SET held_until = CASE',
  'orders: change': 'UPDATE orders SET total_minor = ',
  'ticket types: give back': 'UPDATE ticket_types SET taken = taken - $2 WHERE id = $1 AND ',
  'accesses: advance': 'UPDATE accesses SET told_to = ',
  'threads: spend': 'UPDATE threads SET hour_count = ',
  'threads: open': 'UPDATE threads SET open_message = $2',
  'threads: close': 'UPDATE threads SET open_message = NULL',
  'orders: give back': 'UPDATE orders SET returned = returned + $2 WHERE id = $1 AND ',
} as const

/** Updates that change nothing and lock rows: nobody waits, everybody only looks. */
const locks = {
  'orders: lock': 'UPDATE orders SET returned = returned WHERE id = ',
  'events: lock': 'UPDATE events SET capacity = capacity WHERE id = ',
  'ticket types: lock': 'UPDATE ticket_types SET taken = taken WHERE event_id = $1 AND ',
} as const

const take = { 'ticket types: take': 'UPDATE ticket_types SET taken = taken + $2 WHERE id = $1 AND ' } as const

type Sent = (execute: Execute, sql: string, values: readonly Value[] | undefined) => Promise<StatementResult>
type Rule = { readonly name: string; readonly beginning: string; readonly send: Sent }

const parts = (sql: string, pattern: RegExp): readonly string[] => {
  const found = pattern.exec(sql)
  if (!found) throw new Error(`there is no guard to take out of: ${sql}`)
  return found.slice(1).map((part: string | undefined) => part ?? '')
}

const withoutCondition: Sent = (execute, sql, values) => {
  const [update, condition, returning] = parts(
    sql,
    /^(UPDATE .+? WHERE id (?:= \$1|IN \([^)]*\))) AND (.+?)( RETURNING .+)?$/u,
  )
  return execute(`${update} AND ((${condition}) OR TRUE)${returning}`, values)
}

const withoutLock: Sent = (execute, sql, values) => {
  const [table, , where, columns] = parts(sql, /^UPDATE (\w+) SET (\w+) = \2 WHERE (.+?) RETURNING (.+)$/u)
  return execute(`SELECT ${columns} FROM ${table} WHERE ${where}`, values)
}

/** What one must not do: two may read the same number, and the last one's write wins. */
const readAndWriteLater: Sent = async (execute, sql, values) => {
  const [condition, columns] = parts(sql, /^UPDATE .+? WHERE id = \$1 AND (.+?) RETURNING (.+)$/u)
  const [id, quantity] = values ?? []
  const { rows } = await execute(
    `SELECT taken FROM ticket_types WHERE id = $1 AND ${condition}`.replaceAll('$2', String(quantity)),
    [id],
  )
  if (!rows[0]) return { rows: [], affected: 0 }
  return execute(`UPDATE ticket_types SET taken = $2 WHERE id = $1 RETURNING ${columns}`, [
    id,
    Number(rows[0]['taken']) + Number(quantity),
  ])
}

const rulesOf = (beginnings: Readonly<Record<string, string>>, send: Sent): readonly Rule[] =>
  Object.entries(beginnings).map(([name, beginning]) => ({ name, beginning, send }))

const rules = [
  ...rulesOf(guardedUpdates, withoutCondition),
  ...rulesOf(locks, withoutLock),
  ...rulesOf(take, readAndWriteLater),
]

/** The names of all guards that can be taken out. */
export const guardNames: readonly string[] = rules.map(({ name }) => name)

/**
 * Takes the guards out of the statements of the stores that it opens, for negative controls: guarded updates read first
 * and write later, locks lock nothing, and on SQLite transactions run into each other. A statement that it knows and
 * that has no guard is an error.
 */
export const createUnguarding = () => {
  const found = new Set<string>()
  const wrap =
    (execute: Execute): Execute =>
    (text, values) => {
      const sql = text.replace(/\s+/gu, ' ')
      const rule = rules.find(({ beginning }) => sql.startsWith(beginning))
      if (!rule) return execute(text, values)
      found.add(rule.name)
      return rule.send(execute, sql, values)
    }
  return {
    open: ({ url }: Pick<StoreNeeds, 'url'>): Promise<Store> => openRacing({ url, wrap }),
    /** The names of the guards that were taken out so far. */
    found: (): readonly string[] => [...found].sort(),
    /** Throws if there was nothing to take out: then the control shows nothing. */
    mustHaveFound: (): void => {
      if (found.size === 0) throw new Error('no statement had a guard that could be taken out')
    },
  }
}
