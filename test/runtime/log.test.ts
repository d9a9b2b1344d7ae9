import { HttpError, GrammyError, BotError, Context, Api } from 'grammy'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createLog, createScrubber, describeError } from '../../src/runtime/log.js'

const token = '987654321:CanaryCanaryCanaryCanaryCanaryCanary'
const webhookSecret = 'hook "secret" \\ with marks'
const password = 'p@ss/word-of-the-db'
const ticketCode = 'Zk3_canaryTICKETcode-9'
const messageText = 'my secret wish, said to the bot only'
const api = new Api(token)

const me = {
  id: 1,
  is_bot: true,
  first_name: 'Levem',
  username: 'levem_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  can_manage_bots: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  supports_join_request_queries: false,
} as const
const update = {
  update_id: 77,
  message: {
    message_id: 1,
    date: 1,
    chat: { id: 5, type: 'private' as const, first_name: 'Ann' },
    from: { id: 5, is_bot: false, first_name: 'Ann' },
    text: `${messageText} ${ticketCode}`,
  },
}
const ctx = new Context(update, api, me)
const fetchError = Object.assign(new Error(`request to https://api.telegram.org/bot${token}/sendMessage failed`), {
  code: 'ECONNREFUSED',
})
const httpError = new HttpError(`Network request failed! https://api.telegram.org/bot${token}/sendMessage`, fetchError)
const grammyError = new GrammyError(
  "Call to 'sendMessage' failed!",
  { ok: false, error_code: 400, description: 'Bad Request: chat not found' },
  'sendMessage',
  { chat_id: 5, text: messageText, reply: `t_${ticketCode}` },
)
const botError = new BotError(grammyError, ctx)
const databaseError = Object.assign(new Error('UNIQUE constraint failed: tickets.code'), {
  name: 'QueryFailedError',
  code: 'SQLITE_CONSTRAINT',
  query: 'INSERT INTO tickets',
  parameters: [ticketCode, messageText],
})

type Log = ReturnType<typeof createLog>

const carelessCalls: Readonly<Record<string, (log: Log) => void>> = {
  'an HttpError': (log) => log.error(httpError),
  'an HttpError as a field': (log) => log.error({ err: httpError }, 'failed'),
  'a BotError under another name': (log) => log.error({ reason: botError, error: botError }),
  'what an HttpError holds': (log) => log.error(httpError.error),
  'a GrammyError': (log) => log.error(grammyError),
  'a GrammyError with a sentence': (log) => log.error(grammyError, 'could not send'),
  'a BotError': (log) => log.error(botError),
  'an error with a cause': (log) => log.error(new Error('outer', { cause: fetchError })),
  'a database error with its parameters': (log) => log.error(databaseError),
  'the context': (log) => log.info({ ctx }),
  'the context under another name': (log) => log.info({ about: ctx }, 'handled'),
  'the context itself': (log) => log.info(ctx),
  'the context in a sentence': (log) => log.info('handled %j', ctx),
  'the context as an object in a sentence': (log) => log.info('handled %o', { ctx, deep: { update } }),
  'the API client': (log) => log.info({ client: api, api }),
  'the raw update': (log) => log.info({ update }),
  'the raw update under another name': (log) => log.info({ got: update }),
  'the message': (log) => log.info(update.message),
  'a list of messages': (log) => log.info({ all: [update.message] }),
  'a call to the Bot API': (log) => log.debug({ method: 'sendMessage', payload: { text: messageText } }),
  'a child of the log': (log) => log.child({ ctx, update }).info('x'),
  'a grandchild of the log': (log) => log.child({ a: 1 }).child({ got: update, error: grammyError }).error(httpError),
  'the token in a sentence': (log) => log.info(`https://api.telegram.org/bot${token}/getMe`),
  'the token percent-encoded': (log) => log.info(`https://local/${encodeURIComponent(token)}/getMe`),
  'half of the token': (log) => log.info(`the key is ${token.split(':')[1] ?? ''}`),
  'the token as a field': (log) => log.info({ whatever: token, list: [token] }),
  'the token as the name of a field': (log) => log.info({ [token]: 1 }),
  'the webhook secret': (log) => log.info({ header: webhookSecret }, `got ${webhookSecret}`),
  'the database password': (log) =>
    log.info(`postgres://levem:${encodeURIComponent(password)}@db/levem or ${password}`),
  'a ticket link': (log) =>
    log.info({ payload: `t_${ticketCode}`, link: `https://t.me/levem_bot?start=t_${ticketCode}` }),
  'an invitation and a gift': (log) =>
    log.info({ link: `https://t.me/levem_bot?start=s_${ticketCode}`, got: `g_${ticketCode}` }),
  'a ticket code': (log) => log.info({ code: ticketCode }, `admitted ${ticketCode}`),
}

