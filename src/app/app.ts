import { GrammyError } from 'grammy'
import type { Logger } from 'pino'
import { createAnnouncer } from '../bot/announcing/announcer.js'
import { createBot } from '../bot/bot.js'
import { createPreCheckout } from '../bot/payments/preCheckout.js'
import { introduce } from '../bot/ui/commands.js'
import { createHoldCountdown } from '../bot/live/holdCountdown.js'
import { createDoorScreens } from '../bot/live/doorScreens.js'
import { createRefundProgress } from '../bot/live/refundProgress.js'
import { createLinks } from '../bot/telegram/links.js'
import { isWrongToken } from '../bot/telegram/errors.js'
import { receivedKinds } from '../bot/updates/kinds.js'
import { poll } from '../bot/updates/polling.js'
import { listen } from '../bot/updates/webhook.js'
import { createStarReconciler } from '../bot/payments/starReconciler.js'
import { createStarRefunder } from '../bot/payments/starRefunder.js'
import { createSender } from '../bot/announcing/sender.js'
import { createTelegram, grammySignal, type Telegram } from '../bot/telegram/api.js'
import { createWorker, type Worker } from '../bot/updates/worker.js'
import { type Config, paymentsOf } from './config.js'
import { createLifetime, type Lifetime } from '../runtime/shutdown.js'
import { createPrinter, type Printer } from '../print/printer.js'
import type { Clock } from '../runtime/clock.js'
import type { Codes } from '../services/codes.js'
import { createServices } from '../services/services.js'
import { openStore, parseDatabaseUrl, type Store } from '../store/store.js'
import { createTexts } from '../texts/texts.js'

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
  /** False is for negative controls in tests only: see openStore. */
  readonly guards?: boolean
}

/** The token is wrong or revoked: nothing can be done until it is replaced. */
export class WrongToken extends Error {
  constructor() {
    super(
      'Telegram refuses the bot token: it is wrong or was revoked. Ask @BotFather for the current one and put it into TELEGRAM_BOT_TOKEN.',
    )
    this.name = 'WrongToken'
  }
}

const minute = 60_000
const closeMs = 5000

/**
 * The whole program. Resolves when it receives updates; rejects with WrongToken, DatabaseInUse, or what the database,
 * the port or Telegram has against it.
 */
