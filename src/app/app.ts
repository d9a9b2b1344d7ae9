import type { Logger } from 'pino'
import { introduce } from '../bot/ui/commands.js'
import type { Printer } from '../print/printer.js'
import type { Clock } from '../runtime/clock.js'
import { createMetrics, type Metrics } from '../runtime/metrics.js'
import { createShutdown } from '../runtime/shutdown.js'
import type { Codes } from '../services/codes.js'
import { openStore, parseDatabaseUrl, type Store } from '../store/store.js'
import type { Config } from './config.js'
import { type Health, openHealth, type Watched } from './health.js'
import { createLife } from './life.js'
import { jobsBeside, jobsOnceReceiving, startJobs } from './jobs.js'
import { createParts, type Parts, type PartsNeeds } from './parts.js'
import { receive } from './receiving.js'
import { timedStore } from './timedStore.js'
import { type Timing, usualTiming } from './timing.js'

/** The effects and the owner's settings. */
export type LevemNeeds = {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly codes: Codes
  /** Ends a start that still waits for Telegram; it rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Draws tickets and reads codes; one of its own when missing. It is closed at the end. */
  readonly printer?: Printer
  /** How long to wait for what, where that is not the usual. */
  readonly timing?: Partial<Timing>
  /** Opens the database; tests give another one. */
  readonly openStore?: typeof openStore
}

/**
 * The whole program. Resolves when it receives updates; rejects with WrongToken, DatabaseInUse, DatabaseTooNew, or what
 * the database, the port or Telegram has against it.
 */
export const startLevem = async (needs: LevemNeeds) => {
  const { config, log, clock } = needs
  const timing = { ...usualTiming, ...needs.timing }
  const metrics = config.health && createMetrics()
  const health = config.health && metrics && (await openHealth({ at: config.health, clock, log, metrics }))
  const store = await openDatabase(needs, metrics).catch(async (error: unknown) => {
    await health?.close()
    throw error
  })
  const shutdown = createShutdown({ clock, log, signal: needs.signal, limitMs: timing.shutdownMs })
  const stop = createStop({ store, health, shutdown, clock, log, closeMs: timing.closeMs })
  const { failed, fail } = createFailure()
  try {
    const parts = await createParts({ ...needs, timing, store, shutdown, fail, metrics })
    health?.watch(watchedIn(parts))
    await recover(parts)
    startJobs(jobsBeside(parts), shutdown)
    await receive(parts)
    startJobs(jobsOnceReceiving(parts), shutdown)
    introduceInPassing(parts)
    log.info({ bot: parts.me.username, receiving: config.receiving.mode, database: store.kind }, 'Levem is open')
    return { ...parts, health, /** Rejects when the program cannot go on. */ failed, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A running Levem. */
export type Levem = Awaited<ReturnType<typeof startLevem>>

const openDatabase = async (needs: LevemNeeds, metrics: Metrics | undefined): Promise<Store> => {
  const store = await (needs.openStore ?? openStore)({ url: parseDatabaseUrl(needs.config.databaseUrl) })
  return metrics ? timedStore(store, metrics.transactionEnded) : store
}

/** What has to be right for the program to be ready. */
const watchedIn = ({ services, config, contact, shutdown, printer }: Parts): Watched => ({
  services,
  hasChat: config.notificationChat !== undefined,
  isReceiving: contact.isThere,
  signal: shutdown.signal,
  printer,
})

/** Takes up what an earlier process left, and begins to handle the updates that it did not handle. */
const recover = async (parts: Parts): Promise<void> => {
  const { config, log, store, services, worker, checkout, shutdown, me } = parts
  await services.currentBot.begin(me.id)
  if (store.kind === 'sqlite') await Promise.all([services.outbox.expireLeases(), services.refunds.expireLeases()])
  if (config.organizerIds.length === 0)
    log.warn('ORGANIZER_IDS is not set: anyone may create events, and none can be paid by card or in Stars')
  if (config.notificationChat) await services.outbox.wakeChat()
  else log.error('TELEGRAM_CHAT_ID is not set: the bot works, announcements wait until it is set')
  shutdown.onClose('handling updates', worker.close)
  shutdown.onClose('answering checkouts', checkout.idle)
  if (store.kind === 'sqlite') return worker.takeOverAll()
  const wakeAll = (): void => {
    const { announcer, liveHolds, liveRefunds, liveDoors, refunder } = parts
    const { openings, accessTeller, reminding, liveGuests } = parts
    const all = [announcer, liveHolds, liveRefunds, liveDoors, refunder, openings, accessTeller, reminding, liveGuests]
    for (const { wake } of all) wake()
  }
  const life = createLife({ ...parts, wakeAll })
  // A sign of life is due as long as anything is being handled.
  shutdown.atLast((await life.begin(config.receiving.mode, shutdown.signal)).end)
}

/** Tells Telegram the commands. Nothing waits for it. */
const introduceInPassing = ({ telegram, texts, log }: Parts): void => {
  void introduce({ api: telegram.polling, texts, log }).catch((error: unknown) =>
    log.warn({ err: error }, 'commands could not be registered; tried again at the next start'),
  )
}

type StopNeeds = Pick<PartsNeeds, 'store' | 'shutdown' | 'clock' | 'log'> &
  Pick<Timing, 'closeMs'> & { readonly health: Health | undefined }

/** Receives nothing more, ends what was started, closes the database; all within `shutdownMs` and `closeMs`. */
const createStop =
  ({ store, health, shutdown, clock, log, closeMs }: StopNeeds) =>
  async (): Promise<void> => {
    const late = await shutdown.end()
    if (late.length > 0)
      log.warn(
        { late },
        'not everything ended in time; updates that were still being handled are handled again at the next start',
      )
    // A database that fell silent is not waited for: what it has not confirmed is handled again at the next start.
    await Promise.race([store.close(), clock.sleep(closeMs)])
    await health?.close()
    log.info('Levem is closed')
  }

const createFailure = () => {
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  // Nobody may be listening yet, or any more.
  failed.catch(() => undefined)
  return { failed, fail: (error: Error): void => fail(error) }
}
