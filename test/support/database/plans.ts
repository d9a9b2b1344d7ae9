import { Client } from 'pg'
import sqlite3 from 'sqlite3'
import { planning } from '../../../src/store/engine/postgresPools.js'
import type { Execute, Value } from '../../../src/store/engine/statements.js'

/** A statement as the program sent it. */
export type Sent = { readonly sql: string; readonly values: readonly Value[] }

/** Notes every statement that goes through; each text once, with the values it came with first. */
export const createListener = () => {
  const heard = new Map<string, Sent>()
  return {
    wrap:
      (execute: Execute): Execute =>
      (sql, values = []) => {
        if (/^(?:SELECT|UPDATE|INSERT|DELETE)/u.test(sql) && !heard.has(sql)) heard.set(sql, { sql, values })
        return execute(sql, values)
      },
    /** What was heard since it was asked last. */
    heard: (): readonly Sent[] => {
      const all = [...heard.values()]
      heard.clear()
      return all
    },
  }
}

// The tables that grow with an event.
const growing = 'orders|tickets|payments|refunds|holder_names|people|waiting_entries|waiting_types|answers'
const mayStop = (sql: string, plan: readonly string[]): boolean =>
  /\bLIMIT\b/u.test(sql) && !plan.some((line) => /TEMP B-TREE FOR (?:ORDER|LAST)/u.test(line))

/** Which tables grow: those of which no statement may look at all rows, and at all rows of one event. */
export type Growing = {
  readonly tables: string
  readonly ofEvent: string
  /** Partial indices that hold only what waits: they may be read as a whole. */
  readonly waiting: readonly string[]
}

/** What of SQLite's plan for a statement would grow with the event, or with these tables; none if nothing does. */
export const growthOnSqlite = async (
  path: string,
  { sql }: Sent,
  { tables, ofEvent, waiting }: Growing = { tables: growing, ofEvent: growing, waiting: [] },
): Promise<readonly string[]> => {
  const scan = new RegExp(`^SCAN (?:${tables})\\b`, 'u')
  const wholeEvent = new RegExp(
    `^SEARCH (?:${ofEvent})\\b.*\\(event_id=\\?\\)$|^SEARCH waiting_types\\b.*\\(ticket_type_id=\\?\\)$`,
    'u',
  )
  const database = new sqlite3.Database(path)
  const plan = await new Promise<readonly string[]>((resolve, reject) => {
    database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql.replace(/\$(?=\d)/gu, '?')}`, (error, rows) =>
      error ? reject(error) : resolve(rows.map(({ detail }) => detail)),
    )
  })
  await new Promise<void>((resolve) => database.close(() => resolve()))
  // What is read once more was chosen within the statement, whatever it is called.
  const chosen = plan.flatMap((line) => /^(?:CO-ROUTINE|MATERIALIZE) (?<name>\w+)$/u.exec(line)?.groups?.['name'] ?? [])
  const isFew = (line: string): boolean =>
    chosen.some((name) => line === `SCAN ${name}`) || waiting.some((name) => line.includes(` INDEX ${name}`))
  return plan
    .filter((line) => scan.test(line) || (wholeEvent.test(line) && !mayStop(sql, plan)))
    .filter((line) => !isFew(line))
}

type Node = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Join Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Node[]
}

// By far more than any page has, by far less than the event.
const few = 250

const rowsOf = (node: Node): number =>
  node['Actual Loops'] *
  (node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0))

const greedyNodes = (node: Node, most: number): readonly string[] => [
  ...(rowsOf(node) > most
    ? [`${node['Node Type']} ${node['Relation Name'] ?? node['Index Name'] ?? ''}: ${rowsOf(node)} rows`]
    : []),
  ...(node.Plans ?? []).flatMap((each) => greedyNodes(each, most)),
]

const literal = (value: Value): string =>
  value === null || value === undefined
    ? 'NULL'
    : typeof value === 'string'
      ? `'${value.replaceAll("'", "''")}'`
      : String(value)

/** A connection that runs statements for the sake of their plans and undoes them. */
export const openPlanner = async (url: string) => {
  const client = new Client(url)
  await client.connect()
  for (const [setting, value] of Object.entries(planning)) await client.query(`SET ${setting} = ${value}`)
  return {
    analyze: () => client.query('ANALYZE'),
    /** What in PostgreSQL's plan touched more rows than any page has, or than `most`; none if nothing did. */
    growth: async ({ sql, values }: Sent, most = few): Promise<readonly string[]> => {
      await client.query('BEGIN')
      try {
        await client.query(`PREPARE heard AS ${sql}`)
        const args = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`
        const { rows } = await client.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
          `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE heard${args}`,
        )
        return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => greedyNodes(Plan, most)))
      } finally {
        await client.query('ROLLBACK')
        await client.query('DEALLOCATE ALL')
      }
    },
    close: () => client.end(),
  }
}
