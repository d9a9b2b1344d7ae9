import { placeholders, type Value } from '../engine/statements.js'

/** A page of a list that goes from the newest back: at most `limit` after the one with the id `after`. */
export type NewestFirst = { readonly after?: number | undefined; readonly limit: number }

/** An ordered list and a place in it: the next `limit` after what these columns are there. */
type KeysetPage = {
  readonly by: readonly string[]
  readonly order: 'ASC' | 'DESC'
  /** undefined: the first page. */
  readonly after: readonly Value[] | undefined
  /** Where `after` does not hold the columns themselves: a query that finds them, `after` being its values. */
  readonly place?: (after: string) => string
  readonly limit: number
}

/** How a statement for a page ends, after its condition with so many values: " AND (…) > (…) ORDER BY … LIMIT …". */
export const keyset = (
  { by, order, after, place = (values) => `(${values})`, limit }: KeysetPage,
  valuesBefore: number,
): { readonly sql: string; readonly values: readonly Value[] } => {
  const values = [...(after ?? []), limit]
  const compare = order === 'ASC' ? '>' : '<'
  const beyond = after && ` AND (${by.join(', ')}) ${compare} ${place(placeholders(after.length, valuesBefore))}`
  return {
    sql: `${beyond ?? ''} ORDER BY ${by.map((column) => `${column} ${order}`).join(', ')} LIMIT $${valuesBefore + values.length}`,
    values,
  }
}

/** The same for lists whose order is that of their ids. */
export const newestFirst = (id: string, { after, limit }: NewestFirst, valuesBefore: number) =>
  keyset({ by: [id], order: 'DESC', after: after === undefined ? undefined : [after], limit }, valuesBefore)
