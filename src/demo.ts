import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import type { Config } from './config.js'
import { type Language, languages } from './domain/person.js'
import { type Levem, startLevem } from './levem.js'
import { createLog } from './log.js'
import { type Happening, openSandbox, type Person, type Sandbox, type SandboxMessage, serverError, type Wanted } from './sandbox/sandbox.js'
import { systemClock } from './services/clock.js'
import { randomCodes } from './services/codes.js'
import { createTexts, type Speech } from './texts/texts.js'

type Print = (line?: string) => void

/** Plays the seed story in the terminal: a pretend Telegram over real HTTP, the real bot, a fresh SQLite file. Gives the exit code. */
export const demo = async (env: NodeJS.ProcessEnv): Promise<number> => {
  const print: Print = (line = '') => void process.stdout.write(`${line}\n`)
  const speech = createTexts().in(languageFor(env))
  const sandbox = await openSandbox()
  const folder = await mkdtemp(join(tmpdir(), 'levem-demo-'))
  const owner = sandbox.person({ firstName: 'Olga', languageCode: speech.language })
  const chat = sandbox.group(speech.label('demo-chat'), { supergroup: true })
  chat.addBot(owner, { admin: true })
  const log = createLog({ level: 'silent', secrets: [sandbox.token] })
  const levem = await startLevem({ config: configFor(sandbox, chat.id, folder, speech.language), log, clock: systemClock, codes: randomCodes })
  try {
    print(styleText('bold', speech.label('demo-title')))
    print(speech.label('demo-about', { url: sandbox.url }))
    await play({ sandbox, levem, speech, print, chat })
    print(styleText('bold', speech.label('demo-end')))
    return 0
  } finally {
    await levem.stop()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const languageFor = (env: NodeJS.ProcessEnv): Language => {
  const wanted = env['DEFAULT_LANGUAGE'] ?? env['LC_ALL'] ?? env['LANG'] ?? ''
  return languages.find((language) => wanted.toLowerCase().startsWith(language)) ?? 'en'
}

const configFor = (sandbox: Sandbox, chatId: number, folder: string, language: Language): Config => ({
  token: sandbox.token, apiRoot: sandbox.url, databaseUrl: `sqlite:///${join(folder, 'demo.db')}`, notificationChat: { chatId, topicId: undefined },
  defaultLanguage: language, defaultZone: 'Europe/Moscow', currency: 'RUB', organizerIds: [], logLevel: 'silent', receiving: { mode: 'polling' },
})

type Stage = { readonly sandbox: Sandbox; readonly levem: Levem; readonly speech: Speech; readonly print: Print; readonly chat: { readonly id: number; readonly title: string } }

const play = async (stage: Stage): Promise<void> => {
  const { sandbox, speech, print } = stage
  await settle(stage)
  const stop = sandbox.subscribe((happening) => narrate(stage, happening))
  const act = (name: string): void => print(`\n${styleText(['bold', 'cyan'], `── ${speech.label(`demo-act-${name}`)} `.padEnd(78, '─'))}`)

  act('create')
  const anna = sandbox.person({ firstName: speech.label('demo-organizer'), languageCode: speech.language })
  for (const line of ['/start', '/newevent', ...['title', 'description', 'start', 'end', 'venue'].map((one) => speech.label(`demo-answer-${one}`)), '1500', '3']) await says(stage, anna, line)
  await presses(stage, anna, speech.label('button-skip'))
  await presses(stage, anna, speech.label('button-publish'))
  const slug = /start=(e_[a-z2-7]+)/u.exec(anna.sees())?.[1] ?? ''

  act('buy')
  const ben = sandbox.person({ firstName: '<b>Ben</b> & "Co"', languageCode: speech.language === 'ru' ? 'en' : 'ru' })
  const other = createTexts().in(speech.language === 'ru' ? 'en' : 'ru')
  await buy(stage, ben, other, slug, 2)

  await sandbox.until(() => chatHeard(stage) >= 2, 30_000)

  act('outage')
  const fault = sandbox.faults.add({ chat: stage.chat, kind: serverError(502) })
  print(styleText('red', speech.label('demo-outage-begins')))
  const vera = sandbox.person({ firstName: speech.label('demo-buyer'), languageCode: speech.language })
  await buy(stage, vera, speech, slug, 1)
  await sandbox.until(() => vera.messages().filter(({ fromBot }) => fromBot).length >= 3, 30_000)
  fault.remove()
  print(styleText('green', speech.label('demo-outage-ends')))
  await sandbox.until(() => chatHeard(stage) >= 4, 60_000)
  await settle(stage)

  act('sales')
  await says(stage, anna, '/myevents')
  await presses(stage, anna, new RegExp(speech.label('demo-answer-title').slice(0, 10), 'u'))
  stop()
}

// What the notification chat hears of the story: a new event, two purchases, sold out.
const chatHeard = ({ sandbox, chat }: Stage): number => sandbox.chat(chat.id)?.messages().filter(({ fromBot, text }) => fromBot && /🎉|🎟|🔥/u.test(text)).length ?? 0

const buy = async (stage: Stage, person: Person, theirs: Speech, slug: string, quantity: number): Promise<void> => {
  await says(stage, person, `/start ${slug}`)
  await presses(stage, person, theirs.label('button-buy'))
  await presses(stage, person, String(quantity))
  await presses(stage, person, theirs.label('button-confirm'))
  await stage.sandbox.until(() => person.messages().some(({ text }) => text.includes('№ 1') || /(?:No\.|№) \d+ · /u.test(text)), 30_000)
}

const settle = async ({ sandbox, levem }: Stage): Promise<void> => {
  await sandbox.until(() => sandbox.pendingUpdates() === 0, 30_000)
  await levem.worker.idle()
}

const says = async (stage: Stage, person: Person, text: string): Promise<void> => {
  stage.print(`\n${styleText('yellow', `${person.user.first_name}:`)} ${text}`)
  person.says(text)
  await settle(stage)
}

const presses = async (stage: Stage, person: Person, button: Wanted): Promise<void> => {
  const label = typeof button === 'string' ? button : (person.buttons().find((one) => button instanceof RegExp && button.test(one)) ?? '')
  stage.print(`\n${styleText('yellow', `${person.user.first_name}:`)} ${styleText('inverse', ` ${label} `)}`)
  person.presses(button)
  await settle(stage)
}

const narrate = ({ sandbox, chat, print }: Stage, happening: Happening): void => {
  if (happening.kind !== 'messageSent' && happening.kind !== 'messageEdited') return
  const { message } = happening
  if (!message.fromBot) return
  const isChat = message.chatId === chat.id
  const name = isChat ? `📣 ${chat.title}` : `🤖 → ${sandbox.people().find(({ id }) => id === message.chatId)?.user.first_name ?? ''}`
  print(`\n${styleText(isChat ? 'magenta' : 'green', name)}`)
  for (const line of linesOf(message)) print(`   │ ${line}`)
}

const linesOf = ({ text, keyboard }: SandboxMessage): readonly string[] => {
  const rows = keyboard.map((row) => row.map((one) => `[${typeof one === 'string' ? one : one.text}]`).join(' '))
  // A calendar is a joy to tap and none to read.
  return [...text.split('\n'), ...(rows.length > 5 ? [`${rows[0] ?? ''} …`] : rows)]
}
