import { grammySignal } from '../bot/telegram/api.js'
import { receivedKinds } from '../bot/updates/kinds.js'
import { createPolling } from '../bot/updates/polling.js'
import { listen } from '../bot/updates/webhook.js'
import type { Parts } from './parts.js'
import type { Receiving } from './config.js'

type Webhook = Extract<Receiving, { mode: 'webhook' }>

/** Begins to receive updates, in the way that the configuration says. Resolves as soon as Telegram knows of it. */
export const receive = async (parts: Parts): Promise<void> => {
  const { receiving } = parts.config
  await (receiving.mode === 'webhook' ? beginToListen(parts, receiving) : beginToPoll(parts))
}

const beginToListen = async (parts: Parts, { url, secrets, port }: Webhook): Promise<void> => {
  const { telegram, worker, contact, shutdown, retryUntilAnswered, timing, log } = parts
  const path = new URL(url).pathname
  const server = await listen({ worker, secrets, port, path, log, lastWordsMs: timing.lastWordsMs })
  shutdown.onClose('listening', server.close)
  contact.listens(true)
  shutdown.signal.addEventListener('abort', () => contact.listens(false), { once: true })
  const options = { secret_token: secrets[0] ?? '', allowed_updates: [...receivedKinds], max_connections: 100 }
  await retryUntilAnswered(() => telegram.polling.setWebhook(url, options, grammySignal(shutdown.signal)))
}

const beginToPoll = async (parts: Parts): Promise<void> => {
  const { telegram, worker, contact, shutdown, retryUntilAnswered, timing, clock, log, fail } = parts
  const { signal } = shutdown
  await retryUntilAnswered(() => telegram.polling.deleteWebhook(undefined, grammySignal(signal)))
  const polling = createPolling({
    api: telegram.polling,
    worker,
    contact,
    clock,
    log,
    longPollSeconds: timing.longPollSeconds,
    pauses: timing.telegramPauses,
  })
  shutdown.waitFor(
    'polling',
    polling.run(signal).catch((error: unknown) => fail(error instanceof Error ? error : new Error('polling ended'))),
  )
}
