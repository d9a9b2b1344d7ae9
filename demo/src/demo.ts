import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { IANAZone } from 'luxon'
import { variables } from '../../src/app/config.js'
import { exitConfig } from '../../src/commands/withConfig.js'
import { createDemoBot, type DemoBot } from './bot.js'
import { callIn } from './cast.js'
import { createDemoClock } from './clock.js'
import { type DemoCurrency, seedEvents } from './seed.js'
import { type Language, languages } from '../../src/domain/person.js'
import { openPage } from 'telegram-sandbox/page'
import { openSandbox, type Sandbox } from 'telegram-sandbox'
import type { Speech } from '../../src/texts/texts.js'
import { createDemoTexts } from './texts.js'

type AtEnd = (close: () => Promise<void>) => void

const exitFailure = 1
const defaultPort = 4747

/**
 * Levem in a browser: a pretend Telegram, the real bot as a process of its own on a fresh SQLite file with a few
 * events, and a page with everybody's chats on 127.0.0.1. `program` is the built bot's main.js.
 * Runs until SIGINT, SIGTERM or SIGHUP, and leaves nothing behind. DEMO_PORT is the page's port. Gives the exit code.
 */
export const demo = async (env: NodeJS.ProcessEnv, program: string): Promise<number> => {
  const port = portFrom(env)
  if (port === undefined) {
    process.stderr.write('Levem cannot start:\n  • DEMO_PORT is not a number from 0 to 65535.\n')
    return exitConfig
  }
  const stopped = stopSignal()
  const closers: (() => Promise<void>)[] = []
  try {
    return await run({ env, program, port, stopped, atEnd: (close) => void closers.push(close) })
  } finally {
    await unwind(closers.reverse())
  }
}

type Run = {
  readonly env: NodeJS.ProcessEnv
  readonly program: string
  readonly port: number
  readonly stopped: Promise<'stopped'>
  readonly atEnd: AtEnd
}

const run = async ({ env, program, port, stopped, atEnd }: Run): Promise<number> => {
  const texts = createDemoTexts()
  const speech = texts.in(languageFor(env))
  const clock = createDemoClock()
  const sandbox = await openSandbox({ botName: 'Levem', botUsername: 'levem_sandbox_bot', now: clock.now })
  atEnd(sandbox.close)
  const folder = await mkdtemp(join(tmpdir(), 'levem-demo-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  const cast = callIn(sandbox, texts, speech.language)
  const settings = settingsFor(speech.language, folder)
  await seedEvents({ ...settings, organizer: cast.organizer, door: cast.door, speech, addPhoto: sandbox.addPhoto })
  const bot = createDemoBot({
    program,
    folder,
    clock,
    env: environmentOf(env, sandbox, {
      ...settings,
      language: speech.language,
      chatId: cast.page.announcements,
      organizers: sandbox.people().map(({ id }) => id),
    }),
  })
  atEnd(bot.close)
  await bot.run('start')
  const opened = await Promise.race([bot.opened(), stopped])
  if (opened === 'stopped') return 0
  if (!opened) return complain(bot, speech)
  const page = await openPage({
    sandbox,
    port,
    language: speech.language,
    title: 'Levem',
    ...cast.page,
    program: bot,
    clock,
  })
  atEnd(page.close)
  await invite(`${page.url}/`, speech, env)
  await stopped
  return 0
}

/** Closes one after another; a failure holds up none of the others. */
const unwind = async ([close, ...others]: readonly (() => Promise<void>)[]): Promise<void> => {
  try {
    await close?.()
  } finally {
    if (others.length > 0) await unwind(others)
  }
}

// npm and the terminal may both pass Ctrl-C on: the second is no reason to leave things behind.
const stopSignal = (): Promise<'stopped'> =>
  new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve('stopped'))
    // Who read the output went away ("| head") without having seen the address.
    for (const output of [process.stdout, process.stderr]) output.on('error', () => resolve('stopped'))
  })

const portFrom = (env: NodeJS.ProcessEnv): number | undefined => {
  const text = env['DEMO_PORT']?.trim() || String(defaultPort)
  return /^\d{1,5}$/u.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

const languageFor = (env: NodeJS.ProcessEnv): Language => {
  const wanted = env['DEFAULT_LANGUAGE'] ?? env['LC_ALL'] ?? env['LANG'] ?? ''
  return languages.find((language) => wanted.toLowerCase().startsWith(language)) ?? 'en'
}

const currencies: Readonly<Record<Language, DemoCurrency>> = { ru: 'RUB', en: 'EUR' }

// Events are in this machine's zone: what is typed means what the clock on the wall says.
const settingsFor = (language: Language, folder: string) => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return {
    databaseUrl: `sqlite:///${join(folder, 'demo.db')}`,
    currency: currencies[language],
    zone: IANAZone.isValidZone(timeZone) ? timeZone : 'Europe/Moscow',
  }
}

type BotSettings = {
  readonly databaseUrl: string
  readonly currency: DemoCurrency
  readonly zone: string
  readonly language: Language
  readonly chatId: number
  readonly organizers: readonly number[]
}

// Of the form that Telegram gives; nobody stands behind it.
const providerToken = '381764678:TEST:12345'

/** What the bot is told: nothing of this machine's own Levem. */
const environmentOf = (
  env: NodeJS.ProcessEnv,
  sandbox: Sandbox,
  { databaseUrl, currency, zone, language, chatId, organizers }: BotSettings,
): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !variables.includes(name))),
  TELEGRAM_BOT_TOKEN: sandbox.token,
  TELEGRAM_API_ROOT: sandbox.url,
  TELEGRAM_CHAT_ID: String(chatId),
  DATABASE_URL: databaseUrl,
  DEFAULT_LANGUAGE: language,
  DEFAULT_TIME_ZONE: zone,
  CURRENCY: currency,
  LOG_LEVEL: 'info',
  PAYMENT_PROVIDER_TOKEN: providerToken,
  ORGANIZER_IDS: organizers.join(','),
})

const linesTold = 20

const complain = (bot: DemoBot, speech: Speech): number => {
  process.stderr.write(`${[speech.label('demo-failed'), ...bot.lines().slice(-linesTold)].join('\n')}\n`)
  return exitFailure
}

const invite = async (url: string, speech: Speech, env: NodeJS.ProcessEnv): Promise<void> => {
  const title = speech.label('demo-title')
  process.stdout.write(
    `${[process.stdout.isTTY ? styleText('bold', title) : title, speech.label('demo-about'), url].join('\n')}\n`,
  )
  if (hasBrowser(env)) await openBrowser(url).catch(() => undefined)
}

const hasBrowser = (env: NodeJS.ProcessEnv): boolean =>
  process.stdout.isTTY &&
  !env['CI'] &&
  (process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']))

// The address is on the screen: that a browser did not open is no news.
const openBrowser = async (url: string): Promise<void> => {
  const { default: open } = await import('open')
  const browser = await open(url)
  browser.on('error', () => undefined)
}
