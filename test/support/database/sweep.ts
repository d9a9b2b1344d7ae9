import { dropDatabasesOf } from './postgres.js'

/** Vitest calls this before the first worker starts; what it gives, after the last has ended. */
export const setup = (): (() => Promise<void>) => {
  const run = String(process.pid)
  process.env['TEST_RUN'] = run
  return async () => {
    const server = process.env['TEST_POSTGRES_URL']
    if (server !== undefined) await dropDatabasesOf(server, run)
  }
}
