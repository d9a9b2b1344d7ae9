import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { examineBackup } from '../../../../src/store/copies/copies.js'
import { openStore, parseDatabaseUrl } from '../../../../src/store/store.js'
import { type ClosedDatabase, databases } from '../../../support/database/databases.js'
import { tempFolder } from '../../../support/database/files.js'
import { fillGrown } from '../../../support/database/grown.js'
import { now } from '../../../support/fixtures.js'
import { inspect } from '../../../support/inspect.js'
import { runProgram, startProgram } from '../../../support/program.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { size } from '../../size.js'

const tickets = 6000
const kills = size(2, 6)
const late = 9_000_001

describe.each(databases)('kill -9, on $name', ({ empty, name }) => {
  let stage: Stage
  let database: ClosedDatabase
  let folder: string
  beforeEach(async () => {
    database = await empty()
    stage = await setStage({ databaseUrl: database.url })
    folder = await tempFolder('kill')
    await fillGrown(database.url, tickets, now)
  }, 120_000)
  afterEach(async () => {
    await stage.close()
    await untilQuiet()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })

  const env = () => stage.env({ BACKUP_DIR: folder })

  /** What the dead had begun ends with them, as soon as the server notices. */
  const untilQuiet = async (): Promise<void> => {
    if (name === 'sqlite') return
    const client = new Client(database.url)
    await client.connect()
    const others =
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    while ((await client.query(others)).rowCount !== 0) await pause(50)
    await client.end()
  }

  /** Kills a command at moments that are spread over the time that it takes, and looks at what it leaves. */
  const killOften = async (command: string | undefined, look: () => Promise<void>, takesMs: number): Promise<void> => {
    for (let kill = 0; kill < kills; kill += 1) {
      const program = startProgram(env(), command)
      await pause((takesMs * (kill + 0.6)) / kills)
      await program.kill()
      await untilQuiet()
      await look()
    }
  }

  const timed = async (command: string): Promise<number> => {
    const began = performance.now()
    const { code, output } = await runProgram(env(), command)
    expect([code, output]).toEqual([0, expect.any(String)])
    return performance.now() - began
  }

  const migrated = async (): Promise<void> => (await openStore({ url: parseDatabaseUrl(database.url) })).close()
  const add = async (): Promise<void> => {
    const store = await openStore({ url: parseDatabaseUrl(database.url) })
    await store.transact((tx) => tx.people.meet({ id: late, displayName: 'Late', languageCode: 'en' }, now))
    await store.close()
  }

  /** Whether a database is whole, and who is in it. */
  const stateOf = async (url: string): Promise<'old' | 'new' | 'broken'> => {
    const inspector = inspect(url)
    if (name === 'sqlite' && !(await inspector.isSound())) return 'broken'
    const counts = [
      await inspector.count('orders'),
      await inspector.count('tickets'),
      await inspector.count('payments'),
    ]
    if (counts.join() !== [tickets / 2, tickets * 0.95, tickets / 4].join()) return 'broken'
    return (await inspector.count('people', { id: late })) === 1 ? 'old' : 'new'
  }

  it('during a backup leaves no half backup, and the database as it was', { timeout: 300_000 }, async () => {
    await migrated()
    const takesMs = await timed('backup')
    const whole = async (): Promise<void> => {
      for (const file of await readdir(folder))
        if (!/\.part(?:-journal|-wal|-shm)?$/u.test(file))
          await examineBackup(parseDatabaseUrl(database.url).kind, join(folder, file))
      expect(await stateOf(database.url)).toBe('new')
    }
    await killOften('backup', whole, takesMs)
    await timed('backup')
    await whole()
    await writeFile(join(folder, 'levem-2026-01-01T00-00-00Z.sqlite'), 'half')
    await expect(whole()).rejects.toThrow()
  })

  it('during a restore leaves the old database or the restored one', { timeout: 300_000 }, async () => {
    await migrated()
    await timed('backup')
    const [file = ''] = await readdir(folder)
    const command = `restore ${join(folder, file)}`
    const takesMs = await timed(command)
    await add()
    const seen = new Set<string>()
    await killOften(
      command,
      async () => {
        const state = await stateOf(database.url)
        expect(state).not.toBe('broken')
        seen.add(state)
        await add()
      },
      takesMs,
    )
    expect(seen).toContain('old')
    await timed(command)
    expect(await stateOf(database.url)).toBe('new')
    await inspect(database.url).lose('refunds', { id: 20 })
    await inspect(database.url).lose('payments', { order_id: 20 })
    expect(await stateOf(database.url)).toBe('broken')
  })

  it('during a change of the schema leaves it before or after each step', { timeout: 300_000 }, async () => {
    await killOften(undefined, async () => expect(await stateOf(database.url)).toBe('new'), 2500)
    await migrated()
    expect([await stateOf(database.url), await inspect(database.url).wrongCounters()]).toEqual(['new', []])
  })

  it('during a move leaves the new database empty or full, and the old as it was', { timeout: 300_000 }, async () => {
    await migrated()
    const target = `sqlite:///${join(folder, 'moved.db')}`
    const fresh = async (): Promise<void> => {
      for (const file of await readdir(folder)) await rm(join(folder, file))
    }
    const takesMs = await timed(`move ${target}`)
    const states: number[] = []
    await fresh()
    await killOften(
      `move ${target}`,
      async () => {
        const store = await openStore({ url: parseDatabaseUrl(target) })
        await store.close()
        const moved = inspect(target)
        const counts = [await moved.count('people'), await moved.count('tickets')]
        states.push(counts[1] ?? 0)
        expect([[0, 0].join(), [tickets / 2 + 2, tickets * 0.95].join()]).toContain(counts.join())
        expect(await stateOf(database.url)).toBe('new')
        if (counts[1] !== 0) await fresh()
      },
      takesMs,
    )
    expect(states).toContain(0)
    await fresh()
    await timed(`move ${target}`)
    expect(await inspect(target).count('tickets')).toBe(tickets * 0.95)
  })
})
