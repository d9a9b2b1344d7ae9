import type { ChatAddress } from '../domain/chatAddress.js'
import { minuteMs } from '../domain/duration.js'
import type { Language } from '../domain/person.js'
import { readGiven } from './given.js'
import { proxyFor } from './proxyChoice.js'
import { minutesOf } from './settingKinds.js'
import { type LogLevel, settingsSchema, type SettingValues } from './settings.js'

export { describeVariables, secretVariables, type VariableDescription, variables } from './settings.js'

/** How updates come in. */
export type Receiving =
  | { readonly mode: 'polling' }
  | {
      readonly mode: 'webhook'
      readonly url: string
      /** The first is told to Telegram; whoever knows another is heard as well. Never empty. */
      readonly secrets: readonly string[]
      readonly port: number
    }

/** What the environment says. */
export type Config = {
  readonly token: string
  /** undefined: not set yet; announcements wait. */
  readonly notificationChat: ChatAddress | undefined
  readonly databaseUrl: string
  /** Without a slash at its end. */
  readonly apiRoot: string
  /** The address of the proxy on the way to the API, with user and password; undefined: none. */
  readonly proxy?: string | undefined
  readonly defaultLanguage: Language
  readonly defaultZone: string
  readonly currency: string
  /** Who may create events, and take cards and Stars. Empty: anyone may create, nobody takes those. */
  readonly organizerIds: readonly number[]
  readonly logLevel: LogLevel
  /** undefined: text on a terminal, else JSON. */
  readonly logFormat?: 'json' | 'text' | undefined
  /** From @BotFather, for invoices; undefined: no payment provider. */
  readonly providerToken: string | undefined
  /** Sends receipt data (54-FZ) with invoices, with this VAT code of the provider; undefined: none. */
  readonly receiptVatCode: number | undefined
  /** How many minutes seats are kept for who has not paid. */
  readonly holdMinutes: number
  /** Messages a second that nobody waits for. */
  readonly bulkPerSecond: number
  /** Whether the notification chat hears of unlisted events, too. */
  readonly announceUnlisted?: boolean
  /** At how many minutes after midnight the sales of the day before are proved in the chat; undefined: never. */
  readonly proofAt?: number | undefined
  readonly receiving: Receiving
  /** Where machines may ask how the program is; undefined: nowhere. */
  readonly health?: { readonly host: string; readonly port: number } | undefined
  readonly backup?: {
    /** undefined: beside the database. */
    readonly folder: string | undefined
    /** What backups are sealed with; undefined: it is asked for. */
    readonly passphrase: string | undefined
  }
}

/** A Config, or every fault, each a sentence that says what to do and shows no secret. */
export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly string[] }

const secretMissing =
  'WEBHOOK_SECRET is not set, but WEBHOOK_URL is: without it anyone could speak in the name of Telegram. Make one with: openssl rand -hex 32'

/**
 * Reads the environment, and the files that it names for secrets. Empty values and the placeholders of .env.example
 * count as not set.
 */
export const readConfig = (env: NodeJS.ProcessEnv): ConfigResult => {
  const { given, faults: fileFaults } = readGiven(env)
  const parsed = settingsSchema.safeParse(given)
  const faults = [
    ...fileFaults.values(),
    // What could not be read from its file is not missing, too.
    ...(parsed.error?.issues ?? [])
      .filter(({ path }) => !fileFaults.has(String(path[0])))
      .map(({ message }) => message),
    ...(given['WEBHOOK_URL'] && !given['WEBHOOK_SECRET'] && !fileFaults.has('WEBHOOK_SECRET') ? [secretMissing] : []),
  ]
  return parsed.success && faults.length === 0 ? { ok: true, config: configOf(parsed.data) } : { ok: false, faults }
}

