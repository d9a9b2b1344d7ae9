import type { EntitySchemaOptions } from 'typeorm'
import type { StoreUrl } from '../engine/databaseUrl.js'
import { placeholders, type Row, type Value } from '../engine/statements.js'
import { schema } from '../tables/schema.js'
import { CopyFault } from './copyFault.js'
import { type MovingEnd, withSource, withTarget } from './movingEnds.js'

/** How many rows of each table were moved, and found the same on both sides. */
export type MovedCounts = ReadonlyMap<string, number>

/**
 * Moves all rows into an empty database of the other kind, or of the same, in one transaction there: whoever dies in
 * the middle leaves it empty. Each row is read again and compared. The source stays as it is; nobody may use either.
 * Throws DatabaseInUse and CopyFault.
 */
export const moveDatabase = (from: StoreUrl, to: StoreUrl): Promise<MovedCounts> =>
  withSource(from, (source) =>
    withTarget(to, async (target) => {
      for (const one of tables) await mustBeEmpty(target, one)
      const moved = new Map<string, number>()
      for (const one of tables) moved.set(one.name, await moveTable(one, source, target))
      for (const one of tables) await compareTable(one, source, target)
      for (const { name, serial } of tables)
        if (serial !== undefined) await target.countOn(name, serial, await source.lastId(name, serial))
      await target.rows(leftInbox)
      return moved
    }),
  )

// Whose updates nobody knows is as good as ended: the others take them over.
const leftInbox = `INSERT INTO processes (id, mode, started_at, beat) SELECT DISTINCT owner, 'moved', 0, CAST(NULL AS integer) FROM inbox
  WHERE handled_at IS NULL AND NOT EXISTS (SELECT 1 FROM processes WHERE processes.id = inbox.owner)`

type MovingColumn = { readonly name: string; readonly type: string }

type MovingTable = {
  readonly name: string
  readonly columns: readonly MovingColumn[]
  readonly keys: readonly string[]
  /** The column that counts by itself. */
  readonly serial: string | undefined
}

type Description = EntitySchemaOptions<Record<string, unknown>>

const movingTableOf = ({ name, columns }: Description): MovingTable => {
  const all = Object.entries(columns).flatMap(([key, column]) => (column ? [{ key, ...column }] : []))
  return {
    name,
    columns: all.map(({ key, type }) => ({ name: key, type: String(type) })),
    keys: all.filter(({ primary }) => primary).map(({ key }) => key),
    serial: all.find(({ generated }) => generated)?.key,
  }
}

/** What a row names by its id comes before it. */
const inOrder = (all: readonly Description[]): readonly Description[] => {
  const placed: Description[] = []
  let waiting = [...all]
  while (waiting.length > 0) {
    const isPlaced = (target: unknown): boolean => placed.some(({ name }) => name === target)
    const ready = waiting.filter(({ foreignKeys = [] }) => foreignKeys.every(({ target }) => isPlaced(target)))
    if (ready.length === 0) throw new Error('tables refer to each other in a circle')
    placed.push(...ready)
    waiting = waiting.filter((one) => !ready.includes(one))
  }
  return placed
}

const tables = inOrder(schema.map(({ options }) => options as Description)).map(movingTableOf)

// PostgreSQL takes 65,535 values in a statement, SQLite 32,766.
const mostValues = 30_000
const mostRows = 500

const quoted = (name: string): string => `"${name}"`
const listed = (names: readonly string[]): string => names.map(quoted).join(', ')

const mustBeEmpty = async (target: MovingEnd, { name }: MovingTable): Promise<void> => {
  const [row] = await target.rows(`SELECT 1 FROM ${quoted(name)} LIMIT 1`)
  if (row) throw new CopyFault('notEmpty', { table: name })
}

const moveTable = async (table: MovingTable, source: MovingEnd, target: MovingEnd): Promise<number> => {
  let moved = 0
  for await (const rows of pagesOf(table, source)) {
    await insert(table, target, rows)
    moved += rows.length
  }
  return moved
}

const insert = async ({ name, columns }: MovingTable, target: MovingEnd, rows: readonly Values[]): Promise<void> => {
  const tuples = rows.map((_, index) => `(${placeholders(columns.length, index * columns.length)})`)
  const names = listed(columns.map((column) => column.name))
  await target.rows(`INSERT INTO ${quoted(name)} (${names}) VALUES ${tuples.join(', ')}`, rows.flat())
}

type Values = readonly Value[]

/** All rows of a table in the order of its key, as values that both databases write the same. */
async function* pagesOf(table: MovingTable, end: MovingEnd): AsyncGenerator<readonly Values[]> {
  const { name, columns, keys } = table
  const limit = Math.min(mostRows, Math.floor(mostValues / columns.length))
  const order = keys.map((key) => end.sorted(quoted(key), typeOf(table, key) === 'varchar')).join(', ')
  let after: Values = []
  for (;;) {
    const where = after.length === 0 ? '' : `WHERE (${order}) > (${placeholders(keys.length)})`
    const sql = `SELECT ${listed(columns.map((column) => column.name))} FROM ${quoted(name)} ${where} ORDER BY ${order} LIMIT ${limit}`
    const rows = await end.rows(sql, after)
    if (rows.length > 0) yield rows.map((row) => valuesOf(table, row))
    const last = rows.at(-1)
    if (!last || rows.length < limit) return
    after = keys.map((key) => valueOf(typeOf(table, key), last[key]))
  }
}

const typeOf = ({ columns }: MovingTable, key: string): string => columns.find(({ name }) => name === key)?.type ?? ''

const valuesOf = ({ columns }: MovingTable, row: Row): Values =>
  columns.map(({ name, type }) => valueOf(type, row[name]))

const valueOf = (type: string, raw: Value): Value => {
  if (raw == null) return null
  if (type === 'integer' || type === 'bigint') return wholeNumber(raw)
  return type === 'boolean' ? raw === true || raw === 1 : String(raw)
}

const wholeNumber = (raw: Value): number => {
  const number = Number(raw)
  if (!Number.isSafeInteger(number)) throw new Error(`not a whole number of 53 bits: ${String(raw)}`)
  return number
}

const compareTable = async (table: MovingTable, source: MovingEnd, target: MovingEnd): Promise<void> => {
  const theirs = pagesOf(table, target)
  for await (const page of pagesOf(table, source)) {
    const other = await theirs.next()
    if (other.done || JSON.stringify(other.value) !== JSON.stringify(page))
      throw new CopyFault('different', { table: table.name })
  }
  if (!(await theirs.next()).done) throw new CopyFault('different', { table: table.name })
}
