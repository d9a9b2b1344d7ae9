import type { Api } from 'grammy'
import { createAnnouncer } from '../bot/announcing/announcer.js'
import { createLinks } from '../bot/telegram/links.js'
import { createSender } from '../bot/announcing/sender.js'
import { createTelegram } from '../bot/telegram/api.js'
import { type Config, paymentsOf, secretsOf } from '../app/config.js'
import { createLog, createScrubber, describeError } from '../runtime/log.js'
import { type Clock, systemClock } from '../runtime/clock.js'
import { randomCodes } from '../services/codes.js'
import { createServices } from '../services/services.js'
import { createSelfTestData, type SelfTestData } from '../services/selfTest/selfTestData.js'
import { openStore, parseDatabaseUrl } from '../store/store.js'
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
    await run(config, clock, speech, print)
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

/** Does one step: a tick with what was found, or a cross with the reason and what to do about it. */
const createSteps =
  (speech: Speech, print: Print, root: string) =>
  async <T>(
    name: string,
    work: () => Promise<T>,
    found: (value: T) => Record<string, string> = () => ({}),
  ): Promise<T> => {
    try {
      const value = await work()
      print(`  ✔ ${speech.label(`selftest-${name}`, found(value))}`)
      return value
    } catch (error) {
      print(`  ✘ ${speech.label('selftest-reason', { reason: String(describeError(error)['message']) })}`)
      print(`    ${speech.label(`selftest-${name}-advice`, { root })}`)
      throw new StepFailed()
    }
  }

const run = async (config: Config, clock: Clock, speech: Speech, print: Print): Promise<void> => {
  const log = createLog({ level: 'silent', secrets: secretsOf(config) })
  const { announcing: api } = createTelegram({ token: config.token, apiRoot: config.apiRoot, clock, log })
  const step = createSteps(speech, print, config.apiRoot)
  const me = await step(
    'token',
    () => api.getMe(),
    ({ username }) => ({ bot: username }),
  )
  const found = await step(
    'chat',
    () => findChat(api, config),
    ({ chat }) => ({ chat: chat.title ?? chat.first_name }),
  )
  await step('rights', () => mustBeAllowed(api, found.chat, me.id))
  const store = await step(
    'database',
    () => openStore({ url: parseDatabaseUrl(config.databaseUrl) }),
    ({ kind }) => ({ database: kind }),
  )
  const services = createServices({
    store,
    clock,
    codes: randomCodes,
    organizerIds: [],
    zone: config.defaultZone,
    currency: config.currency,
    ...paymentsOf(config),
  })
  const trial = createSelfTestData({
    store,
    clock,
    codes: randomCodes,
    publishing: services.publishing,
    ordering: services.ordering,
    zone: config.defaultZone,
    currency: config.currency,
    ...paymentsOf(config),
  })
  const stop = new AbortController()
  const speaker = createSender({
    api,
    services,
    clock,
    texts: createTexts(),
    links: createLinks(me.username),
    language: config.defaultLanguage,
    chat: config.notificationChat,
    log,
    onWrongToken: () => {
      stop.abort()
    },
  })
  const announcer = createAnnouncer({ outbox: services.outbox, speaker, clock, log })
  store.whenAnnounced(announcer.wake)
  const announcing = announcer.run(stop.signal)
  try {
    await play(trial, clock, speech, step)
  } finally {
    stop.abort()
    await announcing
    await step('clean', () => trial.remove()).finally(() => store.close())
  }
}

const play = async (
  trial: SelfTestData,
  clock: Clock,
  speech: Speech,
  step: ReturnType<typeof createSteps>,
): Promise<void> => {
  await trial.remove()
  await step('organizer', () =>
    trial.meet({ organizer: speech.label('selftest-organizer-name'), buyer: speech.label('selftest-buyer-name') }),
  )
  const eventId = await step('event', async () => {
    const id = await trial.publish({ title: speech.label('selftest-title'), venue: speech.label('selftest-venue') })
    await mustArrive(trial, clock, id)
    return id
  })
  await step('ticket', async () => {
    await trial.buy(eventId)
    await mustArrive(trial, clock, eventId)
  })
}

const findChat = async (api: Api, { notificationChat }: Config) => {
  if (!notificationChat) throw new Error('TELEGRAM_CHAT_ID is not set')
  return { chat: await api.getChat(notificationChat.chatId) }
}

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

const mustArrive = async (trial: SelfTestData, clock: Clock, eventId: number): Promise<void> => {
  const until = clock.now() + patienceMs
  for (;;) {
    const { waiting, error } = await trial.progress(eventId)
    if (waiting === 0) return
    if ((error !== undefined && error !== 'too many requests') || clock.now() > until)
      throw new Error(error ?? 'no answer')
    await clock.sleep(lookMs)
  }
}
