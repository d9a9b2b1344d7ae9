import type { Logger } from 'pino'
import { type Announcement, bulkGapMs, type ChatMessage, maySumUp } from '../../domain/announcement.js'
import type { Delivery, Settlement } from '../../domain/delivery.js'
import { minuteMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Next } from '../../runtime/loop.js'
import type { Outbox } from '../../services/messaging/outbox.js'
import { createBulkPace, createChatPace } from './pace.js'
import { fitsInDigest } from './screens.js'
import type { Sender } from './sender.js'

type Needs = { readonly outbox: Outbox; readonly sender: Sender; readonly clock: Clock; readonly log: Logger }

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
export const createAnnouncer = (needs: Needs) => {
  const { outbox, clock, log } = needs
  const chatPace = createChatPace()
  const bulkPace = createBulkPace(bulkGapMs)
  const telling = new Set<Promise<void>>()
  let isRemembered = false

  const tellChat = async (head: Announcement): Promise<void> => {
    const waitMs = chatPace.wait(clock.now())
    if (waitMs > 0) return putOff(needs, head, waitMs)
    const rows = await rowsOfMessage(outbox, head)
    chatPace.count(clock.now())
    const delivery = await say(needs, rows)
    if (delivery.kind === 'tooManyRequests') chatPace.pause(clock.now() + delivery.retryAfterMs)
  }

  const tellPerson = async (row: Announcement): Promise<void> => {
    const waitMs = bulk.has(row.message.kind) ? bulkPace.wait(row.id, clock.now()) : 0
    await (waitMs > 0 ? putOff(needs, row, waitMs) : say(needs, [row]))
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
      loop.wake()
    })
  }

  /** What was said to the chat before this start counts, too. */
  const remember = async (): Promise<void> => {
    if (isRemembered) return
    for (const at of await outbox.sentToChatSince(clock.now() - minuteMs)) chatPace.count(at)
    isRemembered = true
  }

  const round = async (): Promise<Next> => {
    await remember()
    const rows = telling.size < mostAtOnce ? await outbox.claim(mostAtOnce - telling.size) : []
    rows.forEach(tell)
    return rows.length > 0 ? 'again' : { restMs: await untilNextDue(outbox, clock) }
  }

  const loop = createLoop({ clock, log, name: 'announcing', round, isBusy: () => telling.size > 0 })

  return {
    /** Something was put into the outbox. */
    wake: loop.wake,

    /** Resolves when nothing is being said and nothing more is due. */
    idle: (): Promise<void> => {
      loop.wake()
      return loop.idle()
    },

    /** Works until the signal fires, then waits for what is being said. */
    run: async (signal: AbortSignal): Promise<void> => {
      await loop.run(signal)
      await Promise.all(telling)
    },
  }
}

const untilNextDue = async (outbox: Outbox, clock: Clock): Promise<number> => {
  const due = await outbox.nextDue()
  return Math.min(lookAgainMs, due === undefined ? lookAgainMs : Math.max(shortestRestMs, due - clock.now()))
}

/** The rows that go into one message together with the first: itself alone while the backlog is short. */
const rowsOfMessage = async (outbox: Outbox, head: Announcement): Promise<readonly Announcement[]> => {
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

/** Says these in one message, and records what became of it. */
const say = async (needs: Needs, rows: readonly Announcement[]): Promise<Delivery> => {
  const { outbox, sender, clock, log } = needs
  const startedAt = clock.now()
  const delivery = await sender.say(rows).catch((error: unknown): Delivery => {
    log.error({ announcements: rows.map(({ id }) => id), err: error }, 'announcement failed for a reason of ours')
    return { kind: 'defect', reason: 'defect' }
  })
  const [settlement] = await outbox.settle(rows, delivery)
  if (delivery.kind !== 'notYet') logDelivery(needs, rows, delivery, { settlement, startedAt })
  return delivery
}

/** Its turn has not come. */
const putOff = async ({ outbox }: Needs, row: Announcement, waitMs: number): Promise<void> => {
  await outbox.settle([row], { kind: 'notYet', waitMs })
}

const logDelivery = (
  { log, clock }: Needs,
  rows: readonly Announcement[],
  delivery: Delivery,
  { settlement, startedAt }: { readonly settlement: Settlement | undefined; readonly startedAt: number },
): void => {
  log[levelOf(settlement)](
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

const levelOf = (settlement: Settlement | undefined): 'error' | 'warn' | 'info' => {
  if (settlement?.state === 'givenUp') return 'error'
  return settlement?.error === undefined ? 'info' : 'warn'
}
