import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { InputFile } from 'grammy'
import type { Config } from '../app/config.js'
import { minuteMs } from '../domain/duration.js'
import type { Clock } from '../runtime/clock.js'
import { seal } from '../runtime/sealing.js'
import { createTexts } from '../texts/texts.js'
import { partsOf } from './parts.js'
import { quietTelegram } from './quietTelegram.js'
import { NotPossible, type SayLine } from './terminal.js'

// A bot may send files of up to 50 MB (https://core.telegram.org/bots/api#senddocument).
const mostBytes = 49_000_000
// A slow line takes its time for one of them.
const uploadMs = 15 * minuteMs

/** Who gets backups: the first of ORGANIZER_IDS. Throws NotPossible. */
export const mustHaveOwner = ({ organizerIds: [owner] }: Config): number => {
  if (owner === undefined) throw new NotPossible('backup-no-owner')
  return owner
}

type Sending = {
  readonly config: Config
  /** The backup to send. */
  readonly path: string
  readonly owner: number
  readonly passphrase: string
  readonly say: SayLine
  readonly clock: Clock
}

/** Sends a backup to its owner by the bot, sealed, in as many files as Telegram wants. */
export const sendSealed = async (sending: Sending): Promise<void> => {
  const sealed = `${sending.path}.sealed`
  await rm(sealed, { force: true })
  try {
    await seal(sending.path, sealed, sending.passphrase)
    await sendParts(sending, sealed)
  } finally {
    await rm(sealed, { force: true })
  }
}

const sendParts = async ({ config, owner, say, clock }: Sending, sealed: string): Promise<void> => {
  const speech = createTexts().in(config.defaultLanguage)
  const api = quietTelegram(config, { clock, timeouts: { uploadMs } }).uploading.personal
  const parts = partsOf(basename(sealed), (await stat(sealed)).size, mostBytes)
  for (const [index, { name, start, end }] of parts.entries()) {
    const caption = speech.say('backup-sent-caption', {
      part: index + 1,
      parts: parts.length,
      file: parts[0]?.name ?? name,
    })
    // Made anew for each try.
    const file = new InputFile(() => createReadStream(sealed, { start, end }), name)
    await api.sendDocument(owner, file, { caption: caption.html, parse_mode: 'HTML', disable_notification: true })
  }
  say('backup-sent', { parts: parts.length })
}
