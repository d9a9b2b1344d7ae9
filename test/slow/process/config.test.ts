import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect } from 'vitest'
import { builtProgram, inFolder, runProgram, startProgram } from '../../support/program.js'
import type { Stage } from '../../support/stage.js'
import { it } from './onStage.js'

const bullets = (output: string): readonly string[] => output.split('\n').filter((line) => line.includes('•'))

describe.concurrent('a wrong configuration', () => {
  it('is told whole, one line a fault, before anything is asked of Telegram or the database', async ({ stage }) => {
    const { code, output } = await runProgram(
      stage.env({
        TELEGRAM_BOT_TOKEN: '123:short-and-secret',
        TELEGRAM_CHAT_ID: 'my chat',
        DATABASE_URL: 'mysql://levem:hunter2hunter2@db/levem',
        DEFAULT_LANGUAGE: 'de',
        DEFAULT_TIME_ZONE: 'Moscow',
        CURRENCY: 'COINS',
        ORGANIZER_IDS: '12, anna',
        LOG_LEVEL: 'loud',
        WEBHOOK_URL: 'ftp://example.org',
        WEBHOOK_SECRET: 'a b',
        PORT: '99999',
      }),
    )
    expect(code).toBe(78)
    const names = [
      'TELEGRAM_BOT_TOKEN',
      'TELEGRAM_CHAT_ID',
      'DATABASE_URL',
      'DEFAULT_LANGUAGE',
      'DEFAULT_TIME_ZONE',
      'CURRENCY',
      'ORGANIZER_IDS',
      'LOG_LEVEL',
      'WEBHOOK_URL',
      'WEBHOOK_SECRET',
      'PORT',
    ]
    expect(bullets(output).map((line) => names.filter((name) => line.includes(`• ${name} `)))).toEqual(
      names.map((name) => [name]),
    )
    expect(output).not.toMatch(/short-and-secret|hunter2/u)
    expect(stage.sandbox.calls).toEqual([])
  })

  it('with a wrong address of Telegram is told as well', async ({ stage }) => {
    const { code, output } = await runProgram(stage.env({ TELEGRAM_API_ROOT: 'telegram' }))
    expect(code).toBe(78)
    expect(bullets(output)).toEqual([expect.stringContaining('TELEGRAM_API_ROOT is not an http or https address')])
  })

  it('takes the placeholders of .env.example for not set', async ({ stage }) => {
    const { code, output } = await runProgram(
      stage.env({ TELEGRAM_BOT_TOKEN: 'your_bot_token_here', TELEGRAM_CHAT_ID: 'your_chat_id_here' }),
    )
    expect(code).toBe(78)
    expect(bullets(output)).toEqual([expect.stringContaining('TELEGRAM_BOT_TOKEN is not set')])
  })

  it.for(['selftest', 'chat-id'])('is told by %s too', async (command, { stage }) => {
    const { code, output } = await runProgram(stage.env({ TELEGRAM_BOT_TOKEN: undefined }), command)
    expect(code).toBe(78)
    expect(bullets(output)).toEqual([expect.stringContaining('TELEGRAM_BOT_TOKEN is not set')])
  })
})

describe.concurrent('without TELEGRAM_CHAT_ID', () => {
  it('the log says so as an error, and the bot answers', async ({ stage }) => {
    const program = await stage.open({ TELEGRAM_CHAT_ID: undefined })
    expect(
      program
        .log()
        .filter(({ level }) => level === 'error')
        .map(({ msg }) => msg),
    ).toEqual([expect.stringContaining('TELEGRAM_CHAT_ID is not set')])
    const ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
    ann.says('/start')
    await stage.sandbox.until(() => ann.sees().includes('Hello, Ann'), 20_000)
  })
})