export const startLevem = async (needs: LevemNeeds) => {
  const { config, log, clock, signal, guards = true } = needs
  const store = await openStore({ url: parseDatabaseUrl(config.databaseUrl), guards })
  const life = createLifetime({ clock, log, signal })
  /** Receives nothing more, ends what was started within 10 s, closes the database. */
  const stop = async (): Promise<void> => {
    if (!(await life.end()))
      log.warn(
        'not everything ended in time; updates that were still being handled are handled again at the next start',
      )
    // A database that fell silent is not waited for: what it has not confirmed is handled again at the next start.
    await Promise.race([store.close(), clock.sleep(closeMs)])
    log.info('Levem is closed')
  }
  try {
    return { ...(await open(needs, store, life)), store, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A running Levem. */
export type Levem = Awaited<ReturnType<typeof startLevem>>

/** The parts, and what they are made of. */
const open = async (
  { config, log, clock, codes, printer = createPrinter() }: LevemNeeds,
  store: Store,
  life: Lifetime,
) => {
  const services = createServices({
    store,
    clock,
    codes,
    organizerIds: config.organizerIds,
    zone: config.defaultZone,
    currency: config.currency,
    ...paymentsOf(config),
  })
  const texts = createTexts()
  const telegram = createTelegram({ token: config.token, apiRoot: config.apiRoot, clock, log })
  const insist = createInsistence(life, clock, log)
  const { failed, fail } = createFailure()

  const me = await insist(() => telegram.polling.getMe(grammySignal(life.signal)))
  const links = createLinks(me.username)
  const features = {
    services,
    texts,
    clock,
    log,
    links,
    printer,
    payments: config,
    language: config.defaultLanguage,
    notificationChat: config.notificationChat,
  }
  const liveDoors = createDoorScreens({ ...features, api: telegram.announcing })
  const liveHolds = createHoldCountdown({ ...features, api: telegram.announcing })
  const liveRefunds = createRefundProgress({ ...features, api: telegram.announcing })
  const bot = createBot({
    ...features,
    token: config.token,
    apiRoot: config.apiRoot,
    me,
    telegram,
    liveDoors,
    liveHolds,
    liveRefunds,
  })
  const checkout = createPreCheckout({ ...features, api: telegram.checkout })
  const worker = createWorker({ inbox: services.inbox, handle: bot.handle, checkOut: checkout.answer, log, clock })
  const speaker = createSender({
    api: telegram.announcing,
    uploading: telegram.uploading,
    services,
    printer,
    clock,
    texts,
    links,
    language: config.defaultLanguage,
    chat: config.notificationChat,
    log,
    onWrongToken: () => {
      fail(new WrongToken())
    },
  })
  const announcer = createAnnouncer({ outbox: services.outbox, speaker, clock, log })
  const refunder = createStarRefunder({ api: telegram.announcing, refunds: services.refunds, clock, log })
  const reconciler = createStarReconciler({ api: telegram.announcing, services, clock, log })
  store.whenAnnounced(announcer.wake)
  store.whenAnnounced(liveHolds.wakeIfShown)
  store.whenRefunding(liveRefunds.wake)
  store.whenRefunding(refunder.wake)
  if (store.kind === 'sqlite') await Promise.all([services.outbox.expireLeases(), services.refunds.expireLeases()])
  if (config.notificationChat) await services.outbox.wakeChat()
  else log.error('TELEGRAM_CHAT_ID is not set: the bot works, announcements wait until it is set')

  life.atEnd(worker.close)
  life.atEnd(checkout.idle)
  // A SQLite file has one process, and Telegram lets one poll: whoever does is alone. (A predecessor that is just
  // stopping may be handling the
  // same update; that is harmless.) Several processes share webhooks, and there a lease tells who is dead.
  await worker.takeOver({ everything: store.kind === 'sqlite' || config.receiving.mode === 'polling' })
  // It outlives a database that is gone for a while: what it has to say is kept there.
  const announcing = life.always('announcing', () => announcer.run(life.signal))
  // Tickets that are on their way are drawn to the end.
  life.keep(announcing.finally(printer.close))
  life.keep(life.always('drawing door screens', () => liveDoors.run(life.signal)))
  life.keep(life.always('ending holds and counting them down', () => liveHolds.run(life.signal)))
  life.keep(life.always('giving Stars back', () => refunder.run(life.signal)))
  life.keep(life.always('refunding orders', () => liveRefunds.run(life.signal)))
  await receive({ config, telegram, worker, life, insist, clock, log, fail })
  life.keep(life.always('looking for missed Stars', () => reconciler.watchStars(life.signal)))
  life.keep(life.always('telling of a silence', () => reconciler.beat(life.signal)))
  life.keep(life.every(minute, () => services.inbox.purge()))
  if (services.inbox.isShared)
    life.keep(
      life.every(services.inbox.renewMs, () =>
        services.inbox.renew().then(() => worker.takeOver({ everything: false })),
      ),
    )
  void introduce({ api: telegram.polling, texts, log }).catch((error: unknown) =>
    log.warn({ err: error }, 'commands could not be registered; tried again at the next start'),
  )
  log.info({ bot: me.username, receiving: config.receiving.mode, database: store.kind }, 'Levem is open')

  return {
    me,
    services,
    worker,
    announcer,
    liveDoors,
    liveHolds,
    liveRefunds,
    refunder,
    /** Rejects when the program cannot go on. */ failed,
  }
}

type Receive = Pick<LevemNeeds, 'config' | 'clock' | 'log'> & {
  readonly telegram: Telegram
  readonly worker: Worker
  readonly life: Lifetime
  readonly insist: Insist
  readonly fail: (error: Error) => void
}

const receive = async ({
  config: { receiving },
  telegram: { polling: api },
  worker,
  life,
  insist,
  clock,
  log,
  fail,
}: Receive): Promise<void> => {
  if (receiving.mode === 'webhook') {
    const { url, secret, port } = receiving
    const server = await listen({ worker, secret, port, path: new URL(url).pathname, log })
    life.atEnd(server.close)
    await insist(() =>
      api.setWebhook(
        url,
        { secret_token: secret, allowed_updates: [...receivedKinds], max_connections: 100 },
        grammySignal(life.signal),
      ),
    )
    return
  }
  await insist(() => api.deleteWebhook(undefined, grammySignal(life.signal)))
  life.keep(
    poll({ api, worker, clock, log }, life.signal).catch((error: unknown) => {
      fail(isWrongToken(error) ? new WrongToken() : error instanceof Error ? error : new Error('polling ended'))
    }),
  )
}

type Insist = <T>(call: () => Promise<T>) => Promise<T>

/**
 * Asks until Telegram answers: without the bot's name there are no links, and without a way to receive there is no bot.
 */
const createInsistence =
  ({ signal }: Lifetime, clock: Clock, log: Logger): Insist =>
  async (call) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await call()
      } catch (error) {
        signal.throwIfAborted()
        if (isWrongToken(error)) throw new WrongToken()
        if (isRefused(error)) throw error
        log.warn({ err: error }, 'Telegram does not answer; trying again')
        await clock.sleep(Math.min(30_000, 500 * 2 ** Math.min(attempt, 10)), signal)
        signal.throwIfAborted()
      }
    }
  }

// Asking again would not help: the address of the webhook, say, is not to Telegram's liking.
const isRefused = (error: unknown): boolean => error instanceof GrammyError && error.error_code === 400

const createFailure = () => {
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  // Nobody may be listening yet, or any more.
  failed.catch(() => undefined)
  return { failed, fail: (error: Error): void => fail(error) }
}