const canaries = [
  token,
  token.split(':')[1] ?? '',
  encodeURIComponent(token),
  webhookSecret,
  JSON.stringify(webhookSecret).slice(1, -1),
  password,
  encodeURIComponent(password),
  ticketCode,
  messageText,
]

const write = (call: (log: Log) => void, logTo: (destination: { write(line: string): void }) => Log): string => {
  const lines: string[] = []
  call(logTo({ write: (line) => void lines.push(line) }))
  return lines.join('')
}
const written = (call: (log: Log) => void): string =>
  write(call, (destination) => createLog({ level: 'trace', secrets: [token, webhookSecret, password], destination }))
/** What any log would have written. */
const writtenPlainly = (call: (log: Log) => void): string =>
  write(call, (destination) => pino({ level: 'trace' }, destination))

describe.each(Object.entries(carelessCalls))('logging %s', (_, call) => {
  test('shows no token, no password, no ticket code and no message text, and is one line of JSON', () => {
    const output = written(call)
    expect(canaries.filter((canary) => output.includes(canary))).toEqual([])
    expect(JSON.parse(output)).toHaveProperty('level')
  })

  test('would show one of them without the protection', () => {
    const output = writtenPlainly(call)
    expect(canaries.filter((canary) => output.includes(canary))).not.toEqual([])
  })
})

describe('the log', () => {
  test('keeps ids, durations and what happened', () => {
    const line: unknown = JSON.parse(
      written((log) =>
        log.info({ update: 77, chat: -1001234567890, ms: 12.5, kind: 'message', tries: [1, 2], test: true }, 'handled'),
      ),
    )
    expect(line).toMatchObject({
      level: 'info',
      update: 77,
      chat: -1001234567890,
      ms: 12.5,
      kind: 'message',
      tries: [1, 2],
      test: true,
      msg: 'handled',
    })
  })

  test('writes nothing below its level', () => {
    const lines: string[] = []
    const log = createLog({ level: 'warn', secrets: [], destination: { write: (line) => void lines.push(line) } })
    log.info('quiet')
    log.warn('loud')
    expect(lines).toHaveLength(1)
  })

  test('tells what Telegram answered', () => {
    const line: unknown = JSON.parse(written((log) => log.error(botError)))
    expect(line).toMatchObject({
      err: { method: 'sendMessage', error_code: 400, description: 'Bad Request: chat not found' },
      msg: 'sendMessage: 400 Bad Request: chat not found',
    })
  })

  test('tells why the network failed', () => {
    expect(describeError(httpError)).toMatchObject({ name: 'HttpError', code: 'ECONNREFUSED' })
    expect(describeError(new HttpError('x', 'timeout'))).toMatchObject({ code: 'string' })
  })

  test('tells name, message, code and stack of a defect, and its cause', () => {
    expect(describeError(new TypeError('no such thing', { cause: databaseError }))).toMatchObject({
      name: 'TypeError',
      message: 'no such thing',
      stack: expect.stringContaining('log.test') as unknown,
      cause: { name: 'QueryFailedError', code: 'SQLITE_CONSTRAINT' },
    })
  })

  test('survives whatever is thrown', () => {
    const loop = new Error('loop')
    loop.cause = loop
    for (const thrown of ['text', undefined, null, 5, {}, Symbol('s'), loop, Object.create(null)])
      expect(() => written((log) => log.error({ err: describeError(thrown), thrown }))).not.toThrow()
  })

  test('a description may be logged as a field', () => {
    expect(JSON.parse(written((log) => log.error({ err: describeError(grammyError) }, 'x')))).toMatchObject({
      err: { error_code: 400 },
    })
  })
})

describe('the scrubber', () => {
  test('hides whatever looks like a token of any bot', () => {
    expect(createScrubber([])('bot1234567:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr/getMe')).toBe('bot[hidden]/getMe')
  })

  test('leaves ordinary words, ids, times and versions alone', () => {
    const line =
      '{"level":"info","time":"2026-11-22T08:25:01.670Z","pid":8809,"chat":-1001234567890,"event":"jazz-night-2026","method":"answerPreCheckoutQuery","at":"file:///work/main/dist/services/ordering.js:120:33","url":"postgres://db:5432/levem"}'
    expect(createScrubber(['xy', ''])(line)).toBe(line)
  })
})
