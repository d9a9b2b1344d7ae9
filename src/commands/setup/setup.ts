import { join } from 'node:path'
import { readConfig } from '../../app/config.js'
import { readGiven } from '../../app/given.js'
import { settingsSchema } from '../../app/settings.js'
import { type Language, languages } from '../../domain/person.js'
import { createTexts } from '../../texts/texts.js'
import { waitingPeople } from '../../bot/updates/waitingChats.js'
import { selfTest } from '../selfTest.js'
import { type Asking, createAsking, InputEnded, type Inquiry } from './asking.js'
import { StrangeEnvFile, writeEnvFile } from './envFile.js'
import { findChat } from './findChat.js'
import { meetBot, type Met } from './meetBot.js'

type Env = NodeJS.ProcessEnv
type Answers = Readonly<Record<string, string>>
type Variable = keyof typeof settingsSchema.shape

// As a shell says that Ctrl-C ended a program.
const exitInterrupted = 130
const exitFailure = 1

/**
 * Asks for all that the bot needs to know, writes it into .env in this folder, and runs the self-test. What stands
 * there is the answer to an empty line. Gives the exit code.
 */
export const setup = async (env: Env): Promise<number> => {
  const asking = createAsking(createTexts().in(languageOf(env)))
  process.on('SIGINT', asking.close)
  try {
    asking.say('setup-head')
    const answers = await askAll(asking, env)
    writeEnvFile('.env', join(import.meta.dirname, '../../../.env.example'), answers)
    asking.print('')
    asking.say('setup-written')
    asking.close()
    process.off('SIGINT', asking.close)
    return await tryOut(asking, { ...env, ...answers })
  } catch (error) {
    if (error instanceof StrangeEnvFile) asking.say('setup-strange-file')
    else if (error instanceof InputEnded) asking.say('setup-interrupted')
    else throw error
    return error instanceof InputEnded ? exitInterrupted : exitFailure
  }
}

/** The language of whoever sits there: as their machine says, else the one of the bot. */
const languageOf = (env: Env): Language => {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || env['DEFAULT_LANGUAGE'] || ''
  return languages.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en'
}

const askAll = async (asking: Asking, env: Env): Promise<Answers> => {
  const { given } = readGiven(env)
  const now = (name: Variable): string => given[name] ?? ''
  const met = await meetBot(asking, {
    token: now('TELEGRAM_BOT_TOKEN'),
    isTokenGiven: isInFile(env, 'TELEGRAM_BOT_TOKEN') && now('TELEGRAM_BOT_TOKEN') !== '',
    apiRoot: now('TELEGRAM_API_ROOT') || settingsSchema.shape.TELEGRAM_API_ROOT.parse(undefined),
    proxy: now('HTTPS_PROXY'),
    noProxy: given['NO_PROXY'],
  })
  const chat = await askChat(asking, met, now('TELEGRAM_CHAT_ID'))
  const rest: [string, string][] = []
  // The bot does not run yet, so that nobody can ask it for their id.
  const hint = now('ORGANIZER_IDS') === '' ? await knownIds(asking, met.api) : undefined
  for (const question of questionsOf(asking, now, hint)) rest.push([question.name, await asking.ask(question)])
  return changedOnly({ env, given }, [
    ['TELEGRAM_BOT_TOKEN', met.token],
    ['HTTPS_PROXY', met.proxy],
    ['TELEGRAM_CHAT_ID', chat],
    ...rest,
  ])
}

const isInFile = (env: Env, name: string): boolean => Boolean(env[`${name}_FILE`]?.trim())

const askChat = async (asking: Asking, { api, bot }: Met, current: string): Promise<string> =>
  current !== '' && (await asking.agrees('setup-chat-keep', { chat: current })) ? current : findChat(asking, api, bot)

type Named = Inquiry & { readonly name: Variable }

const shownPeople = 10

/** The ids of those who wrote to the bot lately, as a hint; undefined when nobody did or Telegram does not tell. */
const knownIds = async (asking: Asking, api: Met['api']): Promise<string | undefined> => {
  const people = await waitingPeople(api).catch(() => new Map<number, string>())
  const shown = [...people].slice(-shownPeople).map(([id, name]) => `${id} (${name})`)
  return shown.length === 0 ? undefined : asking.label('setup-organizers-known', { people: shown.join(', ') })
}

/** What is asked of the owner alone: each answer is what the variable may be, and "" where it may be missing. */
const questionsOf = (
  { language }: Asking,
  now: (name: Variable) => string,
  organizersHint: string | undefined,
): readonly Named[] => {
  const readAs = (name: Variable) => (answer: string) =>
    settingsSchema.shape[name].safeParse(answer).success ? answer : undefined
  const question = (name: Variable, key: string, fallback: string): Named => ({
    name,
    key,
    current: now(name) || fallback,
    read: readAs(name),
  })
  const optional = (name: Variable, key: string, shown?: string): Named => ({
    name,
    key,
    current: now(name),
    shown,
    isOptional: true,
    read: readAs(name),
  })
  return [
    question('DEFAULT_TIME_ZONE', 'zone', Intl.DateTimeFormat().resolvedOptions().timeZone),
    question('CURRENCY', 'currency', 'RUB'),
    { ...optional('ORGANIZER_IDS', 'organizers'), hint: organizersHint },
    optional('PAYMENT_PROVIDER_TOKEN', 'provider', now('PAYMENT_PROVIDER_TOKEN') === '' ? '' : '…'),
    question('DEFAULT_LANGUAGE', 'language', language),
  ]
}

/** What has to be written: not what stands there already, and not what a file of its own says. */
const changedOnly = (
  { env, given }: { readonly env: Env; readonly given: Answers },
  answers: readonly (readonly [string, string])[],
): Answers =>
  Object.fromEntries(answers.filter(([name, value]) => value !== (given[name] ?? '') && !isInFile(env, name)))

const tryOut = async (asking: Asking, env: Env): Promise<number> => {
  const result = readConfig(env)
  if (result.ok) {
    const code = await selfTest(result.config)
    asking.say(code === 0 ? 'setup-ready' : 'setup-try-again')
    return code
  }
  for (const fault of result.faults) asking.print(`  • ${fault}`)
  return exitFailure
}
