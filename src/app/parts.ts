import type { Logger } from 'pino'
import { createAnnouncer } from '../bot/announcing/announcer.js'
import { createSender } from '../bot/announcing/sender.js'
import { createBot } from '../bot/bot.js'
import { createDoorScreens } from '../bot/live/doorScreens.js'
import { createGuestProgress } from '../bot/live/guestProgress.js'
import { createHoldCountdown } from '../bot/live/holdCountdown.js'
import { createRefundProgress } from '../bot/live/refundProgress.js'
import { createHeartbeat } from '../bot/payments/heartbeat.js'
import { createPreCheckout } from '../bot/payments/preCheckout.js'
import { createStarReconciler } from '../bot/payments/starReconciler.js'
import { createStarRefunder } from '../bot/payments/starRefunder.js'
import { createTelegram, grammySignal } from '../bot/telegram/api.js'
import { createBudget } from '../bot/telegram/rateLimitBudget.js'
import { WrongToken } from '../bot/telegram/errors.js'
import { createContact } from '../bot/updates/contact.js'
import { createLinks } from '../bot/telegram/links.js'
import { createRetryUntilAnswered } from '../bot/telegram/lostCall.js'
import { createWorker } from '../bot/updates/worker.js'
import { secondMs } from '../domain/duration.js'
import { createPrinter, type Printer } from '../print/printer.js'
import type { Clock } from '../runtime/clock.js'
import type { Metrics } from '../runtime/metrics.js'
import type { Shutdown } from '../runtime/shutdown.js'
import { createAccessTeller } from './loops/accessTeller.js'
import type { Codes } from '../services/codes.js'
import { createServices } from '../services/services.js'
import type { Store } from '../store/store.js'
import { createTexts } from '../texts/texts.js'
import { createAfterwardsLoop } from './loops/afterwardsLoop.js'
import { createDayProofLoop } from './loops/dayProofLoop.js'
import { createSearchIndexing } from './loops/searchIndexing.js'
import { createHearingLoop } from './loops/hearingLoop.js'
import { type Config, serviceSettings } from './config.js'
import { createOpenings } from './loops/openings.js'
import { createReminding } from './loops/reminding.js'
import { createWaitingLoop } from './loops/waitingLoop.js'
import type { Timing } from './timing.js'

/** What the parts are made of: the effects, the owner's settings, and how the program ends. */
export type PartsNeeds = {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly codes: Codes
  /** Draws tickets and reads codes; one of its own when missing. */
  readonly printer?: Printer
  readonly timing: Timing
  readonly store: Store
  readonly shutdown: Shutdown
  /** Counts what the program does, where somebody wants to know. */
  readonly metrics?: Metrics | undefined
  /** The program cannot go on. */
  readonly fail: (error: Error) => void
}

// Between two long polls that nobody answers with updates.
const contactMs = 15 * secondMs

/** All parts, and what each is made of. Resolves as soon as Telegram has told the bot's name. */
export const createParts = async (needs: PartsNeeds) => {
  const { config, log, clock, codes, printer = createPrinter(), timing, store, shutdown, fail, metrics } = needs
  const services = createServices({ store, clock, codes, ...serviceSettings(config) })
  const texts = createTexts(undefined, clock)
  const limits = { ...timing.speaking, bulkPerSecond: config.bulkPerSecond }
  const budget = createBudget({ clock, limits })
  const telegram = createTelegram({
    access: config,
    timeouts: timing.telegram,
    clock,
    log,
    budget,
    count: metrics?.called,
  })
  const { signal } = shutdown
  signal.addEventListener('abort', budget.close, { once: true })
  const retryUntilAnswered = createRetryUntilAnswered({ clock, log, signal, pauses: timing.telegramPauses })
  const me = await retryUntilAnswered(() => telegram.polling.getMe(grammySignal(signal)))

  const shared = {
    services,
    texts,
    clock,
    log,
    links: createLinks(me.username),
    printer,
    payments: config,
    language: config.defaultLanguage,
    notificationChat: config.notificationChat,
  }
  const live = createLiveMessages({ ...shared, api: telegram.announcing.live })
  const bot = createBot({ ...shared, access: config, me, telegram, budget, ...live })
  const checkout = createPreCheckout({ ...shared, api: telegram.checkout })
  const worker = createWorker({
    inbox: services.inbox,
    processes: services.processes,
    handle: bot.handle,
    newer: budget.newer,
    tooMuch: bot.tooMuch,
    checkOut: checkout.answer,
    count: metrics?.updateHandled,
    log,
    clock,
  })
  const sender = createSender({
    ...shared,
    asking: telegram.asking,
    announcing: telegram.announcing,
    uploading: telegram.uploading,
    chat: config.notificationChat,
    onWrongToken: () => {
      fail(new WrongToken())
    },
  })
  return {
    ...needs,
    ...shared,
    me,
    telegram,
    budget,
    retryUntilAnswered,
    checkout,
    worker,
    ...live,
    announcer: createAnnouncer({
      outbox: services.outbox,
      sender,
      budget,
      clock,
      log,
      chat: config.notificationChat,
      lookAgainMs: services.processes.lookAgainMs,
    }),
    openings: createOpenings({ ...services, clock, log }),
    waitingLoop: createWaitingLoop({ ...services, clock, log }),
    accessTeller: createAccessTeller(shared),
    refunder: createStarRefunder({ api: telegram.asking, refunds: services.refunds, clock, log }),
    reminding: createReminding(shared),
    reconciler: createStarReconciler({ api: telegram.asking, services, clock, log }),
    contact: createContact({ clock, patienceMs: timing.longPollSeconds * secondMs + contactMs }),
    searchIndexing: createSearchIndexing({ eventSearch: services.eventSearch, clock, log }),
    afterwards: createAfterwardsLoop({ afterwards: services.afterwards, clock, log }),
    hearing: createHearingLoop({ hearing: services.hearing, clock, log }),
    // Without a chat nothing is announced, and there is nothing to prove.
    dayProof:
      config.notificationChat && config.proofAt !== undefined
        ? createDayProofLoop({ dayProofs: services.dayProofs, clock, log, proofAt: config.proofAt })
        : undefined,
    heartbeat: createHeartbeat({ downtime: services.downtime, clock, log }),
  }
}

type LiveNeeds = Parameters<typeof createDoorScreens>[0] &
  Parameters<typeof createHoldCountdown>[0] &
  Parameters<typeof createGuestProgress>[0] &
  Parameters<typeof createRefundProgress>[0]

/** The messages that draw themselves anew. */
const createLiveMessages = (needs: LiveNeeds) => ({
  liveDoors: createDoorScreens(needs),
  liveHolds: createHoldCountdown(needs),
  liveGuests: createGuestProgress(needs),
  liveRefunds: createRefundProgress(needs),
})

/** All parts of the program: see `createParts`. */
export type Parts = Awaited<ReturnType<typeof createParts>>
