import { createInterface } from 'node:readline'
import { rm, writeFile } from 'node:fs/promises'
import { type CopyContents, copyMarks, marksTable, mustBeUsable } from './contents.js'
import { CopyFault } from './copyFault.js'
import { putInPlace } from './files.js'
import { onePostgresSession } from './postgresSession.js'
import { addressOf, runPostgres } from './postgresPrograms.js'
import type { CopyOrder } from './sqliteCopy.js'

/**
 * Copies a PostgreSQL database as it stands at one moment, while it is being used, into an archive of pg_dump, and
 * reads the archive whole. The target appears when it is finished. Throws CopyFault.
 */
export const copyPostgres = async ({ source, target, now }: CopyOrder): Promise<CopyContents> => {
  const unfinished = `${target}.part`
  try {
    await rm(unfinished, { force: true })
    // pg_dump writes into the file that is there, and this one nobody else may read.
    await writeFile(unfinished, '', { flag: 'wx', mode: 0o600 })
    await dump(source, unfinished, await markIn(source, now))
    const contents = await examinePostgres(unfinished)
    await putInPlace(unfinished, target)
    return contents
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Notes in the database that it is being copied, so that the copy knows its time. Gives the schema where it is. */
const markIn = (url: string, now: number): Promise<string> =>
  onePostgresSession(url, async (query) => {
    const [row] = await query(`SELECT current_schema() AS schema, to_regclass('${marksTable}') IS NOT NULL AS marked`)
    if (row?.['schema'] == null) throw new CopyFault('noTables')
    // An old database has no marks yet.
    if (row['marked'] === true)
      await query(
        `INSERT INTO ${marksTable} (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        [copyMarks.madeAt, now],
      )
    return String(row['schema'])
  })

// All of one snapshot; who owns what, and who may what, is the other server's affair.
const dump = (url: string, target: string, schema: string): Promise<void> => {
  const { address, env } = addressOf(url)
  const how = ['--format=custom', '--no-owner', '--no-privileges', '--no-password', '--lock-wait-timeout=30s']
  return runPostgres('pg_dump', [...how, `--schema="${schema}"`, `--file=${target}`, `--dbname=${address}`], env).ended
}

/** Reads an archive whole: whether it is sound, one of ours, and not of a newer version. Throws CopyFault. */
export const examinePostgres = async (path: string): Promise<CopyContents> => {
  const reading = runPostgres('pg_restore', ['--data-only', '--file=-', path])
  const contents = await contentsIn(createInterface({ input: reading.output, crlfDelay: Infinity }))
  await reading.ended.catch((error: unknown) => {
    throw error instanceof CopyFault && error.code === 'programFailed' ? new CopyFault('damaged', error.facts) : error
  })
  mustBeUsable(contents)
  return contents
}

type Reading = { readonly table: string; readonly columns: readonly string[]; rows: number }

// https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
const begun = /^COPY (?:\S+\.)?"?(\w+)"? \((.*)\) FROM stdin;$/u
const ended = String.raw`\.`

const contentsIn = async (lines: AsyncIterable<string>): Promise<CopyContents> => {
  const counts = new Map<string, number>()
  const applied: (readonly [id: number, name: string])[] = []
  const marks = new Map<string, number>()
  let reading: Reading | undefined
  for await (const line of lines) {
    if (!reading) reading = readingOf(line)
    else if (line === ended) {
      counts.set(reading.table, reading.rows)
      reading = undefined
    } else {
      reading.rows += 1
      const read = valuesIn(reading, line)
      if (reading.table === 'migrations') applied.push([Number(read('id')), read('name')])
      if (reading.table === marksTable) marks.set(read('name'), Number(read('value')))
    }
  }
  return { counts, marks, migrations: applied.sort(([a], [b]) => a - b).map(([, name]) => name) }
}

const readingOf = (line: string): Reading | undefined => {
  const [, table, columns = ''] = begun.exec(line) ?? []
  return table === undefined ? undefined : { table, columns: columns.split(', '), rows: 0 }
}

// Names and numbers only: nothing that would have been escaped.
const valuesIn =
  ({ columns }: Reading, line: string) =>
  (column: string): string =>
    line.split('\t')[columns.findIndex((name) => name.replaceAll('"', '') === column)] ?? ''
