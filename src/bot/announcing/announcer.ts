import type { Logger } from 'pino'
import { type Announcement, bulkGapMs, type ChatMessage, maySumUp } from '../../domain/announcement.js'
import type { Delivery } from '../../domain/delivery.js'
import type { Clock } from '../../runtime/clock.js'
import type { Outbox } from '../../services/messaging/outbox.js'
import { fitsInDigest } from './screens.js'
import { createPace, createTurns } from './pace.js'
import type { Sender } from './sender.js'

type Needs = { readonly outbox: Outbox; readonly speaker: Sender; readonly clock: Clock; readonly log: Logger }

const mostAtOnce = 50
/** With more than this behind the next sale, many are told in one message. */
const shortBacklog = 3
const longestDigest = 500
// Other processes write to the same outbox; this is how late their news may be noticed.
const lookAgainMs = 5000
const shortestRestMs = 20
// Nobody waits for these: they keep to the 30 messages a second for bulk messages (core.telegram.org/bots/faq).
const bulk = new Set([
  'yourEventCancelled',
  'yourEventChanged',
  'heldEventCancelled',
  'holdExpired',
  'orderRefunded',
  'ticketRefunded',
  'refunded',
  'announcementDelayed',
])

/** Says what waits in the outbox: one thing after another for each recipient, many recipients at once. */
export const createAnnouncer = ({ outbox, speaker, clock, log }: Needs) => {
  const pace = createPace()
  const turns = createTurns(bulkGapMs)
  const telling = new Set<Promise<void>>()
  let endRest: () => void = () => undefined
  let woken = false
  const idlers: (() => void)[] = []

  const wake = (): void => {
    woken = true
    endRest()
  }

  const settle = async (rows: readonly Announcement[], delivery: Delivery, startedAt: number): Promise<void> => {
    const [settlement] = await outbox.settle(rows, delivery)
    if (delivery.kind === 'notYet') return
    log[settlement?.state === 'givenUp' ? 'error' : settlement?.error === undefined ? 'info' : 'warn'](
      {
        announcements: rows.map(({ id }) => id),
        kind: rows[0]?.message.kind,
        to: rows[0]?.to,
        result: delivery.kind,
        state: settlement?.state,
        ...('reason' in delivery && { reason: delivery.reason }),
        ms: clock.now() - startedAt,
      },
      'announcement',
    )
  }

  /** The rows that go into one message together with the first: itself alone while the backlog is short. */
  const gather = async (head: Announcement): Promise<readonly Announcement[]> => {
    if (!maySumUp(head.message)) return [head]
    const behind = await outbox.followers(head, longestDigest)
    const other = behind.findIndex(({ message, uncertain }) => !maySumUp(message) || uncertain !== head.uncertain)
    const alike = [head, ...(other === -1 ? behind : behind.slice(0, other))]
    const told =
      alike.length > shortBacklog
        ? alike.slice(0, fitsInDigest(alike.map(({ message }) => message as ChatMessage)))
        : [head]
    const later = behind.filter((row) => !told.includes(row))
    if (later.length > 0) await outbox.release(later)
    return told
  }

  const say = async (rows: readonly Announcement[]): Promise<Delivery> => {
    const startedAt = clock.now()
    const delivery = await speaker.say(rows).catch((error: unknown): Delivery => {
      log.error({ announcements: rows.map(({ id }) => id), err: error }, 'announcement failed for a reason of ours')
      return { kind: 'defect', reason: 'defect' }
    })
    await settle(rows, delivery, startedAt)
    return delivery
  }

  const tellChat = async (head: Announcement): Promise<void> => {
    const waitMs = pace.wait(clock.now())
    if (waitMs > 0) return settle([head], { kind: 'notYet', waitMs }, clock.now())
    const rows = await gather(head)
    pace.count(clock.now())
    const delivery = await say(rows)
    if (delivery.kind === 'tooManyRequests') pace.pause(clock.now() + delivery.retryAfterMs)
  }

  const tellPerson = async (row: Announcement): Promise<void> => {
    const waitMs = bulk.has(row.message.kind) ? turns.wait(row.id, clock.now()) : 0
    await (waitMs > 0 ? settle([row], { kind: 'notYet', waitMs }, clock.now()) : say([row]))
  }

  const tell = (row: Announcement): void => {
    const task = (row.to === 'chat' ? tellChat(row) : tellPerson(row)).catch((error: unknown) => {
      log.error(
        { announcements: [row.id], err: error },
        'announcement could not be settled; it comes back when its lease has run out',
      )
    })
    telling.add(task)
    void task.then(() => {
      telling.delete(task)
      wake()
    })
  }

  const pauseMs = async (): Promise<number> => {
    const due = await outbox.nextDue()
    return Math.min(lookAgainMs, due === undefined ? lookAgainMs : Math.max(shortestRestMs, due - clock.now()))
  }

  const rest = async (signal: AbortSignal): Promise<void> => {
    const pause = await pauseMs()
    if (woken || signal.aborted) return
    const waiting = new AbortController()
    const stop = (): void => waiting.abort()
    endRest = stop
    signal.addEventListener('abort', stop, { once: true })
    const sleeping = clock.sleep(pause, waiting.signal)
    // Not before it sleeps: whoever turns the clock now finds out when it wants to endRest.
    if (telling.size === 0) idlers.splice(0).forEach((idle) => idle())
    await sleeping
    signal.removeEventListener('abort', stop)
    endRest = () => undefined
  }

  const work = async (signal: AbortSignal): Promise<void> => {
    woken = false
    const rows = telling.size < mostAtOnce ? await outbox.claim(mostAtOnce - telling.size) : []
    rows.forEach(tell)
    if (rows.length === 0) await rest(signal)
  }

  const remember = async (): Promise<void> => {
    for (const at of await outbox.sentToChatSince(clock.now() - 60_000)) pace.count(at)
  }

  // A database that is busy or away for a moment must not silence the bot for good.
  const tryAgain =
    (signal: AbortSignal) =>
    async (error: unknown): Promise<void> => {
      log.error({ err: error }, 'the outbox could not be read; trying again')
      await clock.sleep(lookAgainMs, signal)
    }

  return {
    /** Something was put into the outbox. */
    wake,

    /** Resolves when nothing is being said and nothing more is due. */
    idle: (): Promise<void> =>
      new Promise((idle) => {
        idlers.push(idle)
        wake()
      }),

    /** Works until the signal fires, then waits for what is being said. */
    run: async (signal: AbortSignal): Promise<void> => {
      await remember().catch(tryAgain(signal))
      while (!signal.aborted) await work(signal).catch(tryAgain(signal))
      await Promise.all(telling)
    },
  }
}

/** What `createAnnouncer` gives. */
export type Announcer = ReturnType<typeof createAnnouncer>
