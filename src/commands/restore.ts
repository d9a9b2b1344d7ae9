import { randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../app/config.js'
import { type Clock, systemClock } from '../runtime/clock.js'
import { CannotUnseal, isSealed, unseal } from '../runtime/sealing.js'
import { createDowntime } from '../services/payments/downtime.js'
import { CopyFault, madeAtOf, type RestoredCopy, restoreDatabase } from '../store/copies/copies.js'
import { openStore, parseDatabaseUrl, type Store } from '../store/store.js'
import { money } from '../texts/format.js'
import { countsIn } from './backup.js'
import { isFile } from './isFile.js'
import { filesOf, joinFiles } from './parts.js'
import { passphraseOf } from './passphrase.js'
import { atTerminal, NotPossible, type SayLine } from './terminal.js'

/** Puts a backup in the place of the database; says what has to be looked after. Gives the exit code. */
export const restore = (config: Config, args: readonly string[], clock: Clock = systemClock): Promise<number> =>
  atTerminal({
    config,
    args,
    usage: 'restore-usage',
    options: {},
    positionals: 1,
    run: async ({ positionals: [path = ''] }, say) => {
      if (!(await isFile(path))) throw new NotPossible('restore-no-file', { path })
      const url = parseDatabaseUrl(config.databaseUrl)
      await withPlainFile(path, config, async (plain) => {
        if ((await kindOf(plain)) !== url.kind) throw new CopyFault('otherKind')
        const restored = await restoreDatabase(url, plain, clock.now())
        sayRestored(restored, say)
      })
      await lookAfterMoney({ config, clock, say })
    },
  })

/** Does something with the backup in a file: joined if it came in parts, unsealed if it was sealed. */
const withPlainFile = async (path: string, config: Config, work: (plain: string) => Promise<void>): Promise<void> => {
  const made: string[] = []
  const next = (): string => {
    const name = join(tmpdir(), `levem-restore-${randomBytes(9).toString('base64url')}`)
    made.push(name)
    return name
  }
  try {
    const files = await filesOf(path)
    let plain = path
    if (files.length > 1) await joinFiles(files, (plain = next()))
    if (isSealed(await beginningOf(plain))) {
      const target = next()
      await unsealed(plain, target, await passphraseOf(config))
      plain = target
    }
    await work(plain)
  } finally {
    for (const name of made) await rm(name, { force: true })
  }
}

const unsealed = (source: string, target: string, passphrase: string): Promise<void> =>
  unseal(source, target, passphrase).catch((error: unknown) => {
    throw error instanceof CannotUnseal ? new NotPossible('restore-cannot-unseal') : error
  })

const beginningOf = async (path: string): Promise<Buffer> => {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

// https://sqlite.org/fileformat.html#magic_header_string; an archive of pg_dump begins with "PGDMP".
const kindOf = async (path: string): Promise<Store['kind']> => {
  const beginning = (await beginningOf(path)).toString('latin1')
  if (beginning.startsWith('SQLite format 3\0')) return 'sqlite'
  if (beginning.startsWith('PGDMP')) return 'postgres'
  throw new CopyFault('notABackup')
}

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const sayRestored = ({ contents, keptAs }: RestoredCopy, say: SayLine): void => {
  const madeAt = madeAtOf(contents)
  say('restore-done', { at: madeAt === undefined ? '?' : timeOf(madeAt), ...countsIn(contents) })
  if (keptAs !== undefined) say('restore-kept', { path: keptAs })
}

type After = { readonly config: Config; readonly clock: Clock; readonly say: SayLine }

/** Tells organizers and the owner of card payments that nobody may know of. */
const lookAfterMoney = async ({ config, clock, say }: After): Promise<void> => {
  const store = await openStore({ url: parseDatabaseUrl(config.databaseUrl) })
  try {
    const { since, orders } = await createDowntime({ store, clock }).afterRestore()
    say('restore-stars')
    if (since !== undefined) say('restore-provider', { since: timeOf(since), until: timeOf(clock.now()) })
    for (const { id, total, buyerName } of orders)
      say('restore-order', { order: String(id), buyer: buyerName, amount: money(total, config.defaultLanguage) })
    say('restore-next')
  } finally {
    await store.close()
  }
}