describe.concurrent('a token that Telegram refuses', () => {
  const refusal = /Telegram refuses the bot token.*@BotFather/u
  const other = '7012345678:AAHq0another-Telegram_sandbox-token2'

  it('ends the program with one clear line', async ({ stage }) => {
    const program = stage.start({ TELEGRAM_BOT_TOKEN: other })
    expect(await program.ended).toEqual({ code: 78, signal: null })
    expect(
      program
        .log()
        .filter(({ level }) => level !== 'info')
        .map(({ msg }) => msg),
    ).toEqual([expect.stringMatching(refusal)])
    expect(program.output()).not.toContain(other.slice(11))
  })

  it.for(['while it polls', 'while it says something'])(
    'ends the program when it is revoked %s',
    async (when, { stage }) => {
      const program = await stage.open()
      if (when === 'while it says something') {
        const ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
        ann.says('/start')
      }
      stage.sandbox.revokeToken()
      expect(await program.ended).toEqual({ code: 78, signal: null })
      expect(
        program
          .log()
          .filter(({ level }) => level === 'fatal')
          .map(({ msg }) => msg),
      ).toEqual([expect.stringMatching(refusal)])
      expect(program.output()).not.toContain(stage.sandbox.token.slice(11))
    },
  )
})

describe.concurrent('a second process on the same SQLite file', () => {
  it('is refused with a clear line, and the first one goes on', async ({ stage }) => {
    const first = await stage.open()
    const second = stage.start()
    expect(await second.ended).toEqual({ code: 78, signal: null })
    expect(second.log().at(-1)?.msg).toMatch(/levem\.db is in use by another Levem process\. Stop that one first/u)
    const ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
    ann.says('/start')
    await stage.sandbox.until(() => ann.sees().includes('Hello, Ann'), 20_000)
    expect(first.log().filter(({ level }) => level === 'error')).toEqual([])
  })

  it('may start as soon as the first one is dead', async ({ stage }) => {
    const first = await stage.open()
    await first.kill()
    await stage.open()
  })
})

/** What keeps the program from starting: what it is, how it is told so, and what it says. */
type Obstacle = readonly [what: string, changes: (stage: Stage) => Readonly<Record<string, string>>, reason: RegExp]

const obstacles: readonly Obstacle[] = [
  ['a database file that cannot be', () => ({ DATABASE_URL: 'sqlite:////dev/null/levem.db' }), /EEXIST|ENOTDIR/u],
  [
    'a database server that is not there',
    () => ({ DATABASE_URL: 'postgres://levem:hunter2hunter2@127.0.0.1:9/levem' }),
    /ECONNREFUSED/u,
  ],
  [
    'a port that is taken',
    ({ sandbox }) => ({
      WEBHOOK_URL: `${sandbox.url}/hook`,
      WEBHOOK_SECRET: 'hunter2hunter2',
      PORT: new URL(sandbox.url).port,
    }),
    /EADDRINUSE/u,
  ],
]

describe.concurrent('what keeps it from starting', () => {
  it.for(obstacles)('is said, without a secret: %s', async ([, changes, reason], { stage }) => {
    const program = stage.start(changes(stage))
    expect(await program.ended).toEqual({ code: 1, signal: null })
    expect(program.log().at(-1)).toMatchObject({
      level: 'fatal',
      msg: 'Levem cannot go on',
      err: { message: expect.stringMatching(reason) as string },
    })
    expect(program.output()).not.toContain('hunter2')
  })

  it('is said in one line without the token, if nobody foresaw it', ({ stage }) =>
    inFolder(async (folder) => {
      const main = join(folder, 'main.mjs')
      const uncaught = pathToFileURL(join(dirname(builtProgram()), 'runtime/uncaught.js')).href
      writeFileSync(
        main,
        `import { exitOnUncaught } from '${uncaught}'
const token = process.env.TELEGRAM_BOT_TOKEN
exitOnUncaught(() => [token])
await Promise.reject(new Error('no answer from https://telegram/bot' + token))`,
      )
      const program = startProgram(stage.env(), undefined, main)
      expect(await program.ended).toEqual({ code: 1, signal: null })
      expect(program.output().split('\n')).toEqual([
        expect.stringMatching(/^\{"name":"Error","message":"no answer from https:\/\/telegram\/bot\[hidden\]"/u),
      ])
    }))

  it('is an unknown command, too', async ({ stage }) => {
    expect(await runProgram(stage.env(), 'strat')).toEqual({
      code: 64,
      signal: null,
      output: 'Unknown command "strat". There are: start, selftest, setup, chat-id, backup, restore, move.',
    })
  })
})
