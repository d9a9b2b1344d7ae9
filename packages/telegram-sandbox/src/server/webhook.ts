import type { Update, WebhookInfo } from 'grammy/types'
import { createDeliverer } from './delivery.js'
import type { Delivery, DeliveryTarget } from './delivery.js'
import type { QueuedUpdate, UpdateQueue } from '../state/updates.js'

type WebhookSettings = DeliveryTarget & { readonly maxConnections: number; readonly ipAddress?: string }

export type Webhook = {
  readonly isSet: () => boolean
  readonly set: (settings: WebhookSettings) => void
  readonly remove: () => void
  readonly info: () => WebhookInfo
  readonly close: () => void
}

type Attempt = { failures: number; notBefore: number; isUnderWay: boolean }

/** `at` is in seconds since 1970. */
type LastError = { readonly message: string; readonly at: number }

const maxPauseMs = 60_000

const pauseAfter = ({ retryAfter }: { readonly retryAfter: number }, failures: number, retryMs: number): number =>
  retryAfter > 0 ? retryAfter * 1000 : Math.min(maxPauseMs, retryMs * 2 ** (failures - 1))

const describe = (
  updates: UpdateQueue,
  settings: WebhookSettings | undefined,
  lastError: LastError | undefined,
): WebhookInfo => {
  const allowed = [...updates.allowed()] as NonNullable<WebhookInfo['allowed_updates']>
  return {
    url: settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.pending(),
    ...(lastError === undefined ? {} : { last_error_date: lastError.at, last_error_message: lastError.message }),
    ...(settings === undefined ? {} : { max_connections: settings.maxConnections }),
    ...(settings?.ipAddress === undefined ? {} : { ip_address: settings.ipAddress }),
    ...(allowed.length === 0 ? {} : { allowed_updates: allowed }),
  }
}

// Telegram delivers what is of one chat and kind one after another; a callback query is of its person.
const lineOf = (update: Update): string => {
  const [kind = '', content] = Object.entries(update).find(([key]) => key !== 'update_id') ?? []
  const { chat, from } = content as { readonly chat?: { readonly id: number }; readonly from?: { readonly id: number } }
  return `${kind} ${String(chat?.id ?? from?.id)}`
}

function* headsOf(waiting: Iterable<QueuedUpdate>): Generator<QueuedUpdate> {
  const lines = new Set<string>()
  for (const queued of waiting) {
    const line = lineOf(queued.update)
    if (!lines.has(line)) yield queued
    lines.add(line)
  }
}

/**
 * Sends queued updates to the bot's address: several at once, those of one chat and kind one after another, each again
 * with a growing pause until it is taken.
 * `call` hears a body that names a method (an answer to the webhook may carry a call). `retryMs` is the first pause;
 * Telegram's is a second.
 */
export const createWebhook = ({
  updates,
  now,
  retryMs,
  call,
}: {
  readonly updates: UpdateQueue
  readonly now: () => number
  readonly retryMs: number
  readonly call: (body: string) => void
}): Webhook => {
  const deliverer = createDeliverer()
  let attempts = new Map<number, Attempt>()
  let settings: WebhookSettings | undefined
  let lastError: LastError | undefined
  let underWay = 0
  let timer: NodeJS.Timeout | undefined
  let isScheduled = false

  const attemptOf = (id: number): Attempt => {
    const attempt = attempts.get(id) ?? { failures: 0, notBefore: 0, isUnderWay: false }
    attempts.set(id, attempt)
    return attempt
  }
  const settle = (id: number, attempt: Attempt, deliveries: readonly Delivery[]): void => {
    const failed = deliveries.find((delivery) => !delivery.ok)
    attempt.isUnderWay = false
    if (failed === undefined) {
      updates.drop(id)
      attempts.delete(id)
      for (const delivery of deliveries) if (delivery.ok && delivery.body.includes('method')) call(delivery.body)
      return
    }
    attempt.failures += 1
    // Real time on purpose: a turned clock must not make the network faster.
    attempt.notBefore = Date.now() + pauseAfter(failed, attempt.failures, retryMs)
    lastError = { message: failed.error, at: Math.floor(now() / 1000) }
  }
  const send = async ({ update, copies }: QueuedUpdate, to: WebhookSettings): Promise<void> => {
    const current = attempts
    const attempt = attemptOf(update.update_id)
    attempt.isUnderWay = true
    underWay += 1
    const deliveries = await Promise.all(
      Array.from({ length: attempt.failures === 0 ? copies : 1 }, () => deliverer.deliver(to, update)),
    )
    underWay -= 1
    if (current === attempts) settle(update.update_id, attempt, deliveries)
    schedule()
  }
  const pump = (): void => {
    isScheduled = false
    if (settings === undefined) return
    let earliest = Infinity
    for (const queued of headsOf(updates.waiting())) {
      if (underWay >= settings.maxConnections) return
      const { isUnderWay, notBefore } = attemptOf(queued.update.update_id)
      if (isUnderWay) continue
      if (notBefore > Date.now()) earliest = Math.min(earliest, notBefore)
      else void send(queued, settings)
    }
    clearTimeout(timer)
    if (earliest < Infinity) timer = setTimeout(pump, earliest - Date.now())
  }
  const schedule = (): void => {
    if (isScheduled || settings === undefined) return
    isScheduled = true
    setImmediate(pump)
  }
  const remove = (): void => {
    settings = undefined
    attempts = new Map()
    lastError = undefined
    clearTimeout(timer)
  }
  updates.onNews(schedule)
  return {
    isSet: () => settings !== undefined,
    set: (wanted) => {
      remove()
      settings = wanted
      schedule()
    },
    remove,
    info: () => describe(updates, settings, lastError),
    close: () => {
      remove()
      deliverer.close()
    },
  }
}
