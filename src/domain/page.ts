/** A page of things, and whether there are more after it. */
export type Page<T> = { readonly rows: readonly T[]; readonly hasMore: boolean }

/** Which page: the first `size` things after the one named by `after`, from the start without one. */
export type PageRequest<Place = number> = { readonly after?: Place | undefined; readonly size: number }

/** The first `size` of rows that were read with one more. */
export const pageOf = <T>(rows: readonly T[], size: number): Page<T> => ({
  rows: rows.slice(0, size),
  hasMore: rows.length > size,
})

/** What to read for a page: one row more than it shows, to know whether there are more. */
export const oneMoreThan = <Place>({
  after,
  size,
}: PageRequest<Place>): { readonly after?: Place; readonly limit: number } => ({
  limit: size + 1,
  ...(after !== undefined && { after }),
})
