import { IANAZone } from 'luxon'
import { z } from 'zod'
import { parseChatAddress } from '../domain/chatAddress.js'
import { languages } from '../domain/person.js'
import {
  areIds,
  asWritten,
  checkDatabaseUrl,
  isApiRoot,
  isProxyUrl,
  isWebhookUrl,
  knownCurrencies,
  personIds,
  portOf,
  proofTime,
  withScheme,
} from './settingKinds.js'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** pino's levels, and silence. */
export type LogLevel = (typeof logLevels)[number]

/** A shorter passphrase is found by trying. */
export const shortestPassphrase = 12

const holdFault = 'HOLD_MINUTES is not a number of minutes from 1 to 1440.'
const bulkFault = 'BULK_PER_SECOND is not a number of messages from 1 to 1000.'

/** Every variable of the environment: what it may be, what it is when it is not set, and what it means. */
export const settingsSchema = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string(
      'TELEGRAM_BOT_TOKEN is not set. Make a bot with @BotFather (/newbot) and put its token into .env, or run "npm run setup".',
    )
    .regex(
      /^\d+:[A-Za-z0-9_-]{30,}$/u,
      'TELEGRAM_BOT_TOKEN does not look like a bot token (123456789:ABC…). Copy the whole line that @BotFather gave you.',
    )
    .describe('The token from @BotFather (`/newbot`). Required. Never publish it: whoever has it is the bot.'),
  TELEGRAM_CHAT_ID: z
    .string()
    .refine(
      (text) => parseChatAddress(text) !== undefined,
      'TELEGRAM_CHAT_ID is neither a chat id (-1001234567890), nor @channelname, nor id:topic (-1001234567890:42). Send /chatid in that chat, or run "npm run chat-id".',
    )
    .transform(parseChatAddress)
    .optional()
    .describe(
      'The notification chat, which hears of new events and sales: an id (negative for groups and channels), `@channelname`, or `id:topic`. `npm run chat-id` lists the chats that wait, `/chatid` tells the id in any chat. Without it announcements wait.',
    ),
  DATABASE_URL: z
    .string()
    .superRefine(checkDatabaseUrl)
    .default('sqlite:///main_database.db')
    .describe(
      '`sqlite:///file.db` (in the folder where the bot is started), `sqlite:////absolute/path.db`, or `postgres://user:password@host:5432/name`.',
    ),
  TELEGRAM_API_ROOT: z
    .string()
    .refine(
      isApiRoot,
      'TELEGRAM_API_ROOT is not an http or https address such as https://api.telegram.org (no user, "?" or "#" in it).',
    )
    .transform((text) => text.replace(/\/+$/u, ''))
    .default('https://api.telegram.org')
    .describe('The Bot API server: the official one, or your own.'),
  HTTPS_PROXY: z
    .string()
    .transform(withScheme)
    .refine(
      isProxyUrl,
      'HTTPS_PROXY is not the address of a proxy. Write http://host:3128, https://host:443 or socks5://host:1080, with user:password@ before the host if it asks for them.',
    )
    .optional()
    .describe(
      'The proxy on the way to the Bot API, if there has to be one: `http://`, `https://` or `socks5://`, then `user:password@` if it asks for them, host and port. For `https` addresses only; `https_proxy` counts as well.',
    ),
  NO_PROXY: z
    .string()
    .optional()
    .describe(
      'Hosts that are reached without the proxy, with commas between them: `example.org` (and all below it), an address, a network such as `10.0.0.0/8`, or `*`; `no_proxy` counts as well.',
    ),
  DEFAULT_LANGUAGE: z
    .enum(languages, `DEFAULT_LANGUAGE is unknown. Write one of: ${languages.join(', ')}.`)
    .default('ru')
    .describe(
      'The language of the notification chat, and of people whose Telegram does not tell theirs: `ru` or `en`.',
    ),
  DEFAULT_TIME_ZONE: z
    .string()
    .refine(
      (zone) => IANAZone.isValidZone(zone),
      'DEFAULT_TIME_ZONE is unknown. Write an IANA name such as Europe/Moscow or Asia/Yekaterinburg.',
    )
    .default('Europe/Moscow')
    .describe('The time zone of new events: an IANA name.'),
  CURRENCY: z
    .string()
    .toUpperCase()
    .refine(
      (code) => knownCurrencies.has(code),
      'CURRENCY is unknown. Write an ISO 4217 code such as RUB, EUR or USD, or XTR for Telegram Stars.',
    )
    .default('RUB')
    .describe('The currency of new events: an ISO 4217 code, or `XTR` for Telegram Stars.'),
  ORGANIZER_IDS: z
    .string()
    .transform(personIds)
    .refine(
      areIds,
      'ORGANIZER_IDS is not a list of Telegram user ids. Write numbers with commas between them (12345678,87654321), or leave it empty to let anyone create events (without cards and Stars).',
    )
    .default([])
    .describe(
      'Who may create events and take cards and Stars: Telegram ids with commas between them (`/chatid` in a private chat tells yours). Empty: anyone may create events that are free or paid at the door or by transfer; nobody takes cards or Stars, because that money comes to you.',
    ),
  LOG_LEVEL: z
    .enum(logLevels, `LOG_LEVEL is unknown. Write one of: ${logLevels.join(', ')}.`)
    .default('info')
    .describe('How much is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.'),
  LOG_FORMAT: z
    .enum(['json', 'text'], 'LOG_FORMAT is unknown. Write json or text.')
    .optional()
    .describe(
      'How the log is written: `json` lines for machines, or `text` for a person. Empty: text on a terminal, else JSON.',
    ),
  PAYMENT_PROVIDER_TOKEN: z
    .string()
    .regex(
      /^\d+:(?:TEST|LIVE):\S+$/u,
      'PAYMENT_PROVIDER_TOKEN does not look like one (381764678:TEST:…). In @BotFather: /mybots, your bot, Payments, a provider; copy the whole line.',
    )
    .optional()
    .describe(
      "Payments by card: the provider's token from @BotFather (`/mybots`, Payments). Only for the events of those in `ORGANIZER_IDS`. Empty: no cards. Telegram Stars need no token.",
    ),
  PAYMENT_RECEIPT_VAT_CODE: z
    .string()
    .regex(
      /^(?:[1-9]|1[0-2])$/u,
      'PAYMENT_RECEIPT_VAT_CODE is not a number from 1 to 12. Write the VAT code of your provider (YooKassa: 1 is "no VAT"), or leave it empty to send no receipt data.',
    )
    .transform(Number)
    .optional()
    .describe(
      'Receipts by Russian law 54-FZ, where the provider makes them (YooKassa): the VAT code to send with each invoice, 1 to 12. Empty: none is sent.',
    ),
  HOLD_MINUTES: z
    .string()
    .regex(/^\d{1,4}$/u, holdFault)
    .transform(Number)
    .refine((minutes) => minutes >= 1 && minutes <= 1440, holdFault)
    .default(15)
    .describe('How many minutes seats are kept for who has not paid yet: 1 to 1440.'),
  BULK_PER_SECOND: z
    .string()
    .regex(/^\d{1,4}$/u, bulkFault)
    .transform(Number)
    .refine((messages) => messages >= 1 && messages <= 1000, bulkFault)
    .default(30)
    .describe(
      'How many messages a second go out that nobody waits for, such as the news that an event moved: 30 is what Telegram allows; more only with paid broadcasts.',
    ),
  ANNOUNCE_UNLISTED: z
    .enum(['yes', 'no'], 'ANNOUNCE_UNLISTED is unknown. Write yes or no.')
    .default('no')
    .transform((word) => word === 'yes')
    .describe(
      'Whether the notification chat hears of unlisted events and their sales, too: `yes` or `no`. Say yes only where nobody but you and your organizers reads that chat.',
    ),
  PROOF_TIME: proofTime,
  WEBHOOK_URL: z
    .string()
    .refine(
      isWebhookUrl,
      'WEBHOOK_URL is not an https address (http is for this machine only). Write the public address of this bot, or leave it empty to poll.',
    )
    .optional()
    .describe('Webhook instead of polling: the public https address of this bot. Empty: polling.'),
  WEBHOOK_SECRET: z
    .string()
    .regex(
      /^[A-Za-z0-9_-]{1,256}(?:\s*,\s*[A-Za-z0-9_-]{1,256})*$/u,
      'WEBHOOK_SECRET may have 1 to 256 of A-Z a-z 0-9 _ -, and several have commas between them. Make one with: openssl rand -hex 32',
    )
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .optional()
    .describe(
      'Required with `WEBHOOK_URL`: proves that a call comes from Telegram. Make one with `openssl rand -hex 32`. Several with commas between them: the first is told to Telegram, the others are taken as well while you change it.',
    ),
  PORT: portOf('PORT')
    .default(8080)
    .describe(
      "The port that the webhook's server listens on; a proxy with TLS stands in front. `GET /healthz` answers 200.",
    ),
  HEALTH_PORT: portOf('HEALTH_PORT')
    .optional()
    .describe(
      'A port on which machines may ask how the program is: `/livez`, `/readyz` and `/metrics` (Prometheus). Empty: none.',
    ),
  HEALTH_HOST: z
    .string()
    .regex(/^[\w.:-]+$/u, 'HEALTH_HOST is not an address such as 127.0.0.1 or 0.0.0.0.')
    .default('127.0.0.1')
    .describe(
      'The address that `HEALTH_PORT` is open on. Only this machine can ask at 127.0.0.1; what is told names nobody, but is nobody else’s business.',
    ),
  BACKUP_DIR: z
    .string()
    .refine(
      (folder) => !/^[a-z][a-z\d+.-]+:/iu.test(folder),
      'BACKUP_DIR is not a folder of this machine. Write a path such as /var/backups/levem.',
    )
    .optional()
    .describe(
      'Where `npm run backup` puts backups. Empty: the folder `backups` beside the SQLite file, or in the working directory.',
    ),
  BACKUP_PASSPHRASE: z
    .string()
    .min(
      shortestPassphrase,
      `BACKUP_PASSPHRASE is shorter than ${shortestPassphrase} characters: it would be found by trying. Write a longer one.`,
    )
    .optional()
    .describe(
      'What `npm run backup -- --to-owner` seals backups with, at least 12 characters; `npm run restore` needs the same. Empty: it is asked for. Keep it elsewhere, too: without it a sealed backup is lost.',
    ),
})

