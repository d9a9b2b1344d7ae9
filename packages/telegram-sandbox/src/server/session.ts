import { journalParams, perform } from './calls.js'
import type { Call } from './journal.js'
import type { MethodContext } from './methods/context.js'
import { createPolling } from './polling.js'
import { ApiRefusal } from './refusals.js'
import { createWebhook } from './webhook.js'
import type { World } from '../state/world.js'

/** The bot's standing with Telegram: its token, and the two ways to receive updates. */
export type Session = {
  readonly isTokenValid: (token: string) => boolean
  readonly context: Omit<MethodContext, 'signal'>
  readonly record: (call: Call) => void
  /** From now on every call is answered 401, the waiting poll too. */
  readonly revoke: () => void
  readonly close: () => void
}

const readCall = (
  body: string,
): { readonly method: string; readonly values: Readonly<Record<string, unknown>> } | undefined => {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('method' in value) || typeof value.method !== 'string')
    return undefined
  const { method, ...values } = value
  return { method, values }
}

/** A webhook's answer may carry a method call: Telegram performs it and tells nobody how it went. */
const callFromWebhook = async (
  { context, record }: Pick<Session, 'context' | 'record'>,
  body: string,
): Promise<void> => {
  const call = readCall(body)
  if (call === undefined) return
  const raw = { values: call.values, uploads: new Map() }
  const startedAt = context.world.now()
  const { status, body: answer } = await perform({ ...context, signal: new AbortController().signal }, call.method, raw)
  record({
    method: call.method,
    params: journalParams(raw),
    status,
    answer,
    startedAt,
    finishedAt: context.world.now(),
  })
}

/** Opens the bot's session. `record` writes the journal. */
export const createSession = ({
  token,
  world,
  webhookRetryMs,
  record: write,
}: {
  readonly token: string
  readonly world: World
  readonly webhookRetryMs: number
  readonly record: (call: Call) => void
}): Session => {
  const polling = createPolling(world.updates)
  let isRevoked = false
  const record = (call: Call): void => {
    write(call)
    world.emit({ kind: 'callFinished', call })
  }
  const revoke = (): void => {
    isRevoked = true
    polling.interrupt(new ApiRefusal(401, 'Unauthorized'))
  }
  const webhook = createWebhook({
    updates: world.updates,
    now: world.now,
    retryMs: webhookRetryMs,
    call: (body) => void callFromWebhook({ context, record }, body),
  })
  const context = { world, polling, webhook, endSession: revoke }
  world.updates.onNews((update) => world.emit({ kind: 'updateQueued', update }))
  return {
    isTokenValid: (given) => !isRevoked && given === token,
    context,
    record,
    revoke,
    close: () => {
      polling.close()
      webhook.close()
      world.payments.close()
    },
  }
}
