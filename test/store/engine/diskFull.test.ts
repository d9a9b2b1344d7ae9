import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { freshSqliteFile, type SqliteFile } from '../../support/database/files.js'
import { now, upTo } from '../../support/fixtures.js'

let file: SqliteFile
beforeEach(async () => {
  file = await freshSqliteFile()
})
afterEach(() => file.drop())

type Report = {
  readonly told: readonly string[]
  readonly there: readonly string[]
  readonly errors: readonly string[]
}

/** Runs fillDisk.ts, whose files may grow to so many KiB. */
const fillDisk = async (limit: string): Promise<Report> => {
  const script = fileURLToPath(new URL('fillDisk.ts', import.meta.url))
  // Told to ignore the signal, a process that writes beyond the limit gets an error instead.
  const limited = `trap '' XFSZ; ulimit -f ${limit}; exec "$@"`
  const child = spawn('bash', ['-c', limited, '', process.execPath, '--import', 'tsx', script, file.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await text(child.stdout)) as Report
}

const fill = async (): Promise<void> => {
  const store = await openStore({ url: parseDatabaseUrl(file.url) })
  await store.transact(async (tx) => {
    for (const n of upTo(30)) await tx.forms.write(`old ${n}`, 'x'.repeat(10_000), now)
  })
  await store.close()
}

describe('a disk that runs full under SQLite', () => {
  test('nobody is told that something is kept which is not, whatever SQLite undoes by itself', async () => {
    await fill()
    const { told, there, errors } = await fillDisk('200')
    expect(there).toEqual(told)
    expect(told).toEqual(['before', 'after a sort', 'after too much', 'afterwards'])
    expect(errors.filter((error) => !/^DatabaseUnavailable: .*SQLITE_(?:FULL|IOERR)/u.test(error))).toEqual([])
  })

  test('without a limit all is kept (negative control)', async () => {
    await fill()
    const { told, there, errors } = await fillDisk('unlimited')
    expect([told.length, there.length, errors]).toEqual([7, 7, []])
  })
})
