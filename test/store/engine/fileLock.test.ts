import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { describe, expect, test as plainTest } from 'vitest'
import { DatabaseInUse, openStore } from '../../../src/store/store.js'
import { holdInAnotherProcess } from './holder.js'
import { now } from '../../support/fixtures.js'

// Each with a folder of its own: they may run beside each other, as most of their time they wait.
const test = plainTest.extend<{ readonly folder: string; readonly path: string }>({
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'levem-lock-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  path: ({ folder }, use) => use(join(folder, 'deep', 'test.db')),
})

const open = (path: string) => openStore({ url: { kind: 'sqlite', path } })

describe.concurrent('one store a SQLite file', () => {
  test('another process is refused, and told what to do, while this one has it open', async ({ path }) => {
    const store = await open(path)
    const other = await holdInAnotherProcess(`sqlite:///${path}`)
    await other.kill()
    expect(other.said).toMatch(/^DatabaseInUse: The database .*test\.db is in use .* Stop that one first/u)
    await store.close()
  })

  test('kill -9 of the process that has it open lets the next one in, with everything that was committed', async ({
    path,
  }) => {
    const first = await open(path)
    await first.transact((tx) => tx.forms.write('a', 'written', now))
    await first.close()
    const other = await holdInAnotherProcess(`sqlite:///${path}`)
    expect(other.said).toBe('open')
    await expect(open(path)).rejects.toThrow(DatabaseInUse)
    await other.kill()
    const store = await open(path)
    expect(await store.transact((tx) => tx.forms.read('a'))).toBe('written')
    await store.close()
  })

  test('the same process cannot open it twice either, not even by another name', async ({ folder, path }) => {
    const store = await open(path)
    await symlink(path, join(folder, 'link.db'))
    await expect(open(path)).rejects.toThrow(DatabaseInUse)
    await expect(open(join(folder, 'link.db'))).rejects.toThrow(DatabaseInUse)
    await store.close()
    await (await open(path)).close()
  })

  test('other programs can read the file meanwhile, for a backup', async ({ path }) => {
    const store = await open(path)
    await store.transact((tx) => tx.forms.write('a', 'written', now))
    const other = new sqlite3.Database(path, sqlite3.OPEN_READONLY)
    const rows = await new Promise((resolve, reject) =>
      other.all('SELECT key FROM forms', (error, found) => (error ? reject(error) : resolve(found))),
    )
    expect(rows).toEqual([{ key: 'a' }])
    await new Promise((resolve) => other.close(resolve))
    await store.close()
  })

  test('a file that is no database is refused without leaving a lock behind', async ({ folder }) => {
    const file = join(folder, 'shopping-list.txt')
    await writeFile(file, 'milk, bread, and a hundred more things to make it longer than a header')
    await expect(open(file)).rejects.toThrow(/not a database/u)
    await rm(file)
    await (await open(file)).close()
  })
})
