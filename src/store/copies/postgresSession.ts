import { Client } from 'pg'
import { withoutTimeout } from '../engine/postgresPools.js'
import type { Row, Value } from '../engine/statements.js'

/** Asks the server something and gives the rows. */
export type Query = (sql: string, values?: readonly Value[]) => Promise<readonly Row[]>

/** Speaks with a server over one connection that is not one of the running program's. */
export const onePostgresSession = async <T>(url: string, work: (query: Query) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: withoutTimeout(url), application_name: 'levem copy' })
  // The statement that is under way tells it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(async (sql, values) => (await client.query<Row>(sql, values && [...values])).rows)
  } finally {
    await client.end()
  }
}
