import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tempFolder } from '../../../support/database/files.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { openTerminal, type Terminal } from '../../../support/terminal/terminal.js'

let stage: Stage
let folder: string
let terminal: Terminal
beforeEach(async () => {
  stage = await setStage()
  folder = await tempFolder('setup')
})
afterEach(async () => {
  await terminal.kill()
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

const env = (changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  TELEGRAM_API_ROOT: stage.sandbox.url,
  DATABASE_URL: stage.databaseUrl,
  TZ: 'Europe/Berlin',
  LANG: 'en_US.UTF-8',
  ...changes,
})
const open = (isTerminal: boolean, changes: Readonly<Record<string, string>> = {}): void => {
  terminal = openTerminal({ env: env(changes), folder, command: 'setup', isTerminal })
}
const written = async (): Promise<Readonly<Record<string, string>>> => parse(await readFile(join(folder, '.env')))
const answer = async (question: string, line: string): Promise<void> => {
  await terminal.shows(question)
  terminal.types(line)
}
/** All that comes after the chat, each answered by Enter. */
const acceptTheRest = async (): Promise<void> => {
  for (const question of ['time zone', 'currency', 'Who may create', 'For payments by card', 'The language'])
    await answer(question, '')
}

describe('npm run setup', () => {
  it('asks for the token and the rest, waits for the chat, writes .env and tries it out', async () => {
    open(true)
    await answer("The bot's token", 'not a token')
    await terminal.shows('That is no token yet')
    // What did not do stands there to be corrected: Ctrl-U clears it.
    terminal.types(`\u0015${stage.sandbox.token}`)
    await terminal.shows('✔ It belongs to @levem_sandbox_bot.')
    await terminal.shows('I am waiting for it.')
    stage.owner.says('/chatid', { in: stage.chat })
    await answer('Found: supergroup “Sales”. Is it this one?', 'perhaps')
    await answer('Please answer yes or no.', 'да')
    await answer('time zone of new events, such as Europe/Berlin. [Europe/Berlin]', 'Moscow')
    await answer('This time zone is unknown', '\u0015Europe/Moscow')
    await answer('[RUB]', 'eur')
    await terminal.shows('Who may create events')
    await answer(`Wrote to the bot or added it lately: ${stage.owner.id} (Olga)`, '12, 13')
    await answer('For payments by card', '381764678:TEST:100')
    await answer('The language of the chat', 'en')
    await terminal.shows('Written to .env')
    await terminal.shows('✔ Ticket issued, announcement delivered')
    await terminal.shows('To start the bot: npm start')
    expect((await terminal.ended).code).toBe(0)
    expect(await written()).toMatchObject({
      TELEGRAM_BOT_TOKEN: stage.sandbox.token,
      TELEGRAM_CHAT_ID: String(stage.chat.id),
      DEFAULT_TIME_ZONE: 'Europe/Moscow',
      CURRENCY: 'eur',
      ORGANIZER_IDS: '12, 13',
      PAYMENT_PROVIDER_TOKEN: '381764678:TEST:100',
      DEFAULT_LANGUAGE: 'en',
    })
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600)
  })

  it('keeps what stands in .env, offers it, and takes answers that come through a pipe at once', async () => {
    const before = `# mine\nMINE="a b"\nTELEGRAM_BOT_TOKEN=${stage.sandbox.token}\nCURRENCY=USD\n`
    await writeFile(join(folder, '.env'), before)
    open(false)
    // Token, chat, zone, currency, organizers, provider, language.
    for (const line of ['', String(stage.chat.id), '', '', '', '', '']) terminal.types(line)
    expect((await terminal.ended).code).toBe(0)
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe(
      `${before}TELEGRAM_CHAT_ID=${stage.chat.id}\nDEFAULT_TIME_ZONE=Europe/Berlin\nDEFAULT_LANGUAGE=en\n`,
    )
    expect(terminal.screen()).not.toContain(stage.sandbox.token.split(':')[1])
  })

  it('goes on without a chat, and passes over a chat that is not meant', async () => {
    open(false)
    await answer("The bot's token", stage.sandbox.token)
    await terminal.shows('I am waiting for it.')
    stage.owner.says('/chatid', { in: stage.chat })
    await answer('Is it this one?', 'no')
    await answer('Enter goes on without a chat', '')
    await acceptTheRest()
    await terminal.shows('Everything works.')
    expect((await terminal.ended).code).toBe(0)
    expect((await written())['TELEGRAM_CHAT_ID']).toBeUndefined()
  })

  it('asks for another token when Telegram refuses it, and loses no token when Telegram is away', async () => {
    open(false)
    await answer("The bot's token", '7012345678:AAHq0another-Telegram_sandbox-token2')
    await terminal.shows('Telegram does not know this token')
    const fault = stage.sandbox.faults.add({ method: 'getMe', kind: 'dropBefore' })
    terminal.types(stage.sandbox.token)
    await terminal.shows('does not answer: ECONNRESET')
    await answer('A proxy', 'ftp://host')
    await terminal.shows('It takes http://')
    fault.remove()
    terminal.types('')
    await terminal.shows('✔ It belongs to @levem_sandbox_bot.')
  })

  it.each([
    ['Ctrl-C', true, () => terminal.interrupts()],
    ['the end of what is typed', false, () => terminal.hangsUp()],
  ])('writes nothing at %s', async (_, isTerminal, leave) => {
    await writeFile(join(folder, '.env'), 'MINE=1\n')
    open(isTerminal)
    await answer("The bot's token", stage.sandbox.token)
    await terminal.shows('I am waiting for it.')
    leave()
    await terminal.shows('Nothing was written.')
    expect((await terminal.ended).code).toBe(130)
    expect([await readFile(join(folder, '.env'), 'utf8'), await readdir(folder)]).toEqual(['MINE=1\n', ['.env']])
  })

  it('speaks Russian where the machine does', async () => {
    open(false, { LANG: 'ru_RU.UTF-8' })
    await answer('Токен бота', stage.sandbox.token)
    await terminal.shows('Жду сообщения')
  })
})
