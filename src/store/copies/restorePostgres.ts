import type { Readable, Writable } from 'node:stream'
import { once } from 'node:events'
import { migrationLock, openPostgres } from '../engine/postgres.js'
import { lostIds, statementsAfterRestore } from './afterRestore.js'
import { type CopyContents, madeAtOf, marksTable } from './contents.js'
import { CopyFault } from './copyFault.js'
import { examinePostgres } from './postgresCopy.js'
import { addressOf, runPostgres } from './postgresPrograms.js'
import { onePostgresSession } from './postgresSession.js'
import type { RestoredCopy, RestoreOrder } from './restoreSqlite.js'

// As a running bot calls its connections, see postgresPools.ts and lifeline.ts.
const livingNames = "('levem', 'levem signs of life')"
const living = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ${livingNames}`
const livingWord = 'LEVEM_IS_LIVING'

/** Throws CopyFault if a bot is connected to a PostgreSQL database. */
export const mustNotLive = (url: string): Promise<void> =>
  onePostgresSession(url, async (query) => {
    const [one] = await query(`${living} LIMIT 1`)
    if (one) throw new CopyFault('living')
  })

/**
 * Puts a backup in the place of what is in a PostgreSQL database that no bot uses, brought up to date; the tables that
 * were there are kept in a schema of their own. One transaction. Throws CopyFault.
 */
export const restorePostgres = async ({ backup, target, now }: RestoreOrder): Promise<RestoredCopy> => {
  await mustNotLive(target)
  const contents = await examinePostgres(backup)
  const { schema, hasTables } = await lookAt(target)
  const keptAs = `before_restore_${new Date(now).toISOString().slice(0, 19).replace(/\D/gu, '')}`
  const restored = { madeAt: madeAtOf(contents), now }
  const knowsMarks = contents.counts.has(marksTable)
  await replay({
    target,
    backup,
    schema,
    before: opening(schema, keptAs, hasTables),
    after: [
      `SET search_path TO ${quoted(schema)}`,
      countsGuard(contents),
      idGap(schema),
      ...(knowsMarks ? statementsAfterRestore(restored) : []),
    ],
  })
  await bringUpToDate(target)
  if (!knowsMarks) await tell(target, statementsAfterRestore(restored))
  return { contents, keptAs: hasTables ? keptAs : undefined }
}

const bringUpToDate = async (url: string): Promise<void> => {
  const { close } = await openPostgres(url, (execute) => execute)
  await close()
}

const tell = (url: string, statements: readonly string[]): Promise<void> =>
  onePostgresSession(url, async (query) => {
    for (const sql of ['BEGIN', ...statements, 'COMMIT']) await query(sql)
  })

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const lookAt = (url: string): Promise<{ readonly schema: string; readonly hasTables: boolean }> =>
  onePostgresSession(url, async (query) => {
    const [row] = await query(
      `SELECT current_schema() AS schema, EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema()) AS filled`,
    )
    if (row?.['schema'] == null) throw new CopyFault('noTables')
    return { schema: String(row['schema']), hasTables: row['filled'] === true }
  })

// Whoever starts meanwhile waits at the lock of migrations, and then finds what was restored. What is an extension's
// stays.
const opening = (schema: string, keptAs: string, hasTables: boolean): readonly string[] => [
  `SELECT pg_advisory_xact_lock(${migrationLock})`,
  `DO $levem$ BEGIN IF EXISTS (${living}) THEN RAISE EXCEPTION '${livingWord}'; END IF; END $levem$`,
  ...(hasTables
    ? [
        `CREATE SCHEMA ${keptAs}`,
        `DO $levem$ DECLARE one record; BEGIN
           FOR one IN SELECT oid::regclass AS name FROM pg_class WHERE relnamespace = '${quoted(schema)}'::regnamespace AND relkind IN ('r', 'p')
             AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e') LOOP
             EXECUTE format('ALTER TABLE %s SET SCHEMA ${keptAs}', one.name);
           END LOOP;
         END $levem$`,
      ]
    : []),
]

/** Fails when a table has other than its rows: half an archive must not become a database. */
const countsGuard = ({ counts }: CopyContents): string => {
  const checks = [...counts].map(
    ([table, count]) =>
      `IF (SELECT COUNT(*) FROM ${quoted(table)}) <> ${count} THEN RAISE EXCEPTION 'wrong number of rows in ${table}'; END IF;`,
  )
  return `DO $levem$ BEGIN ${checks.join(' ')} END $levem$`
}

const idGap = (schema: string): string =>
  `SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, COALESCE(last_value, 0) + ${lostIds})
   FROM pg_sequences WHERE schemaname = '${schema.replaceAll("'", "''")}'`

type Replay = {
  readonly target: string
  readonly backup: string
  readonly schema: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/**
 * Sends an archive's statements to the server between others, all in one transaction. COMMIT is sent last, and only if
 * all before it was: an end in the middle undoes everything.
 */
const replay = async ({ target, backup, schema, before, after }: Replay): Promise<void> => {
  const { address, env } = addressOf(target)
  const psqlHow = ['--no-psqlrc', '--quiet', '--no-password', '--set=ON_ERROR_STOP=1', '--output=/dev/null']
  const psql = runPostgres('psql', [...psqlHow, `--dbname=${address}`], env)
  const how = ['--no-owner', '--no-privileges', '--file=-', `--schema=${schema}`]
  const archive = runPostgres('pg_restore', [...how, backup])
  psql.output.resume()
  try {
    psql.input.write(lines(['BEGIN', ...before]))
    await Promise.race([copyOver(archive.output, psql.input), psql.ended])
    await archive.ended
    psql.input.end(lines([...after, 'COMMIT']))
    await psql.ended
  } catch (error) {
    archive.output.destroy()
    psql.input.destroy()
    throw named(error, await psql.ended.catch((reason: unknown) => reason))
  }
}

const lines = (statements: readonly string[]): string => `${statements.join(';\n')};\n`

const copyOver = async (from: Readable, to: Writable): Promise<void> => {
  for await (const chunk of from) if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')])
}

/** What the server had against it says more than that nobody listened to the archive any more. */
const named = (error: unknown, ofServer: unknown): unknown => {
  const cause = ofServer instanceof CopyFault ? ofServer : error
  return cause instanceof CopyFault && cause.facts['detail']?.includes(livingWord) ? new CopyFault('living') : cause
}
