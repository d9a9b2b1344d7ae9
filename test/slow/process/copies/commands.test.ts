import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, parseDatabaseUrl } from '../../../../src/store/store.js'
import { type ClosedDatabase, databases } from '../../../support/database/databases.js'
import { tempFolder } from '../../../support/database/files.js'
import { makeEvent } from '../../../support/fixtures.js'
import { inspect } from '../../../support/inspect.js'
import { runProgram } from '../../../support/program.js'
import { setStage, type Stage } from '../../../support/stage.js'

const passphrase = 'correct horse battery'

describe.each(databases)('the commands for copies, on $name', ({ empty }) => {
  let stage: Stage
  let database: ClosedDatabase
  let folder: string
  beforeEach(async () => {
    database = await empty()
    stage = await setStage({ databaseUrl: database.url })
    folder = await tempFolder('copies')
    const store = await openStore({ url: parseDatabaseUrl(database.url) })
    await store.transact((tx) => makeEvent(tx, { slug: 'abcdefghij', startsAt: Date.now() + 86_400_000 }))
    await store.close()
  })
  afterEach(async () => {
    await stage.close()
    await database.drop()
  })

  const env = (changes: Readonly<Record<string, string>> = {}) =>
    stage.env({ ORGANIZER_IDS: String(stage.owner.id), BACKUP_DIR: folder, BACKUP_PASSPHRASE: passphrase, ...changes })
  const backupsIn = async (): Promise<readonly string[]> => (await readdir(folder)).sort()

  it('back up while the bot runs, and restore only when it does not', async () => {
    const program = await stage.open()
    const made = await runProgram(env(), 'backup')
    expect([made.code, made.output]).toEqual([
      0,
      expect.stringMatching(/MB, whole\. In it: 1 event, 0 orders, 0 tickets\./u),
    ])
    const [file = ''] = await backupsIn()
    const refused = await runProgram(env(), `restore ${join(folder, file)}`)
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('A bot is running on this database')])
    program.signal('SIGTERM')
    await program.ended
    const restored = await runProgram(env(), `restore ${join(folder, file)}`)
    expect([restored.code, restored.output]).toEqual([
      0,
      expect.stringMatching(/Restored from the backup of .* UTC: 1 event/u),
    ])
    expect(restored.output).toContain('compare your provider’s list from')
    const again = await stage.open()
    again.signal('SIGTERM')
    expect((await again.ended).code).toBe(0)
  })

  it('send it sealed to the owner, who can restore it from what came', async () => {
    stage.owner.says('/start')
    const sent = await runProgram(env(), 'backup --to-owner')
    expect([sent.code, sent.output]).toEqual([0, expect.stringContaining('Sent to the owner, sealed: 1 file.')])
    expect(await backupsIn()).toHaveLength(1)
    const { document, text } = stage.owner.messages().at(-1) ?? {}
    expect([document?.file_name, text]).toEqual([
      expect.stringMatching(/\.sealed$/u),
      expect.stringContaining('only the passphrase opens it'),
    ])
    const bytes = Buffer.from(stage.sandbox.file(document?.file_id ?? '')?.bytes ?? [])
    const came = join(folder, 'came.sealed')
    // In two parts, as a larger one would come.
    await writeFile(`${came}.001`, bytes.subarray(0, 1000))
    await writeFile(`${came}.002`, bytes.subarray(1000))
    const wrong = await runProgram(env({ BACKUP_PASSPHRASE: 'another horse battery' }), `restore ${came}.001`)
    expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('The passphrase does not fit')])
    const restored = await runProgram(env(), `restore ${came}.001`)
    expect([restored.code, restored.output]).toEqual([0, expect.stringContaining('1 event')])
  })

  it('keep as many as was said, and nothing half', async () => {
    const times = ['2026-11-01T03-00-00', '2026-11-02T03-00-00', '2026-11-03T03-00-00']
    for (const time of times) await writeFile(join(folder, `levem-${time}Z.sqlite`), '')
    await writeFile(join(folder, 'mine.txt'), '')
    const kept = await runProgram(env(), 'backup --keep=2')
    expect([kept.code, kept.output]).toEqual([0, expect.stringContaining('2 backups kept, 2 old removed.')])
    expect((await backupsIn()).slice(0, 1)).toEqual([`levem-${times[2] ?? ''}Z.sqlite`])
    expect(await backupsIn()).toHaveLength(3)
  })

  it.each([
    ['backup --keep=none', 1, 'How to write it'],
    ['backup --what', 64, 'How to write it'],
    ['restore', 64, 'How to write it'],
    ['restore nowhere.sqlite', 1, 'There is no file nowhere.sqlite'],
    ['move', 64, 'How to write it'],
    ['move mysql://x', 1, 'How to write it'],
  ])('say what is wrong with "%s"', async (command, code, says) => {
    expect(await runProgram(env(), command)).toMatchObject({ code, output: expect.stringContaining(says) as string })
  })

  it('say who is missing for sending, before anything is done', async () => {
    const nobody = await runProgram(env({ ORGANIZER_IDS: '' }), 'backup --to-owner')
    expect([nobody.code, nobody.output]).toEqual([1, expect.stringContaining('ORGANIZER_IDS')])
    const unsaid = await runProgram(env({ BACKUP_PASSPHRASE: '' }), 'backup --to-owner')
    expect([unsaid.code, unsaid.output]).toEqual([1, expect.stringContaining('A passphrase is needed')])
    expect(await backupsIn()).toEqual([])
  })

  it('move all into a database of its own, once', async () => {
    const other = join(folder, 'moved.db')
    const moved = await runProgram(env(), `move sqlite:///${other}`)
    expect([moved.code, moved.output]).toEqual([0, expect.stringContaining('events: 1 row, the same on both sides')])
    expect(await inspect(`sqlite:///${other}`).count('events')).toBe(1)
    const twice = await runProgram(env(), `move sqlite:///${other}`)
    expect([twice.code, twice.output]).toEqual([1, expect.stringContaining('The new database is not empty')])
    const same = await runProgram(env(), `move ${database.url}`)
    expect([same.code, same.output]).toEqual([1, expect.stringContaining('is that database already')])
  })
})
