import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../app/config.js'
import { backupNameOf, type Keeping, parseBackupName, superfluousBackups, usualKeeping } from '../domain/backup.js'
import { type Clock, systemClock } from '../runtime/clock.js'
import { type CopyContents, copyDatabase } from '../store/copies/copies.js'
import { parseDatabaseUrl } from '../store/store.js'
import { passphraseOf } from './passphrase.js'
import { mustHaveOwner, sendSealed } from './sendBackup.js'
import { atTerminal, NotPossible, type SayLine } from './terminal.js'

const options = {
  to: { type: 'string' },
  keep: { type: 'string' },
  'to-owner': { type: 'boolean' },
} as const

/** Makes a backup while the bot runs, looks whether it is whole, and removes old ones. Gives the exit code. */
export const backup = (config: Config, args: readonly string[], clock: Clock = systemClock): Promise<number> =>
  atTerminal({
    config,
    args,
    usage: 'backup-usage',
    options,
    positionals: 0,
    run: async ({ values }, say) => {
      const keeping = keepingOf(values.keep)
      const sending = values['to-owner']
        ? { owner: mustHaveOwner(config), passphrase: await passphraseOf(config) }
        : undefined
      const folder = values.to ?? config.backup?.folder ?? usualFolder(config)
      const path = await makeBackup({ config, folder, say, clock })
      await removeOld(folder, keeping, say)
      if (sending) await sendSealed({ config, path, say, clock, ...sending })
    },
  })

const usualFolder = (config: Config): string => {
  const url = parseDatabaseUrl(config.databaseUrl)
  return join(url.kind === 'sqlite' ? dirname(url.path) : '.', 'backups')
}

const keepingOf = (wanted: string | undefined): Keeping => {
  if (wanted === undefined) return usualKeeping
  if (!/^[1-9]\d{0,5}$/u.test(wanted)) throw new NotPossible('backup-usage')
  return { newest: Number(wanted) }
}

type Making = { readonly config: Config; readonly folder: string; readonly say: SayLine; readonly clock: Clock }

const makeBackup = async ({ config, folder, say, clock }: Making): Promise<string> => {
  const url = parseDatabaseUrl(config.databaseUrl)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const now = clock.now()
  const path = join(folder, backupNameOf(now, url.kind))
  const contents = await copyDatabase(url, path, now)
  const { size } = await stat(path)
  say('backup-made', { path, size: megabytes(size), ...countsIn(contents) })
  return path
}

/** How many of what people know about are in a copy, as a sentence tells it. */
export const countsIn = ({ counts }: CopyContents) => ({
  events: counts.get('events') ?? 0,
  orders: counts.get('orders') ?? 0,
  tickets: counts.get('tickets') ?? 0,
})

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)

const removeOld = async (folder: string, keeping: Keeping, say: SayLine): Promise<void> => {
  const all = (await readdir(folder)).flatMap((name) => parseBackupName(name) ?? [])
  const old = superfluousBackups(all, keeping)
  for (const { name } of old) await rm(join(folder, name))
  say('backup-kept', { kept: all.length - old.length, removed: old.length })
}
