import { type Config, secretsOf, serviceSettings } from '../app/config.js'
import { usualTiming } from '../app/timing.js'
import { createSender, type Sender } from '../bot/announcing/sender.js'
import { createBudget } from '../bot/telegram/rateLimitBudget.js'
import { createTelegram, type Telegram } from '../bot/telegram/api.js'
import { createLinks } from '../bot/telegram/links.js'
import { type Clock, systemClock } from '../runtime/clock.js'
import { createLog, createScrubber, describeError } from '../runtime/log.js'
import { randomCodes } from '../services/codes.js'
import { createSelfTestData, type SelfTestData } from '../services/selfTest/selfTestData.js'
import type { Outbox } from '../services/messaging/outbox.js'
import { createServices } from '../services/services.js'
import { openStore, parseDatabaseUrl, type Store } from '../store/store.js'
import { createTexts, type Speech } from '../texts/texts.js'

const patienceMs = 30_000
const lookMs = 100

/** Tries the set-up step by step on the real bot, chat and database, and removes its test data. Gives the exit code. */
export const selfTest = async (config: Config, clock: Clock = systemClock): Promise<number> => {
  const speech = createTexts().in(config.defaultLanguage)
  const scrub = createScrubber(secretsOf(config))
  const print = (line: string): void => void process.stdout.write(`${scrub(line)}\n`)
  print(speech.label('selftest-head'))
  try {
    await run({ config, clock, speech, print, step: createSteps(speech, print, config.apiRoot) })
    print(speech.label('selftest-done'))
    return 0
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    print(speech.label('selftest-failed'))
    return 1
  }
}

class StepFailed extends Error {}

type Print = (line: string) => void

/**
 * Does one step: a tick with what was found (in the words of a key of its own, if it has one), or a cross with the
 * reason and what to do about it.
 */
const createSteps =
  (speech: Speech, print: Print, root: string) =>
  async <T>(
    name: string,
    work: () => Promise<T>,
    found: (value: T) => Record<string, string> & { readonly key?: string } = () => ({}),
  ): Promise<T> => {
    try {
      const value = await work()
      const { key = `selftest-${name}`, ...args } = found(value)
      print(`  ✔ ${speech.label(key, args)}`)
      return value
    } catch (error) {
      print(`  ✘ ${speech.label('selftest-reason', { reason: String(describeError(error)['message']) })}`)
      print(`    ${speech.label(`selftest-${name}-advice`, { root })}`)
      throw new StepFailed()
    }
  }

type Api = Telegram['announcing']['chat']

type Test = {
  readonly print: Print
  readonly config: Config
  readonly clock: Clock
  readonly speech: Speech
  readonly step: ReturnType<typeof createSteps>
}

const run = async (test: Test): Promise<void> => {
  const { config, clock, step } = test
  const log = createLog({ level: 'silent', secrets: secretsOf(config) })
  const { asking, announcing, uploading } = createTelegram({
    access: config,
    timeouts: usualTiming.telegram,
    clock,
    log,
    budget: createBudget({ clock }),
  })
  const { username } = await meetTelegram(test, announcing.chat)
  const store = await step(
    'database',
    () => openStore({ url: parseDatabaseUrl(config.databaseUrl) }),
    ({ kind }) => ({ database: kind }),
  )
  const services = createServices({ ...serviceSettings(config), organizerIds: [], store, clock, codes: randomCodes })
  const testData = createSelfTestData({ ...services, ...serviceSettings(config), store, clock, codes: randomCodes })
  const sender = createSender({
    asking,
    announcing,
    uploading,
    services,
    clock,
    texts: createTexts(),
    links: createLinks(username),
    language: config.defaultLanguage,
    chat: config.notificationChat,
    log,
    // The step that hears of it fails.
    onWrongToken: () => undefined,
  })
  try {
    await play(test, testData, createTelling({ outbox: services.outbox, sender, testData, clock }))
  } finally {
    await clean(test, testData, store)
  }
}

/** The bot answers to its token, and may write into the chat, if there is one. */
const meetTelegram = async ({ config, speech, print, step }: Test, api: Api) => {
  const me = await step(
    'token',
    () => api.getMe(),
    ({ username }) => ({ bot: username }),
  )
  const { notificationChat } = config
  if (notificationChat) await meetChat({ step }, { api, botId: me.id, chatId: notificationChat.chatId })
  else print(`  – ${speech.label('selftest-no-chat')}`)
  return me
}

type Meeting = { readonly api: Api; readonly botId: number; readonly chatId: number | string }

const meetChat = async ({ step }: Pick<Test, 'step'>, { api, botId, chatId }: Meeting): Promise<void> => {
  const found = await step(
    'chat',
    () => api.getChat(chatId),
    (chat) => ({ chat: chat.title ?? chat.first_name }),
  )
  await step('rights', () => mustBeAllowed(api, found, botId))
}

/** An organizer publishes an event, a buyer takes a ticket, and the chat, if there is one, hears of both. */
const play = async ({ config, speech, step }: Test, testData: SelfTestData, tell: Tell): Promise<void> => {
  const hasChat = config.notificationChat !== undefined
  const said = (name: string) => () => ({ key: hasChat ? `selftest-${name}` : `selftest-${name}-alone` })
  // Without a chat nobody hears of it, and it goes with the test data.
  const announce = (eventId: number): Promise<void> => (hasChat ? tell(eventId) : Promise.resolve())
  await testData.remove()
  await step('organizer', () =>
    testData.meet({ organizer: speech.label('selftest-organizer-name'), buyer: speech.label('selftest-buyer-name') }),
  )
  const names = { title: speech.label('selftest-title'), venue: speech.label('selftest-venue') }
  const publish = async (): Promise<number> => {
    const id = await testData.publish(names)
    await announce(id)
    return id
  }
  const eventId = await step('event', publish, said('event'))
  await step(
    'ticket',
    async () => {
      await testData.buy(eventId)
      await announce(eventId)
    },
    said('ticket'),
  )
}

const clean = ({ step }: Test, testData: SelfTestData, store: Store): Promise<void> =>
  step('clean', () => testData.remove()).finally(() => store.close())

const mustBeAllowed = async (
  api: Api,
  chat: { readonly id: number; readonly type: string },
  botId: number,
): Promise<void> => {
  if (chat.type === 'private') return
  const member = await api.getChatMember(chat.id, botId)
  const may =
    chat.type === 'channel'
      ? member.status === 'administrator' && member.can_post_messages === true
      : member.status === 'administrator' ||
        member.status === 'member' ||
        (member.status === 'restricted' && member.can_send_messages)
  if (!may) throw new Error(`the bot is ${member.status} there`)
}

type Tell = (eventId: number) => Promise<void>

type Telling = {
  readonly outbox: Outbox
  readonly sender: Sender
  readonly testData: SelfTestData
  readonly clock: Clock
}

/** Says what an event has to say, and nothing else of what waits in the real outbox; throws if it does not arrive. */
const createTelling =
  ({ outbox, sender, testData, clock }: Telling): Tell =>
  async (eventId) => {
    const until = clock.now() + patienceMs
    for (;;) {
      for (const row of await outbox.claimOfEvent(eventId)) await outbox.settle([row], await sender.say([row]))
      const { waiting, error } = await testData.progress(eventId)
      if (waiting === 0) return
      if ((error !== undefined && error !== 'too many requests') || clock.now() > until)
        throw new Error(error ?? 'no answer')
      await clock.sleep(lookMs)
    }
  }
