import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { copyDatabase, CopyFault, examineBackup, madeAtOf, restoreDatabase } from '../../../src/store/copies/copies.js'
import { lostIds } from '../../../src/store/copies/afterRestore.js'
import { openStore, parseDatabaseUrl, type Store } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'
import { emptySqliteFile } from '../../support/database/files.js'
import { fillGrown, grown } from '../../support/database/grown.js'
import { now } from '../../support/fixtures.js'
import { inspect } from '../../support/inspect.js'

const person = { id: 777, displayName: 'Late', languageCode: undefined, username: undefined }

describe.each(databases)('a backup of $name', ({ empty, name }) => {
  let database: ClosedDatabase
  let folder: Awaited<ReturnType<typeof emptySqliteFile>>
  let backup: string
  const url = () => parseDatabaseUrl(database.url)

  beforeEach(async () => {
    database = await empty()
    folder = await emptySqliteFile()
    backup = join(dirname(folder.path), 'backup')
    await fillGrown(database.url, 120, now)
  })
  afterEach(async () => {
    await database.drop()
    await folder.drop()
  })

  const onIt = async (...statements: readonly string[]): Promise<readonly unknown[]> => {
    const source = await connect(database.url)
    try {
      const results: unknown[] = []
      for (const sql of statements) results.push(await source.query(sql))
      return results
    } finally {
      await source.destroy()
    }
  }
  const withStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore({ url: url() })
    return work(store).finally(store.close)
  }
  const counts = async (): Promise<readonly number[]> => {
    const inspector = inspect(database.url)
    return Promise.all(['people', 'orders', 'tickets', 'staff'].map((table) => inspector.count(table)))
  }

  test('is made while the bot writes, is whole, and nobody else may read it', async () => {
    const contents = await withStore(async (store) => {
      const writing = Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          store.transact((tx) => tx.cursors.set(`writing ${index % 10}`, index)),
        ),
      )
      const made = await copyDatabase(url(), backup, now)
      await writing
      return made
    })
    expect([contents.counts.get('orders'), contents.counts.get('tickets')]).toEqual([60, 114])
    expect(madeAtOf(contents)).toBe(now)
    expect((await stat(backup)).mode & 0o777).toBe(0o600)
    expect(await examineBackup(url().kind, backup)).toEqual(contents)
    expect((await readdir(dirname(backup))).filter((file) => file.startsWith('backup'))).toEqual(['backup'])
  })

  test('brings back what was there, keeps what is there now, and gives no id twice', async () => {
    await withStore(() => copyDatabase(url(), backup, now))
    const before = await counts()
    await withStore((store) => store.transact((tx) => tx.people.meet(person, now)))
    await onIt('DELETE FROM staff')
    const later = now + 5 * 60_000
    const { keptAs, contents } = await restoreDatabase(url(), backup, later)
    expect(contents.counts.get('orders')).toBe(before[1])
    expect(await counts()).toEqual(before)
    await withStore(async (store) => {
      expect(await store.transact((tx) => tx.cursors.of('restoredFrom'))).toBe(now)
      expect(await store.transact((tx) => tx.cursors.of('restoredAt'))).toBe(later)
    })
    const [, added] = await onIt(
      "INSERT INTO audit (at, action, subject) VALUES (1, 'a', 'b')",
      'SELECT MAX(id) AS id FROM audit',
    )
    expect(Number((added as readonly { id: number }[])[0]?.id)).toBeGreaterThan(lostIds)
    const kept =
      name === 'sqlite'
        ? await keptFile(String(keptAs))
        : await onIt(
            `SELECT COUNT(*) AS n FROM ${String(keptAs)}.people WHERE id = 777`,
            `SELECT COUNT(*) AS n FROM ${String(keptAs)}.staff`,
          )
    expect(kept.map((rows) => Number((rows as readonly { n: number }[])[0]?.n))).toEqual([1, 0])
    expect(await inspect(database.url).wrongCounters()).toEqual([])
  })

  const keptFile = async (path: string): Promise<readonly unknown[]> => {
    const source = await connect(`sqlite:///${path}`)
    const results: unknown[] = [
      await source.query('SELECT COUNT(*) AS n FROM people WHERE id = 777'),
      await source.query('SELECT COUNT(*) AS n FROM staff'),
    ]
    await source.destroy()
    return results
  }

  test('of an older version is brought up to date', async () => {
    // fillGrown leaves the tables as they were before counters; marks were there already.
    const contents = await copyDatabase(url(), backup, now)
    expect(contents.counts.has('event_counters')).toBe(false)
    await restoreDatabase(url(), backup, now)
    await withStore(async (store) => {
      const counters = await store.transact((tx) => tx.eventCounters.ofEvent(grown.eventId))
      expect(counters.map(({ orders }) => orders)).toEqual([27, 27])
    })
  })

  test('of a newer version is refused, and nothing is changed', async () => {
    await withStore(() => Promise.resolve())
    await onIt("INSERT INTO migrations (timestamp, name) VALUES (1999000000000, 'Later1999000000000')")
    await expect(copyDatabase(url(), backup, now)).rejects.toMatchObject({ code: 'tooNew' })
    expect(await counts()).toEqual([62, 60, 114, 1])
  })

  test('is not put over a database that a bot uses, and is once that has ended', async () => {
    await withStore(async () => {
      await copyDatabase(url(), backup, now)
      await expect(restoreDatabase(url(), backup, now)).rejects.toThrow(/in use|living/u)
    })
    await restoreDatabase(url(), backup, now)
  })

  test.runIf(name === 'sqlite')('is not put over a file that another program reads', async () => {
    await withStore(() => copyDatabase(url(), backup, now))
    const reader = await connect(database.url)
    await reader.query('BEGIN')
    await reader.query('SELECT COUNT(*) FROM people')
    await expect(restoreDatabase(url(), backup, now)).rejects.toThrow(/in use/u)
    await reader.query('COMMIT')
    await reader.destroy()
    await restoreDatabase(url(), backup, now)
  })

  test('that is damaged, cut short or something else is refused, and nothing is changed', async () => {
    await withStore(() => copyDatabase(url(), backup, now))
    const bytes = await readFile(backup)
    const scribbled = Buffer.from(bytes)
    scribbled.fill(0x5a, Math.floor(bytes.length / 3), Math.floor(bytes.length / 3) + 9000)
    for (const wrong of [scribbled, bytes.subarray(0, Math.floor(bytes.length / 2)), Buffer.from('no backup')]) {
      await writeFile(backup, wrong)
      await expect(restoreDatabase(url(), backup, now)).rejects.toThrow()
      expect(await counts()).toEqual([62, 60, 114, 1])
    }
    await writeFile(backup, bytes)
    await restoreDatabase(url(), backup, now)
  })

  test('is said to need the programs or the database where those are missing', async () => {
    const nowhere = name === 'sqlite' ? 'sqlite:////nowhere/at/all.db' : `${database.url}_nowhere`
    await expect(copyDatabase(parseDatabaseUrl(nowhere), backup, now)).rejects.toThrow(
      name === 'sqlite' ? CopyFault : /does not exist/u,
    )
  })
})
