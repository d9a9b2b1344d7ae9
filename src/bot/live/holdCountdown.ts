import type { Api } from 'grammy'
import type { Logger } from 'pino'
import { minuteMs } from '../../domain/duration.js'
import { isHeld } from '../../domain/order.js'
import type { Language } from '../../domain/person.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Next } from '../../runtime/loop.js'
import type { DueHold } from '../../services/ordering/holdScreens.js'
import type { EndedHolds } from '../../services/ordering/room.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import { retryAfterMs } from '../telegram/errors.js'
import { editScreen } from '../ui/screen.js'
import { nextChange, orderScreen } from '../views/order.js'
import { editFailureOf } from './editFailure.js'

type Needs = {
  readonly api: Api
  readonly services: Pick<Services, 'ordering' | 'holdScreens' | 'people'>
  readonly texts: Texts
  readonly language: Language
  readonly clock: Clock
  readonly log: Logger
}

// Seven edits a second in all: far from the 30 a bot may say (https://core.telegram.org/bots/faq), which the announcer
// needs, too.
const windowMs = 3000
const mostAtOnce = 20
// So many messages can change every minute at that pace, with room for what changes at once; with more of them each
// changes less often.
const eachMinute = 300
// What other processes hold is not told here, and what cannot be drawn is tried again so late.
const lookAgainMs = minuteMs
const tryAgainMs = 15_000
// What cannot be ended is not tried at each turn.
const stuckMs = 5 * minuteMs

/**
 * Ends holds when their time is over, and counts them down in their messages. Two loops: whatever Telegram does, no
 * seat waits for it. What messages show is in the database, so a restart loses nothing.
 */
export const createHoldCountdown = ({
  api,
  services: { ordering, holdScreens, people },
  texts,
  language,
  clock,
  log,
}: Needs) => {
  let edits: readonly number[] = []
  let shown = 0
  let stuck: ReadonlySet<number> = new Set()
  let stuckUntil = 0

  const draw = async (due: DueHold): Promise<void> => {
    const { order, hold } = due
    // Its time is over, and it is being ended this moment: then it is due again, and drawn once.
    const isEnding = order.state === 'held' && !isHeld(order, clock.now())
    await holdScreens.reschedule(hold, isEnding ? nextChange(order, clock.now()) : await drawn(due))
  }

  /** Draws it; when it looks different again. */
  const drawn = async (due: DueHold): Promise<number | undefined> => {
    const { order, hold } = due
    const speech = texts.in(await people.languageOf(order.buyerId, language))
    edits = [...edits, clock.elapsed()]
    const screen = orderScreen(speech, due, { now: clock.now(), view: hold.view })
    const next = nextChange(order, clock.now(), Math.ceil(shown / eachMinute) || 1)
    const failure = await editScreen(api, { chatId: order.buyerId, messageId: hold.messageId }, screen).then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    return failure ? nextAfter(failure.error, next, due) : next
  }

  const nextAfter = (error: unknown, next: number | undefined, { order }: DueHold): number | undefined => {
    const failure = editFailureOf(error)
    if (failure === 'unchanged') return next
    if (failure === 'gone') return undefined
    log.warn({ order: order.id, err: error }, 'an order could not be drawn')
    // Telegram has something against the message itself: no use to try again.
    return failure === 'refused' ? undefined : clock.now() + Math.max(tryAgainMs, retryAfterMs(error) ?? 0)
  }

  /** Draws what looks different by now. */
  const drawDue = async (): Promise<Next> => {
    edits = edits.filter((at) => at > clock.elapsed() - windowMs)
    const room = mostAtOnce - edits.length
    const { count, at } = await holdScreens.next()
    shown = count
    if (room > 0 && at !== undefined && at <= clock.now()) {
      await Promise.all((await holdScreens.claim(room)).map(draw))
      return 'again'
    }
    const waitMs = at === undefined ? lookAgainMs : Math.min(lookAgainMs, at - clock.now())
    return {
      restMs: edits.length < mostAtOnce ? waitMs : Math.max(waitMs, (edits[0] ?? 0) + windowMs - clock.elapsed()),
    }
  }

  // One that cannot be ended holds up no other: it is passed over for a while.
  const noteStuck = (failed: EndedHolds['failed']): void => {
    if (failed.length === 0) return
    if (stuck.size === 0) stuckUntil = clock.now() + stuckMs
    stuck = new Set([...stuck, ...failed.map(({ orderId }) => orderId)])
    for (const { orderId, error } of failed)
      log.error({ order: orderId, err: error }, 'a hold could not be ended; it is tried again later')
  }

  /** Ends what is over. */
  const endDue = async (): Promise<Next> => {
    if (stuckUntil <= clock.now()) stuck = new Set()
    const at = await ordering.nextExpiry(stuck)
    if (at === undefined) return { restMs: lookAgainMs }
    if (at > clock.now()) return { restMs: Math.min(lookAgainMs, at - clock.now()) }
    const { ended, failed } = await ordering.expireOverdue(stuck)
    noteStuck(failed)
    drawing.wake()
    // There may be more of them. If somebody else was quicker, this one is gone; if not, they need a moment.
    return ended > 0 || (await ordering.nextExpiry(stuck)) !== at ? 'again' : { restMs: tryAgainMs }
  }

  const ending = createLoop({ clock, log, name: 'ending holds', round: endDue })
  const drawing = createLoop({ clock, log, name: 'drawing orders', round: drawDue })

  return {
    /** An order is held now, or its message shows it. */
    wake: (): void => {
      ending.wake()
      drawing.wake()
    },

    /** Something happened that may have changed what messages show. */
    wakeIfShown: (): void => {
      if (shown > 0) drawing.wake()
    },

    /** Resolves when nothing is due. */
    idle: async (): Promise<void> => {
      await ending.idle()
      await drawing.idle()
    },

    /** Works until the signal fires. */
    run: async (signal: AbortSignal): Promise<void> => {
      await Promise.all([ending.run(signal), drawing.run(signal)])
    },
  }
}

/** Ends holds and counts them down: see `createHoldCountdown`. */
export type HoldCountdown = ReturnType<typeof createHoldCountdown>