const configOf = (values: SettingValues): Config => ({
  token: values.TELEGRAM_BOT_TOKEN,
  notificationChat: values.TELEGRAM_CHAT_ID,
  databaseUrl: values.DATABASE_URL,
  apiRoot: values.TELEGRAM_API_ROOT,
  proxy: proxyFor(values.TELEGRAM_API_ROOT, { proxy: values.HTTPS_PROXY, except: values.NO_PROXY }),
  defaultLanguage: values.DEFAULT_LANGUAGE,
  defaultZone: values.DEFAULT_TIME_ZONE,
  currency: values.CURRENCY,
  organizerIds: values.ORGANIZER_IDS,
  logLevel: values.LOG_LEVEL,
  logFormat: values.LOG_FORMAT,
  providerToken: values.PAYMENT_PROVIDER_TOKEN,
  receiptVatCode: values.PAYMENT_RECEIPT_VAT_CODE,
  holdMinutes: values.HOLD_MINUTES,
  bulkPerSecond: values.BULK_PER_SECOND,
  announceUnlisted: values.ANNOUNCE_UNLISTED,
  proofAt: minutesOf(values.PROOF_TIME),
  receiving: receivingOf(values),
  health: values.HEALTH_PORT === undefined ? undefined : { host: values.HEALTH_HOST, port: values.HEALTH_PORT },
  backup: { folder: values.BACKUP_DIR, passphrase: values.BACKUP_PASSPHRASE },
})

const receivingOf = ({ WEBHOOK_URL: url, WEBHOOK_SECRET: secrets, PORT: port }: SettingValues): Receiving =>
  url === undefined || secrets === undefined ? { mode: 'polling' } : { mode: 'webhook', url, secrets, port }

/** What the services are told of the owner's settings. */
export const serviceSettings = (config: Config) => ({
  organizerIds: config.organizerIds,
  zone: config.defaultZone,
  currency: config.currency,
  hasProvider: config.providerToken !== undefined,
  holdMs: config.holdMinutes * minuteMs,
  announceUnlisted: config.announceUnlisted ?? false,
})

/** What must never be shown: give it to createLog. */
export const secretsOf = (config: Config): readonly string[] => [
  config.token,
  ...(config.providerToken === undefined ? [] : [config.providerToken]),
  ...(config.backup?.passphrase === undefined ? [] : [config.backup.passphrase]),
  ...(config.receiving.mode === 'webhook' ? config.receiving.secrets : []),
  ...passwordsIn(networkUrl(config.databaseUrl)),
  ...passwordsIn(config.proxy === undefined ? undefined : networkUrl(config.proxy)),
]

// As it stands in the URL and as the server knows it.
const passwordsIn = (url: URL | undefined): readonly string[] =>
  url?.password ? [url.password, decoded(url.password)] : []

const networkUrl = (text: string): URL | undefined =>
  !text.startsWith('sqlite:') && URL.canParse(text) ? new URL(text) : undefined

// The owner's "%" may be no percent-encoding at all.
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The configuration in one log line, without secrets: of the token its public half, the bot's id. */
export const describeConfig = (config: Config): Readonly<Record<string, string | number>> => ({
  bot: config.token.split(':')[0] ?? '',
  chat: config.notificationChat
    ? [config.notificationChat.chatId, config.notificationChat.topicId].filter((part) => part !== undefined).join(':')
    : 'not set',
  database: databaseName(config.databaseUrl),
  apiRoot: config.apiRoot,
  ...(config.proxy !== undefined && { proxy: proxyName(config.proxy) }),
  language: config.defaultLanguage,
  zone: config.defaultZone,
  currency: config.currency,
  payments:
    config.providerToken === undefined
      ? 'no provider'
      : `provider ${config.providerToken.split(':').slice(0, 2).join(':')}`,
  organizers: config.organizerIds.length || 'anyone',
  receiving:
    config.receiving.mode === 'webhook'
      ? `webhook at ${new URL(config.receiving.url).host}, port ${config.receiving.port}`
      : 'polling',
})

const proxyName = (proxy: string): string => {
  const { protocol, host } = new URL(proxy)
  return `${protocol}//${host}`
}

const databaseName = (databaseUrl: string): string => {
  if (databaseUrl.startsWith('sqlite:')) return databaseUrl
  const url = networkUrl(databaseUrl)
  return url ? `postgres at ${url.host}${url.pathname}` : 'postgres'
}
