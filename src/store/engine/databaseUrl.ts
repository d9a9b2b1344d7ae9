/** Where the data lives: a SQLite file, or a PostgreSQL server. */
export type StoreUrl =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }

const help =
  'Write sqlite:///main_database.db (a file in the folder where the bot is started), sqlite:////var/lib/levem/levem.db (an absolute path) or postgres://user:password@host:5432/database.'

/**
 * Reads DATABASE_URL: three slashes make a path relative to the working directory, four an absolute one. Throws an
 * Error that says what to write; it never repeats the URL, which may hold a password.
 */
export const parseDatabaseUrl = (url: string): StoreUrl => {
  if (/^postgres(?:ql)?:\/\//iu.test(url)) return postgresUrl(url)
  const path = /^sqlite:\/\/\/(.+)$/iu.exec(url)?.[1]
  if (path === undefined) throw new Error(`DATABASE_URL is not understood. ${help}`)
  if (path === ':memory:')
    throw new Error(`DATABASE_URL names a database in memory, which a restart would lose with every ticket. ${help}`)
  if (path.endsWith('/')) throw new Error(`DATABASE_URL names a folder, not a file. ${help}`)
  return { kind: 'sqlite', path }
}

const postgresUrl = (url: string): StoreUrl => {
  if (!URL.canParse(url))
    throw new Error(
      `DATABASE_URL is not a valid PostgreSQL URL: special characters in the password must be percent-encoded. ${help}`,
    )
  return { kind: 'postgres', url }
}
