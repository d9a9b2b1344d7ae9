import { textLine } from './textLine.js'
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino'

/**
 * What the log is made of. `secrets` never leave it; values under 6 characters are not looked for (they would wreck
 * every line).
 */
export type LogOptions = {
  readonly level: string
  readonly secrets: readonly string[]
  /** JSON lines for machines, which is what is written when absent, or text for a person. */
  readonly format?: 'json' | 'text'
  /** Where lines go; the standard output, written at once, when absent. */
  readonly destination?: DestinationStream
}

/**
 * A pino logger that tells ids, durations and causes, and no secret, message text or ticket code, however carelessly it
 * is called.
 */
export const createLog = ({
  level,
  secrets,
  format = 'json',
  destination = pino.destination({ dest: 1, sync: true }),
}: LogOptions): Logger => {
  const scrub = createScrubber(secrets)
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => error },
      hooks: { logMethod: cleanCall },
    },
    {
      write: (line) => {
        destination.write(scrub(format === 'text' ? textLine(line) : line))
      },
    },
  )
  return withCleanChildren(log)
}

// pino passes a child's bindings neither through hooks nor through formatters. Children inherit this, grandchildren
// too.
const withCleanChildren = (log: Logger): Logger => {
  const child: unknown = Reflect.get(log, 'child')
  if (typeof child !== 'function') throw new Error('This pino has no child loggers.')
  Reflect.set(log, 'child', function (this: Logger, bindings: unknown, ...rest: readonly unknown[]): unknown {
    const made: unknown = Reflect.apply(child, this, [cleanFields(bindings), ...rest])
    return made
  })
  return log
}

const cleanCall: NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']> = function (args, method) {
  const [first, ...rest]: readonly unknown[] = args
  const cleaned: unknown[] = rest.map((value) => cleanValue(value, 1))
  if (!(first instanceof Error)) {
    Reflect.apply(method, this, [typeof first === 'string' ? first : cleanFields(first), ...cleaned])
    return
  }
  const err = describeError(first)
  Reflect.apply(method, this, [{ err }, ...(cleaned.length > 0 ? cleaned : [err['message'] ?? err['name']])])
}

const hidden = '[hidden]'

// Where updates and API calls keep what people wrote, and where secrets live. Ids, codes of errors, names of methods
// stay.
const privateKeys = new Set([
  'text',
  'caption',
  'payload',
  'token',
  'ctx',
  'api',
  'update',
  'message',
  'query',
  'parameters',
  'body',
  'headers',
  'url',
  'password',
  'secret',
  'first_name',
  'last_name',
  'username',
  'phone_number',
])

/**
 * A log line's fields: plain values stay, errors are described, and of an object that is not plain data only the class
 * is told.
 */
const cleanFields = (fields: unknown): Record<string, unknown> => {
  if (typeof fields !== 'object' || fields === null) return {}
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, cleanField(key, value, 0)]))
}

const cleanField = (key: string, value: unknown, depth: number): unknown => {
  const isPrivate = privateKeys.has(key) && (typeof value === 'string' || (typeof value === 'object' && value !== null))
  return isPrivate && !(value instanceof Error) ? hidden : cleanValue(value, depth)
}

const deepest = 2
const longestList = 50

const cleanValue = (value: unknown, depth: number): unknown => {
  if (value instanceof Error) return describeError(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null || descriptions.has(value)) return value
  if (depth >= deepest) return '[…]'
  if (Array.isArray(value)) return value.slice(0, longestList).map((item) => cleanValue(item, depth + 1))
  return isPlain(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanField(key, item, depth + 1)]))
    : `[${classOf(value)}]`
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const classOf = (value: object): string => value.constructor.name || 'object'

const causesShown = 3

// A description may be logged as a field: it is clean already.
const descriptions = new WeakSet<object>()

/**
 * What an error may show. Errors of grammY carry the request's payload, the context and, by it, the bot's token: of
 * them only the listed
 * facts are taken. A database's error keeps its values in `query` and `parameters`, which are left out.
 */
export const describeError = (error: unknown): Record<string, unknown> => {
  const description = factsOf(error, 0)
  descriptions.add(description)
  return description
}

const factsOf = (error: unknown, depth: number): Record<string, unknown> => {
  if (typeof error === 'string') return { message: error }
  if (!(error instanceof Error)) return { message: `thrown: ${error === null ? 'null' : typeof error}` }
  return errorFacts(error, depth)
}

const errorFacts = (error: Error, depth: number): Record<string, unknown> => {
  const facts = new Map<string, unknown>(Object.entries(error))
  const inner = facts.get('error') ?? error.cause
  if (error.name === 'BotError' && inner instanceof Error && depth < causesShown) return factsOf(inner, depth + 1)
  if (error.name === 'GrammyError') return grammyFacts(facts)
  if (error.name === 'HttpError') return { name: error.name, message: error.message, code: codeOf(inner) }
  const cause = inner === undefined || depth >= causesShown ? {} : { cause: factsOf(inner, depth + 1) }
  return { name: error.name, message: error.message, ...codeFact(facts.get('code')), stack: error.stack, ...cause }
}

const grammyFacts = (facts: ReadonlyMap<string, unknown>): Record<string, unknown> => ({
  name: 'GrammyError',
  message: `${String(facts.get('method'))}: ${String(facts.get('error_code'))} ${String(facts.get('description'))}`,
  method: facts.get('method'),
  error_code: facts.get('error_code'),
  description: facts.get('description'),
  parameters: facts.get('parameters'),
})

const codeFact = (code: unknown): Record<string, unknown> =>
  typeof code === 'string' || typeof code === 'number' ? { code } : {}

const codeOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return typeof cause
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
}

const shortestSecret = 6

// A bot token (its colon percent-encoded or not), a user and password in a URL, the link of a ticket, an invitation or
// a gift, and 22 base64url characters (128 bits) that look random.
const shapes = [
  String.raw`\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}`,
  String.raw`(?<=://)[^\s/:@"]*:[^\s/"]*(?=@)`,
  String.raw`(?<![A-Za-z0-9_-])[tsg]_[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])`,
  String.raw`(?<![A-Za-z0-9_-])(?=[a-z0-9_-]*[A-Z])(?=[A-Z0-9_-]*[a-z])(?=[A-Za-z]*[0-9_-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])`,
]

/**
 * Replaces in any text the secrets, in each form they may take (as JSON, in a URL, a token's second half), and whatever
 * looks like one.
 */
export const createScrubber = (secrets: readonly string[]): ((text: string) => string) => {
  const known = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form.length >= shortestSecret)
    .sort((a, b) => b.length - a.length)
  const pattern = new RegExp([...known.map(literally), ...shapes].join('|'), 'gu')
  return (text) => text.replace(pattern, hidden)
}

const formsOf = (secret: string): readonly string[] => {
  const token = /^\d+:(.+)$/u.exec(secret)
  return [secret, ...(token?.[1] ? [token[1]] : [])].flatMap((form) => [
    form,
    encodeURIComponent(form),
    encodeURI(form),
    JSON.stringify(form).slice(1, -1),
  ])
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)
