import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Config } from '../app/config.js'
import { shortestPassphrase } from '../app/settings.js'
import { createTexts } from '../texts/texts.js'
import { NotPossible } from './terminal.js'

// Readline writes back what is typed: into nothing.
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })

/** The passphrase of sealed backups: from the configuration, or typed unseen at a terminal. Throws NotPossible. */
export const passphraseOf = async (config: Config): Promise<string> => {
  if (config.backup?.passphrase !== undefined) return config.backup.passphrase
  if (!process.stdin.isTTY) throw new NotPossible('backup-no-passphrase')
  process.stdout.write(`${createTexts().in(config.defaultLanguage).label('backup-ask-passphrase')} `)
  const typing = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const typed = (await typing.question('')).trim()
  typing.close()
  process.stdout.write('\n')
  if (typed.length < shortestPassphrase) throw new NotPossible('backup-short-passphrase')
  return typed
}
