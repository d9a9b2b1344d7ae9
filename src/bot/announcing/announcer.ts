import type { Logger } from 'pino'
import {
  type Announcement,
  maySumUp,
  type Places,
  type SummableMessage,
  type Urgency,
} from '../../domain/announcement.js'
import type { ChatAddress } from '../../domain/chatAddress.js'
import type { Delivery, Settlement } from '../../domain/delivery.js'
import { minuteMs } from '../../domain/duration.js'
import { isOldForChat } from '../../domain/staleNews.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Next } from '../../runtime/loop.js'
import type { Outbox } from '../../services/messaging/outbox.js'
import type { Budget } from '../telegram/rateLimitBudget.js'
import { fitsInDigest } from './screens.js'
import type { Sender } from './sender.js'

type Needs = {
  readonly outbox: Outbox
  readonly sender: Sender
  readonly clock: Clock
  readonly log: Logger
  readonly budget: Pick<Budget, 'wait' | 'paceFor'>
  /** The notification chat; without one its news waits untouched. */
  readonly chat: ChatAddress | undefined
  /** How late what other processes wrote may be noticed, in milliseconds. */
  readonly lookAgainMs: number
}

/** So many are said at once: what goes to many, and pictures, which are slow, leave room for whoever waits. */
const mostAtOnce: Places = { personal: 40, chat: 1, pictures: 4, bulk: 15 }
const urgencies = Object.keys(mostAtOnce) as readonly Urgency[]
/** With more than this behind the next sale, many are told in one message. */
const shortBacklog = 3
const longestDigest = 500
const shortestRestMs = 20

/** Says what waits in the outbox: one thing after another for each recipient, many recipients at once. */
export const createAnnouncer = (needs: Needs) => {
  const { outbox, clock, log, chat } = needs
  const telling = new Map<Promise<void>, Urgency>()

  const tellChat = async (head: Announcement): Promise<void> => {
    if (isOldForChat(head, clock.now())) return missOldNews(needs)
    const waitMs = await waitForChat(needs)
    await (waitMs > 0 ? putOff(needs, head, waitMs) : sayTogether(needs, await rowsOfMessage(outbox, head)))
  }

  const tellPerson = async (row: Announcement): Promise<void> => {
    await say(needs, [row])
  }

  const tell = (row: Announcement): void => {
    const task = (row.to === 'chat' ? tellChat(row) : tellPerson(row)).catch((error: unknown) => {
      log.error(
        { announcements: [row.id], err: error },
        'announcement could not be settled; it comes back when its lease has run out',
      )
    })
    telling.set(task, row.urgency)
    void task.then(() => {
      telling.delete(task)
      loop.wake()
    })
  }

  const freePlaces = (): Places => {
    const free = { ...mostAtOnce, chat: chat ? mostAtOnce.chat : 0 }
    for (const urgency of telling.values()) free[urgency] -= 1
    return free
  }

  const round = async (): Promise<Next> => {
    const free = freePlaces()
    const rows = urgencies.some((urgency) => free[urgency] > 0) ? await outbox.claim(free) : []
    rows.forEach(tell)
    return rows.length > 0 ? 'again' : { restMs: await untilNextDue(needs, free) }
  }

  const loop = createLoop({ clock, log, name: 'announcing', round, isBusy: () => telling.size > 0 })

  return {
    /** Something was put into the outbox. */
    wake: loop.wake,

    /** Resolves when nothing is being said and nothing more is due. */
    idle: loop.idle,

    /** Works until the signal fires, then waits for what is being said. */
    run: async (signal: AbortSignal): Promise<void> => {
      await loop.run(signal)
      await Promise.all(telling.keys())
    },
  }
}

/** Until something is due for which there is a place. */
const untilNextDue = async ({ outbox, clock, lookAgainMs }: Needs, free: Places): Promise<number> => {
  const due = await outbox.nextDue()
  const next = Math.min(...urgencies.map((urgency) => (free[urgency] > 0 ? (due[urgency] ?? Infinity) : Infinity)))
  return Math.min(lookAgainMs, Math.max(shortestRestMs, next - clock.now()))
}

/** What was said to the chat before this start, and by other processes, counts as well. */
const waitForChat = async ({ outbox, budget, clock, chat }: Needs): Promise<number> => {
  const name = String(chat?.chatId)
  const pace = budget.paceFor(name)
  for (const at of await outbox.saidToChatSince(clock.now() - minuteMs)) pace.count(1, at)
  return Math.max(pace.wait(clock.now()), budget.wait(name))
}

const missOldNews = async ({ outbox, log }: Needs): Promise<void> => {
  const missed = await outbox.missOldNews()
  log.warn({ missed }, 'the notification chat could not be reached for days; what is that old is not told any more')
}

/** The rows that go into one message together with the first: itself alone while the backlog is short. */
const rowsOfMessage = async (outbox: Outbox, head: Announcement): Promise<readonly Announcement[]> => {
  if (!maySumUp(head.message)) return [head]
  const behind = await outbox.followers(head, longestDigest)
  const other = behind.findIndex(({ message, uncertain }) => !maySumUp(message) || uncertain !== head.uncertain)
  const alike = [head, ...(other === -1 ? behind : behind.slice(0, other))]
  if (alike.length <= shortBacklog) return [head]
  const together = alike.slice(1, fitsInDigest(alike.map(({ message }) => message as SummableMessage)))
  return [head, ...(await outbox.join(together))]
}

/**
 * Says these in one message. Where one of them cannot be said it must not take the others with it: the later half is
 * left for another message, until the one that cannot be said stands alone.
 */
const sayTogether = async (needs: Needs, rows: readonly Announcement[]): Promise<Delivery> => {
  const startedAt = needs.clock.now()
  const delivery = await attempt(needs, rows)
  if (rows.length === 1 || (delivery.kind !== 'defect' && delivery.kind !== 'rejected'))
    return record(needs, rows, delivery, startedAt)
  const half = Math.ceil(rows.length / 2)
  await needs.outbox.release(rows.slice(half))
  return sayTogether(needs, rows.slice(0, half))
}

/** Says these in one message, and records what became of it. */
const say = async (needs: Needs, rows: readonly Announcement[]): Promise<Delivery> => {
  const startedAt = needs.clock.now()
  return record(needs, rows, await attempt(needs, rows), startedAt)
}

const attempt = ({ sender, log }: Needs, rows: readonly Announcement[]): Promise<Delivery> =>
  sender.say(rows).catch((error: unknown): Delivery => {
    log.error({ announcements: rows.map(({ id }) => id), err: error }, 'announcement failed for a reason of ours')
    return { kind: 'defect', reason: 'defect' }
  })

const record = async (
  needs: Needs,
  rows: readonly Announcement[],
  delivery: Delivery,
  startedAt: number,
): Promise<Delivery> => {
  const [settlement] = await needs.outbox.settle(rows, delivery)
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
