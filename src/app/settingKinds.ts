import { z } from 'zod'
import { parseDatabaseUrl } from '../store/engine/databaseUrl.js'

const isLoopback = (url: URL): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(url.hostname)

/** Whether it is an address without a user, a password and a "#", and its protocol is one of these. */
const isPlainUrl = (text: string, mayBe: (url: URL) => boolean): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && !url.username && !url.password && !url.hash && mayBe(url)
}

/** Whether it may be the address of a Bot API server. */
export const isApiRoot = (text: string): boolean =>
  isPlainUrl(text, (url) => /^https?:$/u.test(url.protocol) && !url.search)

/** Whether Telegram may be told it: https, or http on this machine. */
export const isWebhookUrl = (text: string): boolean =>
  isPlainUrl(text, (url) => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))

/** A proxy's address as it is meant: without a protocol it is http, as everywhere. */
export const withScheme = (text: string): string => (text.includes('://') ? text : `http://${text}`)

/** Whether it is the address of a proxy that can be used: a protocol, a host, and nothing behind the port. */
export const isProxyUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^(?:https?|socks5h?|socks):$/u.test(url.protocol) || url.search || url.hash) return false
  return url.hostname !== '' && /^\/?$/u.test(url.pathname) && isDecodable(url.username) && isDecodable(url.password)
}

const isDecodable = (text: string): boolean => {
  try {
    return decodeURIComponent(text).length >= 0
  } catch {
    return false
  }
}

/** The store knows which databases there are, and says what to write instead. */
export const checkDatabaseUrl = (text: string, context: z.RefinementCtx): void => {
  try {
    parseDatabaseUrl(text)
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof Error ? error.message : 'DATABASE_URL is not understood.',
    })
  }
}

/** Every ISO 4217 code that this Node knows, and Telegram Stars. */
export const knownCurrencies: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('currency'), 'XTR'])

/** The numbers in a list with commas; NaN for what is none. */
export const personIds = (text: string): readonly number[] =>
  text
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean)
    .map(Number)

/** Whether each may be a person's Telegram id. */
export const areIds = (ids: readonly number[]): boolean => ids.every((id) => Number.isSafeInteger(id) && id > 0)

/** When the sales of a day are proved: `minutesOf` reads it. */
export const proofTime = z
  .string()
  .regex(
    /^(?:(?:[01]?\d|2[0-3]):[0-5]\d|never)$/iu,
    'PROOF_TIME is neither a time of day such as 09:00 nor the word never.',
  )
  .default('09:00')
  .describe(
    'When the notification chat is told once a day how many sales there were the day before, and how many of them it heard of: a time in `DEFAULT_TIME_ZONE`, or `never`. A difference is an alarm that names the orders. Of a day without sales nothing is said.',
  )

/** "9:05" in minutes after midnight; "never" is undefined. */
export const minutesOf = (text: string): number | undefined => {
  const [hours, minutes] = text.split(':').map(Number)
  return minutes === undefined || hours === undefined ? undefined : 60 * hours + minutes
}

/** What a variable of this name may be that holds a port. */
export const portOf = (name: string) => {
  const fault = `${name} is not a number from 1 to 65535.`
  return z
    .string()
    .regex(/^\d{1,5}$/u, fault)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, fault)
}

/** A value as one would write it into the environment. */
export const asWritten = (value: unknown): string | undefined => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
