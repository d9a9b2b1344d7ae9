import type { Params } from '../params.js'
import { badRequest, conflict } from '../refusals.js'
import type { World } from '../../state/world.js'
import type { Method } from './context.js'

const maxPollSeconds = 50

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Remembers `allowed_updates` when the call has it; an empty list means the default again. */
const readAllowed = (world: World, params: Params): void => {
  const kinds = params.json('allowed_updates')
  if (Array.isArray(kinds)) world.updates.allow(kinds.map(String))
}

const getUpdates: Method = ({ world, polling, webhook, signal }, params) => {
  if (webhook.isSet())
    throw conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
  readAllowed(world, params)
  return polling.poll(
    {
      offset: params.integer('offset', 0),
      limit: clamp(params.integer('limit', 100), 1, 100),
      timeoutSeconds: clamp(params.integer('timeout', 0), 0, maxPollSeconds),
    },
    signal,
  )
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)

const readUrl = (text: string): string => {
  let url: URL
  try {
    url = new URL(text.includes('://') ? text : `https://${text}`)
  } catch {
    throw badRequest('invalid webhook URL specified')
  }
  // Telegram wants https and one of four ports; a test's own machine may do without.
  if (isLoopback(url.hostname)) return url.href
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  if (!['', '80', '88', '8443'].includes(url.port))
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
  return url.href
}

const readSecret = (secret: string): string => {
  if (secret.length > 256) throw badRequest('secret token is too long')
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters')
  return secret
}

const dropPending = (world: World, params: Params): void => {
  if (params.flag('drop_pending_updates')) world.updates.clear()
}

const setWebhook: Method = ({ world, polling, webhook }, params) => {
  const text = params.text('url').trim()
  if (text === '') return removeWebhook({ world, webhook }, params)
  const settings = {
    url: readUrl(text),
    secretToken: readSecret(params.text('secret_token')),
    maxConnections: clamp(params.integer('max_connections', 40), 1, 100),
    ...(params.has('ip_address') ? { ipAddress: params.text('ip_address') } : {}),
  }
  readAllowed(world, params)
  dropPending(world, params)
  polling.interrupt(conflict('terminated by setWebhook request'))
  webhook.set(settings)
  return true
}

const removeWebhook = ({ world, webhook }: Pick<Parameters<Method>[0], 'world' | 'webhook'>, params: Params): true => {
  webhook.remove()
  dropPending(world, params)
  return true
}

const deleteWebhook: Method = removeWebhook
const getWebhookInfo: Method = ({ webhook }) => webhook.info()

const getMe: Method = ({ world }) => ({
  ...world.bot,
  can_join_groups: true,
  // Privacy mode is off in the sandbox: the bot hears everything in its groups, which is the harder case.
  can_read_all_group_messages: true,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
})

const logOut: Method = ({ endSession }) => {
  endSession()
  return true
}
// Telegram only moves the bot to another server; here there is one.
const close: Method = () => true

/** Receiving updates, and the bot's session. */
export const updateMethods = {
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  getMe,
  logOut,
  close,
} satisfies Record<string, Method>