/** What the variables say once they are read. */
export type SettingValues = z.output<typeof settingsSchema>

/** Variables that hold a secret. Each may be in a file instead, which the same name with `_FILE` behind it names. */
export const secretVariables = [
  'TELEGRAM_BOT_TOKEN',
  'DATABASE_URL',
  'HTTPS_PROXY',
  'PAYMENT_PROVIDER_TOKEN',
  'WEBHOOK_SECRET',
  'BACKUP_PASSPHRASE',
] as const satisfies readonly (keyof SettingValues)[]

/** The names of all variables, in the order of .env.example. */
export const variables: readonly string[] = Object.keys(settingsSchema.shape)

/** A variable as the documents show it. `fallback`: what holds when it is not set, as one would write it. */
export type VariableDescription = {
  readonly name: string
  readonly isRequired: boolean
  readonly fallback: string | undefined
  /** What it is for, in Markdown. */
  readonly about: string
}

/** All variables for the documents, in the order of .env.example. */
export const describeVariables = (): readonly VariableDescription[] =>
  Object.entries(settingsSchema.shape).map(([name, variable]) => {
    const unset = variable.safeParse(undefined)
    return {
      name,
      isRequired: !unset.success,
      fallback: unset.success ? asWritten(unset.data) : undefined,
      about: variable.description ?? '',
    }
  })
