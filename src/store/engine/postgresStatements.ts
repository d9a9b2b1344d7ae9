import type { ClientBase } from 'pg'
import type { Execute, Row } from './statements.js'

// Beyond this many a statement is planned each time.
const nameLimit = 300
// Lists of different lengths make different texts, which would use the names up; no single row has more values.
const mostValues = 24

/** Keeps statements prepared on the server, by name: planning one takes as long as running it. */
export const createPreparedStatements = () => {
  const names = new Map<string, string>()
  let given = 0
  const nameOf = (sql: string): string | undefined => {
    if (!names.has(sql) && names.size < nameLimit) names.set(sql, `levem_${(given += 1)}`)
    return names.get(sql)
  }
  return {
    /** Sends statements over one connection; those with values are prepared. */
    over:
      (client: ClientBase): Execute =>
      async (sql, values) => {
        const name = values && values.length <= mostValues ? nameOf(sql) : undefined
        const result = await client.query<Row>({
          text: sql,
          ...(values && { values: [...values] }),
          ...(name !== undefined && { name }),
        })
        return { rows: result.rows, affected: result.rowCount ?? 0 }
      },
    /** Prepares all anew under other names: needed when another process changed a table. */
    forget: (): void => names.clear(),
  }
}

/** Statements prepared on the server, by name. */
export type PreparedStatements = ReturnType<typeof createPreparedStatements>
